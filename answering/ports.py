"""What the question side needs from outside, as Protocols; `bot.py` hands in the parts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from answering.model import Answer, NotFound, Question, Tokens, Turn
from index.model import DocumentInfo, FoundPassage, Page, Passage, Voice


class PassageFinder(Protocol):
    """The collection, as far as answering sees it."""

    def find(
        self,
        question: str,
        *,
        limit: int = 12,
        documents: Collection[str] | None = None,
        voices: Collection[Voice] | None = None,
    ) -> Sequence[FoundPassage]:
        """The passages nearest to the question, best first, optionally of these document ids and voices."""
        ...

    def nearness(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """How near in meaning each text is to the question: cosines in `[-1, 1]`, in the order of `texts`."""
        ...

    def told(self, question: str, page: Page) -> Sequence[float]:
        """How well each clause of a page tells what is asked, read as a whole: log odds, 0.0 is even."""
        ...

    def passages(self, document_id: str) -> Sequence[Passage]:
        """All passages of one document, in reading order; empty when the id is unknown."""
        ...

    def documents(self) -> Sequence[DocumentInfo]:
        """The documents of the collection, by path."""
        ...


class Answerer(Protocol):
    """Turns a standalone question into a cited answer."""

    def answer(self, question: Question) -> Answer | NotFound:
        """What the documents say."""
        ...


class Rewriter(Protocol):
    """Fills into a follow-up what it leaves out."""

    def rewrite(self, question: str, turns: Sequence[Turn]) -> tuple[str, Tokens]:
        """The question in a form that needs no earlier turn (itself, if it stands alone), and its tokens."""
        ...


class Writing(Protocol):
    """A text that a language model is writing."""

    def __iter__(self) -> Iterator[str]:
        """The pieces as they come; raises ModelUnavailable when no more come than these."""
        ...

    @property
    def tokens(self) -> Tokens:
        """What was read and written so far."""
        ...


class LanguageModel(Protocol):
    """A language model that follows instructions."""

    @property
    def name(self) -> str:
        """What it is called, as shown beside its answers."""
        ...

    def count(self, text: str) -> int:
        """How many tokens a text has, about."""
        ...

    def write(self, instructions: str, material: str) -> Writing:
        """The model's text on this material."""
        ...
