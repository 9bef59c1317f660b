"""The same index in a folder and on Milvus: `python -m bench parity --corpus CORPUS --queries QUERIES`.

Articles of MultiHop-RAG's format are indexed here, moved to a Milvus Lite file, or to the server of `--uri`,
and asked for in both. Needs the packages of requirements-milvus.txt.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from answering.extractive import ExtractiveAnswerer
from answering.model import Answer, NotFound, Question
from bench.multihop import Query, articles, build, queries
from bench.retrieval import ranks_of, scores
from bench.tables import Table, progress
from index.model import FoundPassage
from index.moving import Moved, move
from index.search import Finder, open_finder
from index.store.embedding import Embedder
from index.store.places import Cluster

_TOP = 10
_HEAD = ("", "evidence@10", "Hits@10", "question ms", "p95 ms")
_SAME = ("", "share")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one store showed and answered, question by question, and the milliseconds of each search."""

    found: list[list[FoundPassage]]
    answers: list[Answer | NotFound]
    times: list[float]


def main(arguments: Sequence[str]) -> int:
    """Print the tables and the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench parity", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument(
        "--uri", help="a Milvus server, or a Lite file; by default a Lite file made for this run"
    )
    parser.add_argument("--articles", type=int, default=150, help="how many articles of the corpus")
    parser.add_argument("--questions", type=int, default=200, help="how many questions, spread over the file")
    parser.add_argument("--answers", type=int, default=50, help="how many of them are answered, too")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        build(place / "local", articles(options.corpus)[: options.articles], progress)
        cluster = Cluster(options.uri or str(place / "index.db"), "parity")
        began = time.perf_counter()
        shutil.copytree(place / "local", place / "source")
        moved = move(place / "source", cluster, _moving)
        seconds = time.perf_counter() - began
        asked = queries(options.queries)
        asked = asked[:: max(1, len(asked) // options.questions)][: options.questions]
        embedder = Embedder()
        local = _asked(open_finder(place / "local", embedder), asked, options.answers)
        there = _asked(open_finder(cluster, embedder), asked, options.answers)
        _show(asked, local, there, (str(cluster), moved, seconds))
        move(cluster, place / "back", _moving)
    return 0


def _moving(name: str, done: int, total: int) -> None:
    progress(f"moving: {done} of {total} articles")


def _asked(finder: Finder, asked: Sequence[Query], answers: int) -> Asked:
    finder.find(asked[0].text)  # the first question loads what is loaded late
    found, times = [], []
    for number, query in enumerate(asked):
        if number % 20 == 0:
            progress(f"asking: {number} of {len(asked)}")
        began = time.perf_counter()
        found.append(finder.find(query.text, limit=_TOP))
        times.append(1000 * (time.perf_counter() - began))
    answerer = ExtractiveAnswerer(finder)
    step = max(1, len(asked) // max(1, answers))
    some = [Question(each.text, each.text) for each in asked[::step][:answers]]
    return Asked(found, [answerer.answer(each) for each in some], times)


def _show(asked: Sequence[Query], local: Asked, there: Asked, made: tuple[str, Moved, float]) -> None:
    name, moved, seconds = made
    rows = [_quality("local store", asked, local), _quality("Milvus", asked, there)]
    Table(
        f"The same {moved.documents:,} articles, {moved.passages:,} passages: {len(asked):,} questions",
        _HEAD,
        rows,
        (f"Milvus is {name}; moved there in {seconds:.0f} s. Question: with its embedding, median.",),
    ).show()
    pairs = list(zip(local.found, there.found, strict=True))
    overlap = statistics.mean(_overlap(*pair) for pair in pairs)
    answers = _share(
        [_said(left) == _said(right) for left, right in zip(local.answers, there.answers, strict=True)]
    )
    Table(
        "How far both agree",
        _SAME,
        [
            ("of the first ten passages, in both", overlap),
            ("questions with the same ten in the same order", _share([_same(*pair) for pair in pairs])),
            ("questions with the same first passage", _share([_same(a[:1], b[:1]) for a, b in pairs])),
            (f"same answers or refusals, of {len(local.answers)}", answers),
            ("largest difference of a score", _difference(pairs, lambda one: one.score)),
            ("largest difference of a BM25 score", _difference(pairs, lambda one: one.lexical)),
        ],
    ).show()
    print(f"parity overlap@10 {overlap:.3f} answers {answers:.3f}")


def _quality(name: str, asked: Sequence[Query], made: Asked) -> tuple[str, float, float, str, str]:
    ranks = [
        ranks_of(query.evidence, [each.passage.text for each in found])
        for query, found in zip(asked, made.found, strict=True)
        if query.evidence
    ]
    figures = scores(ranks)
    p95 = statistics.quantiles(made.times, n=20)[-1]
    return name, figures["found10"], figures["hits10"], f"{statistics.median(made.times):.0f}", f"{p95:.0f}"


def _overlap(left: Sequence[FoundPassage], right: Sequence[FoundPassage]) -> float:
    ours, theirs = ({each.passage.id for each in found} for found in (left, right))
    return len(ours & theirs) / max(len(ours | theirs), 1) if ours or theirs else 1.0


def _same(left: Sequence[FoundPassage], right: Sequence[FoundPassage]) -> bool:
    return [each.passage for each in left] == [each.passage for each in right]


def _said(answer: Answer | NotFound) -> object:
    return (answer.statements, answer.citations) if isinstance(answer, Answer) else None


def _share(outcomes: Sequence[bool]) -> float:
    return statistics.mean(outcomes) if outcomes else 1.0


def _difference(
    pairs: Sequence[tuple[list[FoundPassage], list[FoundPassage]]], of: Callable[[FoundPassage], float]
) -> str:
    """Between passages that both found."""
    worst = 0.0
    for left, right in pairs:
        theirs = {each.passage.id: of(each) for each in right}
        worst = max(
            [worst, *(abs(of(one) - theirs[one.passage.id]) for one in left if one.passage.id in theirs)]
        )
    return f"{worst:.1e}"
