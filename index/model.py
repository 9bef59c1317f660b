"""The words of the document side, as frozen values.

Knows nothing but the standard library; every other room imports from here and never the reverse.
All offsets count Unicode characters of `Document.text` and are half-open: `[start, end)`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Voice(StrEnum):
    """Who says a clause: the article as fact, somebody it cites, or its author as a judgement."""

    REPORTED = "reported"
    ATTRIBUTED = "attributed"
    OPINION = "opinion"


class Quotation(StrEnum):
    """How an attributed clause is given: in the source's own words, or in the author's."""

    DIRECT = "direct"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch `[start, end)` of one document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words this span covers in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True when the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True when `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, offset: int) -> Span:
        """The same stretch, counted from `offset` characters further left."""
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a reader makes of one file: its text, decoded once, and what the file says about itself.

    `path` is the file as a string; `text` is final: nothing downstream alters a character of it.
    `boilerplate` holds debris that only the format could tell (an e-mail's signature, a page's menu).
    """

    path: str
    text: str
    title: str | None = None
    author: str | None = None
    published: date | None = None
    address: str | None = None
    boilerplate: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One article: its text and metadata, with page debris marked in `boilerplate`, never cut.

    `boilerplate` spans are in order and do not overlap.
    """

    path: str
    text: str
    title: str | None = None
    author: str | None = None
    published: date | None = None
    address: str | None = None
    boilerplate: tuple[Span, ...] = ()

    @property
    def id(self) -> str:
        """16 hex characters that name this content at this path: another text is another document."""
        return digest(self.path, self.text)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One act of saying: the spans of its source, its cue and its content (as in PolNeAR and PARC)."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class VoicedSpan:
    """A clause in exactly one voice.

    `sources` runs from the one the author cites to the one who speaks, and is empty unless attributed.
    `loaded` are the spans of loaded words within the clause, in document offsets.
    """

    span: Span
    voice: Voice
    sources: tuple[str, ...] = ()
    quotation: Quotation | None = None
    speculative: bool = False
    loaded: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Labelling:
    """A document's voices: spans in order that never overlap, and the attributions they rest on.

    Together with the boilerplate the spans cover every non-blank character of the text.
    """

    spans: tuple[VoicedSpan, ...]
    attributions: tuple[Attribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is retrieved and cited: a stretch of one document, with the voices inside it.

    `text == document.text[span.start:span.end]` always; `voiced` spans lie within `span`.
    """

    document_id: str
    span: Span
    text: str
    voiced: tuple[VoicedSpan, ...] = ()

    @property
    def id(self) -> str:
        """16 hex characters that name this stretch of this document."""
        return digest(self.document_id, str(self.span.start), str(self.span.end))


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document without its text: what a citation shows."""

    id: str
    path: str
    title: str | None = None
    author: str | None = None
    published: date | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage found for a question, with its document and a score (higher is nearer).

    `lexical` is its BM25 score and `similarity` its cosine to the question, each 0.0 when that
    search did not find it.
    """

    passage: Passage
    document: DocumentInfo
    score: float
    lexical: float = 0.0
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a page: the stretches of its text that it takes, and whose words it is.

    `speaker` tells that it is said by the one whom a question asks for.
    """

    spans: tuple[Span, ...]
    voice: Voice
    speaker: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A passage as it is read for a question: its document's title, its text, its clauses in order."""

    title: str
    text: str
    clauses: tuple[Clause, ...]


def digest(*parts: str) -> str:
    """16 hex characters of the SHA-256 over the parts, kept apart by a NUL."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]
