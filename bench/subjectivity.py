"""Sentences that judge: `python -m bench subjectivity FILE.tsv[.gz]`.

A table with the columns `sentence` and `label` (SUBJ or OBJ), as in CheckThat!. A sentence is called
subjective when one of its clauses is the author's opinion: a quoted opinion is its source's.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.files import BadFile, records
from bench.labellers import judged_opinion, ours
from bench.rivals import CHECKTHAT
from bench.scores import Counts, accuracy, by_class, macro_f1
from bench.tables import Cell, Table
from index.model import Document

CLASSES = ("SUBJ", "OBJ")


def sentences(path: Path) -> list[tuple[str, str]]:
    """Each sentence with its class.

    Raises:
        BadFile: the file cannot be read, lacks a column, or has another label.
    """
    rows = [
        (row["sentence"], row["label"].strip().upper()) for row in records(path, ("sentence", "label"), "\t")
    ]
    unknown = {known for _, known in rows} - set(CLASSES)
    if unknown:
        raise BadFile(f"{path} has labels other than SUBJ and OBJ: {', '.join(sorted(unknown))}.")
    return rows


def judge(sentence: str) -> str:
    """The class that WhoSays gives a sentence standing alone."""
    return "SUBJ" if judged_opinion(ours(Document("sentence", sentence))) else "OBJ"


def class_cells(counts: Counts) -> str:
    """Precision, recall and F1 in one cell."""
    return f"{counts.precision:.2f}/{counts.recall:.2f}/{counts.f1:.2f}"


def main(arguments: Sequence[str]) -> int:
    """Print the table and the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench subjectivity", description=__doc__)
    parser.add_argument("file", type=Path)
    path: Path = parser.parse_args(arguments).file
    golds = sentences(path)
    gold = [known for _, known in golds]
    rows: list[list[Cell]] = []
    score = 0.0
    for name, given in (
        ("everything objective", ["OBJ"] * len(gold)),
        ("WhoSays", [judge(sentence) for sentence, _ in golds]),
    ):
        counts = by_class(gold, given, CLASSES)
        score = macro_f1(counts.values())
        rows.append([name, score, accuracy(gold, given), *map(class_cells, counts.values())])
    rows += [[name, rival, None, None, None] for name, rival in _rivals(path).items()]
    Table(
        f"Subjectivity, {path.name}: {len(gold):,} sentences",
        ("", "macro-F1", "accuracy", *(f"{each} P/R/F1" for each in CLASSES)),
        rows,
    ).show()
    print(f"subjectivity macro-F1: {score:.3f}", flush=True)
    return 0


def _rivals(path: Path) -> dict[str, float]:
    """The rivals of the year in the file's name, or of all years."""
    years = [year for year in CHECKTHAT if year in path.name] or list(CHECKTHAT)
    return {f"{name}, {year}": score for year in years for name, score in CHECKTHAT[year].items()}
