"""What a search looks at for every passage, in blocks of a megabyte that one change rewrites one or two of.

A passage's row is its key, its document, its voices, its site and the signs of its vector: 59 bytes where the
vector alone has 768. Blocks follow from the catalogue's other tables and are changed in the same
transactions, so they are never behind them. A catalogue that was made before there were any is given them by
its next writer; until then its readers make them for themselves.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.store.encoding import unpacked_info
from index.store.outlets import site_of

# Raise it when a row comes out differently, `index.store.outlets.site_of` included.
_VERSION = "1"
_BITS = 14  # a block is of 16,384 keys: 9 ms to compare a million signs, against 13 with blocks of 4,096
_WORD = 64
_BESIDE_SIGNS = 11  # bytes of a row: document 4, site 4, key within the block 2, voices 1
_TABLES = (
    "blocks (block INTEGER PRIMARY KEY, changed INTEGER NOT NULL, size INTEGER NOT NULL, rows BLOB NOT NULL)",
    "sites (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
)
_ROWS = (
    "SELECT p.key, p.document, p.voices, v.vector FROM passages p JOIN documents d ON d.key = p.document"
    " JOIN vectors v ON v.passage = p.key WHERE p.key BETWEEN ? AND ? AND d.live = 1 ORDER BY p.key"
)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows in order of their keys; `signs` (w, n) has a bit for each dimension, `sites` 0 for none."""

    signs: NDArray[np.uint64]
    keys: NDArray[np.int64]
    documents: NDArray[np.uint32]
    sites: NDArray[np.uint32]
    voices: NDArray[np.uint8]

    @classmethod
    def unpacked(cls, number: int, size: int, rows: bytes) -> Self:
        """The block of this number that `packed` packed."""
        width = (len(rows) // size - _BESIDE_SIGNS) // 8
        signs = np.frombuffer(rows, np.uint64, width * size).reshape(width, size)
        at = signs.nbytes
        documents, sites = np.frombuffer(rows, np.uint32, 2 * size, at).reshape(2, size)
        offsets = np.frombuffer(rows, np.uint16, size, at + 8 * size)
        voices = np.frombuffer(rows, np.uint8, size, at + 10 * size)
        return cls(signs, offsets + np.int64(number << _BITS), documents, sites, voices)

    @classmethod
    def joined(cls, parts: Sequence[Block]) -> Block | None:
        """The rows of all parts, in order of their keys; None where there is none."""
        some = [part for part in parts if len(part.keys)]
        if not some:
            return None
        order = np.argsort(np.concatenate([part.keys for part in some]))
        columns = [[getattr(part, each.name) for part in some] for each in fields(cls)]
        return cls(*(np.concatenate(column, axis=-1)[..., order] for column in columns))

    def packed(self) -> bytes:
        """As bytes: 59 a row of 384 dimensions."""
        offsets = (self.keys & ((1 << _BITS) - 1)).astype(np.uint16)
        parts = (self.signs, self.documents, self.sites, offsets, self.voices)
        return b"".join(part.tobytes() for part in parts)

    def without(self, keys: Sequence[int]) -> Block:
        """The rows of all other keys."""
        kept = ~np.isin(self.keys, np.array(keys, np.int64))
        return Block(*(getattr(self, each.name)[..., kept] for each in fields(self)))


def signs_of(vectors: NDArray[np.floating]) -> NDArray[np.uint64]:
    """Of vectors (n, d) which components are above nought, as bits (ceil(d / 64), n)."""
    count, dimension = vectors.shape
    padded = np.zeros((count, -(-dimension // _WORD) * _WORD), bool)
    padded[:, :dimension] = vectors > 0
    return np.ascontiguousarray(np.packbits(padded, axis=1).view(np.uint64).T)


def prepare(connection: sqlite3.Connection, generation: int) -> bool:
    """Give a catalogue its blocks if it has none of this version; True when there are some now.

    For a writing transaction, which has to publish `generation` if so.
    """
    if _version(connection) == _VERSION:
        return False
    connection.execute("DROP TABLE IF EXISTS blocks")
    connection.execute("DROP TABLE IF EXISTS sites")
    _make(connection, "", generation)
    connection.execute("CREATE INDEX IF NOT EXISTS documents_by_maker ON documents (live, made_by)")
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('blocks', ?)", (_VERSION,))
    return size_of(connection) > 0


def switch(connection: sqlite3.Connection, live: Iterable[int], gone: Iterable[int], generation: int) -> None:
    """Take in the passages of documents that became live and out those that are gone, within one change.

    `generation` is the one that the change publishes.
    """
    leaving: dict[int, list[int]] = defaultdict(list)
    for key in gone:
        leaving[key >> _BITS].append(key)
    coming: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for document in live:
        for number, first, last in _stretches(connection, document):
            coming[number].append((first, last))
    sites = _Sites(connection)
    for number in sorted({*leaving, *coming}):
        old = [block.without(leaving[number]) for block in _blocks(connection, [number]).values()]
        new = [_rows(connection, first, last, sites) for first, last in coming[number]]
        _store(connection, number, [*old, *new], generation)


def size_of(connection: sqlite3.Connection) -> int:
    """How many passages are live."""
    if _version(connection) == _VERSION:
        query = "SELECT coalesce(sum(size), 0) FROM blocks"
    else:
        query = "SELECT count(*) FROM documents d JOIN passages p ON p.document = d.key WHERE d.live = 1"
    return int(connection.execute(query).fetchone()[0])


@dataclass(frozen=True, slots=True)
class News:
    """What a reader has to take in: when each block was last changed, those it does not know, all sites."""

    changed: Mapping[int, int]
    blocks: Mapping[int, Block]
    sites: Sequence[str]


def news(connection: sqlite3.Connection, known: Mapping[int, int], generation: int) -> News:
    """What is new to a reader that knows blocks as they were in these generations; within a transaction.

    The transaction has to be rolled back: a reader of a catalogue without blocks makes them in tables that
    only it sees.
    """
    if _version(connection) != _VERSION:
        _make(connection, "TEMP", generation)
    changed = dict(connection.execute("SELECT block, changed FROM blocks WHERE size > 0 ORDER BY block"))
    new = [number for number, when in changed.items() if known.get(number) != when]
    names = dict(connection.execute("SELECT key, name FROM sites").fetchall())
    sites = ["", *(names.get(key, "") for key in range(1, max(names, default=0) + 1))]
    return News(changed, _blocks(connection, new), sites)


class _Sites:
    """The numbers of documents' sites; a new site is given one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {"": 0}
        self._documents: dict[int, int] = {}

    def of(self, document: int) -> int:
        """The number of the site that a document is from; 0 for none."""
        if document not in self._documents:
            query = "SELECT record FROM documents WHERE key = ?"
            (record,) = self._connection.execute(query, (document,)).fetchone()
            self._documents[document] = self._number(site_of(unpacked_info("", record).address))
        return self._documents[document]

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            self._connection.execute("INSERT OR IGNORE INTO sites (name) VALUES (?)", (name,))
            query = "SELECT key FROM sites WHERE name = ?"
            self._numbers[name] = int(self._connection.execute(query, (name,)).fetchone()[0])
        return self._numbers[name]


def _version(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE name = 'blocks'").fetchone()
    return str(row[0]) if row else None


def _make(connection: sqlite3.Connection, kind: str, generation: int) -> None:
    for table in _TABLES:
        connection.execute(f"CREATE {kind} TABLE {table}")
    sites = _Sites(connection)
    (last,) = connection.execute("SELECT coalesce(max(key), -1) FROM passages").fetchone()
    for number in range((last >> _BITS) + 1):
        rows = _rows(connection, number << _BITS, ((number + 1) << _BITS) - 1, sites)
        _store(connection, number, [rows], generation)


def _store(connection: sqlite3.Connection, number: int, parts: Sequence[Block], generation: int) -> None:
    block = Block.joined(parts)
    if block is None:
        connection.execute("DELETE FROM blocks WHERE block = ?", (number,))
        return
    row = (number, generation, len(block.keys), block.packed())
    connection.execute("INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?)", row)


def _blocks(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Block]:
    query = "SELECT size, rows FROM blocks WHERE block = ?"
    found = ((number, connection.execute(query, (number,)).fetchone()) for number in numbers)
    return {number: Block.unpacked(number, *row) for number, row in found if row}


def _stretches(connection: sqlite3.Connection, document: int) -> Iterator[tuple[int, int, int]]:
    """The blocks that a document's passages are in, with the first and last key it may have in each."""
    query = "SELECT min(key), max(key) FROM passages WHERE document = ?"
    first, last = connection.execute(query, (document,)).fetchone()
    if first is not None:
        for number in range(first >> _BITS, (last >> _BITS) + 1):
            yield number, max(first, number << _BITS), min(last, ((number + 1) << _BITS) - 1)


def _rows(connection: sqlite3.Connection, first: int, last: int, sites: _Sites) -> Block:
    """The live passages of these keys; the passages of one document are stored in one go, so none between."""
    rows = connection.execute(_ROWS, (first, last)).fetchall()
    halves = np.frombuffer(b"".join(row[3] for row in rows), np.float16)
    return Block(
        signs_of(halves.reshape(len(rows), -1 if rows else 0)),
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.uint32),
        np.array([sites.of(row[1]) for row in rows], np.uint32),
        np.array([row[2] for row in rows], np.uint8),
    )
