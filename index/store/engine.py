"""The local store as its readers see it: one consistent state, found by words, by vector or by both."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.model import Document, DocumentInfo, FoundPassage, Labelling, Passage, Voice
from index.store import catalogue
from index.store.embedding import DIMENSION
from index.store.encoding import (
    unpacked_document,
    unpacked_labelling,
    voice_mask,
)
from index.store.failures import StoreOutdated, told
from index.store.finding import Hit, Lookup, Searcher
from index.store.layout import Layout
from index.store.lexical import Lexical
from index.store.listing import Listing
from index.store.passages import StoredPassage, load_passages
from index.store.ranking import DENSE_SHARE
from index.store.vectors import Mask, Rows
from index.store.widening import Widener

__all__ = ["DENSE_SHARE", "Hit", "LocalEngine", "Lookup", "Widely"]
_ATTEMPTS = 20
_WIDELY = 5  # passages looked at for each stretch: what lies within an earlier one falls away


@dataclass(frozen=True, slots=True)
class Widely:
    """How stretches are wanted: how many, of at most how many word pieces, of which rows."""

    limit: int
    pieces: int
    mask: Mask | None = None


class LocalEngine:
    """An open index. Every method sees the latest published state; safe to share between threads."""

    def __init__(self, connection: sqlite3.Connection, home: Path | None) -> None:
        self._connection = connection
        self._home = home
        self._lock = threading.RLock()
        self._generation = -1
        self._inside = False
        self._searcher = Searcher(connection, Rows.empty(), Lexical.empty())
        self._listing = Listing(connection)

    @classmethod
    def open(cls, index_dir: Path) -> LocalEngine:
        """The index in `index_dir`; an empty one when there is none.

        Raises:
            StoreError: the index cannot be read, is damaged, or is of another format.
        """
        layout = Layout(index_dir)
        with told(index_dir):
            connection = catalogue.open_reading(layout.home) if layout.exists() else catalogue.empty()
            # What replaces an index of another kind is not shown before it is complete.
            if (reason := layout.outdated()) and catalogue.meta(connection, "generation") == "0":
                connection.close()
                raise StoreOutdated(f"the index in {index_dir} {reason}; index its documents again")
            return cls(connection, layout.home if layout.exists() else None)

    @property
    def backed(self) -> bool:
        """False for the empty index that stands for one that is not there."""
        return self._home is not None

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """One state of the catalogue with the indexes that belong to it."""
        with self._lock, told(self._home or Path()):
            if self._inside:
                yield self._connection
                return
            self._enter()
            self._inside = True
            try:
                yield self._connection
            finally:
                self._inside = False
                self._connection.execute("ROLLBACK")

    def _enter(self) -> None:
        """Begin a reading transaction whose state the loaded indexes have.

        The lexical index holds at least the live passages of the generation that is current while it is
        opened. A writer may publish in between, so the generation is looked at again afterwards.
        """
        for _ in range(_ATTEMPTS):
            self._connection.execute("BEGIN")
            generation = int(catalogue.meta(self._connection, "generation"))
            if generation == self._generation:
                return
            rows = self._searcher.rows.renewed(self._connection, generation)
            self._searcher = Searcher(self._connection, rows, self._fresh_lexical(len(rows)))
            self._generation = generation
            self._connection.execute("ROLLBACK")
        self._connection.execute("BEGIN")

    def _fresh_lexical(self, least: int) -> Lexical:
        if self._home is not None:
            try:
                lexical = Lexical.on_disk(self._home, self._connection)
            except ValueError:
                pass  # not there, damaged, or in a folder that cannot be written: tantivy locks even to read
            else:
                if lexical.size >= least:
                    return lexical
        return Lexical.in_memory(self._connection)

    @property
    def size(self) -> int:
        """How many passages are live."""
        with self.snapshot():
            return len(self._searcher.rows)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has; 0 while there is none."""
        with self.snapshot() as connection:
            return max((catalogue.width(connection, each) for each in self.made_by()), default=0)

    def made_by(self) -> frozenset[str]:
        """What the live documents were made with: processing version and model."""
        with self.snapshot() as connection:
            rows = connection.execute("SELECT DISTINCT made_by FROM documents WHERE live = 1")
            return frozenset(made_by for (made_by,) in rows)

    def mask(
        self, documents: Collection[str] | None = None, voices: Collection[Voice] | None = None
    ) -> Mask | None:
        """The rows of these document ids in which one of these voices speaks; None for all."""
        mask: Mask | None = None
        with self.snapshot() as connection:
            if documents is not None:
                keys = [key for each in documents for key in _document_keys(connection, each)]
                mask = self._searcher.rows.of_documents(keys)
            if voices is not None:
                speaking = (self._searcher.rows.voices & voice_mask(voices)) != 0
                mask = speaking if mask is None else mask & speaking
        return mask

    def mask_of_keys(self, keys: Collection[int]) -> Mask:
        """The rows of these passage keys."""
        with self.snapshot():
            return np.isin(self._searcher.rows.keys, np.fromiter(keys, np.int64, len(keys)))

    def search(self, lookup: Lookup, mask: Mask | None = None) -> list[Hit]:
        """The nearest passages, best first, among the rows of `mask`."""
        with self.snapshot():
            searcher = self._searcher
            if lookup.vector is None or (lookup.words is not None and lookup.share <= 0.0):
                return searcher.by_words(lookup.words or "", lookup.limit, mask)
            if lookup.words is None or lookup.share >= 1.0:
                return searcher.by_vector(lookup.vector, lookup.limit, mask)
            return [hit for hit, _ in searcher.by_both(lookup.words, lookup.vector, lookup, mask)]

    def ranked(
        self, question: str, vector: NDArray[np.float32], limit: int, mask: Mask | None = None
    ) -> list[FoundPassage]:
        """The passages to show for a question, best first: see `index.store.ranking`."""
        with self.snapshot():
            found = self._searcher.by_both(question, vector, Lookup(limit, own=DIMENSION), mask)
        return [_found(stored, hit) for hit, stored in found]

    def widened(self, question: str, vector: NDArray[np.float32], asked: Widely) -> list[FoundPassage]:
        """The stretches to show for a question, best first: passages with their neighbours."""
        with self.snapshot() as connection:
            lookup = Lookup(_WIDELY * asked.limit, own=DIMENSION)
            found = self._searcher.by_both(question, vector, lookup, asked.mask)
            return Widener(connection, asked.pieces).widened(found, asked.limit)

    def find(
        self,
        question: str,
        vector: NDArray[np.float32],
        limit: int,
        documents: Collection[str] | None = None,
        voices: Collection[Voice] | None = None,
    ) -> list[FoundPassage]:
        """As `ranked`, among the passages of these document ids in which one of these voices speaks."""
        with self.snapshot():
            return self.ranked(question, vector, limit, self.mask(documents, voices))

    def stretches(
        self,
        question: str,
        vector: NDArray[np.float32],
        limit: int,
        pieces: int,
        documents: Collection[str] | None = None,
    ) -> list[FoundPassage]:
        """As `widened`, among the passages of these document ids."""
        with self.snapshot():
            return self.widened(question, vector, Widely(limit, pieces, self.mask(documents)))

    def stored(self, keys: Sequence[int]) -> list[StoredPassage]:
        """These passages with their documents, in this order; those that are gone are left out."""
        with self.snapshot() as connection:
            return load_passages(connection, keys)

    def found(self, hits: Sequence[Hit]) -> list[FoundPassage]:
        """The hits as passages with their documents."""
        with self.snapshot() as connection:
            stored = {each.key: each for each in load_passages(connection, [hit.key for hit in hits])}
        return [_found(stored[hit.key], hit) for hit in hits if hit.key in stored]

    def keys_of(self, document_id: str) -> list[int]:
        """The passages of one document, in reading order."""
        with self.snapshot() as connection:
            rows = connection.execute(
                "SELECT p.key FROM documents d JOIN passages p ON p.document = d.key"
                ' WHERE d.id = ? AND d.live = 1 ORDER BY p.start, p."end", p.key',
                (document_id,),
            )
            return [key for (key,) in rows]

    def passages(self, document_id: str) -> list[Passage]:
        """All passages of one document, in reading order; empty when the id is unknown."""
        with self.snapshot():
            return [each.passage for each in self.stored(self.keys_of(document_id))]

    def documents(self) -> list[DocumentInfo]:
        """The live documents, by path."""
        with self.snapshot():
            return self._listing.at(self._generation)

    def document(self, document_id: str) -> Document | None:
        """A live document with its text."""
        with self.snapshot() as connection:
            row = _document(connection, "record, text", document_id)
        return unpacked_document(*row) if row else None

    def labelling(self, document_id: str) -> Labelling | None:
        """The voices of a live document."""
        with self.snapshot() as connection:
            row = _document(connection, "labelling", document_id)
        return unpacked_labelling(row[0]) if row else None


def _found(stored: StoredPassage, hit: Hit) -> FoundPassage:
    return FoundPassage(stored.passage, stored.info, hit.score, hit.lexical, hit.similarity)


def _document(connection: sqlite3.Connection, columns: str, document_id: str) -> tuple[str, bytes] | None:
    query = f"SELECT {columns} FROM documents WHERE id = ? AND live = 1 ORDER BY key LIMIT 1"  # noqa: S608
    row: tuple[str, bytes] | None = connection.execute(query, (document_id,)).fetchone()
    return row


def _document_keys(connection: sqlite3.Connection, document_id: str) -> list[int]:
    rows = connection.execute("SELECT key FROM documents WHERE id = ? AND live = 1", (document_id,))
    return [key for (key,) in rows]
