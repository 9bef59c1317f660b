"""Words and punctuation of a text, with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"[^\W_]+(?:[’'ʼ.&\-\u2010\u2011][^\W_]+)*(?:[’'](?=\s|$))?|\.{2,}|--+|[^\w\s]|_", re.UNICODE
)
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word or punctuation mark at `[start, end)`; `low` is its lower-case form with plain apostrophes."""

    start: int
    end: int
    text: str
    low: str

    @property
    def is_word(self) -> bool:
        """False for punctuation."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """True when it begins with an upper-case letter."""
        return self.text[0].isupper()


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words and marks of `text[start:end]`, with offsets in `text`."""
    stop = len(text) if end is None else end
    return [
        Word(m.start(), m.end(), m.group(), m.group().lower().translate(_APOSTROPHES))
        for m in _TOKEN.finditer(text, start, stop)
    ]
