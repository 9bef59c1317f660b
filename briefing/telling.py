"""Clauses as statements, and the numbering of the passages they cite."""

from __future__ import annotations

from answering.model import Citation, Statement
from briefing.choosing import Clause
from index.model import DocumentInfo, Span, Voice


class Citations:
    """The passages cited so far, numbered from 1 in order of first use, each once."""

    def __init__(self) -> None:
        self._by_passage: dict[str, Citation] = {}

    def of(self, clause: Clause, document: DocumentInfo) -> int:
        """The number of the passage that holds the clause."""
        passage = clause.passage
        if passage.id not in self._by_passage:
            n = len(self._by_passage) + 1
            self._by_passage[passage.id] = Citation(n, document, passage.span, passage.text)
        return self._by_passage[passage.id].n

    def all(self) -> tuple[Citation, ...]:
        """The passages, by number."""
        return tuple(self._by_passage.values())


def told(clause: Clause, document: DocumentInfo, numbers: tuple[int, ...]) -> Statement:
    """The clause as a statement; loaded words counted from its own first character."""
    voiced, span = clause.voiced, clause.span
    loaded = (Span(max(each.start, span.start), min(each.end, span.end)) for each in voiced.loaded)
    return Statement(
        text=clause.text,
        voice=voiced.voice,
        sources=voiced.sources,
        citations=numbers,
        loaded=tuple(each.shifted(-span.start) for each in loaded if each.start < each.end),
        author=document.author if voiced.voice is Voice.OPINION else None,
        quotation=voiced.quotation,
        speculative=voiced.speculative,
    )
