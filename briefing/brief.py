"""A briefing: per document its main statements by voice, with the passages that hold them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from answering.ports import PassageFinder
from briefing.choosing import chosen
from briefing.model import Briefing, BriefingItem
from briefing.telling import Citations, told
from index.model import DocumentInfo, Voice

__all__ = ["Briefing", "BriefingItem", "brief"]


def brief(
    finder: PassageFinder, documents: Iterable[DocumentInfo], voices: Collection[Voice] = ()
) -> Briefing:
    """What these documents mainly say: verbatim clauses, each in one of `voices` (none: all), each cited."""
    items: list[BriefingItem] = []
    citations = Citations()
    for document in documents:
        clauses = [
            clause
            for clause in chosen(finder.passages(document.id), document.title)
            if not voices or clause.voiced.voice in voices
        ]
        statements = tuple(told(clause, document, (citations.of(clause, document),)) for clause in clauses)
        items.append(BriefingItem(document, statements))
    return Briefing(tuple(items), citations.all())
