"""Evidence found: `python -m bench retrieval --corpus CORPUS --queries QUERIES`, files as MultiHop-RAG's.

A piece of evidence is found when its text, letters and digits alone, lies in one passage that is returned.
Hits@k as in the paper: the share of answerable questions with a piece of evidence among the first k passages;
MRR@10 by the first such passage. Each system runs in a process of its own. `--cache` keeps what was built.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.multihop import Query, articles, plain, queries
from bench.retrieval_rows import ROWS, Asked
from bench.tables import Cell, Table, progress

_TOP = 10
_HEAD = ("", "Hits@4", "Hits@10", "MRR@10", "evidence@2", "evidence@10", "all@10", "tokens@10", "per 1,000")
_COST = ("", "passages", "largest", "question ms", "p95 ms", "CPU ms", "build s", "peak MB")
_NOTES = (
    "Evidence@k: share of a question's evidence among the first k passages, mean; all@10: questions with all",
    "of it. Tokens: cl100k, of ten passages, mean; per 1,000: pieces of evidence found per 1,000 of them.",
)
_COST_NOTES = (
    "Largest: tokens of the longest passage; ours have at most 256 word pieces of the embedding model.",
    "Question: with its embedding, median and 95th of a hundred; CPU: median processor time. Build: wall",
    "time; ours without voices here.",
)


def main(arguments: Sequence[str]) -> int:
    """Print the tables and the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench retrieval", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="a folder that keeps what was built, for the next run")
    parser.add_argument("--row", choices=list(ROWS), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    asked = [each for each in queries(options.queries) if each.answerable]
    if options.row:
        made = ROWS[options.row][1](options.cache, articles(options.corpus), _TOP)
        figures = measured(made.retrieve, asked)
        print(Asked(**figures, passages=made.passages, seconds=made.seconds, memory=_memory()).packed())
        return 0
    with tempfile.TemporaryDirectory() as folder:
        cache = options.cache or Path(folder)
        cache.mkdir(parents=True, exist_ok=True)
        given = ["--corpus", str(options.corpus), "--queries", str(options.queries), "--cache", str(cache)]
        _show({name: _in_a_process(name, given) for name in ROWS}, asked)
    return 0


def measured(retrieve: Callable[[str], Sequence[str]], asked: Sequence[Query]) -> dict[str, Any]:
    """The figures of one system over answerable questions."""
    from llama_index.core.utils import get_tokenizer

    count = get_tokenizer()
    retrieve(asked[0].text)  # the first question loads what is loaded late
    times, used, tokens, largest, ranks = [], [], 0, 0, []
    for query in asked:
        began, cpu = time.perf_counter(), time.process_time()
        passages = list(retrieve(query.text))
        times.append(1000 * (time.perf_counter() - began))
        used.append(1000 * (time.process_time() - cpu))
        lengths = [len(count(each)) for each in passages]
        tokens, largest = tokens + sum(lengths), max(largest, *lengths)
        ranks.append(ranks_of(query.evidence, passages))
    return {
        **scores(ranks),
        "tokens": tokens / len(asked),
        "largest": largest,
        "p50": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[-1],
        "processor": statistics.median(used),
    }


def ranks_of(evidence: Sequence[str], passages: Sequence[str]) -> list[int | None]:
    """For each piece of evidence the first passage it lies in, from 0; None where it lies in none."""
    texts = [f" {plain(each)} " for each in passages]
    return [
        next((at for at, text in enumerate(texts) if f" {plain(each)} " in text), None) for each in evidence
    ]


def scores(ranks: Sequence[Sequence[int | None]]) -> dict[str, float]:
    """Hits, MRR and evidence found, means over questions, from the ranks of their evidence."""
    first = [min((each for each in one if each is not None), default=_TOP) for one in ranks]

    def found(one: Sequence[int | None], top: int) -> float:
        return sum(each is not None and each < top for each in one) / len(one)

    return {
        "hits4": statistics.mean(each < 4 for each in first),
        "hits10": statistics.mean(each < _TOP for each in first),
        "mrr": statistics.mean(1 / (each + 1) if each < _TOP else 0.0 for each in first),
        "found2": statistics.mean(found(one, 2) for one in ranks),
        "found10": statistics.mean(found(one, _TOP) for one in ranks),
        "all10": statistics.mean(found(one, _TOP) == 1.0 for one in ranks),
    }


def _in_a_process(name: str, given: Sequence[str]) -> Asked:
    progress(f"retrieval: {ROWS[name][0]}")
    command = [sys.executable, "-m", "bench", "retrieval", *given, "--row", name]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 (this very program)
    return Asked(**json.loads(done.stdout.splitlines()[-1]))


def _show(rows: dict[str, Asked], asked: Sequence[Query]) -> None:
    pieces = statistics.mean(len(each.evidence) for each in asked)
    Table(
        f"Evidence found: {len(asked):,} questions",
        _HEAD,
        [_found(ROWS[n][0], r, pieces) for n, r in rows.items()],
        _NOTES,
    ).show()
    Table("What it costs", _COST, [_cost(ROWS[n][0], r) for n, r in rows.items()], _COST_NOTES).show()
    our = rows["ours"]
    print(
        f"retrieval hits@4 {our.hits4:.3f} hits@10 {our.hits10:.3f} mrr@10 {our.mrr:.3f} "
        f"evidence@10 {our.found10:.3f}",
        flush=True,
    )


def _found(name: str, row: Asked, pieces: float) -> list[Cell]:
    shares = (row.hits4, row.hits10, row.mrr, row.found2, row.found10, row.all10)
    return [name, *shares, round(row.tokens), row.found10 * pieces / row.tokens * 1000]


def _cost(name: str, row: Asked) -> list[Cell]:
    asked = (f"{row.p50:.1f}", f"{row.p95:.1f}", f"{row.processor:.1f}")
    return [name, row.passages, row.largest, *asked, f"{row.seconds:.0f}", f"{row.memory:.0f}"]


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
