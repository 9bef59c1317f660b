"""The quotations of a paragraph: every kind of mark, nested and unbalanced ones too.

Only the outermost quotation is kept, for the words inside it have one speaker. A mark that opens and never
closes runs to the paragraph's end (the custom for a quotation that goes on in the next paragraph); a closing
mark without an opening one runs from the paragraph's start when nothing else was quoted before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.model import Span

_PAIRS = {"“": "”", "«": "»", "„": "“”", "‟": "”", "‹": "›", "「": "」", "『": "』", "❝": "❞"}
_CLOSERS = set("”»›」』❞")
_MARK = re.compile(r"[“”«»„‟‹›「」『』❝❞\"‘’']|``|''")
_LONGEST_SINGLE = 2_000
_APOSTROPHE = re.compile("['’]")
_ELISION = re.compile(r"['’‘](?:\d0s|em\b|til\b|tis\b|twas\b|cause\b|n\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: `span` with its marks, `inner` without; `opened` and `closed` say which marks stand."""

    span: Span
    inner: Span
    opened: bool = True
    closed: bool = True


def quotes(text: str, paragraph: Span) -> list[Quote]:
    """The outermost quotations in one paragraph, in order and apart."""
    found: list[Quote] = []
    closers = _single_closers(text, paragraph)
    at = paragraph.start
    while True:
        mark = _MARK.search(text, at, paragraph.end)
        if mark is None:
            return found
        quote = _quote_at(text, paragraph, mark, closers, first=not found)
        if quote is None:
            at = mark.end()
        else:
            found.append(quote)
            at = quote.span.end


def _quote_at(
    text: str, paragraph: Span, mark: re.Match[str], closers: Mapping[bool, Sequence[int]], *, first: bool
) -> Quote | None:
    sign = mark.group()
    if sign in "‘’'" or sign == "''":
        return _single(text, paragraph, mark, closers)
    if sign in ('"', "``"):
        return _straight(text, paragraph, mark, first=first)
    if sign in _PAIRS:
        return _paired(text, paragraph, mark)
    if sign in _CLOSERS and first and _closes(text, mark.start(), paragraph):
        return Quote(Span(paragraph.start, mark.end()), Span(paragraph.start, mark.start()), opened=False)
    return None


def _paired(text: str, paragraph: Span, mark: re.Match[str]) -> Quote:
    closers, depth = _PAIRS[mark.group()], 1
    for other in _MARK.finditer(text, mark.end(), paragraph.end):
        if other.group() in closers:
            depth -= 1
        elif other.group() == mark.group():
            depth += 1
        elif other.group() == '"' and _closes(text, other.start(), paragraph):
            depth = 0
        if depth == 0:
            return _closed(mark, other)
    return _to_next_or_end(text, paragraph, mark)


def _to_next_or_end(text: str, paragraph: Span, mark: re.Match[str]) -> Quote:
    """An opening mark whose partner is missing: a second opening one makes the first a slip of one line."""
    closer = _PAIRS.get(mark.group(), '"')
    again = text.rfind(closer[0], mark.end(), paragraph.end)
    end = again if again > 0 else paragraph.end
    stop = again + 1 if again > 0 else paragraph.end
    return Quote(Span(mark.start(), stop), Span(mark.end(), end), closed=again > 0)


def _straight(text: str, paragraph: Span, mark: re.Match[str], *, first: bool) -> Quote | None:
    if not _opens(text, mark.start(), mark.end(), paragraph):
        if first and mark.group() == '"' and _closes(text, mark.start(), paragraph):
            return Quote(Span(paragraph.start, mark.end()), Span(paragraph.start, mark.start()), opened=False)
        return None
    for other in _MARK.finditer(text, mark.end(), paragraph.end):
        if other.group() in ('"', "''", "”") and _closes(text, other.start(), paragraph):
            return _closed(mark, other)
    return Quote(Span(mark.start(), paragraph.end), Span(mark.end(), paragraph.end), closed=False)


def _single(
    text: str, paragraph: Span, mark: re.Match[str], closers: Mapping[bool, Sequence[int]]
) -> Quote | None:
    start, inner = mark.span()
    if mark.group() == "’" or _ELISION.match(text, start) or not _opens(text, start, inner, paragraph):
        return None
    for certain in (True, False):
        marks = closers[certain]
        at = bisect_left(marks, inner)
        if at < len(marks) and marks[at] - start <= _LONGEST_SINGLE:
            return Quote(Span(start, marks[at] + 1), Span(inner, marks[at]))
    return None


def _single_closers(text: str, paragraph: Span) -> dict[bool, list[int]]:
    """Where single quotations close, for certain or perhaps.

    Found once a paragraph: looking anew from each opening mark would be quadratic.
    """
    found: dict[bool, list[int]] = {True: [], False: []}
    for mark in _APOSTROPHE.finditer(text, paragraph.start, paragraph.end):
        if _closes(text, mark.start(), paragraph):
            found[not _may_be_plural(text, mark.start())].append(mark.start())
    return found


def _may_be_plural(text: str, at: int) -> bool:
    """A plural's apostrophe ("the workers' demand") stands between an s and a blank, too."""
    return text[at - 1] == "s" and text[at + 1 : at + 2].isspace()


def _closed(mark: re.Match[str], other: re.Match[str]) -> Quote:
    return Quote(Span(mark.start(), other.end()), Span(mark.end(), other.start()))


def _opens(text: str, start: int, end: int, paragraph: Span) -> bool:
    before = text[start - 1] if start > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    return (before.isspace() or before in "([{—–-:/“\"‘'") and not after.isspace()


def _closes(text: str, at: int, paragraph: Span) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return not before.isspace() and not after.isalnum()
