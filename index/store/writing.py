"""Changing the local store: one process at a time, each change published whole or not at all.

The order within `publish` is what a kill at any moment rests on: the lexical index first gains the new
passages, then one SQLite transaction makes them live and takes the old ones out, then the lexical index loses
the old ones. In between it holds too much, never too little, and what is too much is not live and so not
shown.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from index.errors import StoreError
from index.model import Document
from index.store import blocks, catalogue, exporting
from index.store.encoding import unpacked_document, unpacked_info
from index.store.entries import Entry, Origin
from index.store.failures import StoreDamaged, busy, told
from index.store.held import Failure, Held, Scope, State, places_before, state_of
from index.store.layout import Layout
from index.store.lexical import LexicalWriter

_WAIT = 10.0  # seconds for another writer to finish
# Words of deleted passages weigh on the others' scores until tantivy merges them away. Up to this many live
# passages the index is simply made anew, beyond it when that share has been deleted, so the cost per change
# is flat.
_SMALL = 1_000
_DELETED_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """What one publish does: staged documents to make live, live ones and single passages to take out.

    `buried` and `unburied` are files to keep out and to let in again, `failures` and `recovered` files that
    could not be read and that need no longer be remembered as such.
    """

    live: Sequence[int] = ()
    dropped: Sequence[int] = ()
    dropped_passages: Sequence[int] = ()
    buried: Iterable[str] = ()
    unburied: Iterable[str] = ()
    failures: Sequence[Failure] = ()
    recovered: Iterable[str] = ()


class Writer:
    """The right to change an index, held as a context.

    `made_by` names processing and model; it is kept with each document.

    Raises:
        StoreBusy: another process kept it for longer than `wait` seconds.
        StoreReadOnly: the folder cannot be written.
        StoreFull: the disk is full.
    """

    def __init__(self, index_dir: Path, made_by: str, wait: float = _WAIT) -> None:
        self._index_dir = index_dir
        self._layout = Layout(index_dir)
        self._made_by = made_by
        self._wait = wait
        self._lock = FileLock(self._layout.lock)
        self._connection: sqlite3.Connection | None = None
        self._lexical: LexicalWriter | None = None
        self.rebuilding: str | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        """The catalogue, for looking things up."""
        if self._connection is None:
            raise RuntimeError("the writer is used outside its context")
        return self._connection

    def __enter__(self) -> Writer:
        with told(self._index_dir):
            self._index_dir.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(timeout=self._wait)
            except Timeout as error:
                raise busy(self._index_dir) from error
            try:
                self._open()
            except BaseException:
                self._close()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _open(self) -> None:
        home = self._layout.home
        try:
            home.mkdir(exist_ok=True)
            with told(self._index_dir):
                self._connection = catalogue.open_writing(home)
        except StoreDamaged:
            self._layout.set_aside()
            home.mkdir()
            self._connection = catalogue.open_writing(home)
        self.rebuilding = self._layout.outdated()
        self._prepare()
        self._settle()

    def _prepare(self) -> None:
        connection = self.connection
        with catalogue.transaction(connection, self._index_dir, writing=True):
            if blocks.prepare(connection, catalogue.generation_of(connection) + 1):
                catalogue.next_generation(connection)

    def _close(self) -> None:
        self._lexical = None
        if self._connection is not None:
            with suppress(sqlite3.Error):  # it only tidies: the next one to open does it otherwise
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()
            self._connection = None
        self._lock.release()

    def state(self, scope: Scope | None = None) -> State:
        """What is live within the scope; which files failed, were removed; why all is made anew, if so."""
        return state_of(self.connection, self.rebuilding, scope)

    def earlier(self) -> list[str]:
        """The files behind an index that is made anew."""
        return places_before(self._layout) if self.rebuilding else []

    def staged(self, place: str, content_hash: str, path: str) -> int | None:
        """The key of a document that an interrupted run staged from this file, content and shown path."""
        rows = self.connection.execute(
            "SELECT key, id, record FROM documents"
            " WHERE live = 0 AND place = ? AND content_hash = ? AND made_by = ?",
            (os.fsencode(place), content_hash, self._made_by),
        )
        return next(
            (int(key) for key, each, record in rows if unpacked_info(each, record).path == path), None
        )

    def document(self, key: int) -> Document:
        """A stored document with its text."""
        row = self.connection.execute("SELECT record, text FROM documents WHERE key = ?", (key,)).fetchone()
        return unpacked_document(*row)

    def stage(self, entries: Iterable[Entry]) -> list[int]:
        """Store documents that readers do not see yet; their keys come out, for `publish`."""
        entries = list(entries)
        self._check_vectors(entries)
        with catalogue.transaction(self.connection, self._index_dir, writing=True):
            return [catalogue.insert(self.connection, entry, self._made_by) for entry in entries]

    def _check_vectors(self, entries: Sequence[Entry]) -> None:
        """Make sure that what is made the same way has vectors of one length: an endpoint may change."""
        for entry in entries:
            if not len(entry.rows):
                continue
            width = catalogue.width(self.connection, entry.made_by or self._made_by)
            if width not in (0, entry.vectors.shape[1]):
                raise StoreError(
                    f"the embedding model gives {entry.vectors.shape[1]} numbers now, and the index in "
                    f"{self._index_dir} has {width} of each passage: delete that folder to index anew"
                )

    def touch(self, key: int, origin: Origin) -> None:
        """Note that a file looks different but says the same."""
        with catalogue.transaction(self.connection, self._index_dir, writing=True):
            self.connection.execute(
                "UPDATE documents SET size = ?, modified = ?, looked = ? WHERE key = ?",
                (origin.size, origin.modified, origin.looked, key),
            )

    def key_of(self, document: Held) -> int | None:
        """The key of the same document, live or staged: same content, file and processing."""
        return exporting.key_of(self.connection, document)

    def entries(self, documents: Sequence[Held]) -> list[Entry]:
        """Live documents as they were stored, in order, to be stored elsewhere."""
        return exporting.stored_entries(self.connection, documents)

    def counted(self, keys: Sequence[int]) -> int:
        """How many passages these documents have, counted anew."""
        return exporting.counted(self.connection, keys)

    def shrink(self) -> None:
        """Give back the room of what was taken out."""
        with told(self._index_dir):
            self.connection.execute("VACUUM")

    def publish(self, change: Change) -> None:
        """Make a change visible, all of it at once; what was staged and is not in it is deleted."""
        with told(self._index_dir):
            self._lexical_writer().add(change.live)
            self._switch(change)
            # The change stands: if the disk fills up now, the next writer tidies.
            with suppress(StoreError), told(self._index_dir):
                self._settle()
            self._layout.drop_others()

    def _switch(self, change: Change) -> None:
        connection = self.connection
        with catalogue.transaction(connection, self._index_dir, writing=True):
            connection.executemany(
                "UPDATE documents SET live = 1 WHERE key = ?", [(key,) for key in change.live]
            )
            catalogue.drop_documents(connection, [*change.dropped, *catalogue.staged_keys(connection)])
            catalogue.drop_passages(connection, change.dropped_passages)
            gone = catalogue.retired(connection)
            blocks.switch(connection, change.live, gone, catalogue.generation_of(connection) + 1)
            connection.executemany("INSERT OR IGNORE INTO tombstones VALUES (?)", _places(change.buried))
            connection.executemany("DELETE FROM tombstones WHERE place = ?", _places(change.unburied))
            connection.executemany("DELETE FROM failures WHERE place = ?", _places(change.recovered))
            for each in change.failures:
                _insert_failure(connection, each)
            catalogue.next_generation(connection)

    def _settle(self) -> None:
        """Take retired passages out of the lexical index, after this change or one that was cut short."""
        connection = self.connection
        retired = catalogue.retired(connection)
        if not retired:
            return
        live, deleted = blocks.size_of(connection), int(catalogue.meta(connection, "deleted"))
        anew = live <= _SMALL or deleted + len(retired) > live * _DELETED_SHARE
        if anew:
            self._lexical_writer().rewrite()
        else:
            self._lexical_writer().delete(retired)
        with catalogue.transaction(connection, self._index_dir, writing=True):
            connection.execute("DELETE FROM retired")
            catalogue.set_meta(connection, "deleted", "0" if anew else str(deleted + len(retired)))

    def _lexical_writer(self) -> LexicalWriter:
        if self._lexical is None:
            self._lexical = LexicalWriter(self._layout.home, self.connection)
        return self._lexical


def _places(places: Iterable[str]) -> list[tuple[bytes]]:
    return [(os.fsencode(place),) for place in places]


def _insert_failure(connection: sqlite3.Connection, failure: Failure) -> None:
    origin = failure.origin
    connection.execute(
        "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            os.fsencode(origin.place),
            failure.kind,
            failure.reason,
            failure.made_by,
            origin.content_hash,
            origin.size,
            origin.modified,
            origin.looked,
        ),
    )
