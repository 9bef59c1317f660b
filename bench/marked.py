"""Documents with their voices marked in the text: the `.voices` files of the corpus that the training uses.

    title: The pier that never was
    ---
    {R}In 2010 the council closed the pool {O}for no reason. {A d|Osric Tann}“It <<wobbles>>{R},” he said.

A tag holds until the next one; `<<` and `>>` enclose loaded words; what is left without both is the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import Quotation, Span, Voice

SUFFIX = ".voices"
_MARK = re.compile(r"\{(?P<tag>[^{}\n]*)\}|(?P<opening><<)|(?P<closing>>>)")
_TAG = re.compile(r"(?P<letter>[ROAB])(?P<maybe>\?)?(?: (?P<how>[id])\|(?P<chain>.*))?")
_VOICES = {"R": Voice.REPORTED, "O": Voice.OPINION, "A": Voice.ATTRIBUTED, "B": None}
_QUOTATIONS = {"i": Quotation.INDIRECT, "d": Quotation.DIRECT}


class MarkError(ValueError):
    """The marks do not fit the format; the message tells the place."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one tag holds for, without blanks at its ends; no voice means page debris."""

    span: Span
    voice: Voice | None
    sources: tuple[str, ...]
    quotation: Quotation | None
    speculative: bool
    loaded: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A document without its marks, its head lines by name, and its stretches in order."""

    head: dict[str, str]
    text: str
    stretches: tuple[Stretch, ...]


@dataclass(slots=True)
class _Open:
    """A stretch while it is read."""

    tag: re.Match[str]
    start: int
    loaded: list[Span]


def parse(raw: str) -> Marked:
    """The document in a `.voices` file.

    Raises:
        MarkError: the head is not as it should be, a tag is unknown, a letter stands before the first tag,
            a stretch is empty, or the marks of loaded words do not pair within their clause.
    """
    top, line, body = raw.partition("\n---\n")
    if not line:
        raise MarkError("there is no line of three hyphens between the head and the text.")
    head = dict(_field(each) for each in top.splitlines() if each.strip())
    if not head.get("title"):
        raise MarkError("the head has no title.")
    text, opened = _unmarked(body)
    ends = [each.start for each in opened[1:]] + [len(text)]
    return Marked(
        head, text, tuple(_stretch(each, end, text) for each, end in zip(opened, ends, strict=True))
    )


def _field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise MarkError(f"a line of the head has no colon: {line!r}.")
    return name.strip().lower(), value.strip()


def _unmarked(body: str) -> tuple[str, list[_Open]]:
    pieces: list[str] = []
    opened: list[_Open] = []
    at = length = 0
    loaded_from: int | None = None
    for mark in _MARK.finditer(body):
        pieces.append(body[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        if not opened and (mark["tag"] is None or any(map(str.isalnum, pieces[-1]))):
            raise MarkError(f"something stands before the first tag: {body[: mark.end()]!r}.")
        if (loaded_from is None) == (mark["closing"] is not None):
            raise MarkError(f"<< and >> do not pair within a clause: {_around(body, mark)!r}.")
        if mark["tag"] is not None:
            opened.append(_Open(_known(mark, body), length, []))
        elif mark["opening"]:
            loaded_from = length
        elif loaded_from is not None:
            opened[-1].loaded.append(Span(loaded_from, length))
            loaded_from = None
    if loaded_from is not None or not opened:
        raise MarkError("there is no tag." if not opened else "<< is never closed.")
    return "".join([*pieces, body[at:]]), opened


def _known(mark: re.Match[str], body: str) -> re.Match[str]:
    tag = _TAG.fullmatch(mark["tag"])
    if tag is None or (tag["letter"] == "A") != (tag["how"] is not None):
        raise MarkError(f"unknown tag: {_around(body, mark)!r}.")
    return tag


def _around(body: str, mark: re.Match[str]) -> str:
    return body[max(0, mark.start() - 20) : mark.end() + 30]


def _stretch(opened: _Open, end: int, text: str) -> Stretch:
    words = text[opened.start : end]
    start = opened.start + len(words) - len(words.lstrip())
    if not words.strip():
        raise MarkError(f"a stretch is empty, before {text[end : end + 40]!r}.")
    tag = opened.tag
    return Stretch(
        Span(start, start + len(words.strip())),
        _VOICES[tag["letter"]],
        tuple(name.strip() for name in (tag["chain"] or "").split(">") if name.strip()),
        _QUOTATIONS.get(tag["how"] or ""),
        tag["maybe"] is not None,
        tuple(opened.loaded),
    )
