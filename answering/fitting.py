"""Does a clause hold the kind of thing asked for: a time, a number, a sum, an age, a place, a person?"""

from __future__ import annotations

import re

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
    r"\b(?:in|at|on|near|from|to|outside|inside|beside|under|over|off|behind|across|through|between|"
    r"along|around|into|of) (?:the |a |an )?(?:\w+ )?[A-Z]"
    r"|\b(?:in|at|on|near|outside|inside|beside|under|behind|over|above|below|across) (?:the|a|an|"
    r"his|her|its|their) \w+|\bhere\b"
)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|so that|in order to|thanks to|reason|as a result|for fear|"
    r"over|response|aims?|means|caused|blames?|without|for \w+ing|by \w+ing|after \w+ing)\b",
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
    r"\bhow much\b.*\b(?:cost|costs|spend|spent|pay|paid|paying|raise|raised|price|worth|salary|"
    r"earn|earns|earned|fee|budget|charge|charged|owe|owed|lose|lost|taken|take|stolen|steal|worth|"
    r"money)\b|\b(?:cost|price|fee|salary|budget)\b",
    re.IGNORECASE,
)


_WITHOUT = -1.0
"""No score outweighs it: a question for a time is not answered by a clause without one."""


def fit(asked: Asked, candidate: Candidate) -> float:
    """A bonus for holding the kind of thing asked for, a malus where it leaves no doubt and is not there."""
    words = candidate.words
    match asked.kind:
        case Kind.WHEN:
            return 0.2 if _TIME.search(words) else _WITHOUT
        case Kind.HOW_MANY:
            return _counted(asked, candidate)
        case Kind.HOW_LONG:
            return 0.2 if _DURATION.search(words) else _WITHOUT
        case Kind.WHERE:
            return 0.1 if _PLACE.search(words) else -0.3
        case Kind.WHO:
            return 0.1 if names_somebody(asked, words) else _WITHOUT if asked.wants_name else -0.5
        case Kind.WHO_IS:
            return 0.3 if describes(asked.names or asked.terms, words) else _WITHOUT
        case Kind.AUTHOR:
            return -0.3 if words.rstrip("”\"'’» )").endswith("?") else 0.0  # a question says least of a view
        case Kind.WHY:
            return 0.12 if _REASON.search(words) else -0.08
        case _:
            return 0.0


def _counted(asked: Asked, candidate: Candidate) -> float:
    words = candidate.words
    if asked.text.lower().startswith("how old") or " how old " in asked.text.lower():
        return 0.2 if _AGE.search(words) else _WITHOUT
    if _SUM.search(asked.text):
        return 0.2 if _MONEY.search(words) else _WITHOUT
    if not _NUMBER.search(words):
        return _WITHOUT
    return 0.2 if not asked.unit or asked.unit in candidate.own else -0.15


def names_somebody(asked: Asked, words: str) -> bool:
    """True when the words name a person or body that the question does not, and not only as a place."""
    for match in _NAME.finditer(words):
        fresh = [
            name
            for name in meaningful(match.group())
            if stem(name) not in asked.terms and not _CALENDAR.match(name) and not is_stop(name)
        ]
        starts = match.start() == 0 and len(match.group().split()) == 1
        if fresh and not starts and not _WHERE_NAMED.search(words[: match.start()]):
            return True
    return (
        any(stem(match.group()) not in asked.terms for match in _SOMEBODY.finditer(words))
        and not asked.wants_name
    )
