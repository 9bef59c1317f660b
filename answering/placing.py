"""A question that goes on about something without naming it, with the name of what it goes on about."""

from __future__ import annotations

import re

from answering.ellipsis import is_fragment
from answering.frames import without_connective
from answering.mentions import GROUP_NOUNS, PERSON_NOUNS, Sort, names_in
from answering.referents import Referents
from answering.wording import meaningful, stems

_HANGING = re.compile(r"\b(?:else|others?|another|same|such|again|further|more|instead)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\?|\b(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|does|do|did|has|have|had|will|would|can)\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\bthe (?!(?:other|others|same|rest|author)\b)(?P<noun>\w+)", re.IGNORECASE)
_UNCOUNTED = re.compile(
    r"\bhow (?:many|much) (?:is|are|was|were|has|have|had|will|would|do|does|did|can|could)\b", re.I
)
_LEFT = re.compile(r"\b(?:he|she|they|it|him|her|them|his|their|its)\b", re.IGNORECASE)
_POINTING_AT_END = re.compile(r"\b(?:that|this|it)\b(?:\s+(?:out|in|on|up|so))?\s*\??$")
_HEADED = re.compile(
    r"\bthe (?!(?:first|last|same|other|next|author|article|most|end|time|way|reason)\b)(?P<noun>[\w’'\-]+)"
    r"(?=\s+(?:be|close|open|start|end|stop|last|happen|work|say|get|come|go|do|cost|want)\b|\s*\??$)",
    re.IGNORECASE,
)
_FEW = 2
_SHORT = 4


def goes_on(question: str, referents: Referents) -> str:
    """A question that refers to nothing by a word, with its focus where it hangs on it; else unchanged."""
    if any(names_in(question)) or is_fragment(without_connective(question).strip(" ?.!")):
        return question
    connected = without_connective(question) != question
    focus = referents.focus()
    words = len(meaningful(question))
    if (connected and _bridges(question, referents)) or _UNCOUNTED.search(question):
        return _anchored(question, referents)
    short = words <= _FEW
    hanging = words <= _SHORT and _HANGING.search(question)
    if not (connected or hanging or short):
        return question
    if connected and not focus[:1].isupper():
        return question
    if not connected and not _ASKS.search(question):
        return question  # "thanks" goes on about nothing
    if _DEFINITE.search(question) and referents.known.sort(focus) in (Sort.PERSON, Sort.UNKNOWN):
        return question  # "When will the exercise be held?" is of nobody
    told_of = stems(focus) & stems(question)
    return _placed(question, focus, referents) if focus and not told_of else question


def _anchored(question: str, referents: Referents) -> str:
    """The question with the name by which its article is found among others."""
    anchor = "" if _LEFT.search(question) else referents.anchor()
    told_of = stems(anchor) & stems(question)
    return _placed(question, anchor, referents) if anchor and not told_of else question


def _placed(question: str, focus: str, referents: Referents) -> str:
    """The question with what it is about: after the phrase that hangs on it, else at its end."""
    sort = referents.known.sort(focus)
    headed = _HEADED.search(question)
    if headed and headed.group("noun").lower() not in PERSON_NOUNS | GROUP_NOUNS:
        return f"{question[: headed.end()]} of {focus}{question[headed.end() :]}"
    if _POINTING_AT_END.search(question):
        return f"{question.rstrip(' ?.')} about {focus}?"
    return f"{question.rstrip(' ?.')} {'in' if sort is Sort.PLACE else 'for'} {focus}?"


def _bridges(question: str, referents: Referents) -> bool:
    """True where "the judge" stands in what the last answers were taken from: it is the judge of that."""
    told = stems(referents.known.shown)
    return any(stems(each.group("noun")) & told for each in _DEFINITE.finditer(question))
