"""The buttons under messages. Those under an answer name its turn: made again, they are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from answering.model import Answer, Turn
from chat.state.model import Button
from chat.telegram.words import Words
from index.model import Voice

_TURN = re.compile(r"t:(\d{1,18}):(\w+)")
_BUTTON = re.compile(r"b:([\w-]{16})")


class Press(StrEnum):
    """What a button under an answer does."""

    FACTS = "facts"
    OPINIONS = "opinions"
    ALL = "all"
    WHO = "who"
    PASSAGES = "passages"
    MORE = "more"


FILTERS = {
    Press.FACTS: frozenset({Voice.REPORTED}),
    Press.OPINIONS: frozenset({Voice.OPINION}),
    Press.ALL: frozenset[Voice](),
}


def answer_buttons(turn_id: int, turn: Turn, words: Words) -> InlineKeyboardMarkup | None:
    """The buttons under an answer; None under a refusal that looked at every voice."""
    labels = {
        Press.FACTS: words.only_facts,
        Press.OPINIONS: words.only_opinions,
        Press.ALL: words.all_voices,
        Press.WHO: words.who_says,
        Press.PASSAGES: words.show_passages,
        Press.MORE: words.more,
    }
    asked = turn.question.voices
    filters = [each for each, voices in FILTERS.items() if voices != asked]
    rows: list[list[Press]]
    if isinstance(turn.result, Answer):
        rows = [filters, [Press.WHO], [Press.PASSAGES, Press.MORE]]
    else:
        rows = [filters] if asked else []
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(labels[press], callback_data=f"t:{turn_id}:{press}") for press in each]
            for each in rows
        ]
    )


def pressed_turn(data: str) -> tuple[int, Press] | None:
    """The turn and the action of a button under an answer; None when it is no such button."""
    match = _TURN.fullmatch(data)
    if match is None or match[2] not in set(Press):
        return None
    return int(match[1]), Press(match[2])


def pressed_button(data: str) -> str | None:
    """The id of a button whose meaning is kept; None when it is no such button."""
    match = _BUTTON.fullmatch(data)
    return match[1] if match else None


def kept_buttons(rows: Sequence[Sequence[tuple[str, Button]]]) -> InlineKeyboardMarkup:
    """Labelled buttons whose meanings are kept, row by row."""
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label[:60], callback_data=f"b:{button.id}") for label, button in row]
            for row in rows
            if row
        ]
    )
