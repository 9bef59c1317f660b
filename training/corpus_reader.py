"""The labelled documents of `training/corpus`: plain text with tags, read into spans with voices.

A file `<split>/<register>_<slug>.voices` has header lines (title, author, published, register), a line
`---`, and a body in which a tag stands right before the first character of its clause and holds until the
next tag or the paragraph's end: `{R}` reported, `{O}` opinion, `{A i|SOURCE > SOURCE}` attributed indirect,
`{A d|SOURCE}` direct, `{B}` boilerplate; a `?` after the letter means speculative; `<<word>>` is loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from index.model import Document, Quotation, Span, Voice

CORPUS = Path(__file__).parent / "corpus"
SUFFIX = ".voices"

_TAG = re.compile(r"\{([ROAB])(\?)?(?: ([id])(\?)?\|([^{}]*))?\}|\{[^{}]*\}?|<<|>>|\n[^\S\n]*\n")
_VOICES = {"R": Voice.REPORTED, "O": Voice.OPINION, "A": Voice.ATTRIBUTED}
_QUOTATIONS = {"i": Quotation.INDIRECT, "d": Quotation.DIRECT}


class BadCorpusFile(ValueError):
    """A file does not keep the format; the message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class CorpusClause:
    """One clause; `voice` is None for boilerplate; `loaded` are spans of the document's text."""

    span: Span
    voice: Voice | None
    sources: tuple[str, ...] = ()
    quotation: Quotation | None = None
    speculative: bool = False
    loaded: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """A document without its tags, and its clauses in order: every letter and digit lies in one of them."""

    name: str
    text: str
    clauses: tuple[CorpusClause, ...]
    title: str
    author: str | None = None
    published: str | None = None
    register: str | None = None

    @property
    def document(self) -> Document:
        """The document as the labeller takes it, its boilerplate marked."""
        debris = tuple(clause.span for clause in self.clauses if clause.voice is None)
        return Document(self.name, self.text, title=self.title, author=self.author, boilerplate=debris)


def read_split(split: str, folder: Path = CORPUS) -> list[CorpusDocument]:
    """The documents of `train` or `test`, by name.

    Raises:
        BadCorpusFile: a file does not keep the format.
    """
    return [read(path) for path in sorted((folder / split).glob("*" + SUFFIX))]


def read(path: Path) -> CorpusDocument:
    """One file's document.

    Raises:
        BadCorpusFile: the file does not keep the format.
    """
    return parse(path.read_text(encoding="utf-8"), path.stem)


def parse(source: str, name: str = "") -> CorpusDocument:
    """A document from the text of its file.

    Raises:
        BadCorpusFile: the text does not keep the format.
    """
    head, rule, body = source.partition("\n---\n")
    if not rule:
        raise BadCorpusFile(f"{name}: no line '---' after the header")
    fields = _header(head, name)
    text, clauses = _Body(body, name, head.count("\n") + 2).read()
    return CorpusDocument(
        name,
        text,
        clauses,
        fields["title"],
        fields.get("author"),
        fields.get("published"),
        fields.get("register"),
    )


def _header(head: str, name: str) -> dict[str, str]:
    fields = {}
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in ("title", "author", "published", "register"):
            raise BadCorpusFile(
                f"{name}: header line {line!r} is not 'title:', 'author:', 'published:' or 'register:'"
            )
        if value.strip():
            fields[key.strip()] = value.strip()
    if "title" not in fields:
        raise BadCorpusFile(f"{name}: no title")
    return fields


class _Body:
    def __init__(self, body: str, name: str, line: int) -> None:
        self._body = body.strip("\n") + "\n"
        self._name = name
        self._line = line + len(body) - len(body.lstrip("\n"))
        self._parts: list[str] = []
        self._length = 0
        self._tag: re.Match[str] | None = None
        self._start = 0
        self._loaded: list[Span] = []
        self._opened: int | None = None
        self._clauses: list[CorpusClause] = []

    def read(self) -> tuple[str, tuple[CorpusClause, ...]]:
        at = 0
        for mark in _TAG.finditer(self._body):
            self._add(self._body[at : mark.start()], at)
            at = mark.end()
            self._mark(mark)
        self._add(self._body[at:], at)
        self._close(len(self._body))
        return "".join(self._parts), tuple(self._clauses)

    def _mark(self, mark: re.Match[str]) -> None:
        shown = mark.group()
        if shown == "<<":
            if self._opened is not None:
                self._fail(mark.start(), "'<<' inside '<<'")
            self._opened = self._length
        elif shown == ">>":
            if self._opened is None:
                self._fail(mark.start(), "'>>' without '<<'")
            else:
                self._loaded.append(Span(self._opened, self._length))
            self._opened = None
        elif not shown.strip():
            self._close(mark.start())
            self._add(shown, mark.start())
        else:
            self._close(mark.start())
            self._open(mark)

    def _open(self, mark: re.Match[str]) -> None:
        letter, sources = mark.group(1), mark.group(5)
        if letter is None:
            self._fail(mark.start(), f"unknown tag {mark.group()!r}")
        if (letter == "A") != bool(sources and sources.strip()):
            self._fail(mark.start(), f"{mark.group()!r}: A needs sources, the others have none")
        self._tag = mark
        self._start = self._length

    def _add(self, words: str, at: int) -> None:
        if self._tag is None and any(character.isalnum() for character in words):
            self._fail(at, f"words without a tag: {words.strip()[:40]!r}")
        self._parts.append(words)
        self._length += len(words)

    def _close(self, at: int) -> None:
        if self._opened is not None:
            self._fail(at, "'<<' without '>>'")
        if self._tag is None:
            return
        words = "".join(self._parts)[self._start :]
        end = self._start + len(words.rstrip())
        start = end - len(words.strip())
        if not any(character.isalnum() for character in words):
            self._fail(at, f"no words after {self._tag.group()!r}")
        letter, guess, quotation, late, sources = self._tag.groups()
        self._clauses.append(
            CorpusClause(
                Span(start, end),
                _VOICES.get(letter),
                tuple(name.strip() for name in sources.split(">")) if sources else (),
                _QUOTATIONS.get(quotation),
                bool(guess or late),
                tuple(self._loaded),
            )
        )
        self._tag, self._loaded = None, []

    def _fail(self, at: int, problem: str) -> None:
        line = self._line + self._body.count("\n", 0, at) + 1
        raise BadCorpusFile(f"{self._name}, line {line}: {problem}")
