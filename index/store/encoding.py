"""Documents and voices as JSON and bytes, and back.

JSON with ASCII escapes and UTF-8 with `surrogatepass` hold every Python string, also NUL and the lone
surrogates of file names that are no UTF-8; SQLite's own text type would refuse or cut them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from index.model import (
    Attribution,
    Document,
    DocumentInfo,
    Labelling,
    Quotation,
    Span,
    Voice,
    VoicedSpan,
)

_VOICE_BITS = {voice: 1 << position for position, voice in enumerate(Voice)}


def voice_mask(voices: Iterable[Voice]) -> int:
    """The voices as bits: 1 reported, 2 attributed, 4 opinion."""
    mask = 0
    for voice in voices:
        mask |= _VOICE_BITS[voice]
    return mask


def voices_of(mask: int) -> tuple[Voice, ...]:
    """The voices whose bits are set, in the order of `Voice`."""
    return tuple(voice for voice, bit in _VOICE_BITS.items() if mask & bit)


def encodable(text: str) -> str:
    """The text with lone surrogates as question marks: what engines that take UTF-8 alone can be given."""
    return text.encode("utf-8", "replace").decode("utf-8")


def packed_text(text: str) -> bytes:
    """The text as bytes."""
    return text.encode("utf-8", "surrogatepass")


def unpacked_text(data: bytes) -> str:
    """The text that `packed_text` packed."""
    return data.decode("utf-8", "surrogatepass")


def packed_record(document: Document) -> str:
    """Everything of a document but its text and id."""
    return json.dumps(
        {
            "path": document.path,
            "title": document.title,
            "author": document.author,
            "published": document.published.isoformat() if document.published else None,
            "address": document.address,
            "boilerplate": _pairs(document.boilerplate),
        }
    )


def unpacked_document(record: str, text: bytes) -> Document:
    """The document that was packed as `record` and `text`."""
    fields = json.loads(record)
    boilerplate = tuple(Span(*pair) for pair in fields.pop("boilerplate"))
    fields["published"] = date.fromisoformat(fields["published"]) if fields["published"] else None
    return Document(text=unpacked_text(text), boilerplate=boilerplate, **fields)


def unpacked_info(document_id: str, record: str) -> DocumentInfo:
    """The document without its text."""
    fields = json.loads(record)
    del fields["boilerplate"]
    fields["published"] = date.fromisoformat(fields["published"]) if fields["published"] else None
    return DocumentInfo(id=document_id, **fields)


def packed_voiced(spans: Sequence[VoicedSpan]) -> str:
    """Voiced spans as compact JSON."""
    return json.dumps([_voiced_fields(each) for each in spans], separators=(",", ":"))


def unpacked_voiced(packed: str) -> tuple[VoicedSpan, ...]:
    """The spans that `packed_voiced` packed."""
    return tuple(_voiced(fields) for fields in json.loads(packed))


def packed_labelling(labelling: Labelling) -> str:
    """A labelling as compact JSON."""
    fields = {
        "spans": [_voiced_fields(each) for each in labelling.spans],
        "attributions": [
            [_pairs(each.source), _pairs(each.cue), _pairs(each.content)] for each in labelling.attributions
        ],
    }
    return json.dumps(fields, separators=(",", ":"))


def unpacked_labelling(packed: str) -> Labelling:
    """The labelling that `packed_labelling` packed."""
    fields = json.loads(packed)
    attributions = tuple(
        Attribution(*(tuple(Span(*pair) for pair in part) for part in parts))
        for parts in fields["attributions"]
    )
    return Labelling(tuple(_voiced(each) for each in fields["spans"]), attributions)


def node_text(node: str) -> str:
    """The text of a foreign node, stored as `{"text": …, "json": …}`."""
    return str(json.loads(node)["text"])


def _voiced_fields(each: VoicedSpan) -> list[Any]:
    quotation = each.quotation.value if each.quotation else None
    return [
        each.span.start,
        each.span.end,
        each.voice.value,
        list(each.sources),
        quotation,
        int(each.speculative),
        _pairs(each.loaded),
    ]


def _voiced(fields: list[Any]) -> VoicedSpan:
    start, end, voice, sources, quotation, speculative, loaded = fields
    return VoicedSpan(
        Span(start, end),
        Voice(voice),
        tuple(sources),
        Quotation(quotation) if quotation else None,
        bool(speculative),
        tuple(Span(*pair) for pair in loaded),
    )


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
