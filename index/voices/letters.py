"""Letters to an editor: whose each is, by the line that signs it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.model import Span
from index.voices.interviews import Speech
from index.voices.people import People

_SALUTED = re.compile(r"(?:Dear\s|Sirs?\b|Madam\b|To the Editor\b|Editor\b)[^\n.]{0,30}?[,:–—-]")
_NAME = r"[^\W\d_a-zß-öø-ÿ][\w’'.\-]*"
# "Gwen Tranter, High Fold", "Dr Alasdair Finlay", "Rev. Theo Maddern, Chaplain to the Bishop".
_SIGNED = re.compile(
    rf"[*_—–\- ]*(?P<name>{_NAME}(?:\s(?:(?:de|van|von|der)\s)?{_NAME}){{1,4}})[*_]*(?:\s*[,(\n].{{0,60}})?$"
)
_LONGEST = 10  # words of a heading or a signature
_FEWEST = 2  # letters, below which nothing but a salutation makes one
_I = re.compile(r"\b(?:I|[Mm]y|[Ww]e|[Oo]ur)\b")


def read(text: str, paragraphs: Sequence[Span], people: People) -> dict[int, Speech]:
    """The letters' paragraphs by their number, each with its writer; empty where nobody is saluted."""
    saluted = [bool(_SALUTED.match(text, p.start, p.end)) for p in paragraphs]
    if not any(saluted):
        return {}
    found: dict[int, Speech] = {}
    letters = list(_letters(text, paragraphs, saluted))
    for numbers, name in letters:
        first = next((n for n in numbers if saluted[n]), None)
        personal = any(_I.search(paragraphs[n].of(text)) for n in numbers)
        if first is None and (len(letters) < _FEWEST or not personal):
            continue
        speaker = people.display(name)
        for number in numbers if first is None else range(first, numbers[-1] + 1):
            found[number] = Speech(name, (paragraphs[number],), speaker)
    return found


def _letters(text: str, paragraphs: Sequence[Span], saluted: Sequence[bool]) -> list[tuple[list[int], Span]]:
    """The paragraphs of each letter, from the last heading or signature on, and the name that signs it."""
    found, body = [], list[int]()
    for number, paragraph in enumerate(paragraphs):
        words = paragraph.of(text)
        if (
            len(words.split()) > _LONGEST
            or words.rstrip().endswith((".", "?", "!", "”", '"'))
            or saluted[number]
        ):
            body.append(number)
            continue
        signed = _SIGNED.match(words)
        if signed and body:
            found.append((body, Span(*signed.span("name")).shifted(paragraph.start)))
        body = []
    return found
