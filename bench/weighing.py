"""The weights of `answering.scoring`, fitted: `python -m bench.weighing --corpus C [--cache FOLDER]`.

A softmax over the clauses of a question and silence: of an answerable question the clauses that tell the
answer should win, of an unanswerable one silence. The questions are of our dev documents, of near misses
and twins (dev), and of `training/questions` and `tests/data/near_misses/training.jsonl` about those documents
of `training/corpus` that the pointer did not learn from (`training/pointer_left_out.txt`), asked over all of
them. The table is of six folds, a document in one; the weights below it are of all questions.
With `--pool FILE` nothing is fitted: the questions about the training documents are written to FILE with the
passages that are read for them, for `training.train_pointer`.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answering.asking import Kind
from answering.extractive import ExtractiveAnswerer
from answering.pages import pages
from answering.scoring import SILENCE_OF, WEIGHTS
from bench.corpus import REPOSITORY, load
from bench.files import json_lines
from bench.judging import tells
from bench.multihop import articles, build
from bench.near_misses import DOCUMENTS, SPLITS, opened, pairs
from bench.tables import Cell, Table, progress
from index.build import sync
from index.model import Page
from index.search import Finder, open_finder
from index.store.embedding import Embedder
from training.corpus_reader import CorpusDocument, read_split

_NEAR_MISSES = REPOSITORY / "tests" / "data" / "near_misses"
_QUESTIONS = (REPOSITORY / "training" / "questions" / "questions.jsonl", _NEAR_MISSES / "training.jsonl")
_LEFT_OUT = REPOSITORY / "training" / "pointer_left_out.txt"
_DEV = 2.0
"""How much more a question about our dev documents weighs: they are fewer, and more like those of readers."""
_FOLDS = 6
_STEPS = 250
_RATE = 0.1
_L2 = 0.004
_POOLED = 4
_REFUSED = (0.05, 0.1, 0.15, 0.2, 0.25)
_KINDS = tuple(SILENCE_OF)
_NAMES = (*WEIGHTS, "silence", *(kind.name for kind in _KINDS))
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the measures of its clauses, and which tell the answer; `group` is its document."""

    group: str
    answerable: bool
    kind: Kind
    rows: Numbers
    right: NDArray[np.bool_]
    weight: float = 1.0


def main(arguments: Sequence[str]) -> int:
    """Print the table and the weights."""
    parser = argparse.ArgumentParser(prog="python -m bench.weighing", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="MultiHop-RAG's articles; for weights")
    parser.add_argument("--cache", type=Path, help="a folder that keeps what was built, for the next run")
    parser.add_argument("--pool", type=Path, help="write the training questions with their passages here")
    options = parser.parse_args(arguments)
    if not options.corpus and not options.pool:
        parser.error("--corpus or --pool is needed")
    with tempfile.TemporaryDirectory() as folder:
        cache = options.cache or Path(folder)
        if options.pool:
            _write_pool(cache, options.pool)
            return 0
        asked = list(_measured(cache, options.corpus))
    _show(_left_out(asked))
    print({name: round(float(each), 2) for name, each in zip(_NAMES, fitted(asked), strict=True)})
    return 0


def fitted(asked: Sequence[Asked]) -> Numbers:
    """The weights of the measures and of silence, in the order of `_NAMES`, by Adam on the whole batch."""
    usable = [each for each in asked if each.right.any() or not each.answerable]
    table, there, right, share = _packed(usable)
    flat = table.reshape(-1, table.shape[2])
    decay = np.where(np.array(_NAMES) == "silence", 0.0, _L2)
    weights, mean, square = (np.zeros(table.shape[2]) for _ in range(3))
    for step in range(1, _STEPS + 1):
        chance = _softmax(np.where(there, (flat @ weights).reshape(there.shape), -np.inf))
        wanted = np.where(right, chance, 0.0)
        wanted /= wanted.sum(1, keepdims=True)
        slope = flat.T @ ((chance - wanted) * share).ravel() + decay * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.98 * square + 0.02 * slope**2
        weights -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.98**step)) + 1e-8)
    return weights


def _packed(asked: Sequence[Asked]) -> tuple[Numbers, NDArray[np.bool_], NDArray[np.bool_], Numbers]:
    """All questions as one table, silence in the last row; which rows are there, are right; the shares."""
    most = max(len(each.rows) for each in asked)
    table = np.zeros((len(asked), most + 1, len(_NAMES)))
    there, right = (np.zeros(table.shape[:2], bool) for _ in range(2))
    for at, each in enumerate(asked):
        table[at, : len(each.rows), : len(WEIGHTS)] = each.rows
        table[at, most, len(WEIGHTS) :] = _silence(each)
        there[at, : len(each.rows)], there[at, most] = True, True
        right[at, : len(each.rows)], right[at, most] = each.right, not each.answerable
    answerable = np.array([each.answerable for each in asked])
    weight = np.array([each.weight for each in asked])
    sums = np.where(answerable, weight[answerable].sum(), weight[~answerable].sum())
    share = (weight / sums)[:, None]
    return table, there, right, share


def _softmax(scores: Numbers) -> Numbers:
    grown = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(grown / grown.sum(1, keepdims=True))


def _silence(asked: Asked) -> Numbers:
    return np.array([1.0, *(asked.kind is kind for kind in _KINDS)])


def _left_out(asked: Sequence[Asked]) -> list[tuple[Asked, Numbers]]:
    """Each question with its clauses' scores over silence, by weights that have not seen its document."""
    groups = sorted({each.group for each in asked})
    random.Random(0).shuffle(groups)  # noqa: S311 (folds, no secret)
    scored = []
    for fold in range(_FOLDS):
        out = set(groups[fold::_FOLDS])
        weights = fitted([each for each in asked if each.group not in out])
        for each in asked:
            if each.group in out:
                silence = _silence(each) @ weights[len(WEIGHTS) :]
                scored.append((each, each.rows @ weights[: len(WEIGHTS)] - silence))
    return scored


def _show(scored: Sequence[tuple[Asked, Numbers]]) -> None:
    best = np.array([scores.max(initial=-20.0) for _, scores in scored])
    answerable = np.array([each.answerable for each, _ in scored])
    top = np.array([len(s) > 0 and each.right[s.argmax()] for each, s in scored])
    higher, lower = best[answerable], best[~answerable]
    rows: list[list[Cell]] = []
    for share in _REFUSED:
        limit = float(np.quantile(higher, share))
        right = (top & (best >= limit))[answerable].mean()
        refused = float((higher < limit).mean()), float((lower < limit).mean())
        rows.append([f"{limit:.2f}", *refused, float(right)])
    auroc = (higher[:, None] > lower[None, :]).mean()
    Table(
        f"Documents left out: {answerable.sum()} answerable questions, {(~answerable).sum()} not",
        ("limit", "answerable refused", "unanswerable refused", "best clause right"),
        rows,
        (f"AUROC {auroc:.3f}. Most of the unanswerable ones are near misses.",),
    ).show()


def _measured(cache: Path, corpus: Path) -> Iterator[Asked]:
    found = articles(corpus)
    built = cache / "ours"
    built.mkdir(parents=True, exist_ok=True)
    build(built, found, progress)
    every = [pair for split in SPLITS for pair in pairs(_NEAR_MISSES, split)]
    with opened(cache, built, found, every) as finders:
        for about, where, question, answers in _dev_questions():
            yield _asked(ExtractiveAnswerer(finders[about]), where, question, answers, _DEV)
    left_out = set(_LEFT_OUT.read_text("utf-8").split())
    with _training(cache / "training") as finder:
        answerer = ExtractiveAnswerer(finder)
        for document, question, answers in _training_questions():
            if document in left_out:
                yield _asked(answerer, document, question, answers)


def _training_questions() -> Iterator[tuple[str, str, Sequence[str]]]:
    """The questions about training documents, with their whole forms in conversations; each once."""
    seen: set[tuple[str, str]] = set()
    for path in _QUESTIONS:
        for _, fields in json_lines(path):
            turns = ((each["standalone"], each["answers"]) for each in fields.get("conversation", ()))
            told = ((each["question"], each["answers"]) for each in fields["questions"])
            untold = ((question, ()) for question in fields["missing"])
            for question, answers in chain(told, untold, turns):
                if (fields["document"], question) not in seen:
                    seen.add((fields["document"], question))
                    yield fields["document"], question, answers


def _write_pool(cache: Path, target: Path) -> None:
    with _training(cache / "training") as finder, target.open("w", encoding="utf-8") as file:
        answerer = ExtractiveAnswerer(finder)
        for document, question, answers in _training_questions():
            asked, ranked = answerer.pool(question)
            read: list[dict[str, Any]] = []
            for candidates, page in pages(asked, ranked, len(ranked)):
                right = [tells(each.words, answers) for each in candidates]
                if len(read) < _POOLED or any(right):
                    read.append(_page_fields(page, right))
                if len(read) > _POOLED:
                    break
            fields = {"document": document, "question": question, "answerable": bool(answers), "pages": read}
            file.write(json.dumps(fields, ensure_ascii=False) + "\n")


def _page_fields(page: Page, right: Sequence[bool]) -> dict[str, Any]:
    clauses = [
        {
            "spans": [[span.start, span.end] for span in clause.spans],
            "voice": str(clause.voice),
            "speaker": clause.speaker,
            "right": tells_it,
        }
        for clause, tells_it in zip(page.clauses, right, strict=True)
    ]
    return {"title": page.title, "text": page.text, "clauses": clauses}


def _dev_questions() -> Iterator[tuple[str, str, str, Sequence[str]]]:
    """What is asked about, its document, the question, and its answers; none where it has none."""
    for example in load("dev"):
        for each in example.questions:
            yield DOCUMENTS, example.name, each.question, each.answers
        for other in example.unanswerable:
            yield DOCUMENTS, example.name, other.question, ()
        for turn in (turn for golds in example.conversations for turn in golds):
            yield DOCUMENTS, example.name, turn.standalone, turn.answers
    for pair in pairs(_NEAR_MISSES, "dev"):
        yield pair.about, pair.where, pair.missing, ()
        yield pair.about, pair.where, pair.twin.question, pair.twin.answers


def _asked(
    answerer: ExtractiveAnswerer, group: str, question: str, answers: Sequence[str], weight: float = 1.0
) -> Asked:
    kind, weighed = answerer.weighed(question)
    rows = [[measured.get(name, 0.0) for name in WEIGHTS] for _, measured in weighed]
    right = [tells(candidate.words, answers) for candidate, _ in weighed]
    table = np.array(rows, float).reshape(len(rows), len(WEIGHTS))
    return Asked(group, bool(answers), kind, table, np.array(right, bool), weight)


@contextmanager
def _training(folder: Path) -> Iterator[Finder]:
    docs = folder / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    for document in read_split("train"):
        (docs / f"{document.name}.txt").write_text(_printed(document), encoding="utf-8")
    sync(folder / "index", [docs], mirror=True)
    with closing(open_finder(folder / "index", Embedder())) as finder:
        yield finder


def _printed(document: CorpusDocument) -> str:
    """The document under its title, author and day, as a paper prints it."""
    byline = f"By {document.author}\n" if document.author else ""
    day = f"{date.fromisoformat(document.published):%d %B %Y}\n" if document.published else ""
    return f"{document.title}\n\n{byline}{day.removeprefix('0')}\n{document.text}"


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
