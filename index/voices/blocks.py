"""Quotations set apart as blocks: lines that begin with ">", and the line below that names the speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.language.sentences import trimmed
from index.model import Span

_MARKED = re.compile(r">\s*(?=\S)")
# "— Mira Stroud, operations director, in a letter", marked ">" or not; a name begins with a capital.
_SIGNED = re.compile(r"(?:^|\n)[> \t]*(?:—|–|--|-)\s*(?:the\s+)?(?P<name>[A-Z][^,(\n]{1,60})[^\n]*\s*\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """A block's own words within one paragraph, and the stretch that names its speaker, if any does."""

    span: Span | None
    signed: Span | None


def read(text: str, paragraphs: Sequence[Span]) -> dict[int, Block]:
    """The blocks by the number of their paragraph; one of several paragraphs has its signature in each."""
    found: dict[int, Block] = {}
    at = 0
    while at < len(paragraphs):
        end = at
        while end < len(paragraphs) and text.startswith(">", paragraphs[end].start):
            end += 1
        if end > at:
            found |= _block(text, paragraphs, at, end)
        at = max(end, at + 1)
    return found


def _block(text: str, paragraphs: Sequence[Span], first: int, end: int) -> dict[int, Block]:
    last = paragraphs[end - 1]
    within = _SIGNED.search(last.of(text))
    below = _SIGNED.match(paragraphs[end].of(text)) if not within and end < len(paragraphs) else None
    signed = None
    if within:
        signed = Span(*within.span("name")).shifted(last.start)
    elif below:
        signed = Span(*below.span("name")).shifted(paragraphs[end].start)
    found = {}
    for number in range(first, end):
        whole = paragraphs[number]
        if within and number == end - 1:
            whole = trimmed(text, Span(whole.start, last.start + within.start()))
        mark = _MARKED.match(text, whole.start, whole.end)
        found[number] = Block(Span(mark.end(), whole.end) if mark else None, signed)
    return found
