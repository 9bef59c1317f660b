"""Texts and captions as Telegram takes them: parsed, cleaned, trimmed, within limits."""

from __future__ import annotations

import re
from typing import Final

from tests.telegram import entities as parser
from tests.telegram.errors import Refusal, bad_request
from tests.telegram.judges import Judges
from tests.telegram.params import Params
from tests.telegram.records import Json

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
ENTITY_LIMIT: Final = 100
_CODE: Final = {"code", "pre"}
_QUOTATIONS: Final = {"blockquote", "expandable_blockquote"}
# What TDLib's clean_input_string takes out, and what it makes a blank.
_DROPPED: Final = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_BLANKED: Final = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")


# Of several direction marks in a row, all but the last become joiners of no width.
_MARKS: Final = re.compile("[\u200e\u200f](?=[\u200e\u200f])")


def text_of(judges: Judges, method: str, params: Params) -> Json:
    """`text` and `entities` of a message.

    Raises:
        Refusal: 400 where the text is empty, too long, or its markup broken.
    """
    text, entities = formatted(
        judges,
        method,
        params.text("text"),
        params.text_or_none("parse_mode"),
        params.items("entities"),
    )
    if not text:
        raise bad_request("message text is empty")
    if parser.utf16(text) > TEXT_LIMIT:
        judges.object("limits", method, f"a text of {parser.utf16(text)} UTF-16 units")
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_of(judges: Judges, method: str, params: Params) -> Json:
    """`caption` and `caption_entities`, nothing where there is no caption."""
    text, entities = formatted(
        judges,
        method,
        params.text("caption"),
        params.text_or_none("parse_mode"),
        params.items("caption_entities"),
    )
    if parser.utf16(text) > CAPTION_LIMIT:
        judges.object("limits", method, f"a caption of {parser.utf16(text)} UTF-16 units")
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def formatted(
    judges: Judges, method: str, text: str, mode: str | None, given: list[Json] | None
) -> tuple[str, list[Json]]:
    """Plain text and entities, at most a hundred of them; the judges hear of broken markup."""
    entities = list(given or [])
    if mode:
        try:
            text, entities = parser.parse(text, mode)
        except Refusal as refusal:
            judges.object("parser", method, refusal.description)
            raise
    elif any(each["offset"] + each["length"] > parser.utf16(text) for each in entities):
        judges.object("limits", method, "an entity beyond the end of the text")
    text, entities = parser.trimmed(*_cleaned(text, entities))
    kept = _unnested(entities)
    if len(kept) < len(entities):
        judges.object("limits", method, "quotations in quotations, or marks inside code, which are not shown")
    entities = kept
    entities = parser.merged(entities, parser.found(text))
    if len(entities) > ENTITY_LIMIT:
        judges.object("limits", method, f"{len(entities)} entities")
    return text, entities[:ENTITY_LIMIT]


def typed(text: str, *, html: bool = False) -> Json:
    """`text` and `entities` of what a person typed."""
    text, entities = parser.parse(text, "html") if html else (text, [])
    entities = parser.merged(entities, parser.found(text))
    return {"text": text} | ({"entities": entities} if entities else {})


def _unnested(entities: list[Json]) -> list[Json]:
    """Without what Telegram does not nest: marks inside code, quotations inside quotations."""
    kept: list[Json] = []
    outer = [each for each in entities if each["type"] in _CODE | _QUOTATIONS]
    for each in entities:
        around = [other for other in outer if other is not each and _holds(other, each)]
        in_code = any(other["type"] in _CODE for other in around)
        in_quotation = each["type"] in _QUOTATIONS and any(o["type"] in _QUOTATIONS for o in around)
        if not in_code and not in_quotation:
            kept.append(each)
    return kept


def _holds(outer: Json, inner: Json) -> bool:
    end = outer["offset"] + outer["length"]
    return bool(outer["offset"] <= inner["offset"] and inner["offset"] + inner["length"] <= end)


def _cleaned(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    text = _MARKS.sub("\u200c", _BLANKED.sub(" ", text))
    gone = [parser.utf16(text[: match.start()]) for match in _DROPPED.finditer(text)]
    if not gone:
        return text, entities

    def moved(offset: int) -> int:
        return offset - sum(1 for each in gone if each < offset)

    shifted = []
    for each in entities:
        start, end = moved(each["offset"]), moved(each["offset"] + each["length"])
        if end > start:
            shifted.append(each | {"offset": start, "length": end - start})
    return _DROPPED.sub("", text), shifted
