"""Numbers as quantities: "$13 billion", "13bn" and "thirteen billion" are one, "13 million" is another."""

from __future__ import annotations

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: at for at, word in enumerate(_ONES)} | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
_ORDINALS = {
    word: at
    for at, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1
    )
}
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})s?\b", re.IGNORECASE)
_CALENDAR = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9,
    "bn": 1e9, "trillion": 1e12, "tn": 1e12, "dozen": 12,
}  # fmt: skip
_WORDS = "|".join([*_TENS, *reversed(_ONES)])
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<sign>[-−]?)[$€£¥]?\s?(?P<digits>\d[\d,\u00a0]*(?:\.\d+)?)(?:st|nd|rd|th)?"
    rf"(?:[\s\u00a0-]?(?P<scale>{'|'.join(_SCALES)})\b)?(?P<rest>\s?(?:%|per\s?cent\b|percent\b))?"
    rf"|\b(?P<word>(?:{_WORDS})(?:-(?:{_WORDS}))?)\b(?:[\s-](?P<wordscale>{'|'.join(_SCALES)})\b)?"
    rf"(?P<wordrest>\s(?:per\s?cent\b|percent\b))?",
    re.IGNORECASE,
)
_UNTOLD = frozenset({1.0})
""""One" is a pronoun as often as a number."""


def calendar(text: str) -> frozenset[str]:
    """The months and weekdays a text names."""
    return frozenset(_CALENDAR.findall(text))


def figures(text: str) -> frozenset[tuple[float, str]]:
    """The quantities of a text, as value and unit ("%", "th" for an ordinal in words, or "")."""
    return frozenset(figure for figure, _, _ in placed(text))


def placed(text: str) -> list[tuple[tuple[float, str], int, int]]:
    """The quantities in order, each with where it starts and ends."""
    found = [
        ((float(_ORDINALS[match.group(1).lower()]), "th"), match.start(), match.end())
        for match in _ORDINAL.finditer(text)
    ]
    for match in _NUMBER.finditer(text):
        if match.group("word"):
            value = _spelt(match.group("word"))
            scale, rest = match.group("wordscale"), match.group("wordrest")
            if value in _UNTOLD and not scale:
                continue
        else:
            digits = re.sub(r"[,\u00a0]", "", match.group("digits"))
            value, scale, rest = float(digits), match.group("scale"), match.group("rest")
        value *= _SCALES.get((scale or "").lower(), 1.0)
        figure = (-value if match.group("sign") else value, "%" if rest else "")
        found.append((figure, match.start(), match.end()))
    return sorted(found, key=lambda each: each[1])


def _spelt(word: str) -> float:
    return float(sum(_VALUES[part] for part in word.lower().split("-")))
