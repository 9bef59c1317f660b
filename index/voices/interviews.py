"""Interviews and transcripts: paragraphs that begin with "Q:", "A:" or a speaker's name and a colon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Span
from index.voices.people import People

_LABEL = re.compile(
    r"(?:\*\*|__)?(Q|A|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3})\s?(?::|\.(?=\s))(?:\*\*|__)?\s+"
)
_ASKING = frozenset(["q", "question", "interviewer", "editor", "ed", "host"])
_ANSWERING = frozenset(["a", "answer"])


@dataclass(frozen=True, slots=True)
class Speech:
    """One labelled paragraph: its `label`, what is said, and by whom.

    No speaker for the author's own question.
    """

    label: Span
    span: Span
    speaker: str


def read(text: str, paragraphs: Sequence[Span], people: People) -> dict[int, Speech]:
    """The labelled paragraphs by number; empty unless labels recur as in a transcript."""
    labels = {
        number: match for number, p in enumerate(paragraphs) if (match := _LABEL.match(text, p.start, p.end))
    }
    counts = Counter(match.group(1).lower() for match in labels.values())
    recurring = {label for label, count in counts.items() if count > 1}
    if len(recurring) < 2 and not (recurring & (_ASKING | _ANSWERING)):
        return {}
    guest = people.most_named()
    found = {}
    for number, match in labels.items():
        label = match.group(1)
        if label.lower() in recurring | _ASKING | _ANSWERING:
            speaker = _speaker(label, guest, people)
            found[number] = Speech(
                Span(match.start(1), match.end(1)), Span(match.end(), paragraphs[number].end), speaker
            )
    return found


def _speaker(label: str, guest: str, people: People) -> str:
    low = label.lower()
    if low in _ASKING:
        return ""
    if low in _ANSWERING:
        return guest or "the person interviewed"
    return people.name_of(label.split()[-1].capitalize() if label.isupper() else label.split()[-1])
