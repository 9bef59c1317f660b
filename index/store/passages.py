"""Stored passages, read back with the documents they belong to."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Document, DocumentInfo, Passage, Span
from index.store.encoding import node_text, unpacked_document, unpacked_voiced

_HELD = 256


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its key, the id and JSON of its node, and its document."""

    key: int
    id: str
    passage: Passage
    info: DocumentInfo
    heading_of: Document
    node: str | None


class Documents:
    """Documents read lately, by key: a document is never changed under its key."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[str, Document]] = {}

    def get(self, connection: sqlite3.Connection, key: int) -> tuple[str, Document]:
        """A document's id and itself."""
        if key not in self._held:
            while len(self._held) >= _HELD:
                self._held.pop(next(iter(self._held)))
            self._held[key] = _document(connection, key)
        return self._held[key]


def load_passages(
    connection: sqlite3.Connection, keys: Sequence[int], documents: Documents | None = None
) -> list[StoredPassage]:
    """These passages in this order; those that are gone are left out."""
    documents = documents or Documents()
    loaded = []
    for key in keys:
        row = connection.execute(
            'SELECT id, document, start, "end", voiced, node FROM passages WHERE key = ?', (key,)
        ).fetchone()
        if row is None:
            continue
        loaded.append(_stored(key, row, *documents.get(connection, row[1])))
    return loaded


def _stored(
    key: int, row: tuple[str, int, int, int, str, str | None], document_id: str, document: Document
) -> StoredPassage:
    row_id, _, start, end, voiced, node = row
    text = node_text(node) if node else document.text[start:end]
    passage = Passage(document_id, Span(start, end), text, unpacked_voiced(voiced))
    info = DocumentInfo(
        document_id, document.path, document.title, document.author, document.published, document.address
    )
    return StoredPassage(key, row_id, passage, info, document, node)


def _document(connection: sqlite3.Connection, key: int) -> tuple[str, Document]:
    document_id, record, text = connection.execute(
        "SELECT id, record, text FROM documents WHERE key = ?", (key,)
    ).fetchone()
    return document_id, unpacked_document(record, text)
