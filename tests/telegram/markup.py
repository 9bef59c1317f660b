"""Keyboards as Telegram takes them."""

from __future__ import annotations

import re
from typing import Final

from tests.telegram.errors import Refusal, bad_request
from tests.telegram.judges import Judges
from tests.telegram.params import Params
from tests.telegram.records import Json

DATA_LIMIT: Final = 64
BUTTON_LIMIT: Final = 100
ROW_LIMIT: Final = 8
_ADDRESS: Final = re.compile(r"(https?|tg|ton)://[^\s]+", re.IGNORECASE)


def markup_of(judges: Judges, method: str, params: Params) -> Json | None:
    """The keyboard given, without empty rows.

    Raises:
        Refusal: 400 where a button is invalid or there are too many.
    """
    given = params.item("reply_markup")
    if given is None or "inline_keyboard" not in given:
        return given
    rows = [row for row in given["inline_keyboard"] if row]
    try:
        _check(rows)
    except Refusal as refusal:
        judges.object("limits", method, refusal.description)
        raise
    return given | {"inline_keyboard": rows} if rows else None


def _check(rows: list[list[Json]]) -> None:
    if sum(map(len, rows)) > BUTTON_LIMIT or any(len(row) > ROW_LIMIT for row in rows):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        if not str(button.get("text", "")).strip():
            raise bad_request("inline keyboard button text must be non-empty")
        if len(button.keys() - {"text", "style", "icon_custom_emoji_id"}) != 1:
            raise bad_request("text buttons are unallowed in the inline keyboard")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
        if "url" in button and not _ADDRESS.fullmatch(button["url"]):
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
