"""Stored passages, read back with the documents they belong to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.model import Document, DocumentInfo, Passage, Span
from index.store.encoding import node_text, unpacked_document, unpacked_voiced

_HELD = 512


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its key, the id and JSON of its node, and its document.

    Its voices stay packed until the passage is asked for: most of those looked at are not shown.
    """

    key: int
    id: str
    span: Span
    text: str
    voiced: str
    info: DocumentInfo
    heading_of: Document
    node: str | None

    @property
    def passage(self) -> Passage:
        """The passage with its voices."""
        return Passage(self.info.id, self.span, self.text, unpacked_voiced(self.voiced))


class Documents:
    """Documents read lately, by key: a document is never changed under its key."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[DocumentInfo, Document]] = {}

    def get(
        self, connection: sqlite3.Connection, keys: Collection[int]
    ) -> dict[int, tuple[DocumentInfo, Document]]:
        """These documents; those that are gone are left out."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._held]
        query = "SELECT d.key, d.id, d.record, d.text FROM json_each(?) j JOIN documents d ON d.key = j.value"
        for key, document_id, record, text in connection.execute(query, (json.dumps(missing),)):
            self._held[key] = _document(document_id, unpacked_document(record, text))
        found = {key: self._held[key] for key in keys if key in self._held}
        while len(self._held) > _HELD:
            self._held.pop(next(iter(self._held)))
        return found


def load_passages(
    connection: sqlite3.Connection, keys: Sequence[int], documents: Documents | None = None
) -> list[StoredPassage]:
    """These passages in this order; those that are gone are left out."""
    query = (
        'SELECT p.key, p.id, p.document, p.start, p."end", p.voiced, p.node'
        " FROM json_each(?) j JOIN passages p ON p.key = j.value"
    )
    rows = {row[0]: row for row in connection.execute(query, (json.dumps(list(keys)),))}
    held = (documents or Documents()).get(connection, [row[2] for row in rows.values()])
    return [_stored(rows[key], *held[rows[key][2]]) for key in keys if key in rows]


def _stored(
    row: tuple[int, str, int, int, int, str, str | None], info: DocumentInfo, document: Document
) -> StoredPassage:
    key, row_id, _, start, end, voiced, node = row
    text = node_text(node) if node else document.text[start:end]
    return StoredPassage(key, row_id, Span(start, end), text, voiced, info, document, node)


def _document(document_id: str, document: Document) -> tuple[DocumentInfo, Document]:
    info = DocumentInfo(
        document_id, document.path, document.title, document.author, document.published, document.address
    )
    return info, document
