"""Does a clause hold the kind of thing asked for: a time, a number, a sum, an age, a place, a person?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from answering.asking import Asked, Kind
from answering.candidates import Candidate
from answering.defining import describes
from answering.wording import is_stop, meaningful, stem

_MONTHS = "january|february|march|april|june|july|august|september|october|november|december"
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_TIME = re.compile(
    rf"\b(?:{_MONTHS}|{_DAYS}|yesterday|today|tonight|tomorrow|noon|midnight|morning|evening|"
    rf"afternoon|spring|summer|autumn|winter|weekend|century|decade|ago|"
    r"o[’']clock|(?:1[5-9]|20)\d\d|\d{1,2}(?:[:.]\d\d)|\d{1,2}\s?[ap]\.?m|\d{1,2}(?:st|nd|rd|th)|"
    r"(?:last|next|this) (?:week|month|year|night|spring|summer|autumn)|"
    r"in May|May \d|\d May|mid-\w+|dawn|dusk)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|third|quarter|"
    r"twice|thrice|once|none|both|a couple|several|per cent|percent)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[£$€¥]\s?\d|\b\d[\d,.]*\s?(?:million|billion|thousand|m|bn)?\s?(?:pounds|dollars|euros|crowns|"
    r"pence|cents|roubles|rubles|francs)\b|\bfor (?:free|nothing)\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r",\s\d{1,3}\b(?=,|\.|;| )|\baged? \w+|\b\d{1,3}[- ]years?[- ]old|\b(?:is|was|am|turned|who is|"
    r"I was) (?:\d{1,3}|\w+teen|eleven|twelve|twenty|ten|nine|eight|seven|six)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|"
    r"thirty|forty|fifty|fifty-two|a|an|half an?|several|many)[\s-]+(?:\w+[\s-]+)?)"
    r"(?:second|minute|hour|day|week|fortnight|month|year|decade|century|centuries|mile|kilomet\w+|"
    r"km|metre|meter|m|feet|foot|night)s?\b|\buntil\b|\btwice\b|\bevery \w+|\bdaily\b|\bweekly\b|"
    r"\btimes\b|\b(?:took|take|takes) \d+",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?i:in|at|on|near|from|to|outside|inside|beside|under|over|off|behind|across|through|between|along|"
    r"around|into|of|above|below|died|born) (?:the |a |an )?(?P<place>(?:[a-z]+ ){0,2}[A-Z][\w’'-]*)"
    r"|\b(?:in|at|inside|outside|behind|beside|over|under|above|below|near) "
    r"(?:the|a|an|his|her|its|their|our|my) (?P<noun>(?:[\w-]+ ){0,2}[\w-]+)"
    r"|\bon the (?P<spot>(?:\w+ )?(?:quay|coast|street|steps|shore|edge|roof|island|border|hill))\b"
)
_NO_PLACE = re.compile(
    r"^(?:(?:\w+ )?(?:end|beginning|year|month|week|day|morning|evening|night|time|age|spring|summer|autumn|"
    r"winter|first|second|last|same|past|case|sense|way|event|meantime|form|moment|rate|cost|price)s?)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since(?! \d| then| last|[.,])|due to|owing to|so that|in order to|thanks to|reason|"
    r"as a result|for fear|over|response|aims?|means|caused|blames?|without|(?:for|by|after) \w+ing)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?<=^)|(?<=[\s“\"‘«(—–-]))[A-Z][\w’'\-]+(?:\s+(?:de|van|von|al|bin)?\s?[A-Z][\w’'\-]+)*"
)
_WHERE_NAMED = re.compile(
    r"\b(?:at|in|near|below|above|from|to|of|on|outside|via|through)\s+(?:the\s+)?$", re.IGNORECASE
)
_SOMEBODY = re.compile(
    r"\b(?:mayor|minister|captain|officer|official|spokes\w+|owner|chief|director|judge|chairman|"
    r"chairwoman|president|leader|company|council|police|guard|widow|woman|man|manager|"
    r"firm|consortium|institute|team|group|union|board|editor|teacher|doctor|engineer|marines|army|"
    r"navy|ministry|government)\b",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    rf"^(?:{_MONTHS}|{_DAYS}|may|the|a|an|it|he|she|they|in|on|at|we|i|this|that|there|his|her|its)$",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"\b(?:how much|what (?:did|does|do|was|is|were|would|will))\b.*\b(?:cost|costs|spend|spent|pay|paid|"
    r"paying|raise|raised|price|worth|salary|earn|earns|earned|fee|budget|charge|charged|owe|owed|lose|lost|"
    r"taken|take|stolen|steal|money)\b|\b(?:cost|price|fee|salary|budget)\b",
    re.IGNORECASE,
)
_BESIDE = 25
_SMALL = frozenset(
    map(stem, "two three four five six seven eight nine ten hundred thousand million billion".split())
)
_SHARED = re.compile(r"\b(?:percentage|share|proportion|per ?cent)\b", re.IGNORECASE)
_SHARE = re.compile(
    r"%|\bper ?cent\b|\b(?:half|third|quarter|tenth|fifth)s?\b|"
    r"\b\w+ (?:in|out of) (?:every )?(?:\d+|ten|five|four|three|six|a hundred)\b",
    re.IGNORECASE,
)


def held(asked: Asked, candidate: Candidate) -> list[tuple[int, int]] | None:
    """Where the clause holds the kind of thing asked for, unless the question has it; None where it need not.

    The places count characters of the candidate's words. A reason's is where its conjunction stands.
    """
    words = candidate.words
    match asked.kind:
        case Kind.WHEN:
            return _fresh(asked, _TIME.finditer(words))
        case Kind.HOW_MANY:
            return _fresh(asked, _amount(asked).finditer(words))
        case Kind.HOW_LONG:
            return _fresh(asked, _DURATION.finditer(words))
        case Kind.WHERE:
            return _fresh(asked, filter(_is_place, _PLACE.finditer(words)))
        case Kind.WHO:
            return names(asked, words)
        case Kind.WHO_IS:
            return [(0, 0)] if describes(asked.names or asked.terms, words) else []
        case Kind.WHY:
            return [match.span() for match in _REASON.finditer(words)]
        case _:
            return None


def _fresh(asked: Asked, matches: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    """The stretches that say more than the question does: not the year or the place that it names."""
    known = asked.terms | asked.numbers
    return [match.span() for match in matches if not _said(match.group()) or _said(match.group()) - known]


def _said(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in meaningful(words)) - _SMALL


def _is_place(match: re.Match[str]) -> bool:
    place = match.group("place") or match.group("noun") or match.group("spot")
    return not _CALENDAR.match(place.split()[-1]) and not _NO_PLACE.match(place)


def counts_unit(asked: Asked, words: str) -> bool:
    """True when a number stands right before what is counted: "four paid staff" for staff, not for women."""
    found = [match.group().lower() for match in re.finditer(r"[\w£$€%.,'’-]+", words)]
    return any(
        stem(word.strip(".,")) == asked.unit
        and any(_NUMBER.search(each) for each in found[max(0, at - 3) : at])
        for at, word in enumerate(found)
    )


def _amount(asked: Asked) -> re.Pattern[str]:
    """What an amount of the asked kind looks like."""
    low = asked.text.lower()
    if "how old" in low or re.search(r"\b(?:at )?(?:what|which) age\b", low):
        return _AGE
    if _SUM.search(low):
        return _MONEY
    return _SHARE if _SHARED.search(low) else _NUMBER


def names(asked: Asked, words: str) -> list[tuple[int, int]]:
    """Where the words name a person or body that the question does not, and not only as a place."""
    found = [match.span() for match in _NAME.finditer(words) if _is_new(asked, match)]
    if asked.wants_name:
        return [span for span in found if _bears(asked, words, span)]
    return found or [m.span() for m in _SOMEBODY.finditer(words) if stem(m.group()) not in asked.terms]


def _is_new(asked: Asked, match: re.Match[str]) -> bool:
    """True for a name that shares no word with the question, no date, and no place ("in Tehran")."""
    telling = [each for each in meaningful(match.group()) if not _CALENDAR.match(each) and not is_stop(each)]
    starts = match.start() == 0 and len(match.group().split()) == 1
    placed = _WHERE_NAMED.search(match.string[: match.start()])
    return bool(telling) and not starts and not placed and not {stem(each) for each in telling} & asked.terms


def _bears(asked: Asked, words: str, span: tuple[int, int]) -> bool:
    """True when a name stands beside the word for the one whose name is wanted: "her sister, Mira"."""
    beside = words[max(0, span[0] - _BESIDE) : span[0]] + " " + words[span[1] : span[1] + _BESIDE]
    return any(stem(each) in asked.terms for each in meaningful(beside))
