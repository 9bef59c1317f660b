"""The words of the question side, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from index.model import DocumentInfo, Quotation, Span, Voice

EXTRACTIVE = "extractive"
"""The answerer's name where no language model wrote a word."""
UNAIDED = "embedding_failed"
"""The fallback of an answer whose passages were found without the embedding service that is set."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and the form that stands alone once the earlier turns are filled in.

    `voices` is the voice filter a reader chose; empty means all.
    """

    text: str
    standalone: str
    voices: frozenset[Voice] = frozenset()


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered verbatim passage: `text == document.text[span.start:span.end]`."""

    n: int
    document: DocumentInfo
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing an answer says, in exactly one voice, with the numbers of its citations.

    `text` of an extractive statement is verbatim, with "[…]" where words are left out;
    `loaded` counts characters of `text`; `author` is whose opinion it is, when the document says.
    """

    text: str
    voice: Voice
    sources: tuple[str, ...]
    citations: tuple[int, ...]
    loaded: tuple[Span, ...] = ()
    author: str | None = None
    quotation: Quotation | None = None
    speculative: bool = False


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a language model read and wrote for an answer; both 0 when none was asked.

    `cost` is in dollars, None where no prices are known.
    """

    prompt: int = 0
    completion: int = 0
    cost: float | None = None

    def __add__(self, other: Tokens) -> Tokens:
        """Those of two steps together; what has no cost adds none."""
        costs = [each.cost for each in (self, other) if each.cost is not None]
        return Tokens(
            self.prompt + other.prompt, self.completion + other.completion, sum(costs) if costs else None
        )


@dataclass(frozen=True, slots=True)
class Prices:
    """What a language model's service asks, in dollars for a million tokens."""

    prompt: float
    completion: float

    def charged(self, tokens: Tokens) -> Tokens:
        """The tokens with what they cost."""
        dollars = (tokens.prompt * self.prompt + tokens.completion * self.completion) / 1_000_000
        return replace(tokens, cost=dollars)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the documents say to a question; every statement has at least one citation.

    `dropped` counts statements that failed verification; `milliseconds` are by step; `fallback` says why a
    language model had no (full) part in it: "model_failed", or None. `missing` are the parts of a question
    for several things which the documents do not answer, each as a question.
    """

    question: Question
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    answerer: str = EXTRACTIVE
    dropped: int = 0
    tokens: Tokens = Tokens()
    milliseconds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    fallback: str | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotFound:
    """The documents do not say; `nearest` are passages close by that do not answer."""

    question: Question
    nearest: tuple[Citation, ...] = ()
    answerer: str = EXTRACTIVE
    dropped: int = 0
    tokens: Tokens = Tokens()
    milliseconds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    fallback: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what was answered."""

    question: Question
    result: Answer | NotFound
