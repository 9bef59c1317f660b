"""Interviews and transcripts: whose turn a paragraph is.

Paragraphs begin with "Q:", "A:" or a speaker's name and a colon; or questions stand bare, one to a paragraph,
and answers after them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.language.sentences import gaps
from index.model import Span
from index.voices.people import People

_LABEL = re.compile(
    r"(?:\*\*|__)?(Q|A|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3})\s?(?::|\.(?=\s))(?:\*\*|__)?\s+"
)
_ASKING = frozenset(["q", "question", "interviewer", "editor", "ed", "host"])
_ANSWERING = frozenset(["a", "answer"])
_OFTEN = 0.4  # the share of turns that hold a question, from which on a label is the interviewer's

_ME = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|me)\b")
_I = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y)\b")
_YOU = re.compile(r"\b(?:you|your|you['’](?:re|ve|d|ll))\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«][^“”\"«»]*[”\"»]")
_WE = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|me|we|us|our|[Ww]e['’](?:re|ve|d|ll))\b")
_REMARK = 30  # words of an interviewer's remark that asks nothing, at most
_TOLD = re.compile(r"(?:He|She|They|His|Her|Their|It is|We) ")
_EMPHASIS = "*_ "
_FEWEST = 3  # bare questions with an answer, below which they may well be rhetorical
_BYLINE = 8  # words; a shorter line before the first turn may name the one who asks
_LONGEST = 60  # words of a bare question with what leads up to it
# "(Laughs.)", "[Long pause.]": told by the author inside an answer.
_ASIDE = re.compile(r"\((?=[A-Z])[^()]{2,60}[.!]\)|\[(?=[A-Z])[^\[\]]{2,60}\]")


@dataclass(frozen=True, slots=True)
class Speech:
    """One turn: its `label`, if it has one, the stretches of what is said, and by whom.

    No speaker for the author's own question.
    """

    label: Span | None
    spans: tuple[Span, ...]
    speaker: str


def read(text: str, paragraphs: Sequence[Span], people: People) -> dict[int, Speech]:
    """The turns by the number of their paragraph; empty for what is no interview."""
    return _labelled(text, paragraphs, people) or _bare(text, paragraphs, people)


def _labelled(text: str, paragraphs: Sequence[Span], people: People) -> dict[int, Speech]:
    """The labelled paragraphs; none unless labels recur as in a transcript."""
    labels = {
        number: match for number, p in enumerate(paragraphs) if (match := _LABEL.match(text, p.start, p.end))
    }
    counts = Counter(match.group(1).lower() for match in labels.values())
    recurring = {label for label, count in counts.items() if count > 1}
    if len(recurring) < 2 and not (recurring & (_ASKING | _ANSWERING)):
        return {}
    asking = _ASKING | _interviewers(text, paragraphs, labels, people)
    guest = _guest(text, paragraphs, min(labels), people)
    found = {}
    for number, match in labels.items():
        label = match.group(1)
        if label.lower() in recurring | asking | _ANSWERING:
            speaker = "" if label.lower() in asking else _speaker(label, guest, people)
            said = Span(match.end(), paragraphs[number].end)
            found[number] = Speech(Span(match.start(1), match.end(1)), _without_asides(text, said), speaker)
    return found


def _interviewers(
    text: str, paragraphs: Sequence[Span], labels: Mapping[int, re.Match[str]], people: People
) -> set[str]:
    """Labels that name no person and mostly ask ("PR:"), and the long form of such ("PAMOJA REVIEW:")."""
    turns = Counter(match.group(1).lower() for match in labels.values())
    asked = Counter(
        match.group(1).lower() for number, match in labels.items() if "?" in paragraphs[number].of(text)
    )
    found = {
        label
        for label, count in turns.items()
        if count > 1 and asked[label] >= _OFTEN * count and not people.is_name(label.split()[-1])
    }
    if len(found) == len({label for label, count in turns.items() if count > 1}):
        return set()
    return found | {label for label in turns if "".join(word[0] for word in label.split()) in found}


def _speaker(label: str, guest: str, people: People) -> str:
    if label.lower() in _ANSWERING:
        return guest
    return people.name_of(label.split()[-1].capitalize() if label.isupper() else label.split()[-1])


def _without_asides(text: str, said: Span) -> tuple[Span, ...]:
    asides = [
        Span(match.start() - said.start, match.end() - said.start)
        for match in _ASIDE.finditer(text, said.start, said.end)
    ]
    free = [span.shifted(said.start) for span in gaps(said.end - said.start, asides)]
    return tuple(span for span in free if span.of(text).strip())


def _bare(text: str, paragraphs: Sequence[Span], people: People) -> dict[int, Speech]:
    """Questions to "you" and answers by "I" without labels; none unless both recur."""
    shown = [_QUOTED.sub("", p.of(text)) for p in paragraphs]
    asks = [_asks(words) for words in shown]
    answers = [shown[at + 1] for at, asked in enumerate(asks[:-1]) if asked and not asks[at + 1]]
    addressed = sum(bool(_YOU.search(words)) for words, asked in zip(shown, asks, strict=True) if asked)
    personal = sum(bool(_ME.search(words)) for words in answers)
    if len(answers) < _FEWEST or 2 * personal < len(answers) or 3 * addressed < sum(asks):
        return {}
    return _turns(text, paragraphs, shown, asks, _guest(text, paragraphs, asks.index(True), people))


def _guest(text: str, paragraphs: Sequence[Span], first: int, people: People) -> str:
    """Whom the words before the first turn present, not counting lines that are too short for it."""
    before = [p for p in paragraphs[:first] if len(p.of(text).split()) >= _BYLINE]
    named = people.presented(before[0].start, before[-1].end) if before else people.presented(0, 0)
    return named or "the person interviewed"


def _asks(words: str) -> bool:
    bare = words.strip(_EMPHASIS)
    return bare.endswith("?") and len(bare.split()) <= _LONGEST and not _ME.search(bare)


def _turns(
    text: str, paragraphs: Sequence[Span], shown: Sequence[str], asks: Sequence[bool], guest: str
) -> dict[int, Speech]:
    found: dict[int, Speech] = {}
    asked = answered = False
    for number, words in enumerate(shown):
        answer = shown[number + 1] if number + 1 < len(shown) and not asks[number + 1] else ""
        if (
            asks[number]
            or (answered and _YOU.search(words) and not _ME.search(words))
            or (found and not asked and _prompts(words, answer, answered))
        ):
            found[number] = Speech(None, (paragraphs[number],), "")
            asked, answered = True, False
        elif (asked or (answered and _I.search(words))) and not _TOLD.match(words):
            found[number] = Speech(None, _without_asides(text, paragraphs[number]), guest)
            asked, answered = False, True
        else:
            asked = answered = False
    return found


def _prompts(words: str, answer: str, answered: bool) -> bool:
    """True for a remark of the interviewer's that is no question: short, "me" in what follows."""
    if len(words.split()) > _REMARK or _I.search(words) or _TOLD.match(words) or not _WE.search(answer):
        return False
    return answered or (bool(_YOU.search(words)) and bool(_I.search(answer)))
