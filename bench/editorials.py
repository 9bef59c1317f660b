"""Reports and opinions in editorials: `python -m bench editorials FILE.tsv[.gz]`.

A table with the columns `doc`, `par`, `label` and `text`, as made of Webis-Editorials-16: the units of each
document in order. An assumption is the author's opinion; anecdote, statistics and common ground are reported.
Testimony and what is no unit are left out of the figure, but the labeller sees them in the running text.
A unit given as attributed, or not at all, is right for neither class.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bench.files import BadFile, records
from bench.labellers import LABELLERS, Labeller, voice_of
from bench.rivals import EDITORIALS
from bench.scores import accuracy, by_class, macro_f1
from bench.subjectivity import class_cells
from bench.tables import Cell, Table
from bench.tokens import joined
from index.model import Document, Span, Voice

VOICES = {
    "assumption": Voice.OPINION,
    "anecdote": Voice.REPORTED,
    "statistics": Voice.REPORTED,
    "common-ground": Voice.REPORTED,
}
CLASSES = (Voice.REPORTED, Voice.OPINION)


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the file."""

    document: str
    paragraph: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Editorial:
    """A document's running text, with the stretches of the units that count."""

    document: Document
    units: tuple[tuple[Span, Voice], ...]


def units(path: Path) -> list[Unit]:
    """The rows of the file.

    Raises:
        BadFile: it cannot be read, lacks a column, or has no unit that counts.
    """
    rows = records(path, ("doc", "par", "label", "text"), "\t")
    found = [Unit(row["doc"], row["par"], row["label"].strip(), row["text"]) for row in rows]
    if not any(each.kind in VOICES for each in found):
        raise BadFile(f"{path} has no unit labelled {', '.join(VOICES)}.")
    return found


def editorials(rows: Sequence[Unit]) -> Iterator[Editorial]:
    """The documents, their paragraphs put together as people write them."""
    for name, group in groupby(rows, key=lambda unit: unit.document):
        text = ""
        spans: list[tuple[Span, Voice]] = []
        for _, inside in groupby(group, key=lambda unit: unit.paragraph):
            text += "\n\n" if text else ""
            paragraph = [unit for unit in inside if unit.text.strip()]
            words, stretches = joined([word for unit in paragraph for word in unit.text.split()])
            at = 0
            for unit in paragraph:
                count = len(unit.text.split())
                span = Span(stretches[at][0], stretches[at + count - 1][1]).shifted(len(text))
                at += count
                if unit.kind in VOICES:
                    spans.append((span, VOICES[unit.kind]))
            text += words
        yield Editorial(Document(name, text), tuple(spans))


def given(labeller: Labeller, every: Sequence[Editorial]) -> list[Voice | None]:
    """The voice of each unit, in order."""
    voices: list[Voice | None] = []
    for editorial in every:
        labelling = labeller(editorial.document)
        found = [voice_of(labelling, editorial.document.text, span) for span, _ in editorial.units]
        voices += [each.voice if each else None for each in found]
    return voices


def main(arguments: Sequence[str]) -> int:
    """Print the table and the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench editorials", description=__doc__)
    parser.add_argument("file", type=Path)
    path: Path = parser.parse_args(arguments).file
    every = list(editorials(units(path)))
    gold = [voice for editorial in every for _, voice in editorial.units]
    rows: list[list[Cell]] = []
    score = 0.0
    for name, labeller in LABELLERS.items():
        told = given(labeller, every)
        counts = by_class(gold, told, CLASSES)
        score = macro_f1(counts.values())
        attributed = Counter(told)[Voice.ATTRIBUTED]
        cells = map(class_cells, counts.values())
        rows.append([name, score, accuracy(gold, told), *cells, attributed])
    rows += [[name, rival, None, None, None, None] for name, rival in EDITORIALS.items()]
    Table(
        f"Editorials, {path.name}: {len(gold):,} units of {len(every):,} documents, testimony left out",
        ("", "macro-F1", "accuracy", *(f"{each} P/R/F1" for each in CLASSES), "as attributed"),
        rows,
    ).show()
    print(f"editorials macro-F1: {score:.3f}", flush=True)
    return 0
