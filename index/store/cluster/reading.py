"""Whole documents read back from a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.model import Document, Labelling, Passage, Span
from index.store.cluster.ledger import Ledger
from index.store.cluster.rows import Kept, unpacked_passage
from index.store.entries import Entry, Row


@dataclass(frozen=True, slots=True)
class Contents:
    """A document with its voices and its passages in reading order."""

    document: Document
    labelling: Labelling
    passages: tuple[Passage, ...]

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    @property
    def spans(self) -> list[Span]:
        """Where its passages stand."""
        return [each.span for each in self.passages]

    def inside(self, first: int, last: int) -> tuple[Passage, ...]:
        """The passages from the one at `first` to the one at `last`."""
        return self.passages[first : last + 1]


@dataclass(frozen=True, slots=True)
class _StoredRow:
    number: int
    passage: Passage
    node: str | None
    id: str | None
    vector: list[float] | None


def contents_of(ledger: Ledger, keys: Sequence[int]) -> dict[int, Contents]:
    """Documents by key; those that were deleted are left out."""
    bodies, rows = ledger.bodies(keys), _rows(ledger, keys, [])
    return {
        key: Contents(*body, tuple(sorted((each.passage for each in rows[key]), key=lambda one: one.span)))
        for key, body in bodies.items()
    }


def stored_entries(ledger: Ledger, documents: Sequence[Kept]) -> list[Entry]:
    """Documents as they were stored, vectors and all, in order."""
    keys = [each.key for each in documents]
    bodies, rows = ledger.bodies(keys), _rows(ledger, keys, ["embedding"])
    return [_entry(each, bodies[each.key], rows[each.key]) for each in documents]


def _rows(ledger: Ledger, keys: Sequence[int], fields: Sequence[str]) -> dict[int, list[_StoredRow]]:
    """The passages of documents, in the order in which they were stored."""
    found: dict[int, list[_StoredRow]] = {key: [] for key in keys}
    for row in ledger.passage_rows(keys, ["key", "text", "facts", *fields]):
        found[row["key"]].append(_stored(row))
    return {key: sorted(rows, key=lambda one: one.number) for key, rows in found.items()}


def _stored(row: Mapping[str, Any]) -> _StoredRow:
    number = int(str(row["id"]).rsplit(".", 1)[1])
    return _StoredRow(number, *unpacked_passage(row["text"], row["facts"]), row.get("embedding"))


def _entry(kept: Kept, body: tuple[Document, Labelling], rows: Sequence[_StoredRow]) -> Entry:
    vectors = np.array([each.vector for each in rows], np.float32).reshape(len(rows), -1)
    stored = tuple(Row(each.id or each.passage.id, each.passage, each.node) for each in rows)
    return Entry(kept.info.id, *body, stored, vectors, kept.origin, kept.made_by)
