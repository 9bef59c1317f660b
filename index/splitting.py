"""A labelled document cut into passages: short enough to embed, no quotation torn from its speaker.

Passages are made of whole sentences of one paragraph, or of neighbouring paragraphs where a quotation goes on
or its speaker stands next door. Only a single sentence that is itself too long is cut, at a mark or a blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from index.language.sentences import paragraphs, sentences, trimmed
from index.model import Document, Labelling, Passage, Span, Voice, VoicedSpan

TARGET_WORDS = 60
"""A passage stops growing here; some 80 word pieces."""
LIMIT_WORDS = 150
"""No passage is longer: below the 256 word pieces that the embedding model reads, for any ordinary text."""
_HEADING_WORDS = 6
_BLANKS = re.compile(r"\s+")
_QUESTION = re.compile(r"\W*(?:Q|[A-Z][\w.’' -]{1,30}):.*\?$", re.DOTALL)
_ANSWER = re.compile(r"\W*(?:A|[A-Z][\w.’' -]{1,30}):")
LIMIT_CHARACTERS = 1_000
"""Nor longer than this: words without blanks would pass the other limit."""


def split(document: Document, labelling: Labelling) -> tuple[Passage, ...]:
    """The document's passages in reading order, covering its article once, boilerplate left out.

    `passage.text == document.text[passage.span.start:passage.span.end]` for each.
    """
    identity = document.id
    units = [
        piece
        for paragraph in paragraphs(document.text, document.boilerplate)
        for sentence in sentences(document.text, paragraph)
        for piece in _short(document.text, sentence)
    ]
    spans = _grouped(document.text, units, labelling.spans)
    voiced = _Window(labelling.spans)
    return tuple(Passage(identity, span, span.of(document.text), voiced.within(span)) for span in spans)


def _grouped(text: str, units: Sequence[Span], voiced: Sequence[VoicedSpan]) -> list[Span]:
    groups: list[Span] = []
    glue = _Glue(voiced)
    words = 0
    for unit in units:
        length = _words(text, unit)
        if groups and _joins(text, groups[-1], unit, words, length, glue):
            groups[-1] = Span(groups[-1].start, unit.end)
            words += length
        else:
            groups.append(unit)
            words = length
    return groups


def _joins(text: str, group: Span, unit: Span, words: int, length: int, glue: _Glue) -> bool:
    if words + length > LIMIT_WORDS or unit.end - group.start > LIMIT_CHARACTERS:
        return False
    between = text[group.end : unit.start]
    if between.strip():
        return False  # boilerplate stands between: a passage is one unbroken stretch of the article
    if glue.holds(group, unit, text) or _leads(text, group, unit):
        return True
    same_paragraph = "\n\n" not in between and between.count("\n") < 2
    return same_paragraph and words + length <= TARGET_WORDS


def _leads(text: str, group: Span, unit: Span) -> bool:
    """True for a heading and the text under it, and for an interviewer's question and its answer."""
    head = group.of(text).rstrip("*_# ")
    is_heading = len(head.split()) <= _HEADING_WORDS and head[-1:].isalnum() and "\n" not in head
    return is_heading or (_QUESTION.match(head) is not None and _ANSWER.match(unit.of(text)) is not None)


class _Glue:
    """Knows where a quotation's speaker stands in the sentence before or after it."""

    def __init__(self, voiced: Sequence[VoicedSpan]) -> None:
        self._window = _Window(voiced)

    def holds(self, group: Span, unit: Span, text: str) -> bool:
        """True when `unit` begins with words of the speaker whom `group` ends with, or whom it introduces."""
        after = self._window.first(unit)
        before = self._window.last(group)
        if after is None or before is None:
            return False
        if text[group.start : group.end].rstrip()[-1:] == ":":
            return True
        if after.voice is Voice.ATTRIBUTED and before.voice is Voice.ATTRIBUTED:
            return after.sources == before.sources
        return (
            before.voice is Voice.ATTRIBUTED
            and before.span.start == group.start
            and len(unit.of(text).split()) <= 8
        )


class _Window:
    """The voiced spans within one stretch after another, in one walk."""

    def __init__(self, voiced: Sequence[VoicedSpan]) -> None:
        self._voiced = voiced
        self._at = 0

    def within(self, span: Span) -> tuple[VoicedSpan, ...]:
        """The voiced spans that begin in `span` or reach into it, clipped to it; spans must come in order."""
        self._seek(span.start)
        found = []
        for voiced in self._voiced[self._at :]:
            if voiced.span.start >= span.end:
                break
            found.append(_clipped(voiced, span))
        return tuple(found)

    def first(self, span: Span) -> VoicedSpan | None:
        """The first voiced span that reaches into `span`."""
        self._seek(span.start)
        if self._at < len(self._voiced) and self._voiced[self._at].span.start < span.end:
            return self._voiced[self._at]
        return None

    def last(self, span: Span) -> VoicedSpan | None:
        """The last voiced span that begins before `span` ends."""
        at = self._at
        while at < len(self._voiced) and self._voiced[at].span.start < span.end:
            at += 1
        return self._voiced[at - 1] if at else None

    def _seek(self, start: int) -> None:
        while self._at < len(self._voiced) and self._voiced[self._at].span.end <= start:
            self._at += 1
        while self._at and self._voiced[self._at - 1].span.end > start:
            self._at -= 1


def _clipped(voiced: VoicedSpan, span: Span) -> VoicedSpan:
    if span.contains(voiced.span):
        return voiced
    inside = Span(max(voiced.span.start, span.start), min(voiced.span.end, span.end))
    loaded = tuple(mark for mark in voiced.loaded if inside.contains(mark))
    return VoicedSpan(inside, voiced.voice, voiced.sources, voiced.quotation, voiced.speculative, loaded)


def _words(text: str, span: Span) -> int:
    return len(span.of(text).split())


def _short(text: str, sentence: Span) -> list[Span]:
    """The sentence, or pieces of it within the limits, cut at a clause's mark or else at a blank."""
    pieces = []
    rest = sentence
    while _words(text, rest) > LIMIT_WORDS or rest.end - rest.start > LIMIT_CHARACTERS:
        cut = _cut(text, rest)
        pieces.append(trimmed(text, Span(rest.start, cut)))
        rest = trimmed(text, Span(cut, rest.end))
    pieces.append(rest)
    return [piece for piece in pieces if piece.end > piece.start]


def _cut(text: str, span: Span) -> int:
    """Where to cut: the last sentence end, clause mark or blank in reach, in this order of liking."""
    blanks = (blank.start() for blank in _BLANKS.finditer(text, span.start, span.end))
    near = [at for at in islice(blanks, LIMIT_WORDS) if at - span.start <= LIMIT_CHARACTERS]
    reach = near[-1] if near else min(span.end, span.start + LIMIT_CHARACTERS)
    floor = span.start + (reach - span.start) // 2
    for marks in (("? ", "! ", ". "), ("; ", ": ", ", ", " — ", " – ")):
        found = max(text.rfind(mark, floor, reach) + len(mark) for mark in marks)
        if found > floor:
            return found
    return reach
