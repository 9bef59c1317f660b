"""Models that copy, past the guard: what a copied clause may do where it does not tell what is asked.

Every copy is what its clause says, so only `answering.proving.tells` stands between it and the reader. Two
models are played, of which every real one is a mixture: the worst copies every clause it is shown; the best
names the clauses that hold a gold answer, and none otherwise. Where nothing is left, the extractive answer
stands.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from answering.extractive import ExtractiveAnswerer
from answering.model import Answer, NotFound, Question
from answering.proving import tells
from answering.scoring import Scored
from bench.corpus import REPOSITORY, LabelledExample, load
from bench.files import json_lines
from bench.judging import tells as tells_gold
from bench.near_misses import DOCUMENTS, pairs
from bench.tables import Cell, Table, of
from index.build import sync
from index.search import open_finder
from training.corpus_reader import CORPUS, SUFFIX, read

SPLITS = ("dev", "heldout", "training")
_LIMITS = (0.0, -0.5, -1.0, -1.5, -2.0, -3.0)
_UNGUARDED = -1e9
_MOST = 6
_QUESTIONS = REPOSITORY / "training" / "questions" / "questions.jsonl"
_PAIRS = REPOSITORY / "tests" / "data" / "near_misses"
_NOTES = (
    "Limit: what a statement's best clause must score; an extractive answer needs 0.0. Ours: -1.5 beside a",
    "clause that has 0.0, else -0.5. Copying: all clauses are copied. Naming: those that hold a gold answer",
    "are, else NONE is written; what is not named is answered extractively. Beside: wrong statements that",
    "copying adds to an answerable question, at most 6.",
)


@dataclass(frozen=True, slots=True)
class Played:
    """A question with what a model is offered, which of it is gold, and how the extractive answer fares."""

    offered: Sequence[Scored]
    gold: Sequence[bool]
    answerable: bool
    answered: bool
    right: bool


def show(split: str) -> None:
    """Print what both models reach at several limits, over the questions of a split.

    Raises:
        StoreError: the index cannot be made in the temporary folder.
    """
    with tempfile.TemporaryDirectory() as folder:
        played = list(_played(split, Path(folder)))
    told = [each for each in played if each.answerable]
    untold = [each for each in played if not each.answerable]
    rows: list[Sequence[Cell]] = [
        [
            "extractive alone",
            of(_answered(untold), len(untold)),
            of(sum(p.right for p in told), len(told)),
            None,
        ]
    ]
    for limit in (None, *_LIMITS, _UNGUARDED):
        name = {None: "ours", _UNGUARDED: "no limit"}.get(limit, f"limit {limit}")
        copied = sum(each.answered or any(_passing(each, limit)) for each in untold)
        named = sum(any(_right(each, limit)) or each.right for each in told)
        beside = statistics.mean(sum(_wrong(each, limit)) for each in told)
        rows.append([name, of(copied, len(untold)), of(named, len(told)), f"{beside:.2f}"])
    columns = ("", "unanswerable answered, copying", "right statement, naming", "wrong beside, copying")
    Table(f"Copied clauses past the guard, {split}", columns, rows, _NOTES).show()


def _answered(played: Sequence[Played]) -> int:
    return sum(each.answered for each in played)


def _passing(played: Played, limit: float | None) -> list[bool]:
    return tells(played.offered, limit)


def _right(played: Played, limit: float | None) -> list[bool]:
    return [passes and gold for passes, gold in zip(_passing(played, limit), played.gold, strict=True)]


def _wrong(played: Played, limit: float | None) -> list[bool]:
    passing = zip(_passing(played, limit), played.gold, strict=True)
    return [not gold for passes, gold in passing if passes][:_MOST]


def _played(split: str, folder: Path) -> Iterator[Played]:
    docs = folder / "docs"
    docs.mkdir()
    asked = list(_training(docs) if split == "training" else _labelled(split, docs))
    sync(folder / "index", [docs], mirror=True)
    with closing(open_finder(folder / "index")) as finder:
        answerer = ExtractiveAnswerer(finder)
        for text, answers in asked:
            yield _play(answerer, Question(text, text), answers)


def _play(answerer: ExtractiveAnswerer, question: Question, answers: Sequence[str]) -> Played:
    offered = answerer.offered(question)
    gold = [tells_gold(each.candidate.words, answers) for each in offered]
    result: Answer | NotFound = answerer.answer(question)
    statements = result.statements if isinstance(result, Answer) else ()
    right = any(tells_gold(each.text, answers) for each in statements)
    return Played(offered, gold, bool(answers), bool(statements), right)


def _labelled(split: str, docs: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """The questions of our labelled documents and the near misses about documents, with their answers."""
    examples = load("heldout" if split == "heldout" else "dev")
    _copy(examples, docs)
    for example in examples:
        golds = [*example.questions, *(gold for golds in example.conversations for gold in golds)]
        yield from ((gold.standalone, gold.answers) for gold in golds)
        yield from ((each.question, ()) for each in example.unanswerable)
    found = [pair for pair in pairs(_PAIRS, split) if pair.about == DOCUMENTS]
    if split == "heldout":
        _copy([each for each in load("dev") if each.name in {pair.where for pair in found}], docs)
    for pair in found:
        yield pair.missing, ()
        yield pair.twin.question, pair.twin.answers


def _copy(examples: Sequence[LabelledExample], docs: Path) -> None:
    for example in examples:
        shutil.copy(example.path, docs)


def _training(docs: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """The questions about the training documents, with their answers."""
    for marked in sorted((CORPUS / "train").glob(f"*{SUFFIX}")):
        (docs / f"{marked.stem}.txt").write_text(read(marked).text, encoding="utf-8")
    for _, fields in json_lines(_QUESTIONS):
        yield from ((each["question"], each["answers"]) for each in fields["questions"])
        yield from ((question, ()) for question in fields["missing"])
