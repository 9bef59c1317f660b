"""From the passages that a store found to those that are shown: the same steps, whichever store it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.store.ranking import Find, Pool, Scores, asked_of, joint, parts_found, spread, with_parts

DEPTH = 200
"""How far down each search is read before the two are joined."""
SPREAD = 48
"""How many of the best are put in the order in which each tells something new."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """What a store found for a question, by row: BM25 scores of the words' hits, and the nearest by vector.

    `find` searches for a part of the question; `sites_of` and `cosines_of` tell of rows of either search, and
    `beyond_of` how near they are to it by a second model, if one was asked.
    """

    words: Mapping[int, float]
    nearest: Sequence[int]
    find: Find
    sites_of: Callable[[Numbers], Sequence[str]]
    cosines_of: Callable[[Numbers], NDArray[np.float32]]
    beyond_of: Callable[[Numbers], NDArray[np.float32]] | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """Of the passages that are put in order: which words of the question each has, and its vector.

    `has` is (n, t), `rarity` (t,) and `vectors` (n, d), as for `spread`.
    """

    has: Scores
    rarity: Scores
    vectors: NDArray[np.float32]


def scored(question: str, found: Found, share: float) -> tuple[Pool, Scores]:
    """Every row that a search found, and how near each is to the question and its parts."""
    every = np.array([*found.words, *found.nearest], np.int64)
    named, asked = asked_of(question, found.sites_of(every))
    hits = parts_found(asked, found.find)
    rows = np.array(sorted({*every.tolist(), *(row for one in hits for row in one)}), np.int64)
    pool = Pool(
        rows,
        np.array([found.words.get(row, 0.0) for row in rows.tolist()], np.float64),
        found.cosines_of(rows).astype(np.float64),
        found.sites_of(rows),
        None if found.beyond_of is None else found.beyond_of(rows).astype(np.float64),
    )
    return pool, with_parts(pool, joint(pool, named, share), asked, hits)


def in_order(scores: Scores, shown: Sequence[int], telling: Telling) -> list[tuple[int, float]]:
    """The positions `shown`, best first until now, in the order to show them, with scores that never rise.

    `telling` is of the first `SPREAD` of them.
    """
    head, rest = list(shown[:SPREAD]), shown[SPREAD:]
    if not head:
        return []
    first = spread(scores[head], telling.has, telling.rarity, telling.vectors)
    least = first[-1][1]
    return [
        *((head[number], score) for number, score in first),
        *((at, min(least, float(scores[at]))) for at in rest),
    ]
