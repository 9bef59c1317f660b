"""What narrows a question down: a year, a day, "last year", "the third"; does a text keep to it?

A figure of another year answers no question about this one, however well all other words are met.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MONTHS = "january february march april june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth".split()
_PERIODS = "year|years|month|week|season|spring|summer|autumn|winter|night|time|term|edition"
_FORMS = (
    ("year", re.compile(r"\b(?:1[5-9]|20)\d\d\b")),
    ("month", re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b|\bMay\b(?! \w+ (?:be|have))", re.IGNORECASE)),
    ("weekday", re.compile(rf"\b(?:{'|'.join(_DAYS)})\b", re.IGNORECASE)),
    ("day", re.compile(rf"\b\d{{1,2}}(?=(?:st|nd|rd|th)\b| (?:{'|'.join(_MONTHS)}|May)\b)", re.IGNORECASE)),
    ("ordinal", re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)),
    ("period", re.compile(rf"\b(?:last|this|next|previous|following) (?=(?:{_PERIODS})\b)", re.IGNORECASE)),
    ("turn", re.compile(r"\b(?:against|without|except|besides|instead)\b", re.IGNORECASE)),
)

Qualifier = tuple[str, str]
"""A class ("year", "day", "ordinal", …) and the value that a text gives it."""


@lru_cache(maxsize=20_000)
def qualifiers(text: str) -> frozenset[Qualifier]:
    """What narrows a text down, each with its class, in small letters."""
    return frozenset(
        (name, match.group().strip().lower()) for name, form in _FORMS for match in form.finditer(text)
    )


def unmet(asked: frozenset[Qualifier], told: frozenset[Qualifier]) -> int:
    """How many of the qualifiers asked for are not told."""
    return len(asked - told)


def clashing(asked: frozenset[Qualifier], told: frozenset[Qualifier]) -> int:
    """How many qualifiers asked for are not told while another of their class is: August, not March."""
    classes = {name for name, _ in told}
    if "period" in classes:
        classes.add("year")  # what is told of "last year" is not told of 2019
    return sum(each not in told and each[0] in classes for each in asked)
