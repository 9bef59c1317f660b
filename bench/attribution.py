"""Who says what, as spans: `python -m bench attribution FILE.jsonl[.gz]`.

Each line is a sentence: `{"tokens": ["He", …], "labels": ["B-source", …]}`. Lines in a row with the same "id"
are one document, and the labeller sees its running text; without ids each line stands alone. "off" may give
the tokens' places in the original, which tell where blanks and paragraphs were. Exact F1 is CofeNet's:
a span counts when kind, sentence and both ends are right.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, TypeGuard

from bench.files import BadFile, json_lines
from bench.labellers import LABELLERS, Labeller
from bench.rivals import POLNEAR
from bench.scores import Counts, Stretch, exact, overlapping
from bench.tables import Cell, Table, hundred
from bench.tokens import Gap, bio, joined, natural_gaps, stretches_of
from index.model import Attribution, Document, Span

KINDS = ("source", "cue", "content")
_LABELS = {"O", *(f"{begin}-{kind}" for begin in "BI" for kind in KINDS)}
_MEASURED = ("quotation marks only", "WhoSays")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line of the file; `places` are the tokens' stretches in the original, empty when it does not say."""

    document: str
    tokens: tuple[str, ...]
    labels: tuple[str, ...]
    places: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by kind, of exact and of overlapping spans."""

    exact: dict[str, Counts]
    overlap: dict[str, Counts]

    def row(self, name: str) -> list[Cell]:
        """The table's row, F1 of a hundred."""
        counts = [*(self.exact[kind] for kind in KINDS), *(self.overlap[kind] for kind in KINDS)]
        precise = [f"{hundred(self.exact[k].precision)}/{hundred(self.exact[k].recall)}" for k in KINDS]
        return [name, *(hundred(each.f1) for each in counts), *precise]


def sentences(path: Path) -> list[Sentence]:
    """The file's lines.

    Raises:
        BadFile: it cannot be read, or a line is not of the format.
    """
    return [_sentence(place, value) for place, value in json_lines(path)]


def _sentence(place: str, value: dict[str, Any]) -> Sentence:
    tokens, labels, places = value.get("tokens"), value.get("labels"), value.get("off") or []
    if not _are_words(tokens) or not _are_words(labels):
        raise BadFile(f'{place} lacks "tokens" or "labels", each a list of words.')
    if len(tokens) != len(labels):
        raise BadFile(f"{place} has {len(tokens)} tokens and {len(labels)} labels.")
    if not set(labels) <= _LABELS:
        unknown = sorted(set(labels) - _LABELS)
        raise BadFile(f"{place} has labels that are unknown: {', '.join(unknown)}.")
    try:
        stretches = tuple((int(start), int(end)) for start, end in places)
    except (TypeError, ValueError) as error:
        raise BadFile(f'{place} has an "off" that is no list of pairs.') from error
    if stretches and len(stretches) != len(tokens):
        raise BadFile(f'{place} has {len(tokens)} tokens and {len(stretches)} pairs in "off".')
    return Sentence(str(value.get("id") or place), tuple(tokens), tuple(labels), stretches)


def _are_words(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def predicted(document: Sequence[Sentence], labeller: Labeller) -> list[list[str]]:
    """The labels that a labeller gives the tokens of one document's sentences."""
    tokens = [token for sentence in document for token in sentence.tokens]
    text, stretches = joined(tokens, list(_gaps(document)))
    acts = labeller(Document(document[0].document, text)).attributions
    labels = []
    at = 0
    for sentence in document:
        inside = stretches[at : at + len(sentence.tokens)]
        labels.append(bio(len(inside), {kind: _over(acts, kind, inside) for kind in KINDS}))
        at += len(inside)
    return labels


def _gaps(document: Sequence[Sentence]) -> Iterator[Gap]:
    """What stood between the tokens of a document: as the original had it when places tell."""
    before: Sentence | None = None
    for sentence in document:
        if not sentence.tokens:
            continue
        if before is not None:
            yield _between_sentences(before, sentence)
        if sentence.places:
            yield from (" " if right[0] > left[1] else "" for left, right in pairwise(sentence.places))
        else:
            yield from natural_gaps(sentence.tokens)
        before = sentence


def _between_sentences(left: Sentence, right: Sentence) -> Gap:
    if not left.places or not right.places:
        return " "
    return " " if 0 <= right.places[0][0] - left.places[-1][1] < len("\n\n") else "\n\n"


def _over(acts: Sequence[Attribution], kind: str, tokens: Sequence[Stretch]) -> set[Stretch]:
    """The stretches of one sentence's tokens that the spans of a kind cover, by more than half of each."""
    spans: list[Span] = [span for act in acts for span in getattr(act, kind)]
    found = set()
    for span in spans:
        covered = [
            place
            for place, (start, end) in enumerate(tokens)
            if 2 * (min(end, span.end) - max(start, span.start)) > end - start
        ]
        if covered:
            found.add((covered[0], covered[-1] + 1))
    return found


def measure(golds: Sequence[Sentence], labeller: Labeller) -> Figures:
    """The labeller's figures over all sentences."""
    figures = Figures(dict.fromkeys(KINDS, Counts()), dict.fromkeys(KINDS, Counts()))
    for _, group in groupby(golds, key=lambda sentence: sentence.document):
        document = list(group)
        for sentence, labels in zip(document, predicted(document, labeller), strict=True):
            gold, told = stretches_of(sentence.labels), stretches_of(labels)
            for kind in KINDS:
                pair = gold.get(kind, []), told.get(kind, [])
                figures.exact[kind] += exact(*pair)
                figures.overlap[kind] += overlapping(*pair)
    return figures


def main(arguments: Sequence[str]) -> int:
    """Print the table and the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench attribution", description=__doc__)
    parser.add_argument("file", type=Path)
    golds = sentences(parser.parse_args(arguments).file)
    measured = {name: measure(golds, LABELLERS[name]) for name in _MEASURED}
    rivals = [[name, *map(hundred, scores), *[None] * (2 * len(KINDS))] for name, scores in POLNEAR.items()]
    heads = (*(f"{k} F1" for k in KINDS), *(f"{k} overlap" for k in KINDS), *(f"{k} P/R" for k in KINDS))
    Table(
        f"Attribution: {len(golds):,} sentences of {len({each.document for each in golds}):,} documents",
        ("", *heads),
        [*(figures.row(name) for name, figures in measured.items()), *rivals],
        (
            "F1 and P/R: exact spans, as in CofeNet's evaluation; overlap: F1 of spans that share a token.",
            "The figures of the last three are on PolNeAR's test split.",
        ),
    ).show()
    ours = measured["WhoSays"].exact
    figures = " ".join(f"{kind} {hundred(ours[kind].f1)}" for kind in KINDS)
    print(f"attribution exact F1: {figures}", flush=True)
    return 0
