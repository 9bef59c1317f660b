"""Telegram's own parser (TDLib) on every text: markup to entities, and what it finds by itself.

Offsets and lengths count UTF-16 code units, as everywhere in the Bot API.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

import tdjson

from tests.telegram.errors import Refusal, bad_request
from tests.telegram.records import Json

_KINDS: Final = {
    "textEntityTypeBold": "bold",
    "textEntityTypeItalic": "italic",
    "textEntityTypeUnderline": "underline",
    "textEntityTypeStrikethrough": "strikethrough",
    "textEntityTypeSpoiler": "spoiler",
    "textEntityTypeCode": "code",
    "textEntityTypePre": "pre",
    "textEntityTypePreCode": "pre",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
    "textEntityTypeTextUrl": "text_link",
    "textEntityTypeMentionName": "text_mention",
    "textEntityTypeCustomEmoji": "custom_emoji",
    "textEntityTypeDateTime": "date_time",
    "textEntityTypeMention": "mention",
    "textEntityTypeHashtag": "hashtag",
    "textEntityTypeCashtag": "cashtag",
    "textEntityTypeBotCommand": "bot_command",
    "textEntityTypeUrl": "url",
    "textEntityTypeEmailAddress": "email",
    "textEntityTypePhoneNumber": "phone_number",
}
_MODES: Final[dict[str, Json]] = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
_OPAQUE: Final = {"code", "pre", "text_link", "text_mention"}


def utf16(text: str) -> int:
    """The length of the text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of the text that an entity covers."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


@cache
def _quiet() -> None:
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')


def _ask(request: Json) -> Json:
    _quiet()
    answer = tdjson.td_execute(json.dumps(request).encode())
    if answer is None:
        raise RuntimeError("TDLib gave no answer")
    decoded: Json = json.loads(answer)
    return decoded


def parse(text: str, mode: str) -> tuple[str, list[Json]]:
    """The plain text and its entities.

    Raises:
        Refusal: 400, in TDLib's words, where the markup is broken or the mode unknown.
    """
    if mode.lower() not in _MODES:
        raise bad_request("unsupported parse_mode")
    answer = _ask({"@type": "parseTextEntities", "text": text, "parse_mode": _MODES[mode.lower()]})
    if answer["@type"] == "error":
        what = str(answer["message"])
        raise Refusal(400, f"Bad Request: {what[0].lower()}{what[1:]}")
    return answer["text"], [_entity(each) for each in answer["entities"]]


def found(text: str) -> list[Json]:
    """What Telegram marks by itself: commands, mentions, addresses, tags."""
    answer = _ask({"@type": "getTextEntities", "text": text})
    if answer["@type"] == "error":
        raise bad_request(f"{answer['message']}")
    return [_entity(each) for each in answer["entities"] if each["type"]["@type"] in _KINDS]


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Text and entities without blanks at both ends, as a message shows them."""
    kept = text.strip()
    if kept == text:
        return text, entities
    front = utf16(text[: len(text) - len(text.lstrip())])
    size = utf16(kept)
    moved = []
    for each in entities:
        start = min(max(each["offset"] - front, 0), size)
        end = min(max(each["offset"] + each["length"] - front, 0), size)
        if end > start:
            moved.append(each | {"offset": start, "length": end - start})
    return kept, moved


def merged(given: list[Json], automatic: list[Json]) -> list[Json]:
    """The sender's entities with the automatic ones that do not lie in code or links."""
    shut = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in _OPAQUE]
    more = [
        each
        for each in automatic
        if not any(each["offset"] < end and start < each["offset"] + each["length"] for start, end in shut)
    ]
    return sorted([*given, *more], key=lambda each: (each["offset"], -each["length"]))


def _entity(given: Json) -> Json:
    kind: dict[str, Any] = given["type"]
    entity: Json = {
        "type": _KINDS[kind["@type"]],
        "offset": given["offset"],
        "length": given["length"],
    }
    if kind.get("language"):
        entity["language"] = kind["language"]
    if "url" in kind:
        entity["url"] = kind["url"]
    if "user_id" in kind:
        entity["user"] = {"id": kind["user_id"], "is_bot": False, "first_name": "Someone"}
    if "custom_emoji_id" in kind:
        entity["custom_emoji_id"] = str(kind["custom_emoji_id"])
    if "unix_time" in kind:
        entity["unix_time"] = kind["unix_time"]
    return entity
