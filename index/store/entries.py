"""What is handed to the store: a document with its voices, passages and vectors, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.model import Document, Labelling, Passage

Vectors = NDArray[np.float32]

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Origin:
    """The file a document was read from, as far as a later run needs it to tell whether it has changed.

    `place` is its resolved absolute path, `size` in bytes, `modified` and `looked` in nanoseconds since 1970.
    """

    place: str
    content_hash: str
    size: int
    modified: int
    looked: int


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as stored: `id` is the node's id, `node` is a foreign LlamaIndex node as JSON."""

    id: str
    passage: Passage
    node: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to store: `vectors` has one row for each of `rows`; without a file `origin` is None.

    `made_by` is given where it is not what the writer makes: a document moved from another store.
    """

    document_id: str
    document: Document
    labelling: Labelling
    rows: tuple[Row, ...]
    vectors: Vectors
    origin: Origin | None = None
    made_by: str | None = None


def heading(document: Document) -> str:
    """The line before a passage when it is embedded or indexed: title, author, site, date; never cited."""
    parts = [document.title, document.author, _site(document.address)]
    if document.published:
        day = document.published
        parts.append(f"{day.day} {_MONTHS[day.month - 1]} {day.year}")
    return ", ".join(part for part in parts if part)


def _site(address: str | None) -> str | None:
    if not address:
        return None
    host = address.split("://", 1)[-1].split("/", 1)[0]
    return host.removeprefix("www.") or None
