"""What the last turn told or was about, as words that a question can go on with."""

from __future__ import annotations

import re

from answering.frames import frame_of
from answering.mentions import definite, phrases_in
from answering.model import Answer, Statement, Turn
from answering.referents import Referents
from index.model import Voice

_WHO_SAID = "Who said “"
_QUOTED = 14
_LONGEST = 18
_SHORTEST = 4
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|\w{3,}ed|\w+n[’']t|"
    r"won|lost|came|went|took|made|said|fell|rose|cost|costs|chose|left|began|paid|sold|bought)\b"
)
_OURS = re.compile(r"\b(?:I|we|my|our|us|me|you|your|I[’']\w+|we[’']\w+)\b")
_OPENING = re.compile(
    r"^(?:and|but|so|that|as|because|which|who|while|then|now|yet|though|when|if|according)\b", re.I
)
_SAYING = re.compile(
    r"(?:say|call|think|tell|write|claim|want|ask|accuse|blame|warn|make|find|agree|describe)\b"
)
_QUOTES = '“”"‘’«» '


def who_said(last: Turn) -> str | None:
    """The question for the speaker of what was answered; None when nothing was."""
    if not isinstance(last.result, Answer):
        return None
    words = _first(last.result).text.strip(_QUOTES).replace("[…]", " ").split()
    more = " …" if len(words) > _QUOTED else ""
    return f"{_WHO_SAID}{' '.join(words[:_QUOTED]).rstrip('.,;:')}{more}”?"


def clause(last: Turn) -> str:
    """What the last answer told, as it can stand after "that"; "" when it is no such clause."""
    if not isinstance(last.result, Answer):
        return ""
    text = " ".join(_first(last.result).text.split()).strip(_QUOTES + ".,;:!—–-")
    if "[…]" in text or re.search(r"[“”\"«»?!;:]|\.\s", text):
        return ""
    text = re.sub(r"^that\s+", "", text)
    words = text.split()
    if (
        not _SHORTEST <= len(words) <= _LONGEST
        or _OURS.search(text)
        or _OPENING.match(text)
        or not _FINITE.search(text)
    ):
        return ""
    small = words[0].lower() in (
        "the",
        "a",
        "an",
        "it",
        "he",
        "she",
        "they",
        "there",
        "this",
        "no",
        "in",
        "on",
        "its",
    )
    return text[:1].lower() + text[1:] if small else text


def named_thing(last: Turn) -> str:
    """The few words by which the last answer calls something: "a great step"; else ""."""
    if not isinstance(last.result, Answer):
        return ""
    text = _first(last.result).text.strip(_QUOTES + ".,;:!")
    return text if len(text.split()) <= _SHORTEST + 2 and not _OURS.search(text) else ""


def source(last: Turn) -> str:
    """Who says what the last answer told; "" when nobody is cited."""
    if not isinstance(last.result, Answer):
        return ""
    sources = _first(last.result).sources
    return sources[-1] if sources else ""


def topic(last: Turn, referents: Referents) -> str:
    """What the last question was about: the last thing it named, whomever it asked."""
    frame = frame_of(last.question.standalone)
    about = re.search(r"\babout\s+(\S.*)$", frame.rest)
    if about:
        return about.group(1)
    phrases = list(phrases_in(frame.said))
    if frame.subject and not _SAYING.match(frame.rest):
        return definite(frame.subject)
    if phrases:
        return definite(phrases[-1])
    return frame.subject or (definite(frame.counted) if frame.counted else "") or referents.focus()


def _first(answer: Answer) -> Statement:
    """The statement that answers: the first one of a source, else the first."""
    cited = (each for each in answer.statements if each.voice is Voice.ATTRIBUTED)
    return next(cited, answer.statements[0])
