"""An answer to "What is this about?": the main statements by voice, instead of the clauses nearest to it."""

from __future__ import annotations

from collections.abc import Sequence

from answering.asking import Asked, Kind, read_question
from answering.model import Answer, NotFound, Question
from answering.ports import Answerer, PassageFinder
from briefing.brief import brief
from index.model import DocumentInfo

_MOST = 3
"""Documents told of at once: more would not fit a screen."""


class OverviewAnswerer:
    """Answers overview questions as a briefing does, and leaves all others to another answerer."""

    def __init__(self, finder: PassageFinder, answerer: Answerer) -> None:
        """`answerer` takes the questions about something in particular."""
        self._finder = finder
        self._answerer = answerer

    def answer(self, question: Question) -> Answer | NotFound:
        """The main statements of the documents meant, or what the other answerer says."""
        asked = read_question(question.standalone)
        if asked.kind is not Kind.OVERVIEW:
            return self._answerer.answer(question)
        briefing = brief(self._finder, self._meant(asked), question.voices or asked.voices)
        statements = tuple(statement for item in briefing.items for statement in item.statements)
        if not statements:
            return NotFound(question)
        return Answer(question, statements, briefing.citations)

    def _meant(self, asked: Asked) -> Sequence[DocumentInfo]:
        """The documents that the question's other words lead to; the newest where it has none."""
        documents = list(self._finder.documents())
        if len(documents) <= 1:
            return documents
        if asked.terms:
            found = self._finder.find(asked.about)
            return list({each.document.id: each.document for each in found}.values())[:1]
        dated = sorted(documents, key=lambda each: str(each.published or ""), reverse=True)
        return dated[:_MOST]
