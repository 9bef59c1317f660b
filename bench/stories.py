"""Stories of briefings: `python -m bench stories --corpus CORPUS --queries QUERIES [--index FOLDER]`.

On MultiHop-RAG: two articles that one question cites count as about one story, all other pairs as not. Ours
stands beside plain cosine clustering of the same openings with the same embeddings, by mean linkage, and
both beside the stories that we read in these articles ourselves. Then the time to compose a briefing, the
statements that nearly repeat another, and our own pairs of articles.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import multihop, story_pairs, story_voices
from bench.corpus import Split
from bench.files import BadFile, text_of
from bench.story_events import Events, Read, events, held_against, right_and_wrong, windows
from bench.tables import Cell, Table, of, progress
from briefing.compose import compose
from briefing.leads import Lead, lead_of
from briefing.model import Briefing, Length, Wanted
from briefing.stories import HELD, LINKED, Groups, grouped
from index.build import MADE_BY
from index.model import Document, DocumentInfo
from index.search import Finder, open_finder
from index.splitting import split
from index.store.embedding import Embedder
from index.store.entries import Entry, Row, heading
from index.store.writing import Change, Writer
from index.voices import label

_BATCH = 40
_BOUNDS = (0.45, 0.55, 0.65)
_PRECISIONS = (0.99, 0.98, 0.96)
_LOOSER = (0.14, 0.11, 0.09, 0.07, 0.05, 0.04, 0.035, 0.03)
"""Likenesses from which ours would join more than it does."""
_NEARLY = 0.6
"""The share of runs of three words in common from which one statement nearly repeats another."""

Pair = tuple[int, int]
Stories = list[list[int]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A grouping held against the cited pairs and all others."""

    recall: float
    inference: float
    others: float
    stories: int
    largest: int

    @property
    def precision(self) -> float:
        """Of as many random pairs as cited ones, the share of those joined that are cited."""
        return self.recall / ((self.recall + self.others) or 1.0)

    def row(self, name: str, read: Read) -> Sequence[Cell]:
        """A line of the table."""
        return (
            name, self.recall, self.inference, f"{self.others:.4f}", self.precision, self.stories,
            self.largest, read.recall, read.precision, read.wrong,
        )  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Print the four tables and, last, one line with the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench stories", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="MultiHop-RAG's articles")
    parser.add_argument("--queries", type=Path, required=True, help="its questions with evidence")
    parser.add_argument("--index", type=Path, default=Path(".data/bench-stories"), help="kept between runs")
    options = parser.parse_args(arguments)
    finder = _finder(options.index, [each.document for each in multihop.articles(options.corpus)])
    documents = list(finder.documents())
    ours, plain = _grouping(finder, documents, _cited(options.queries, documents))
    seconds, twice, told = _composing(finder, documents)
    counts, voices = _pairs(), _voices()
    print(
        f"stories recall {ours.recall:.3f} at {ours.others:.4f} of others (plain cosine {plain.recall:.3f}) "
        f"precision {ours.precision:.3f} compose {seconds:.1f}s/{len(documents)} repeated {twice}/{told} "
        f"agreements {of(counts.agreements, counts.agreeing)} "
        f"contradictions {of(counts.contradictions, counts.contradicting)} "
        f"false {counts.false_agreements}+{counts.false_contradictions} "
        f"voices {of(voices.right, voices.told)}"
    )
    return 0


def _finder(folder: Path, documents: Sequence[Document]) -> Finder:
    """The articles, indexed with their voices as the bot does it; done once for a folder."""
    held = open_finder(folder)
    known = {each.id for each in held.documents()}
    if known >= {each.id for each in documents}:
        return held
    held.close()
    embedder, staged = Embedder(), []
    with Writer(folder, MADE_BY) as writer:
        for at in range(0, len(documents), _BATCH):
            progress(f"indexing: {at} of {len(documents)} articles")
            staged += writer.stage([_entry(each, embedder) for each in documents[at : at + _BATCH]])
        writer.publish(Change(live=staged))
    return open_finder(folder, embedder)


def _entry(document: Document, embedder: Embedder) -> Entry:
    labelling = label(document)
    passages = split(document, labelling)
    vectors = embedder.embed([f"{heading(document)}\n{passage.text}" for passage in passages])
    return Entry(document.id, document, labelling, tuple(Row(each.id, each) for each in passages), vectors)


def _cited(path: Path, documents: Sequence[DocumentInfo]) -> dict[Pair, set[str]]:
    """The pairs of articles that one question cites, as places in `documents`, with the kinds of question."""
    at = {each.address: place for place, each in enumerate(documents)}
    cited: defaultdict[Pair, set[str]] = defaultdict(set)
    try:
        for query in json.loads(text_of(path)):
            places = sorted({at[each["url"]] for each in query["evidence_list"]})
            for one, other in combinations(places, 2):
                cited[one, other].add(query["question_type"])
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise BadFile(f"{path} is no list of questions about this corpus: {error!r}.") from error
    return cited


def _grouping(
    finder: Finder, documents: Sequence[DocumentInfo], cited: dict[Pair, set[str]]
) -> tuple[Judged, Judged]:
    progress("grouping")
    leads = [lead_of(each, finder.passages(each.id)) for each in documents]
    cosines, read, size = _cosines(leads), events(documents), len(documents)
    place = {each.id: at for at, each in enumerate(documents)}

    def by_ours(linked: float) -> Stories:
        found = grouped(finder, leads, linked)
        return [[place[each.id] for each in story.documents] for story in found]

    ours, plain = by_ours(LINKED), _bounds(cosines)
    figures = judged(ours, cited, size)
    same = _as_false(cosines, figures.others, cited)
    every = {"WhoSays": [by_ours(each) for each in _LOOSER], "plain cosine": plain}
    named = [
        *_frontier(every, cited, size),
        ("plain cosine, as many other pairs as WhoSays", same),
        ("WhoSays, as it is", ours),
        ("as we read them", _read_stories(read, size)),
    ]
    rows = [judged(each, cited, size).row(name, held_against(each, read)) for name, each in named]
    columns = ("", "cited pairs joined", "of inference", "other pairs", "precision", "stories", "largest",
               "of a read story", "is of it", "wrong pairs")  # fmt: skip
    notes = (
        f"{len(cited)} cited pairs; precision: against as many random pairs; a story: from 2 articles on.",
        "Most questions compare articles on different events: not all pairs can or should be joined.",
        "The last three: beside the stories that we read in the articles (a development set).",
    )
    Table("Grouping: MultiHop-RAG, articles cited by one question", columns, rows, notes).show()
    _by_days(finder, leads, cosines, read)
    return figures, judged(same, cited, size)


def _by_days(finder: Finder, leads: Sequence[Lead], cosines: NDArray[np.float32], read: Events) -> None:
    """The table of what is joined among the documents of a day, a week and two, as briefings meet them."""
    rows: list[Sequence[Cell]] = []
    for days in (1, 7, 14):
        every = list(windows([each.document for each in leads], days))
        at = {each.document.id: place for place, each in enumerate(leads)}
        ours = [
            (some, [[at[each.id] for each in story.documents]
                    for story in grouped(finder, [leads[place] for place in some])])
            for some in every
        ]  # fmt: skip
        named = [("WhoSays", ours)]
        for bound in _BOUNDS:
            plain = [
                (some, [[some[place] for place in story]
                        for story in _by_cosine(cosines[np.ix_(some, some)], bound)])
                for some in every
            ]  # fmt: skip
            named.append((f"plain cosine from {bound}", plain))
        for name, groupings in named:
            right, wrong, there = right_and_wrong(groupings, read)
            precision = right / max(1, right + wrong)
            rows.append((f"{name}, {days} days", right, there, wrong, precision, right / max(1, there)))
    columns = ("", "pairs joined", "there are", "wrong", "precision", "recall")
    Table("Grouping: so many days at a time, beside the stories that we read", columns, rows).show()


def _frontier(
    every: Mapping[str, Sequence[Stories]], cited: dict[Pair, set[str]], size: int
) -> Iterator[tuple[str, Stories]]:
    """Of each one's groupings that are precise enough the one with the best recall."""
    for least in _PRECISIONS:
        for name, groupings in every.items():
            precise = [each for each in groupings if judged(each, cited, size).precision >= least]
            best = sorted(precise, key=lambda each: judged(each, cited, size).recall)[-1:]
            yield from ((f"{name}, precision from {least}", each) for each in best)


def _cosines(leads: Sequence[Lead]) -> NDArray[np.float32]:
    vectors = Embedder().embed([lead.opening for lead in leads])
    return vectors @ vectors.T


def _bounds(cosines: NDArray[np.float32]) -> list[Stories]:
    """Plain cosine's groups from many bounds."""
    return [_by_cosine(cosines, bound / 100) for bound in range(26, 62, 3)]


def _read_stories(read: Events, size: int) -> Stories:
    groups = Groups(size, dict.fromkeys(read.same, 1.0), 1.0)
    for pair in sorted(read.same):
        groups.join(*pair)
    return groups.members()


def _by_cosine(cosines: NDArray[np.float32], bound: float) -> Stories:
    """Groups by cosine alone, joined by their mean."""
    size = len(cosines)
    likeness = {(one, other): float(cosines[one, other]) for one, other in combinations(range(size), 2)}
    groups = Groups(size, likeness, bound / HELD)  # groups as alike as pairs: cosine does better so
    for pair in sorted(likeness, key=lambda each: -likeness[each]):
        if likeness[pair] < bound:
            break
        groups.join(*pair)
    return groups.members()


def _as_false(cosines: NDArray[np.float32], others: float, cited: dict[Pair, set[str]]) -> Stories:
    """Plain cosine's groups at the bound from which it joins no more other pairs than `others`."""
    low, high = 0.3, 0.95
    best = _by_cosine(cosines, high)
    for _ in range(7):
        middle = (low + high) / 2
        found = _by_cosine(cosines, middle)
        if judged(found, cited, len(cosines)).others > others:
            low = middle
        else:
            high, best = middle, found
    return best


def judged(stories: Sequence[Sequence[int]], cited: dict[Pair, set[str]], size: int) -> Judged:
    """The grouping of `size` documents, each in one story, held against the cited pairs."""
    story_of = {document: at for at, story in enumerate(stories) for document in story}
    joined = {pair for pair in cited if story_of[pair[0]] == story_of[pair[1]]}
    inference = {pair for pair, kinds in cited.items() if "inference_query" in kinds}
    every = sum(len(story) * (len(story) - 1) // 2 for story in stories)
    return Judged(
        len(joined) / len(cited),
        len(joined & inference) / max(1, len(inference)),
        (every - len(joined)) / (size * (size - 1) // 2 - len(cited)),
        sum(len(story) > 1 for story in stories),
        max(map(len, stories)),
    )


def _composing(finder: Finder, documents: Sequence[DocumentInfo]) -> tuple[float, int, int]:
    """The processor time of a whole briefing, its statements that nearly repeat another, and all of them."""
    finder.nearness("warm", ["up"])
    rows: list[Sequence[Cell]] = []
    told = Briefing((), ())
    seconds = 0.0
    for length, share in ((Length.NORMAL, 4), (Length.NORMAL, 2), (Length.NORMAL, 1), (Length.LONG, 1)):
        some = documents[::share]
        progress(f"composing: {len(some)} articles, {length.value}")
        began = time.process_time()
        told = compose(finder, some, Wanted(length=length))
        seconds = time.process_time() - began
        statements = [each.text for item in told.items for each in item.statements]
        rows.append(
            (f"{length.value}, {len(some)} articles", seconds, 1000 * seconds / len(some), len(told.items),
             len(statements), repeated(told), sum(len(item.contradictions) for item in told.items))
        )  # fmt: skip
    columns = (
        "",
        "processor s",
        "ms an article",
        "stories told",
        "statements",
        "nearly repeated",
        "contradictions",
    )
    Table("Composing a briefing", columns, rows).show()
    return seconds, repeated(told), sum(len(item.statements) for item in told.items)


def repeated(briefing: Briefing) -> int:
    """Statements that share most runs of three words with an earlier one in the same voice."""
    seen: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: list[int] = []
    found = 0
    for statement in (each for item in briefing.items for each in item.statements):
        words = [statement.voice.value, *statement.text.casefold().split()]
        runs = {(words[0], *run) for run in zip(words[1:], words[2:], words[3:], strict=False)}
        shared = Counter(at for run in runs for at in seen[run])
        found += any(count >= _NEARLY * min(len(runs), sizes[at]) for at, count in shared.items())
        for run in runs:
            seen[run].append(len(sizes))
        sizes.append(len(runs))
    return found


def _voices() -> story_voices.Voices:
    rows: list[Sequence[Cell]] = []
    heldout = story_voices.Voices(0, 0, 0)
    splits: tuple[Split, ...] = ("dev", "heldout")
    for split_name in splits:
        progress(f"voices of a briefing: {split_name}")
        heldout = story_voices.measured(split_name, Embedder())
        rows.append((split_name, of(heldout.right, heldout.told), heldout.opinions_as_reports))
    columns = ("", "in the right voice", "opinions told as reports")
    Table("Voices of statements: a briefing of our labelled documents", columns, rows).show()
    return heldout


def _pairs() -> story_pairs.Counts:
    every = story_pairs.pairs()
    progress(f"{len(every)} pairs of our own")
    counts = story_pairs.measured(every, Embedder())
    rows: list[Sequence[Cell]] = []
    for name, right, of_all, false in (
        ("one story", counts.joined, counts.of_one_story, counts.falsely_joined),
        ("agreements", counts.agreements, counts.agreeing, counts.false_agreements),
        ("contradictions", counts.contradictions, counts.contradicting, counts.false_contradictions),
    ):
        rows.append((name, right, of_all, false, right / max(1, right + false), right / max(1, of_all)))
    columns = ("", "found", "there are", "false", "precision", "recall")
    missed = [f"missed: {each}" for each in counts.missed]
    Table("Eighty pairs of our own (a development set)", columns, rows, missed).show()
    return counts
