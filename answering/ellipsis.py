"""Fragments made whole by the last question: "when?", "and in 2020?", "what about Tehran?", "why not?"."""

from __future__ import annotations

import re
from dataclasses import replace

from answering.frames import (
    ADVERBS,
    AUXILIARIES,
    PREPOSITIONS,
    PRONOUNS,
    Frame,
    expanded,
    frame_of,
    is_verb,
    low_of,
    owns,
    without_connective,
)
from answering.mentions import VAGUE, Sort, definite, head_words, names_in, phrases_in
from answering.referents import Referents

_ABOUT = re.compile(
    r"^\s*(?:and|but|so|ok|okay|then)?[\s,]*(?:what|how) about\s+(?P<what>[^?]+?)\s*\??\s*$", re.I
)
_AND = re.compile(r"^\s*(?:and|but|or)\s+(?P<what>[^?]+?)\s*\??\s*$", re.I)
_IF = re.compile(r"^(?:what )?if\b", re.I)
_ASKING = re.compile(
    r"^(?:(?:out )?(?:of|in|on|at|to|for|from|by|with|about|against|over|since|until|till|after|before|"
    r"under)\s+)?"
    r"(?:when|where|why|who|whom|whose|what|which|how)\b",
    re.I,
)
_ASKING_ON = re.compile(
    r",\s*(?:when|where|why|who|whom|whose|what|which|how|is|are|was|were|do|does|did)\b", re.I
)
_TAIL = re.compile(r"[\s,]+(?:exactly|then|so|precisely|(?:is|was) (?:that|this)|that is)$", re.I)
_NOT = re.compile(r"^why not$", re.I)
_TIMES = re.compile(
    r"^(?:now|today|before|earlier|later|then|at first|at the end|this year|last year|the year before|"
    r"the (?:next|following|previous) (?:year|day|week|month)|afterwards|in the end|nowadays)$",
    re.I,
)
_TIME_AT_END = re.compile(
    r",?\s+(?:now|today|at first|at (?:the|its|their) (?:end|beginning|start|founding|opening|launch)|"
    r"this year|last year|in \d{4}|in the (?:end|beginning)|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|nowadays|originally)$",
    re.I,
)
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|last|next|previous|other|\d+(?:st|nd|rd|th))$", re.I
)
_SAYING = re.compile(r"^(?:say|write|claim|tweet|argue)\b", re.I)
_AUXILIARY = "|".join(sorted(AUXILIARIES))
_OBJECTS = frozenset(["what", "who", "whom", "which"])
_WHENCE = frozenset(["when", "where", "why", "how"])
_NEGATED = {"will": "won’t", "can": "can’t", "would": "wouldn’t"}
_LONGEST = 8
_MORE_ASKED = 4


def bare(question: str, last: str, referents: Referents) -> str | None:
    """The last question with another asking phrase ("when?", "to whom?", "how many neurons?"), or None."""
    phrase = _TAIL.sub("", without_connective(question).strip(" ?.!"))
    frame = frame_of(last)
    if _NOT.match(phrase):
        return _negated(frame)
    elided = re.fullmatch(rf"(?P<wh>who|what|which) (?P<aux>{_AUXILIARY})", phrase, re.I)
    if elided and frame.auxiliary and not frame.subject:
        return replace(frame, asked=elided.group("wh").capitalize(), auxiliary=elided.group("aux")).text()
    if not is_fragment(phrase):
        return None
    if stranded := re.fullmatch(r"(?P<wh>what|whom?) (?P<prep>with|about|from|to|by|against)", phrase, re.I):
        rest = f"{_ungapped(frame, 'When').rest} {stranded.group('prep')}"
        return replace(frame, asked=stranded.group("wh").capitalize(), rest=rest).text()
    asked = re.sub(r"\s+ones?$", "", phrase[:1].upper() + phrase[1:])
    asked = re.sub(r"^What for$", "Why", asked)
    word = frame_of(f"{asked}?").word
    if word in _WHENCE and "how many" not in asked.lower():
        return _whence(asked, frame, referents)
    if frame.counted and re.search(r"how (?:many|much)$", asked, re.I):
        asked = f"{asked} {frame.counted}"
    if not frame.auxiliary and asked.split()[0].lower() in PREPOSITIONS:
        return None
    if not frame.auxiliary or frame.word:
        return replace(_ungapped(frame, asked), asked=asked).text()
    return replace(frame, asked=asked, auxiliary=frame.auxiliary.lower()).text()


def is_fragment(phrase: str) -> bool:
    """True for an asking phrase alone, such as "to whom" or "how many neurons"."""
    phrase = expanded(phrase)
    words = phrase.split()
    if not _ASKING.match(phrase) or len(words) > _MORE_ASKED + 1:
        return False
    if words[0].lower() == "who" and words[1:2] not in ([], ["else"], ["exactly"]):
        return False  # "who owns the pipe"
    if len(words) == _MORE_ASKED and words[0].lower() in ("what", "which", "who", "whose"):
        return False  # "what artwork incorporates elephants"
    lows = [low_of(word) for word in words]
    return not any(low in AUXILIARIES | PRONOUNS or is_verb(low) for low in lows) and not any(
        names_in(phrase[1:])
    )


def _whence(asked: str, frame: Frame, referents: Referents) -> str | None:
    """A "when?", "why?", "since when?" of what the last question was about."""
    if not frame.auxiliary:
        if not frame.rest:
            return None
        subject = referents.answered() or (definite(frame.counted) if frame.counted else "somebody")
        if frame.word == "what" and not frame.counted:
            subject = "that"
        return f"{asked} was it that {subject} {frame.rest}?"
    if not frame.subject and frame.word in _OBJECTS:
        subject = referents.answered() or ("somebody" if frame.word != "what" else "that")
        return replace(frame, asked=asked, subject=_shorter(subject, frame.rest)).text()
    return replace(_ungapped(frame, asked), asked=asked, auxiliary=frame.auxiliary.lower()).text()


def _shorter(subject: str, rest: str) -> str:
    """A subject without the words at its end with which the question ends as well."""
    words, ends = subject.split(), rest.split()
    for size in range(min(len(words) - 1, len(ends)), 0, -1):
        if words[-size:] == ends[-size:]:
            return " ".join(words[:-size])
    return subject


def _ungapped(frame: Frame, asked: str) -> Frame:
    """A question after what was said or done, without the place of what it asked for."""
    if (
        frame.word not in _OBJECTS | {"how"}
        or (frame.word == "how" and not frame.counted)
        or frame.asked.lower().split()[0] in PREPOSITIONS
    ):
        return frame
    if frame_of(f"{asked}?").counted or re.search(r"how (?:many|much)$", asked, re.I):
        return frame
    if frame_of(f"{asked}?").word in _OBJECTS and asked.split()[0].lower() not in PREPOSITIONS:
        return frame  # the other asking phrase asks for the same part
    words = frame.rest.split()
    if frame.counted and words:
        return replace(frame, rest=_regained(words, definite(frame.counted)))
    if len(words) > 1 and words[-1].lower() in PREPOSITIONS:
        return replace(frame, rest=" ".join(words[:-1]))
    if frame.word == "what" and "do" in words:
        at = words.index("do") + 1
        return replace(frame, rest=" ".join([*words[:at], "that", *words[at:]]))
    if frame.word == "what" and words[:1] == ["tell"]:
        return replace(frame, rest=f"{frame.rest} that")
    if frame.word == "what" and _SAYING.match(frame.rest):
        return replace(frame, rest=_SAYING.sub(lambda verb: f"{verb.group()} that", frame.rest, count=1))
    return frame


def _regained(words: list[str], thing: str) -> str:
    """What was said of a thing, with the thing after its verb: "go to the concerts"."""
    at = 2 if len(words) > 1 and words[1].lower() in PREPOSITIONS and len(words) == 2 else 1
    if len(words) > at and words[at].lower() not in PREPOSITIONS:
        return " ".join(words)
    return " ".join([*words[:at], thing, *words[at:]])


def _negated(frame: Frame) -> str | None:
    low = frame.auxiliary.lower()
    if not low or low.endswith("t"):
        return None
    return replace(frame, asked="Why", auxiliary=_NEGATED.get(low, f"{low}n’t")).text()


def exchanged(question: str, last: str, referents: Referents) -> str | None:
    """The last question asked of something else ("and Scalise?", "what about the tanker?"), or None."""
    match = _ABOUT.match(question) or _AND.match(question)
    if match is None:
        return None
    what = match.group("what").strip(" ,.")
    first = low_of(what.split()[0])
    if _IF.match(what):
        return f"What happens {re.sub('^what ', '', what, flags=re.I)}?"
    if _ASKING.match(what) or first in AUXILIARIES or len(what.split()) > _LONGEST:
        return None
    if _ASKING_ON.search(what):
        return None  # "and this time, what does she predict?" is a question of its own
    if first in PRONOUNS and len(what.split()) == 1:
        return None
    if re.fullmatch(r"the others?(?: ones?)?", what, re.I):
        what = referents.other() or what
    if turned := _against(what, last):
        return turned
    if _TIMES.match(what) or first in PREPOSITIONS:
        return _adjoined(what, last)
    return _in_slot(what, last, referents)


def _against(what: str, last: str) -> str:
    """The last question of the other side: "in favour" where it had "against"; "" for anything else."""
    if not re.fullmatch(r"in favou?r|for(?: it)?", what, re.I) or not re.search(r"\bagainst\b", last, re.I):
        return ""
    return re.sub(r"\bagainst\b", f"{'for' if what[:1].lower() == 'f' else f'{what} of'}", last, count=1)


def _adjoined(what: str, last: str) -> str:
    """The last question with "in 2020", "now", "according to Anton" for what it had of that kind."""
    frame = frame_of(last)
    first = what.split()[0].lower()
    text = " ".join(filter(None, (frame.subject, frame.rest)))
    if first != "according":
        text = re.sub(r",?\s+according to [^,]+$", "", text)
    if _TIMES.match(what) or re.fullmatch(r"in \d{4}", what):
        text = _TIME_AT_END.sub("", text)
        past = frame.auxiliary.lower() == "did" and what.lower() in ("now", "today", "nowadays")
        frame = replace(frame, auxiliary="does") if past else frame
    else:
        old = re.search(rf",?\s+{re.escape(first)}\s+[^,]*$", text, re.I)
        if old is not None:
            if _ORDINAL.search(what) and not _ORDINAL.search(old.group()):
                what = f"{what} {old.group().split()[-1]}"
            text = text[: old.start()]
        comma = "," if first == "according" else ""
        return replace(frame, subject="", rest=f"{text}{comma} {what}").text()
    return replace(frame, subject="", rest=f"{text} {what}").text()


def _in_slot(what: str, last: str, referents: Referents) -> str:
    """The last question with `what` in the place of what fits it best."""
    topic = re.search(r"\babout\s+(?P<of>\S.*?)\W*$", last)
    named = head_words(what)[:1].isupper()
    sort = referents.known.sort(what)
    if topic and (not any(names_in(last[: topic.start("of")])) or (not named and not _speaks(sort))):
        return f"{last[: topic.start('of')]}{what}?"
    slots = list(_slots(last))
    old = _fitting(sort, slots, referents, named=named)
    if not old:
        return f"{last.rstrip(' ?')}, as for {what}?"
    own = old
    if named and not old[:1].isupper():
        own = next(names_in(old), old) if not old.lower().startswith(("the ", "a ")) else old
    changed = re.sub(rf"(?<!\w){re.escape(own)}(?!\w)", lambda _: what, last, count=1)
    return changed[:1].upper() + changed[1:]


def _speaks(sort: Sort) -> bool:
    return sort in (Sort.PERSON, Sort.GROUP)


def _slots(last: str) -> list[str]:
    frame = frame_of(last)
    found = [frame.subject] if frame.subject and low_of(frame.subject) not in PRONOUNS | ADVERBS else []
    if frame.counted:
        found.append(frame.counted)
    found += phrases_in(frame.said)
    return [each for each in found if not VAGUE.match(each)]


def _fitting(sort: Sort, slots: list[str], referents: Referents, *, named: bool) -> str:
    """The slot of this sort: a name for a name, the last thing for a thing; "" where there is none."""
    sorts = [(slot, referents.known.sort(slot)) for slot in slots]
    same = [slot for slot, each in sorts if each is sort]
    if named:
        names = [slot for slot in slots if head_words(slot)[:1].isupper() and not owns(slot.split()[0])]
        alike = [slot for slot in same if slot in names] or same
        if sort is Sort.UNKNOWN:
            alike = alike or names or [slot for slot, each in sorts if _speaks(each)]
        return (alike or names or [""])[0]
    if sort is Sort.THING:
        return (same or [""])[-1]
    speaking = [slot for slot, each in sorts if _speaks(each) or each is Sort.UNKNOWN]
    return (same or speaking or [""])[0]


def more(question: str, last: str) -> str | None:
    """An "anything else?" of the last question, or None."""
    if not re.match(
        r"^\s*(?:and\s+)?(?:what|who|where|anything|anyone|anybody|something|someone) else\s*\??\s*$",
        question,
        re.I,
    ):
        return None
    frame = frame_of(last)
    if frame.word not in ("what", "who", "whom", "where") or frame.counted:
        return None
    return replace(frame, asked=f"{frame.asked} else").text()
