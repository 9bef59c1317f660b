"""The one truth: a SQLite file with documents, passages and vectors.

A document is staged (`live = 0`) or live; readers see live ones alone. `retired` lists passages that the
lexical index may still hold, `failures` files that could not be read, so as not to try them again,
`tombstones` files that were removed by hand and stay out until they are added again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from index.model import Document
from index.store.encoding import (
    node_text,
    packed_labelling,
    packed_record,
    packed_text,
    packed_voiced,
    unpacked_document,
    voice_mask,
)
from index.store.entries import Entry, Row
from index.store.failures import StoreDamaged, told

FORMAT = 1
FILE = "catalogue.db"
_MAPPED = 1 << 36  # bytes; SQLite maps 2 GB at most

_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    key INTEGER PRIMARY KEY AUTOINCREMENT, live INTEGER NOT NULL, id TEXT NOT NULL, made_by TEXT NOT NULL,
    record TEXT NOT NULL, text BLOB NOT NULL, labelling TEXT NOT NULL,
    place BLOB, content_hash TEXT, size INTEGER, modified INTEGER, looked INTEGER
);
CREATE INDEX documents_by_id ON documents (id);
CREATE INDEX documents_by_place ON documents (place);
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES documents (key),
    id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    voices INTEGER NOT NULL, voiced TEXT NOT NULL, node TEXT
);
CREATE INDEX passages_by_document ON passages (document);
CREATE INDEX passages_by_id ON passages (id);
CREATE TABLE vectors (passage INTEGER PRIMARY KEY REFERENCES passages (key), vector BLOB NOT NULL);
CREATE TABLE retired (passage INTEGER PRIMARY KEY);
CREATE TABLE failures (
    place BLOB PRIMARY KEY, kind TEXT NOT NULL, reason TEXT NOT NULL, made_by TEXT NOT NULL,
    content_hash TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, looked INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE tombstones (place BLOB PRIMARY KEY) WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', '0'), ('deleted', '0'), ('store', lower(hex(randomblob(8))));
PRAGMA user_version = FORMAT;
COMMIT;
""".replace("FORMAT", str(FORMAT))


def open_writing(folder: Path) -> sqlite3.Connection:
    """A connection that may change the catalogue in `folder`, made if it is not there."""
    connection = sqlite3.connect(folder / FILE, isolation_level=None, timeout=10)
    try:
        # FULL: a publish that was reported must survive a power cut, since the lexical index relies on it.
        connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        )
        if _version(connection) == 0 and not _was_filled(folder):
            connection.executescript(_SCHEMA)
        _check(connection, folder)
    except BaseException:
        connection.close()
        raise
    return connection


def open_reading(folder: Path) -> sqlite3.Connection:
    """A connection that reads the catalogue in `folder`, which may lie in a folder that cannot be written.

    Raises:
        StoreDamaged: the file is no catalogue of this format.
    """
    location = (folder / FILE).resolve().as_uri()
    try:
        connection = _readable(f"{location}?mode=ro")
    except sqlite3.OperationalError:
        # Without a write-ahead log beside it the file is whole, and SQLite may read it without one.
        # With one, ignoring it would show an older state than the lexical index has.
        if _log_waits(folder):
            raise
        connection = _readable(f"{location}?immutable=1")
    try:
        if _version(connection) == 0 and not _was_filled(folder):  # made a moment ago, and nothing in it yet
            connection.close()
            return empty()
        _check(connection, folder)
    except BaseException:
        connection.close()
        raise
    return connection


def _was_filled(folder: Path) -> bool:
    """True when a lexical index shows that the catalogue once held something."""
    return any(folder.glob("lexical-*"))


def _readable(location: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        location, uri=True, isolation_level=None, timeout=10, check_same_thread=False
    )
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        # A question reads some thousand rows, from all over the file: out of its pages, not by calls.
        connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
    except BaseException:
        connection.close()
        raise
    return connection


def _log_waits(folder: Path) -> bool:
    log = folder / f"{FILE}-wal"
    return log.exists() and log.stat().st_size > 0


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check(connection: sqlite3.Connection, folder: Path) -> None:
    if (found := _version(connection)) != FORMAT:
        raise StoreDamaged(
            f"the index in {folder} says it is of format {found}; delete that folder and index again"
        )


@contextmanager
def transaction(connection: sqlite3.Connection, folder: Path, *, writing: bool) -> Iterator[None]:
    """One transaction: all of it, or after an error nothing."""
    with told(folder):
        connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk has rolled back by itself
                connection.execute("ROLLBACK")
            raise


def meta(connection: sqlite3.Connection, name: str) -> str:
    """A value the catalogue keeps about itself: `generation`, `store`."""
    return str(connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()[0])


def set_meta(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Set a value the catalogue keeps about itself."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def generation_of(connection: sqlite3.Connection) -> int:
    """How many changes were published."""
    return int(meta(connection, "generation"))


def retired(connection: sqlite3.Connection) -> list[int]:
    """The passages that were taken out and may still be in the lexical index."""
    return [key for (key,) in connection.execute("SELECT passage FROM retired")]


def width(connection: sqlite3.Connection, made_by: str) -> int:
    """How many numbers a vector has of documents made by this, live or staged; 0 while there is none."""
    row = connection.execute(
        "SELECT length(v.vector) FROM documents d JOIN passages p ON p.document = d.key"
        " JOIN vectors v ON v.passage = p.key WHERE d.live IN (0, 1) AND d.made_by = ? LIMIT 1",
        (made_by,),
    ).fetchone()
    return row[0] // np.dtype(np.float16).itemsize if row else 0


def next_generation(connection: sqlite3.Connection) -> None:
    """Count one more published change."""
    connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")


def insert(connection: sqlite3.Connection, entry: Entry, made_by: str) -> int:
    """Stage a document with its passages and vectors; its key comes out."""
    origin = entry.origin
    where = (
        (os.fsencode(origin.place), origin.content_hash, origin.size, origin.modified, origin.looked)
        if origin
        else (None,) * 5
    )
    document = entry.document
    texts = (packed_record(document), packed_text(document.text), packed_labelling(entry.labelling))
    cursor = connection.execute(
        "INSERT INTO documents (live, id, made_by, record, text, labelling, place, content_hash, size,"
        " modified, looked) VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (entry.document_id, entry.made_by or made_by, *texts, *where),
    )
    key = int(cursor.lastrowid or 0)
    for row, vector in zip(entry.rows, entry.vectors.astype(np.float16), strict=True):
        _insert_passage(connection, key, row, vector.tobytes())
    return key


def _insert_passage(connection: sqlite3.Connection, document: int, row: Row, vector: bytes) -> None:
    passage = row.passage
    mask = voice_mask(each.voice for each in passage.voiced)
    cursor = connection.execute(
        'INSERT INTO passages (document, id, start, "end", voices, voiced, node)'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            document,
            row.id,
            passage.span.start,
            passage.span.end,
            mask,
            packed_voiced(passage.voiced),
            row.node,
        ),
    )
    connection.execute("INSERT INTO vectors VALUES (?, ?)", (cursor.lastrowid, vector))


def drop_documents(connection: sqlite3.Connection, keys: Iterable[int]) -> None:
    """Take documents out, noting their passages as retired."""
    for key in keys:
        found = connection.execute("SELECT key FROM passages WHERE document = ?", (key,)).fetchall()
        drop_passages(connection, [passage for (passage,) in found])
        connection.execute("DELETE FROM documents WHERE key = ?", (key,))


def drop_passages(connection: sqlite3.Connection, keys: Iterable[int]) -> None:
    """Take passages out, noting them as retired; a document without passages stays."""
    for key in keys:
        connection.execute("INSERT OR IGNORE INTO retired VALUES (?)", (key,))
        connection.execute("DELETE FROM vectors WHERE passage = ?", (key,))
        connection.execute("DELETE FROM passages WHERE key = ?", (key,))


def staged_keys(connection: sqlite3.Connection) -> list[int]:
    """The keys of documents that are not live yet."""
    return [key for (key,) in connection.execute("SELECT key FROM documents WHERE live = 0")]


def lexical_rows(
    connection: sqlite3.Connection, documents: Sequence[int] | None
) -> Iterator[tuple[int, Document, str]]:
    """Passage key, document and passage text, for these documents or all live ones."""
    if documents is None:
        documents = [
            key for (key,) in connection.execute("SELECT key FROM documents WHERE live = 1 ORDER BY key")
        ]
    for key in documents:
        record, text = connection.execute(
            "SELECT record, text FROM documents WHERE key = ?", (key,)
        ).fetchone()
        document = unpacked_document(record, text)
        rows = connection.execute(
            'SELECT key, start, "end", node FROM passages WHERE document = ? ORDER BY key', (key,)
        ).fetchall()
        for passage, start, end, node in rows:
            yield passage, document, node_text(node) if node else document.text[start:end]


def empty() -> sqlite3.Connection:
    """A catalogue in memory that holds nothing."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.executescript(_SCHEMA)
    return connection
