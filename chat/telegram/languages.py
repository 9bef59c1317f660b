"""The interface languages that there are."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from chat.telegram.english import ENGLISH
from chat.telegram.russian import RUSSIAN
from chat.telegram.words import Words

WORDS: Final = MappingProxyType({words.language: words for words in (ENGLISH, RUSSIAN)})
DEFAULT: Final = ENGLISH


def words_of(*codes: str | None) -> Words:
    """The words of the first of these languages that there is; English when there is none."""
    for code in codes:
        words = WORDS.get((code or "").split("-")[0].casefold())
        if words is not None:
            return words
    return DEFAULT
