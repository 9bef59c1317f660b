"""Statements and their citations from chosen clauses: verbatim, with "[…]" where words are left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from answering.candidates import Candidate
from answering.model import Citation, Statement
from index.model import FoundPassage, Span, Voice

LEFT_OUT = "[…]"
_ORDER = {Voice.REPORTED: 0, Voice.ATTRIBUTED: 1, Voice.OPINION: 2}


def answer_order(voice: Voice) -> int:
    """Where a voice stands in an answer: reports, sources, opinions."""
    return _ORDER[voice]


def statements_of(chosen: Sequence[Candidate]) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The statements in the order they are shown (reports, sources, opinions), and the passages they cite."""
    ordered = sorted(chosen, key=lambda candidate: answer_order(candidate.voice))
    citations = citations_of(candidate.found for candidate in ordered)
    numbers = {(citation.document.id, citation.span): citation.n for citation in citations}
    statements = tuple(
        statement(candidate, (numbers[candidate.document.id, candidate.passage.span],))
        for candidate in ordered
    )
    return statements, citations


def citations_of(found: Iterable[FoundPassage]) -> tuple[Citation, ...]:
    """The passages numbered from 1 in order of first use, each once."""
    unique = {passage.passage.id: passage for passage in found}
    return tuple(
        Citation(n, passage.document, passage.passage.span, passage.passage.text)
        for n, passage in enumerate(unique.values(), start=1)
    )


def statement(candidate: Candidate, citations: tuple[int, ...]) -> Statement:
    """The candidate as a statement; its `text` is the document's words."""
    text = f"{LEFT_OUT} " if _starts_inside(candidate) else ""
    loaded: list[Span] = []
    for at, span in enumerate(candidate.spans):
        text += f" {LEFT_OUT} " if at else ""
        loaded += [
            mark.shifted(len(text) - span.start) for mark in candidate.voiced.loaded if span.contains(mark)
        ]
        text += candidate.parts[at]
    return Statement(
        text=text + (f" {LEFT_OUT}" if _stops_inside(candidate) else ""),
        voice=candidate.voice,
        sources=candidate.voiced.sources,
        citations=citations,
        loaded=tuple(loaded),
        author=candidate.document.author,
        quotation=candidate.voiced.quotation,
        speculative=candidate.voiced.speculative,
    )


def _starts_inside(candidate: Candidate) -> bool:
    """True when the sentence began before these words: they open with a small letter, or after a dash."""
    start = candidate.spans[0].start
    if candidate.voice is Voice.ATTRIBUTED and start <= candidate.voiced.span.start + 1:
        return False
    before = candidate.passage.text[: start - candidate.passage.span.start].rstrip()
    inside = bool(before) and before[-1] not in '.!?”"»:' and candidate.words[:1].islower()
    return inside or before[-1:] in ("—", "–")


def _stops_inside(candidate: Candidate) -> bool:
    """True when a longer saying goes on after these words."""
    one = len(candidate.spans) == 1
    return (
        one and candidate.voice is Voice.ATTRIBUTED and candidate.spans[0].end + 2 < candidate.voiced.span.end
    )
