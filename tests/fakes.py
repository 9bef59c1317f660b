"""Stand-ins with the real interfaces, for tests of what lies around them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from answering.model import Answer, NotFound, Question, Tokens, Turn
from index.model import (
    Document,
    DocumentInfo,
    FoundPassage,
    Labelling,
    Page,
    Passage,
    Span,
    Voice,
    VoicedSpan,
)


def passage_of(document: Document, span: Span, voiced: Sequence[VoicedSpan] = ()) -> Passage:
    """A passage of the document, with the voiced spans that lie inside it."""
    inside = tuple(each for each in voiced if span.contains(each.span))
    return Passage(document.id, span, span.of(document.text), inside)


def info_of(document: Document) -> DocumentInfo:
    return DocumentInfo(
        document.id, document.path, document.title, document.author, document.published, document.address
    )


def _shared(wanted: set[str], passage: Passage) -> float:
    return float(len(wanted & set(passage.text.casefold().split())))


class FakeFinder:
    """A collection held in memory: one passage a paragraph, found by shared words."""

    def __init__(self, *documents: tuple[Document, Labelling]) -> None:
        self._documents = {document.id: (document, labelling) for document, labelling in documents}

    def find(
        self,
        question: str,
        *,
        limit: int = 12,
        documents: Collection[str] | None = None,
        voices: Collection[Voice] | None = None,
    ) -> Sequence[FoundPassage]:
        wanted = set(question.casefold().split())
        found = [
            FoundPassage(
                passage, info_of(document), float(len(wanted & set(passage.text.casefold().split())))
            )
            for document, _ in self._documents.values()
            if documents is None or document.id in documents
            for passage in self.passages(document.id)
            if voices is None or any(each.voice in voices for each in passage.voiced)
        ]
        return sorted((each for each in found if each.score), key=lambda each: -each.score)[:limit]

    def nearness(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        wanted = set(question.casefold().split())
        return [len(wanted & set(text.casefold().split())) / max(len(wanted), 1) for text in texts]

    def told(self, question: str, page: Page) -> Sequence[float]:
        return [0.0 for _ in page.clauses]

    def passages(self, document_id: str) -> Sequence[Passage]:
        if document_id not in self._documents:
            return ()
        document, labelling = self._documents[document_id]
        passages, at = [], 0
        for paragraph in document.text.split("\n\n"):
            span = Span(at, at + len(paragraph))
            at = span.end + 2
            if paragraph.strip():
                passages.append(passage_of(document, span, labelling.spans))
        return passages

    def documents(self) -> Sequence[DocumentInfo]:
        return [info_of(document) for document, _ in self._documents.values()]

    def document(self, document_id: str) -> Document | None:
        return self._documents[document_id][0] if document_id in self._documents else None

    def labelling(self, document_id: str) -> Labelling | None:
        return self._documents[document_id][1] if document_id in self._documents else None


class FakeAnswerer:
    """Gives the queued results in order, each with the question that was asked; keeps the questions."""

    def __init__(self, *results: Answer | NotFound) -> None:
        self._results = list(results)
        self.asked: list[Question] = []

    def answer(self, question: Question) -> Answer | NotFound:
        self.asked.append(question)
        return self._results.pop(0) if self._results else NotFound(question)


class FakeRewriter:
    """Writes how many turns it was given in front of the question, and says it took a token for each."""

    def rewrite(self, question: str, turns: Sequence[Turn]) -> tuple[str, Tokens]:
        return (f"({len(turns)}) {question}" if turns else question), Tokens(len(turns), len(turns))
