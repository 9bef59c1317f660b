"""One state of the index searched: by words, by vector, or by both in the order of `index.store.ranking`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.store.encoding import unpacked_info
from index.store.entries import heading
from index.store.lexical import Lexical
from index.store.outlets import site_of
from index.store.passages import Documents, StoredPassage, load_passages
from index.store.ranking import DENSE_SHARE, Pool, asked_of, joint, parts_found, spread, with_parts
from index.store.vectors import Mask, Matrix, best

_DEPTH = 200  # how far down each search is read before the two are joined
_SPREAD = 48  # how many of the best are put in the order in which each tells something new


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage's key with its scores; `lexical` and `similarity` are 0.0 where that search found nothing."""

    key: int
    score: float
    lexical: float = 0.0
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Lookup:
    """What to look for: `words`, a unit `vector`, or both; `share` is the vector's part of a joint score."""

    limit: int
    words: str | None = None
    vector: NDArray[np.float32] | None = None
    share: float = DENSE_SHARE


class Searcher:
    """What one generation of the index holds."""

    def __init__(self, connection: sqlite3.Connection, matrix: Matrix, lexical: Lexical) -> None:
        self.matrix = matrix
        self.lexical = lexical
        self._connection = connection
        self._sites: dict[int, str] = {}
        self._documents = Documents()

    def by_words(self, words: str, limit: int, mask: Mask | None) -> list[Hit]:
        """The passages that have the words, best first."""
        if not words or not len(self.matrix.keys):
            return []
        keys = None if mask is None else self.matrix.keys[mask].tolist()
        found = self.lexical.search(words, limit, keys)
        rows = self.matrix.rows_of(np.array([key for key, _ in found], np.int64))
        return [
            Hit(key, score, lexical=score) for (key, score), row in zip(found, rows, strict=True) if row >= 0
        ]

    def by_vector(self, vector: NDArray[np.float32], limit: int, mask: Mask | None) -> list[Hit]:
        """The passages nearest to a unit vector, best first."""
        cosines = self.matrix.cosines(vector)
        return [
            Hit(int(self.matrix.keys[row]), float(cosines[row]), similarity=float(cosines[row]))
            for row in best(cosines, limit, mask)
        ]

    def by_both(
        self, words: str, vector: NDArray[np.float32], lookup: Lookup, mask: Mask | None
    ) -> list[tuple[Hit, StoredPassage]]:
        """The passages to show for a question, best first."""
        pool, scores = self._scored(words, self.matrix.cosines(vector), lookup, mask)
        order = np.lexsort((pool.rows, -scores))[: max(lookup.limit, _SPREAD)].tolist()
        keys = self.matrix.keys[pool.rows[order]].tolist()
        loaded = {each.key: each for each in load_passages(self._connection, keys, self._documents)}
        shown = [(at, loaded[key]) for at, key in zip(order, keys, strict=True) if key in loaded]
        # Equals stand in the order of their documents, however they came into the index.
        shown.sort(key=lambda each: (-round(scores[each[0]], 6), each[1].info.path, each[1].passage.span))
        return [
            (Hit(stored.key, score, float(pool.words[at]), float(pool.cosines[at])), stored)
            for at, stored, score in self._spread(words, pool, scores, shown)[: lookup.limit]
        ]

    def _scored(
        self, words: str, cosines: NDArray[np.float32], lookup: Lookup, mask: Mask | None
    ) -> tuple[Pool, NDArray[np.float64]]:
        depth = max(_DEPTH, lookup.limit)
        lexical = self._rows_by_words(words, depth, mask)
        dense = best(cosines, depth, mask).tolist()
        named, asked = asked_of(words, self._sites_of([*lexical, *dense]))
        found = parts_found(asked, lambda part, some: self._rows_by_words(part, some, mask))
        rows = sorted({*dense, *lexical, *(row for hits in found for row in hits)})
        pool = Pool(
            np.array(rows, np.int64),
            np.array([lexical.get(row, 0.0) for row in rows], np.float64),
            cosines[rows].astype(np.float64),
            self._sites_of(rows),
        )
        return pool, with_parts(pool, joint(pool, named, lookup.share), asked, found)

    def _spread(
        self,
        words: str,
        pool: Pool,
        scores: NDArray[np.float64],
        shown: Sequence[tuple[int, StoredPassage]],
    ) -> list[tuple[int, StoredPassage, float]]:
        head = [at for at, _ in shown[:_SPREAD]]
        if not head:
            return []
        rarity = self.lexical.rarities(words)
        has = np.zeros((len(head), len(rarity)))
        for number, (_, stored) in enumerate(shown[:_SPREAD]):
            stems = self.lexical.stems(f"{heading(stored.heading_of)}\n{stored.passage.text}")
            has[number] = [stem in stems for stem in rarity]
        rare = np.array(list(rarity.values()), np.float64)
        first = spread(scores[head], has, rare, self.matrix.vectors[pool.rows[head]])
        least = first[-1][1]
        return [
            *((*shown[number], score) for number, score in first),
            *((at, stored, min(least, float(scores[at]))) for at, stored in shown[_SPREAD:]),
        ]

    def _rows_by_words(self, words: str, depth: int, mask: Mask | None) -> dict[int, float]:
        found = self.by_words(words, depth, mask)
        rows = self.matrix.rows_of(np.array([hit.key for hit in found], np.int64))
        return {row: hit.score for row, hit in zip(rows.tolist(), found, strict=True)}

    def _sites_of(self, rows: Sequence[int]) -> list[str]:
        keys = self.matrix.documents[np.array(rows, np.int64)].tolist()
        for key in set(keys) - self._sites.keys():
            (record,) = self._connection.execute(
                "SELECT record FROM documents WHERE key = ?", (key,)
            ).fetchone()
            self._sites[key] = site_of(unpacked_info("", record).address)
        return [self._sites[key] for key in keys]
