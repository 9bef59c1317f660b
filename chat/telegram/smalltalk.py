"""Tells what is said in passing, a greeting or thanks, from what is asked. Pure functions."""

from __future__ import annotations

from enum import StrEnum

from chat.telegram.languages import WORDS

_LONGEST = 40


class Talk(StrEnum):
    """What a message that asks nothing of the documents is."""

    GREETING = "greeting"
    THANKS = "thanks"
    ABOUT = "about"
    NOTHING = "nothing"


_HEARD = {
    said.strip(): Talk(talk)
    for words in WORDS.values()
    for talk, told in words.small_talk.items()
    for said in told.split(",")
}


def small_talk(text: str) -> Talk | None:
    """What it is, whatever language it is in; None where it may be a question.

    Signs and pictures alone ask nothing.
    """
    if len(text) > _LONGEST and any(map(str.isalnum, text)):
        return None
    said = " ".join("".join(each if each.isalnum() else " " for each in text.casefold()).split())
    if not said:
        return Talk.NOTHING if text.strip() else None
    return _HEARD.get(said)
