"""The words of briefings, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from answering.model import Citation, Statement
from index.errors import UsageError
from index.model import DocumentInfo, Voice


class Length(StrEnum):
    """How much a briefing tells."""

    SHORT = "short"
    NORMAL = "normal"
    LONG = "long"


class Difference(StrEnum):
    """What two documents disagree on."""

    NUMBER = "number"
    DATE = "date"
    WHO = "who"
    OUTCOME = "outcome"


def read_length(word: str) -> Length:
    """The length that a word means.

    Raises:
        UsageError: it means none.
    """
    try:
        return Length(word.strip().casefold())
    except ValueError:
        raise UsageError(f"There is no length {word!r}: use short, normal or long.") from None


def read_voices(words: Iterable[str]) -> frozenset[Voice]:
    """The voices that words mean; none for no words.

    Raises:
        UsageError: one means none.
    """
    found = set()
    for word in words:
        try:
            found.add(Voice(word.strip().casefold()))
        except ValueError:
            raise UsageError(f"There is no voice {word!r}: use reported, attributed or opinion.") from None
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Carriage:
    """Who tells a statement: the documents that tell it in this voice, the one quoted first.

    `named` are the sources to whom other documents of the story leave the same words.
    """

    documents: tuple[DocumentInfo, ...]
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two versions of one thing from two documents, each cited; never more than one thing apart."""

    difference: Difference
    versions: tuple[Statement, Statement]


@dataclass(frozen=True, slots=True)
class BriefingItem:
    """One story: its main document with the statements of all its documents, each told once.

    `others` are the story's further documents; `carried` says for each statement, in the same order, who
    tells it, and is empty where a document was read by itself. No statements: no clause stands alone.
    """

    document: DocumentInfo
    statements: tuple[Statement, ...]
    others: tuple[DocumentInfo, ...] = ()
    carried: tuple[Carriage, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents of the story, the main one first."""
        return (self.document, *self.others)


@dataclass(frozen=True, slots=True)
class Briefing:
    """The stories, the most carried first, and the passages cited, numbered through all of them.

    `left_out` are the documents of stories beyond the length asked for.
    """

    items: tuple[BriefingItem, ...]
    citations: tuple[Citation, ...]
    left_out: tuple[DocumentInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier briefings told: ids of documents, and statements; both are not told again."""

    documents: frozenset[str] = frozenset()
    statements: Sequence[Statement] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader wants of a briefing; no voices and no topic mean all of them."""

    voices: frozenset[Voice] = frozenset()
    about: str = ""
    length: Length = Length.NORMAL
    earlier: Earlier = Earlier()
