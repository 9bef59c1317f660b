"""One state of the index searched: by words, by vector, or by both in the order of `index.store.ranking`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index.store.entries import heading
from index.store.lexical import Lexical
from index.store.passages import Documents, StoredPassage, load_passages
from index.store.pooling import DEPTH, SPREAD, Found, Telling, in_order, scored
from index.store.ranking import DENSE_SHARE, Pool
from index.store.vectors import Mask, Measuring, Rows

# Among a million passages a search within 3,000 takes 33 ms, one for the 8,000 best of all 13 ms: where more
# than a few are asked for, they are looked for among the best first.
_FEW = 1_000
_DEEP = 8_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage's key with its scores; `lexical` and `similarity` are 0.0 where that search found nothing."""

    key: int
    score: float
    lexical: float = 0.0
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Lookup:
    """What to look for: `words`, a unit `vector`, or both; `share` is the vector's part of a joint score.

    `own` says how many of the vector's first numbers are the packaged model's, where an endpoint's follow.
    """

    limit: int
    words: str | None = None
    vector: NDArray[np.float32] | None = None
    share: float = DENSE_SHARE
    own: int | None = None


class Searcher:
    """What one generation of the index holds."""

    def __init__(self, connection: sqlite3.Connection, rows: Rows, lexical: Lexical) -> None:
        self.rows = rows
        self.lexical = lexical
        self._connection = connection
        self._documents = Documents()

    def by_words(self, words: str, limit: int, mask: Mask | None) -> list[Hit]:
        """The passages that have the words, best first."""
        found = self._rows_by_words(words, limit, mask)
        keys = self.rows.keys[list(found)].tolist()
        return [Hit(key, score, lexical=score) for key, score in zip(keys, found.values(), strict=True)]

    def by_vector(self, vector: NDArray[np.float32], limit: int, mask: Mask | None) -> list[Hit]:
        """The passages nearest to a unit vector, best first."""
        rows, cosines = Measuring(self._connection, self.rows, vector).nearest(limit, mask)
        return [
            Hit(key, cosine, similarity=cosine)
            for key, cosine in zip(self.rows.keys[rows].tolist(), cosines.tolist(), strict=True)
        ]

    def by_both(
        self, words: str, vector: NDArray[np.float32], lookup: Lookup, mask: Mask | None
    ) -> list[tuple[Hit, StoredPassage]]:
        """The passages to show for a question, best first."""
        measuring = Measuring(self._connection, self.rows, vector, lookup.own)
        pool, scores = self._scored(words, measuring, lookup, mask)
        order = np.lexsort((pool.rows, -scores))[: max(lookup.limit, SPREAD)].tolist()
        keys = self.rows.keys[pool.rows[order]].tolist()
        loaded = {each.key: each for each in load_passages(self._connection, keys, self._documents)}
        shown = [(at, loaded[key]) for at, key in zip(order, keys, strict=True) if key in loaded]
        # Equals stand in the order of their documents, however they came into the index.
        shown.sort(key=lambda each: (-round(scores[each[0]], 6), each[1].info.path, each[1].span))
        head = shown[:SPREAD]
        vectors = measuring.vectors(pool.rows[[at for at, _ in head]])
        ordered = in_order(scores, [at for at, _ in shown], self._telling(words, vectors, head))
        stored_at = dict(shown)
        return [
            (Hit(stored_at[at].key, score, float(pool.words[at]), float(pool.cosines[at])), stored_at[at])
            for at, score in ordered[: lookup.limit]
        ]

    def _scored(
        self, words: str, measuring: Measuring, lookup: Lookup, mask: Mask | None
    ) -> tuple[Pool, NDArray[np.float64]]:
        depth = max(DEPTH, lookup.limit)
        nearest, _ = measuring.nearest(depth, mask)
        found = Found(
            self._rows_by_words(words, depth, mask),
            nearest.tolist(),
            lambda part, some: self._rows_by_words(part, some, mask),
            self.rows.sites_of,
            measuring.cosines,
            measuring.beyond if measuring.aided else None,
        )
        return scored(words, found, lookup.share)

    def _telling(
        self, words: str, vectors: NDArray[np.float32], shown: Sequence[tuple[int, StoredPassage]]
    ) -> Telling:
        rarity = self.lexical.rarities(words)
        has = np.zeros((len(shown), len(rarity)))
        for number, (_, stored) in enumerate(shown):
            stems = self.lexical.stems(f"{heading(stored.heading_of)}\n{stored.text}")
            has[number] = [stem in stems for stem in rarity]
        return Telling(has, np.array(list(rarity.values()), np.float64), vectors)

    def _rows_by_words(self, words: str, depth: int, mask: Mask | None) -> dict[int, float]:
        if not words or not len(self.rows):
            return {}
        if mask is None:
            return self._live(self.lexical.search(words, depth))
        some = np.flatnonzero(mask)
        if len(some) > _FEW:
            deep = max(_DEEP, depth)
            best = self.lexical.search(words, deep)
            among = {row: score for row, score in self._live(best).items() if mask[row]}
            if len(among) >= depth or len(best) < deep:
                return dict(islice(among.items(), depth))
        return self._live(self.lexical.search(words, depth, self.rows.keys[some].tolist()))

    def _live(self, found: Sequence[tuple[int, float]]) -> dict[int, float]:
        """Rows with their scores, in the same order, without the passages that are no longer live."""
        rows = self.rows.rows_of(np.array([key for key, _ in found], np.int64))
        return {row: score for row, (_, score) in zip(rows.tolist(), found, strict=True) if row >= 0}
