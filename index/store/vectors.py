"""Nearest passages by cosine: exact, over all vectors at once.

Going over 32,000 vectors takes about 4 ms on one core, so there is
no approximate index to keep in step, and the same passages give the same order however they came in.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The live passages in order of their keys: `vectors` (n, d) of unit length, `voices` as bits."""

    keys: NDArray[np.int64]
    documents: NDArray[np.int64]
    voices: NDArray[np.uint8]
    vectors: NDArray[np.float32]

    @classmethod
    def empty(cls) -> Matrix:
        """No passages."""
        nothing = np.zeros(0, np.int64)
        return cls(nothing, nothing, nothing.astype(np.uint8), np.zeros((0, 1), np.float32))

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> Matrix:
        """All live passages of a catalogue."""
        rows = connection.execute(
            "SELECT p.key, p.document, p.voices, v.vector FROM documents d"
            " JOIN passages p ON p.document = d.key JOIN vectors v ON v.passage = p.key"
            " WHERE d.live = 1 ORDER BY p.key"
        ).fetchall()
        halves = np.frombuffer(b"".join(row[3] for row in rows), np.float16)
        vectors = halves.reshape(len(rows), -1).astype(np.float32) if rows else np.zeros((0, 1), np.float32)
        return cls(
            np.array([row[0] for row in rows], np.int64),
            np.array([row[1] for row in rows], np.int64),
            np.array([row[2] for row in rows], np.uint8),
            vectors,
        )

    def rows_of(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row of each key, -1 where it is not live."""
        if not len(self.keys):
            return np.full(len(keys), -1, np.int64)
        rows = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[rows] == keys, rows, -1)

    def cosines(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of every row to a unit vector of the same length."""
        if not len(self.keys):
            return np.zeros(0, np.float32)
        # Not the product of BLAS: its threads wait for each other on a busy machine (14 to 23 ms against 4 to
        # 12 for 32,000 passages on two cores that others use too), and its sums depend on a row's place.
        return np.asarray(np.einsum("ij,j->i", self.vectors, vector), np.float32)


def best(scores: NDArray[np.float32], limit: int, mask: Mask | None = None) -> NDArray[np.int64]:
    """The rows with the highest scores among those of `mask`, best first, earlier rows first where equal."""
    rows = np.arange(len(scores)) if mask is None else np.flatnonzero(mask)
    if limit < len(rows):
        # Every row that ties with the last one taken stays, so that a tie is cut by row and not by chance.
        least = np.partition(scores[rows], len(rows) - limit)[len(rows) - limit]
        rows = rows[scores[rows] >= least]
    return rows[np.lexsort((rows, -scores[rows]))][:limit]
