"""What lies on the server, packed and unpacked.

Texts go as JSON with ASCII escapes wherever they must come back exactly, since Milvus takes UTF-8 alone.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import StoreError
from index.model import Document, DocumentInfo, Labelling, Passage, Span, digest
from index.store.encoding import (
    encodable,
    packed_labelling,
    packed_record,
    packed_voiced,
    unpacked_document,
    unpacked_info,
    unpacked_labelling,
    unpacked_voiced,
)
from index.store.entries import Entry, Origin

PASSAGES = "whosays_passages"
LEDGER = "whosays_ledger"
NEVER = 2**62
"""The generation at which a document that stays is taken out."""
_LONGEST = 60_000  # characters of ASCII in one field; Milvus takes 65,535 bytes


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as it is written: the `number`-th of the document `key`, shown from generation `since` on."""

    key: int
    number: int
    since: int
    passage: Passage
    document: Document
    vector: NDArray[np.float32]
    id: str
    node: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as readers and writers know it without its text.

    `passages`, `words` and `pairs` are how many there are in it; it is live in generations from `since` to
    before `until`.
    """

    key: int
    info: DocumentInfo
    made_by: str
    origin: Origin | None
    passages: int
    words: int
    pairs: int
    since: int
    until: int

    def live(self, generation: int) -> bool:
        """True when it is shown in this generation."""
        return self.since <= generation < self.until


def document_key(owner: str, document_id: str, made_by: str, origin: Origin | None) -> int:
    """The key of a document: the same file, content and processing always get the same one."""
    where = (origin.place, origin.content_hash) if origin else ("", "")
    return int(digest(owner, document_id, made_by, *where)[:15], 16)


def passage_key(key: int, number: int) -> str:
    """The id of a passage's row."""
    return f"{key:015x}.{number}"


def rows_of(entry: Entry, key: int, since: int) -> list[Row]:
    """The rows of a document's passages, vectors rounded as the local store rounds them."""
    vectors = entry.vectors.astype(np.float16).astype(np.float32)
    return [
        Row(key, number, since, each.passage, entry.document, vectors[number], each.id, each.node)
        for number, each in enumerate(entry.rows)
    ]


def packed_facts(row: Row) -> str:
    """What a passage's row needs so as to be cited."""
    passage = row.passage
    facts: dict[str, Any] = {
        "document": passage.document_id,
        "span": [passage.span.start, passage.span.end],
        "voiced": packed_voiced(passage.voiced),
    }
    if encodable(passage.text) != passage.text:
        facts["text"] = passage.text
    if row.node is not None:
        facts |= {"node": row.node, "id": row.id}
    return _short(json.dumps(facts, separators=(",", ":")))


def unpacked_passage(text: str, facts: str) -> tuple[Passage, str | None, str | None]:
    """The passage that was packed; of a foreign node its JSON and id, too."""
    known = json.loads(facts)
    passage = Passage(
        known["document"],
        Span(*known["span"]),
        known.get("text", text),
        unpacked_voiced(known["voiced"]),
    )
    return passage, known.get("node"), known.get("id")


def packed_kept(kept: Kept) -> str:
    """A document's row, but for what has a field of its own."""
    info, origin = kept.info, kept.origin
    bare = Document(info.path, "", info.title, info.author, info.published, info.address)
    facts = {
        "id": info.id,
        "record": packed_record(bare),
        "made_by": kept.made_by,
        "origin": packed_origin(origin) if origin else None,
        "counts": [kept.passages, kept.words, kept.pairs],
    }
    return _short(json.dumps(facts, separators=(",", ":")))


def unpacked_kept(row: Mapping[str, Any]) -> Kept:
    """The document that a ledger row tells of."""
    facts = json.loads(row["data"])
    passages, words, pairs = facts["counts"]
    return Kept(
        row["key"],
        unpacked_info(facts["id"], facts["record"]),
        facts["made_by"],
        unpacked_origin(facts["origin"]) if facts["origin"] else None,
        passages,
        words,
        pairs,
        row["since"],
        row["until"],
    )


def packed_origin(origin: Origin) -> list[Any]:
    """A file's marks."""
    return [origin.place, origin.content_hash, origin.size, origin.modified, origin.looked]


def unpacked_origin(packed: Sequence[Any]) -> Origin:
    """The marks that `packed_origin` packed."""
    return Origin(*packed)


def packed_body(document: Document, labelling: Labelling) -> Iterator[str]:
    """The whole document with its voices, in pieces that fit a field."""
    body = {
        "record": packed_record(document),
        "text": document.text,
        "labelling": packed_labelling(labelling),
    }
    whole = base64.b85encode(zlib.compress(json.dumps(body).encode("ascii"), 6)).decode("ascii")
    for start in range(0, len(whole), _LONGEST):
        yield whole[start : start + _LONGEST]


def unpacked_body(pieces: Sequence[str]) -> tuple[Document, Labelling]:
    """The document and voices that `packed_body` packed."""
    body = json.loads(zlib.decompress(base64.b85decode("".join(pieces))))
    text = str(body["text"]).encode("utf-8", "surrogatepass")
    return unpacked_document(body["record"], text), unpacked_labelling(body["labelling"])


def _short(packed: str) -> str:
    if len(packed) > _LONGEST:
        raise StoreError(
            "a document's title or path, or a passage, is too long for Milvus: leave its file out"
        )
    return packed
