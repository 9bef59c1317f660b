"""Loaded words, and facts against opinions: `python -m bench loaded FILE.csv[.gz]`.

A table parted by semicolons with the columns `text`, `biased_words` (a list in brackets) and `label_opinion`,
as in BABE. A word of the sentence is loaded when the list names it. Sentences that mix fact and opinion, or
on which the annotators did not agree, have no part in the second table.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.files import BadFile, records
from bench.labellers import judged_opinion, ours
from bench.scores import Counts, Stretch, accuracy, by_class, exact, macro_f1
from bench.subjectivity import class_cells
from bench.tables import Cell, Table
from index.model import Document, Labelling, Span

CLASSES = ("factual", "opinion")
_COLUMNS = ("text", "biased_words", "label_opinion")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its loaded words in lower case, and its class; None when mixed or not agreed on."""

    text: str
    loaded: frozenset[str]
    opinion: str | None


def sentences(path: Path) -> list[Sentence]:
    """The rows of the file.

    Raises:
        BadFile: it cannot be read, lacks a column, or a row's words are no list.
    """
    rows = records(path, _COLUMNS, ";")
    return [
        Sentence(
            row["text"], _listed(row["biased_words"], f"{path}, row {n}"), _class_of(row["label_opinion"])
        )
        for n, row in enumerate(rows, 1)
    ]


def _listed(cell: str, place: str) -> frozenset[str]:
    try:
        words = ast.literal_eval(cell.strip() or "[]")
    except (ValueError, SyntaxError) as error:
        raise BadFile(f"{place}: biased_words is not a list: {cell[:60]!r}.") from error
    if not isinstance(words, list):
        raise BadFile(f"{place}: biased_words is not a list: {cell[:60]!r}.")
    return frozenset(each for word in words for each in _WORD.findall(str(word).casefold()))


def _class_of(cell: str) -> str | None:
    """The class that the annotators agreed on; None for a mixture or no agreement."""
    low = cell.casefold()
    if "factual" in low and "opinion" not in low:
        return "factual"
    return "opinion" if "opinion" in low and "factual" not in low else None


def words_of(text: str) -> list[Stretch]:
    """The words of a sentence."""
    return [match.span() for match in _WORD.finditer(text)]


def gold_words(sentence: Sentence) -> set[Stretch]:
    """The words that the annotators call loaded."""
    spans = words_of(sentence.text)
    return {(start, end) for start, end in spans if sentence.text[start:end].casefold() in sentence.loaded}


def told_words(text: str, labelling: Labelling) -> set[Stretch]:
    """The words that are loaded by their labelling."""
    loaded = [span for voiced in labelling.spans for span in voiced.loaded]
    return {each for each in words_of(text) if any(Span(*each).overlaps(span) for span in loaded)}


def main(arguments: Sequence[str]) -> int:
    """Print the tables and the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench loaded", description=__doc__)
    parser.add_argument("file", type=Path)
    golds = sentences(parser.parse_args(arguments).file)
    labellings = [ours(Document("sentence", each.text)) for each in golds]
    _show_opinions(golds, labellings)
    counts = _show_words(golds, labellings)
    print(f"loaded word F1: {counts.f1:.3f}", flush=True)
    return 0


def _show_words(golds: Sequence[Sentence], labellings: Sequence[Labelling]) -> Counts:
    every, found = Counts(), Counts()
    for gold, labelling in zip(golds, labellings, strict=True):
        loaded = gold_words(gold)
        every += exact(loaded, words_of(gold.text))
        found += exact(loaded, told_words(gold.text, labelling))
    Table(
        f"Loaded words: {found.gold:,} of {every.predicted:,} words in {len(golds):,} sentences",
        ("", "precision", "recall", "word F1"),
        [
            (name, counts.precision, counts.recall, counts.f1)
            for name, counts in (("every word loaded", every), ("WhoSays", found))
        ],
        ("No published rival marks the words; models trained on BABE judge whole sentences.",),
    ).show()
    return found


def _show_opinions(golds: Sequence[Sentence], labellings: Sequence[Labelling]) -> None:
    pairs = [(each, told) for each, told in zip(golds, labellings, strict=True) if each.opinion]
    gold = [each.opinion for each, _ in pairs]
    rows: list[list[Cell]] = []
    for name, given in (
        ("everything factual", ["factual"] * len(gold)),
        ("WhoSays", ["opinion" if judged_opinion(told) else "factual" for _, told in pairs]),
    ):
        counts = by_class(gold, given, CLASSES)
        cells = map(class_cells, counts.values())
        rows.append([name, macro_f1(counts.values()), accuracy(gold, given), *cells])
    Table(
        f"Factual against opinion: {len(gold):,} sentences, mixed ones left out",
        ("", "macro-F1", "accuracy", *(f"{each} P/R/F1" for each in CLASSES)),
        rows,
    ).show()
