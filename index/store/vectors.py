"""Nearest passages by cosine: the signs of all vectors are compared, and those that agree best are measured.

Up to 1,000 passages that is all there is to it: each is measured. Beyond, the thousand are whose vectors
have most signs in common with the question's. Of the ten nearest to MultiHop-RAG's questions that misses none
among 32,000 and one in fifty among a million; to questions made of scraps of text one in nine among a million
(`python -m bench scale`). The signs of a million passages are compared in 10 ms on one core, and no
approximate index has to be kept in step.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.store.blocks import Block, news, signs_of

Mask = NDArray[np.bool_]
Vectors = NDArray[np.float32]

MEASURED = 1_000
_NEVER = 0xFFFF


@dataclass(frozen=True, slots=True)
class Rows:
    """The live passages in order of their keys, as one generation of the index has them."""

    keys: NDArray[np.int64]
    documents: NDArray[np.uint32]
    voices: NDArray[np.uint8]
    sites: NDArray[np.uint32]
    names: Sequence[str] = ("",)
    _blocks: Mapping[int, Block] = field(default_factory=dict)
    _changed: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> Rows:
        """No passages."""
        nothing = np.zeros(0, np.int64)
        return cls(nothing, nothing.astype(np.uint32), nothing.astype(np.uint8), nothing.astype(np.uint32))

    def renewed(self, connection: sqlite3.Connection, generation: int) -> Rows:
        """The rows of a later generation; only what changed is read, in a transaction to be rolled back."""
        new = news(connection, self._changed, generation)
        held = {**self._blocks, **new.blocks}
        blocks = {number: held[number] for number in new.changed}
        if not blocks:
            return Rows.empty()
        every = list(blocks.values())
        return Rows(
            np.concatenate([each.keys for each in every]),
            np.concatenate([each.documents for each in every]),
            np.concatenate([each.voices for each in every]),
            np.concatenate([each.sites for each in every]),
            new.sites,
            blocks,
            new.changed,
        )

    def __len__(self) -> int:
        return len(self.keys)

    def rows_of(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row of each key, -1 where it is not live."""
        if not len(self.keys):
            return np.full(len(keys), -1, np.int64)
        rows = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[rows] == keys, rows, -1)

    def sites_of(self, rows: NDArray[np.int64]) -> list[str]:
        """The site that each row's document is from, "" for none."""
        return [self.names[site] for site in self.sites[rows].tolist()]

    def of_documents(self, documents: Sequence[int]) -> Mask:
        """The rows of these documents."""
        wanted = np.zeros(int(self.documents.max(initial=0)) + 1, bool)
        wanted[[key for key in documents if key < len(wanted)]] = True
        return wanted[self.documents]

    def like(self, vector: Vectors, count: int, mask: Mask | None = None) -> NDArray[np.int64]:
        """The `count` rows of `mask` whose signs agree best with a vector's, all where there are no more."""
        among = len(self) if mask is None else int(np.count_nonzero(mask))
        if among <= count:
            return np.arange(len(self)) if mask is None else np.flatnonzero(mask)
        apart = self._apart(signs_of(vector[None])[:, 0])
        if mask is not None:
            apart[~mask] = _NEVER
        least = int(np.searchsorted(np.cumsum(np.bincount(apart)), count))
        rows = np.flatnonzero(apart <= least)
        # Of those that tie with the last one the earlier are taken: a tie is cut by row and not by chance.
        ties = np.flatnonzero(apart[rows] == least)
        return np.delete(rows, ties[len(ties) - (len(rows) - count) :])

    def _apart(self, signs: NDArray[np.uint64]) -> NDArray[np.uint16]:
        """In how many signs each row differs."""
        apart = np.zeros(len(self), np.uint16)
        most = max(len(block.keys) for block in self._blocks.values())
        differing, counted = np.empty(most, np.uint64), np.empty(most, np.uint8)
        first = 0
        for block in self._blocks.values():
            size = len(block.keys)
            here, bits, number = apart[first : first + size], differing[:size], counted[:size]
            # A question that only the packaged model has read is compared by the signs of its numbers alone.
            for column, word in zip(block.signs, signs, strict=False):
                np.bitwise_xor(column, word, out=bits)
                np.bitwise_count(bits, out=number)
                np.add(here, number, out=here)
            first += size
        return apart


class Measuring:
    """The vectors that one question needs, each read once."""

    def __init__(
        self, connection: sqlite3.Connection, rows: Rows, vector: Vectors, own: int | None = None
    ) -> None:
        """`own`: how many of the numbers of every vector, from the first on, are the packaged model's."""
        self._connection = connection
        self._rows = rows
        self._vector = vector
        self._own = own
        self._read: dict[int, bytes] = {}

    @property
    def aided(self) -> bool:
        """True where the question has a vector of a second model behind the packaged model's."""
        return self._own is not None and len(self._vector) > self._own

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """The unit vectors of rows, one below the other: the packaged model's, where that is known."""
        return self._whole(rows)[:, : self._own]

    def _whole(self, rows: NDArray[np.int64]) -> Vectors:
        keys = self._rows.keys[rows].tolist()
        if missing := [key for key in keys if key not in self._read]:
            query = "SELECT v.passage, v.vector FROM json_each(?) j JOIN vectors v ON v.passage = j.value"
            self._read.update(self._connection.execute(query, (json.dumps(missing),)))
        halves = np.frombuffer(b"".join([self._read[key] for key in keys]), np.float16)
        return halves.reshape(len(keys), -1 if keys else len(self._vector)).astype(np.float32)

    def cosines(self, rows: NDArray[np.int64]) -> Vectors:
        """The cosine of each row to the question."""
        return _cosines(self.vectors(rows), self._vector[: self._own])

    def beyond(self, rows: NDArray[np.int64]) -> Vectors:
        """The cosine of each row to the question by the second model."""
        return _cosines(self._whole(rows)[:, self._own :], self._vector[self._own :])

    def nearest(self, limit: int, mask: Mask | None = None) -> tuple[NDArray[np.int64], Vectors]:
        """The rows nearest to the question, best first, with their cosines."""
        rows = self._rows.like(self._vector, max(MEASURED, limit), mask)
        cosines = self.cosines(rows)
        order = best(cosines + self.beyond(rows) if self.aided else cosines, limit)
        return rows[order], cosines[order]


def _cosines(vectors: Vectors, vector: Vectors) -> Vectors:
    # Not the product of BLAS: its threads wait for each other on a busy machine, and its sums depend on a
    # row's place.
    return np.asarray(np.einsum("ij,j->i", vectors, vector), np.float32)


def best(scores: Vectors, limit: int) -> NDArray[np.int64]:
    """The places of the highest scores, best first, earlier places first where equal."""
    places = np.arange(len(scores))
    if limit < len(places):
        # Every one that ties with the last one taken stays, so that a tie is cut by place and not by chance.
        least = np.partition(scores, len(places) - limit)[len(places) - limit]
        places = places[scores >= least]
    return places[np.lexsort((places, -scores[places]))][:limit]
