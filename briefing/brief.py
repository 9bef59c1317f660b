"""A briefing: per document its main statements by voice, with the passages that hold them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from answering.model import Citation, Statement
from answering.ports import PassageFinder
from briefing.choosing import Clause, chosen
from index.model import DocumentInfo, Span, Voice


@dataclass(frozen=True, slots=True)
class BriefingItem:
    """One document with its main statements; none when no clause of it stands alone."""

    document: DocumentInfo
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """The items in the order of the documents, and the passages cited, numbered through all of them."""

    items: tuple[BriefingItem, ...]
    citations: tuple[Citation, ...]


def brief(
    finder: PassageFinder, documents: Iterable[DocumentInfo], voices: Collection[Voice] = ()
) -> Briefing:
    """What these documents mainly say: verbatim clauses, each in one of `voices` (none: all), each cited."""
    items: list[BriefingItem] = []
    citations: dict[str, Citation] = {}
    for document in documents:
        statements: list[Statement] = []
        for clause in chosen(finder.passages(document.id)):
            if voices and clause.voiced.voice not in voices:
                continue
            passage = clause.passage
            if passage.id not in citations:
                n = len(citations) + 1
                citations[passage.id] = Citation(n, document, passage.span, passage.text)
            statements.append(_statement(clause, citations[passage.id].n, document.author))
        items.append(BriefingItem(document, tuple(statements)))
    return Briefing(tuple(items), tuple(citations.values()))


def _statement(clause: Clause, n: int, author: str | None) -> Statement:
    """The clause as a statement; loaded words counted from its own first character."""
    voiced, span = clause.voiced, clause.span
    loaded = (Span(max(each.start, span.start), min(each.end, span.end)) for each in voiced.loaded)
    return Statement(
        text=clause.text,
        voice=voiced.voice,
        sources=voiced.sources,
        citations=(n,),
        loaded=tuple(each.shifted(-span.start) for each in loaded if each.start < each.end),
        author=author if voiced.voice is Voice.OPINION else None,
        quotation=voiced.quotation,
        speculative=voiced.speculative,
    )
