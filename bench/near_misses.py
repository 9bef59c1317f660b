"""Near misses and their twins: of two questions on one passage only one is answered there.

The pairs of `tests/data/near_misses` (format: its README), asked over all documents of their kind together:
our labelled documents, or the articles of MultiHop-RAG. The plain rival gives the nearest passage, unless its
cosine is below a limit: the lowest that refuses as many of the near misses as ours does, so that what it
answers of the twins can be held against ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from answering.extractive import ExtractiveAnswerer
from answering.model import NotFound, Question
from bench.corpus import GoldQuestion, load
from bench.files import BadFile, json_lines
from bench.judging import Judged, Verdict, judged, judged_passage
from bench.multihop import Article, give_voices
from bench.tables import Cell, Table, of, progress
from index.build import sync
from index.model import Voice
from index.search import Finder, open_finder
from index.store.embedding import Embedder

SPLITS = ("dev", "heldout")
DOCUMENTS, ARTICLES = "document", "article"
_HEAD = ("", "near misses refused", "twins answered", "right statement", "right passage", "wrong")


@dataclass(frozen=True, slots=True)
class Pair:
    """A near miss and its twin; `about` is `DOCUMENTS` or `ARTICLES`, `where` the name or address."""

    about: str
    where: str
    missing: str
    lacks: str
    twin: GoldQuestion


@dataclass(frozen=True, slots=True)
class Asked:
    """How a pair fared with ours: was the near miss refused, how was the twin answered."""

    pair: Pair
    refused: bool
    twin: Judged


def pairs(folder: Path, split: str) -> list[Pair]:
    """The pairs of a split, those about our documents first.

    Raises:
        BadFile: a file is not there or not of the format.
    """
    return [
        _pair(place, fields, about)
        for name, about in (("documents", DOCUMENTS), ("articles", ARTICLES))
        for place, fields in json_lines(folder / f"{name}.{split}.jsonl")
    ]


def measure(found: Sequence[Pair], finders: Mapping[str, Finder]) -> str:
    """Print a table for each kind of document, and give the figures of all pairs as a line."""
    done: list[Asked] = []
    for about, finder in finders.items():
        done += _show(about, [each for each in found if each.about == about], finder)
    answered = [each for each in done if each.twin.verdict is not Verdict.REFUSED]
    right = sum(each.twin.verdict is Verdict.STATEMENT for each in done)
    return (
        f"near misses refused {of(sum(each.refused for each in done), len(done))} "
        f"twins answered {of(len(answered), len(done))} right statement {of(right, len(done))}"
    )


@contextmanager
def opened(
    folder: Path, built: Path, corpus: Sequence[Article], found: Iterable[Pair]
) -> Iterator[dict[str, Finder]]:
    """Finders over our documents and over the articles, indexed below `folder` unless that was done before.

    `built` has the index of all articles. Only those asked about have their voices: to label all takes long.

    Raises:
        StoreError: an index cannot be made.
    """
    places = {about: folder / f"pairs-{about}s" for about in (DOCUMENTS, ARTICLES)}
    sync(places[DOCUMENTS], [example.path for example in load("dev")], mirror=True)
    wanted = {pair.where for pair in found}
    articles = [each for each in corpus if each.document.address in wanted]
    give_voices(built, places[ARTICLES], articles, progress)
    embedder = Embedder()
    with ExitStack() as stack:
        yield {
            about: stack.enter_context(closing(open_finder(place, embedder)))
            for about, place in places.items()
        }


def asked(pair: Pair, answerer: ExtractiveAnswerer) -> Asked:
    """Both questions of a pair put to ours."""
    missing = answerer.answer(Question(pair.missing, pair.missing))
    twin = answerer.answer(Question(pair.twin.question, pair.twin.question))
    return Asked(pair, isinstance(missing, NotFound), judged(pair.twin, twin))


def _show(about: str, chosen: Sequence[Pair], finder: Finder) -> list[Asked]:
    answerer = ExtractiveAnswerer(finder)
    done = [asked(pair, answerer) for pair in chosen]
    refused = [each.refused for each in done]
    plain = _plain(finder, chosen, sum(refused))
    Table(
        f"Near misses and their twins: {len(chosen)} pairs, over {len(finder.documents())} {about}s",
        _HEAD,
        [
            ["WhoSays", *_row(sum(refused), [each.twin for each in done])],
            ["nearest passage, cosine cut-off", *_row(*plain)],
        ],
        (
            "Both questions of a pair are on one passage, which answers only the twin. The cut-off is the",
            "lowest that refuses as many near misses as ours, so that what it answers can be compared.",
        ),
    ).show()
    return done


def _row(refused: int, twins: Sequence[Judged]) -> list[Cell]:
    every = len(twins)
    counts = {verdict: sum(each.verdict is verdict for each in twins) for verdict in Verdict}
    return [
        of(refused, every),
        of(every - counts[Verdict.REFUSED], every),
        of(counts[Verdict.STATEMENT], every),
        of(counts[Verdict.STATEMENT] + counts[Verdict.PASSAGE], every),
        of(counts[Verdict.WRONG], every),
    ]


def _plain(finder: Finder, chosen: Sequence[Pair], refused: int) -> tuple[int, list[Judged]]:
    """What the rival refuses of the near misses, and how it answers the twins."""
    misses = np.array([_nearest(finder, each.missing)[0] for each in chosen])
    limit = np.sort(misses)[refused - 1] if refused else -1.0
    twins = [(each.twin, *_nearest(finder, each.twin.question)) for each in chosen]
    return int((misses <= limit).sum()), [
        judged_passage(gold, passage) if cosine > limit else Judged(Verdict.REFUSED)
        for gold, cosine, passage in twins
    ]


def _nearest(finder: Finder, question: str) -> tuple[float, str]:
    found = finder.find(question, limit=24)
    best = max(found, key=lambda each: each.similarity)
    return best.similarity, best.passage.text


def _pair(place: str, fields: dict[str, Any], about: str) -> Pair:
    try:
        twin = GoldQuestion(
            question=fields["twin"],
            standalone=fields["twin"],
            kind=None,
            answers=tuple(fields["answers"]),
            voice=Voice(fields["voice"]),
            sources=(),
        )
        return Pair(about, fields[about], fields["missing"], fields["lacks"], twin)
    except (KeyError, TypeError, ValueError) as error:
        raise BadFile(f"{place} is no pair of questions: {error!r}.") from error
