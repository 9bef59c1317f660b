"""Telegram's own parser, from TDLib, as a judge of messages."""

from __future__ import annotations

import json
from typing import Any

import tdjson


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    answer = tdjson.td_execute(json.dumps(request).encode())
    assert answer is not None
    value: dict[str, Any] = json.loads(answer)
    return value


_execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def parsed(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The text and the entities that Telegram makes of the HTML; fails where it refuses it."""
    mode = {"@type": "textParseModeHTML"}
    value = _execute({"@type": "parseTextEntities", "text": html, "parse_mode": mode})
    assert value["@type"] == "formattedText", value
    return value["text"], value["entities"]


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def covered(html: str, kind: str) -> list[str]:
    """The words under the entities of one kind, such as "Underline"."""
    text, entities = parsed(html)
    data = text.encode("utf-16-le")
    return [
        data[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le")
        for each in entities
        if each["type"]["@type"] == f"textEntityType{kind}"
    ]
