"""Documents as they were stored, vectors and all, so that another store can keep them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence

import numpy as np

from index.store.encoding import unpacked_document, unpacked_labelling
from index.store.entries import Entry, Row, Vectors
from index.store.held import Held
from index.store.passages import load_passages


def stored_entries(connection: sqlite3.Connection, documents: Sequence[Held]) -> list[Entry]:
    """The entries of live documents of a local catalogue, in order."""
    return [_entry(connection, each) for each in documents]


def key_of(connection: sqlite3.Connection, document: Held) -> int | None:
    """The key of the same document, live or staged: same content, file and processing; None without one."""
    origin = document.origin
    where = (os.fsencode(origin.place), origin.content_hash) if origin else (None, None)
    row = connection.execute(
        "SELECT key FROM documents WHERE id = ? AND made_by = ? AND place IS ? AND content_hash IS ?"
        " ORDER BY live DESC LIMIT 1",
        (document.id, document.made_by, *where),
    ).fetchone()
    return None if row is None else int(row[0])


def counted(connection: sqlite3.Connection, keys: Sequence[int]) -> int:
    """How many passages with vectors these documents have."""
    query = "SELECT count(*) FROM passages p JOIN vectors v ON v.passage = p.key WHERE p.document = ?"
    return sum(int(connection.execute(query, (key,)).fetchone()[0]) for key in keys)


def _entry(connection: sqlite3.Connection, held: Held) -> Entry:
    row = connection.execute(
        "SELECT record, text, labelling FROM documents WHERE key = ?", (held.key,)
    ).fetchone()
    keys = [
        key
        for (key,) in connection.execute(
            "SELECT key FROM passages WHERE document = ? ORDER BY key", (held.key,)
        )
    ]
    rows = tuple(Row(each.id, each.passage, each.node) for each in load_passages(connection, keys))
    document, labelling = unpacked_document(row[0], row[1]), unpacked_labelling(row[2])
    return Entry(held.id, document, labelling, rows, _vectors(connection, keys), held.origin, held.made_by)


def _vectors(connection: sqlite3.Connection, keys: Sequence[int]) -> Vectors:
    halves = b"".join(
        connection.execute("SELECT vector FROM vectors WHERE passage = ?", (key,)).fetchone()[0]
        for key in keys
    )
    return np.frombuffer(halves, np.float16).astype(np.float32).reshape(len(keys), -1)
