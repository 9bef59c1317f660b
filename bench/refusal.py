"""Is a question answered here at all? `python -m bench refusal --corpus C --queries Q`, as MultiHop-RAG's.

AUROC: how often an answerable question scores above an unanswerable one. Each row refuses below the score
that the given share of answerable questions lies under; ours besides at the limit that the product uses.
With `--pairs FOLDER` near misses and their answerable twins are put to the whole answerer, apart.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from answering.telling import TOLD, measures
from bench.multihop import Query, articles, build, queries
from bench.near_misses import SPLITS, measure, opened, pairs
from bench.tables import Cell, Table, progress
from index.search import Finder, open_finder

_LIMIT = 24
_REFUSED = 0.05
_HEAD = ("", "AUROC", "answerable refused", "unanswerable refused")
_NOTES = (
    "The first four refuse below the score under which 5 % of the answerable questions lie.",
    "Normalised: each divided by its mean over the answerable questions.",
)
Scores = NDArray[np.float64]


def main(arguments: Sequence[str]) -> int:
    """Print the table and the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench refusal", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument(
        "--pairs", type=Path, help="near misses and their twins, as in tests/data/near_misses"
    )
    parser.add_argument("--pairs-split", choices=SPLITS, help="default: both")
    parser.add_argument("--cache", type=Path, help="a folder that keeps what was built, for the next run")
    options = parser.parse_args(arguments)
    splits = (options.pairs_split,) if options.pairs_split else SPLITS
    near = {split: pairs(options.pairs, split) for split in SPLITS} if options.pairs else {}
    asked, corpus = queries(options.queries), articles(options.corpus)
    with tempfile.TemporaryDirectory() as folder:
        place = (options.cache or Path(folder)) / "ours"
        place.mkdir(parents=True, exist_ok=True)
        build(place, corpus, progress)
        finder = open_finder(place)
        scores = [_scored(finder, each) for each in asked]
        finder.close()
        if near:
            every = [each for found in near.values() for each in found]
            with opened(options.cache or Path(folder), place, corpus, every) as finders:
                for split in splits:
                    print(f"{split}: {measure(near[split], finders)}\n", flush=True)
    _show(np.array(scores), np.array([each.answerable for each in asked]))
    return 0


def auroc(scores: Scores, answerable: NDArray[np.bool_]) -> float:
    """How often an answerable question scores above one that is not; a tie counts half."""
    higher, lower = scores[answerable], scores[~answerable]
    above = (higher[:, None] > lower[None, :]).mean() + 0.5 * (higher[:, None] == lower[None, :]).mean()
    return float(above)


def refused(scores: Scores, answerable: NDArray[np.bool_], limit: float) -> tuple[float, float]:
    """The shares of answerable and of unanswerable questions below a limit."""
    return float((scores[answerable] < limit).mean()), float((scores[~answerable] < limit).mean())


def _scored(finder: Finder, query: Query) -> tuple[float, float, float]:
    """The best BM25 score, the best cosine, and our chance that it is told."""
    found = finder.find(query.text, limit=_LIMIT)
    return (
        max(each.lexical for each in found),
        max(each.similarity for each in found),
        measures(query.text, found, len(finder.documents())).chance,
    )


def _show(scores: Scores, answerable: NDArray[np.bool_]) -> None:
    words, meaning, ours = scores.T
    both = words / words[answerable].mean() + meaning / meaning[answerable].mean()
    rows: list[list[Cell]] = []
    for name, each in (
        ("best BM25 score", words),
        ("best cosine", meaning),
        ("both, normalised", both),
        ("WhoSays", ours),
    ):
        limit = float(np.quantile(each[answerable], _REFUSED))
        rows.append([name, auroc(each, answerable), *refused(each, answerable, limit)])
    told = refused(ours, answerable, TOLD)
    rows.append([f"WhoSays below {TOLD}, as in the product", None, *told])
    Table(
        f"Refusals: {int(answerable.sum()):,} answerable questions, {int((~answerable).sum())} not",
        _HEAD,
        rows,
        _NOTES,
    ).show()
    print(
        f"refusal auroc {auroc(ours, answerable):.3f} answerable refused {told[0]:.3f} "
        f"unanswerable refused {told[1]:.3f}",
        flush=True,
    )
