"""A text's paragraphs and sentences as spans.

Sentence ends come from sentencex, which keeps every character, so that offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from sentencex import segment

from index.model import Span

_BLANK_LINES = re.compile(r"[^\S\n]*(?:\r\n?|\n)(?:\s*(?:\r\n?|\n))+\s*")
# Markdown's emphasis hides a sentence end from the segmenter: "**Fact: it broke.** The code says …".
_AFTER_EMPHASIS = re.compile(r"(?<=[.!?]\*\*)\s+(?=\S)|(?<=[.!?]__)\s+(?=\S)")
_LINE_BREAK = re.compile(r"\r\n?|\n")
_WRAP_WIDTH = 100
_CHUNK = 20_000
_LONGEST = 3_000


def gaps(length: int, taken: Sequence[Span]) -> list[Span]:
    """The stretches of `[0, length)` that no span in `taken` (in order, apart) covers."""
    free, at = [], 0
    for span in taken:
        if span.start > at:
            free.append(Span(at, span.start))
        at = max(at, span.end)
    if at < length:
        free.append(Span(at, length))
    return free


def trimmed(text: str, span: Span) -> Span:
    """`span` without the blanks at both ends; empty (`start == end`) when it is all blank."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def paragraphs(text: str, boilerplate: Sequence[Span] = ()) -> list[Span]:
    """The paragraphs between boilerplate, trimmed, in order.

    Blank lines part paragraphs; so does every line break where lines are long enough not to be wrapped.
    """
    found = []
    for free in gaps(len(text), boilerplate):
        for block in _between(text, free, _BLANK_LINES):
            found += _lines(text, block)
    return found


def sentences(text: str, paragraph: Span) -> list[Span]:
    """The sentences of one paragraph, trimmed, in order; a quotation of several sentences stays whole."""
    found = []
    for chunk in _chunks(text, paragraph, _CHUNK):
        at = chunk.start
        for words in segment("en", chunk.of(text)):
            for sentence in _between(text, Span(at, at + len(words)), _AFTER_EMPHASIS):
                found += _chunks(text, sentence, _LONGEST)
            at += len(words)
    return _with_their_marks(text, [trimmed(text, span) for span in found])


def _with_their_marks(text: str, found: Sequence[Span]) -> list[Span]:
    """Marks alone ("**", "”") belong to the sentence before them."""
    joined: list[Span] = []
    for span in found:
        if joined and not any(character.isalnum() for character in span.of(text)):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _between(text: str, within: Span, separator: re.Pattern[str]) -> list[Span]:
    found, at = [], within.start
    for match in separator.finditer(text, within.start, within.end):
        found.append(trimmed(text, Span(at, match.start())))
        at = match.end()
    found.append(trimmed(text, Span(at, within.end)))
    return [span for span in found if span.end > span.start]


def _lines(text: str, block: Span) -> list[Span]:
    """A block whole when its lines are wrapped at a column, else line by line."""
    lines = _between(text, block, _LINE_BREAK)
    if len(lines) < 2 or _is_wrapped(text, lines):
        return [block]
    return lines


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    inner = [line.end - line.start for line in lines[:-1]]
    if max(inner) > _WRAP_WIDTH:
        return False
    ends = sum(line.of(text)[-1] in '.?!:;”"»' for line in lines[:-1])
    return median(inner) > 40 or ends * 2 < len(inner)


def _chunks(text: str, paragraph: Span, longest: int) -> list[Span]:
    """A very long stretch in pieces cut at blanks, so that all that is done to a piece stays linear."""
    pieces, at = [], paragraph.start
    while paragraph.end - at > longest:
        cut = text.rfind(" ", at + 1, at + longest)
        cut = cut + 1 if cut > 0 else at + longest
        pieces.append(Span(at, cut))
        at = cut
    pieces.append(Span(at, paragraph.end))
    return pieces
