"""How much of what an exact search finds is found: the same search beside one that measures every vector."""

from __future__ import annotations

import sqlite3
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.store.embedding import Embedder
from index.store.engine import LocalEngine
from index.store.finding import Lookup, Searcher
from index.store.layout import Layout
from index.store.lexical import Lexical
from index.store.vectors import MEASURED, Mask, Rows, Vectors

_TOP = 10
_BATCH = 20_000


def exactness(place: Path, asked: Sequence[str]) -> tuple[float, float]:
    """Of the ten nearest by meaning and of the ten found, the shares that an exact search has, too."""
    engine, model = LocalEngine.open(place), Embedder()
    vectors = [model.embed_one(each) for each in asked]
    with engine.snapshot() as connection:
        rows = Rows.empty().renewed(connection, 0)
        nearest = _nearest(connection, rows, np.array(vectors), MEASURED)
        lexical = Lexical.on_disk(Layout(place).home, connection)
        ours = Searcher(connection, rows, lexical)
        exact = Searcher(
            connection, _exact(rows, dict(zip(map(bytes, vectors), nearest, strict=True))), lexical
        )
        meaning, top = [], []
        for question, vector in zip(asked, vectors, strict=True):
            near = [{hit.key for hit in each.by_vector(vector, _TOP, None)} for each in (ours, exact)]
            shown = [
                {hit.key for hit, _ in each.by_both(question, vector, Lookup(_TOP), None)}
                for each in (ours, exact)
            ]
            meaning.append(len(near[0] & near[1]) / len(near[1]))
            top.append(len(shown[0] & shown[1]) / len(shown[1]))
    engine.close()
    return statistics.mean(meaning), statistics.mean(top)


def _nearest(
    connection: sqlite3.Connection, rows: Rows, asked: NDArray[np.float32], count: int
) -> list[NDArray[np.int64]]:
    """For each question the rows whose vectors are nearest, out of all, in the order of rows."""
    query = "SELECT vector FROM vectors WHERE passage = ?"
    cosines = np.empty((len(asked), len(rows)), np.float32)
    for at in range(0, len(rows), _BATCH):
        keys = rows.keys[at : at + _BATCH].tolist()
        halves = b"".join(connection.execute(query, (key,)).fetchone()[0] for key in keys)
        vectors = np.frombuffer(halves, np.float16).reshape(len(keys), -1).astype(np.float32)
        cosines[:, at : at + len(keys)] = asked @ vectors.T
    count = min(count, len(rows))
    return [np.sort(np.argpartition(-each, count - 1)[:count]) for each in cosines]


def _exact(rows: Rows, nearest: Mapping[bytes, NDArray[np.int64]]) -> Rows:
    """The rows, of which those nearest to the vectors asked for are known."""

    class Exact(Rows):
        def like(self, vector: Vectors, count: int, mask: Mask | None = None) -> NDArray[np.int64]:
            return nearest[bytes(vector)]

    return Exact(*(getattr(rows, each.name) for each in fields(Rows)))
