"""The numbers of a clause, each with its unit, what it counts and how sure it is put."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from math import floor, log10

from answering.figures import figures
from answering.wording import meaningful, stem

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(
    rf"\b(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)? (?:{_MONTHS})|(?:{_MONTHS}) (?P<after>\d{{1,2}})\b)"
)
_NUMBER = re.compile(
    r"[$€£¥]?\d[\d,]*(?:\.\d+)?(?:st|nd|rd|th)?(?:[\s-]?(?:hundred|thousand|million|billion|trillion|dozen|k|m|mn|bn|tn)\b)?"
    r"(?:\s?%|\s(?:per cent|percent)\b)?"
    r"|\b(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:one|a) (?=hundred|thousand|million|billion|dozen))"
    r"(?:[\s-](?:hundred|thousand|million|billion|trillion|dozen))?\b(?:\s(?:per cent|percent)\b)?",
    re.IGNORECASE,
)  # fmt: skip
_HEDGE = re.compile(
    r"\b(?:(?P<floor>at least|more than|over|above|no fewer than)|"
    r"(?P<roof>at most|up to|fewer than|less than|under)|"
    r"(?P<about>about|around|roughly|nearly|almost|some|approximately|close to|an estimated))\s+\W?$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:Game|Week|Part|Chapter|Round|Day|Phase|Section|Article|Route|Flight|Group|Season|Episode|Volume|Level|Lap|"
    r"Stage|Unit|Block|Gate|Line|Platform|Pier|Room|Number|No\.|no\.|Highway|Stick|Series|iPhone|Galaxy) $"
)
_ROUGHLY = 0.15
_ROUNDED_FROM = 100.0
"""Below this a whole number is counted, not rounded: 10 dead are not 12."""


class Hedge(Enum):
    """How a number is put."""

    EXACT = "exact"
    FLOOR = "at least"
    ROOF = "at most"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number: its value, "%", a currency's sign or "", how sure, and the stems around it."""

    value: float
    unit: str
    hedge: Hedge
    counted: str
    """The stem of the word that follows, mostly what is counted."""
    around: frozenset[str]
    start: int
    end: int
    digits: int
    """How many digits it is given to, zeros at its ends left out."""

    @property
    def is_year(self) -> bool:
        """True for what reads as a year."""
        return (
            not self.unit
            and self.value.is_integer()
            and 1900 <= self.value <= 2100
            and self.hedge is Hedge.EXACT
        )


def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of the text in order, days of a month left out."""
    return tuple(_quantities(text))


def days(text: str) -> frozenset[int]:
    """The days of a month that the text names, as in "4 May"."""
    return frozenset(int(match["before"] or match["after"]) for match in _DAY.finditer(text))


def labels(text: str) -> frozenset[str]:
    """The numbers that are names, as in "Game 4": what stands beside another one is about another thing."""
    return frozenset(m.group() for m in _NUMBER.finditer(text) if _LABEL.search(text[: m.start()]))


def compatible(one: Quantity, other: Quantity) -> bool:
    """True when both numbers can be right: equal, rounded, or inside the bounds that one of them gives."""
    if one.value == other.value:
        return True
    for mine, theirs in ((one, other), (other, one)):
        if mine.hedge is Hedge.FLOOR and theirs.value >= mine.value:
            return True
        if mine.hedge is Hedge.ROOF and theirs.value <= mine.value:
            return True
        if mine.hedge is Hedge.ABOUT and abs(mine.value - theirs.value) <= _ROUGHLY * abs(mine.value):
            return True
        if _is_rounded(mine.value, theirs.value):
            return True
    return False


def _is_rounded(short: float, long: float) -> bool:
    """True when the first is the second with fewer digits: 13 billion of 13.1, 300 of 312."""
    if not short or (abs(long) < _ROUNDED_FROM and long.is_integer()) or abs(short) > 2 * abs(long):
        return False
    digits = _digits(short)
    places = digits - 1 - floor(log10(abs(long))) if long else 0
    return digits < _digits(long) and round(long, places) == short


def _digits(value: float) -> int:
    """How many digits a number is given to, zeros at its ends left out."""
    return len(f"{abs(value):.4f}".replace(".", "").strip("0")) or 1


def _quantities(text: str) -> Iterator[Quantity]:
    days_at = {match.start() for match in _DAY.finditer(text) if match["before"]}
    days_at |= {match.start("after") for match in _DAY.finditer(text) if match["after"]}
    for match in _NUMBER.finditer(text):
        found = sorted(figures(match.group()))
        if not found or match.start() in days_at or _is_joined(text, match):
            continue
        if _LABEL.search(text[: match.start()]):
            continue
        value, unit = found[-1]
        sign = match.group()[0] if match.group()[0] in "$€£¥" else unit
        after = meaningful(text[match.end() : match.end() + 60])
        before = meaningful(text[max(0, match.start() - 60) : match.start()])
        yield Quantity(
            value,
            sign,
            _hedge(text[: match.start()]),
            stem(after[0]) if after else "",
            frozenset(stem(word) for word in [*before[-2:], *after[:2]]),
            match.start(),
            match.end(),
            _digits(value),
        )


def _is_joined(text: str, match: re.Match[str]) -> bool:
    """True for a piece of a word or of a row of numbers: "M3", "5-3-2", "2021-05-04"."""
    before, after = text[: match.start()], text[match.end() :]
    return before[-1:].isalnum() or bool(re.search(r"\d[-–:/]$", before) or re.match(r"[-–:/]\d", after))


def _hedge(before: str) -> Hedge:
    found = _HEDGE.search(before[-20:])
    if found is None:
        return Hedge.EXACT
    return Hedge.FLOOR if found["floor"] else Hedge.ROOF if found["roof"] else Hedge.ABOUT
