"""Text with Telegram's entities as lines of a given width: pure functions, no drawing.

Widths are those of Helvetica and Arial, which most readers' sans-serif comes near. A picture sets each run to
its width, so that another font changes the letters' shapes, never the lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import Any, Final

Json = dict[str, Any]
_QUOTES: Final = {"blockquote": False, "expandable_blockquote": True}
_LINKS: Final = {"url", "text_link", "mention", "hashtag", "bot_command", "email", "text_mention"}
_MARKS: Final = {"bold", "italic", "underline", "strikethrough", "code", "pre"}
# Thousandths of the size, from Helvetica's metrics, for U+0020 to U+007E.
_ASCII: Final = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_OTHERS: Final = {"’": 222, "‘": 222, "“": 333, "”": 333, "–": 556, "—": 1000, "…": 1000, "•": 350, "→": 1000,
                  "\u00a0": 278, "«": 556, "»": 556, "█": 600, "░": 600, "✓": 700}  # fmt: skip
_WIDE, _LETTER, _BOLDER = 1300, 580, 1.06
_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look; `marks` are kinds of entities, "link" for all that can be pressed."""

    text: str
    marks: frozenset[str] = frozenset()

    def width(self, size: float) -> float:
        """In the unit of `size`."""
        return width(self.text, size) * (_BOLDER if "bold" in self.marks else 1.0)


Line = list[Run]


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Lines as they were written; `quote` is None outside of quotations, else whether it is folded."""

    lines: list[Line]
    quote: bool | None = None


@cache
def _sign(sign: str) -> int:
    """A character's width in thousandths."""
    if " " <= sign <= "~":
        return _ASCII[ord(sign) - 32]
    if sign in _OTHERS:
        return _OTHERS[sign]
    if unicodedata.category(sign) in ("Mn", "Me", "Cf") or sign in "\ufe0e\ufe0f":
        return 0
    if unicodedata.east_asian_width(sign) in "WF" or unicodedata.category(sign) == "So":
        return _WIDE
    base = unicodedata.normalize("NFD", sign)[0]
    return _ASCII[ord(base) - 32] if " " <= base <= "~" else _LETTER


def width(text: str, size: float) -> float:
    """How wide the text is in the unit of `size`."""
    return sum(map(_sign, text)) * size / 1000


def paragraphs(text: str, entities: Sequence[Json]) -> list[Paragraphs]:
    """The text of a message, its quotations apart; offsets count UTF-16 units."""
    pieces = list(_pieces(text, entities))
    found: list[Paragraphs] = []
    for quote, some in groupby(pieces, key=lambda piece: piece[0]):
        lines: list[Line] = [[]]
        for _, run in some:
            first, *rest = run.text.split("\n")
            lines[-1] += [Run(first, run.marks)] if first else []
            lines += [[Run(each, run.marks)] if each else [] for each in rest]
        # A quotation begins and ends a line anyway: the line feeds around it would show as empty lines.
        start = 1 if found and not lines[0] else 0
        end = len(lines) - 1 if len(lines) > 1 and not lines[-1] else len(lines)
        found.append(Paragraphs(lines[start:end], quote[1] if quote else None))
    return [each for each in found if each.lines]


def _pieces(text: str, entities: Sequence[Json]) -> Iterator[tuple[tuple[int, bool] | None, Run]]:
    units = text.encode("utf-16-le")
    edges = {0, len(units) // 2}
    for each in entities:
        edges |= {each["offset"], each["offset"] + each["length"]}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        around = [e for e in entities if e["offset"] <= start < e["offset"] + e["length"]]
        quoted = next(((e["offset"], _QUOTES[e["type"]]) for e in around if e["type"] in _QUOTES), None)
        kinds = {e["type"] for e in around}
        marks = kinds & _MARKS | ({"link"} if kinds & _LINKS else set())
        yield quoted, Run(units[start * 2 : end * 2].decode("utf-16-le", "replace"), frozenset(marks))


def wrapped(line: Line, size: float, room: float) -> list[Line]:
    """The line as lines at most `room` wide, broken between words, in a word only where it fits none."""
    lines: list[Line] = [[]]
    used = 0.0
    for word in (Run(part, run.marks) for run in line for part in _WORDS.findall(run.text)):
        for piece in _fitting(word, size, room):
            needed = Run(piece.text.rstrip(), piece.marks).width(size)
            if used + needed > room and lines[-1]:
                lines.append([])
                used = 0.0
            lines[-1].append(piece)
            used += piece.width(size)
    return [_merged(each) for each in lines]


def clipped(text: str, size: float, room: float) -> str:
    """The text on one line, its end cut off with an ellipsis where it is wider than `room`."""
    text = " ".join(text.split())
    if width(text, size) <= room:
        return text
    while text and width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def line_width(line: Line, size: float) -> float:
    """How wide a line is, the blank at its end left out."""
    if not line:
        return 0.0
    *before, last = line
    return sum(each.width(size) for each in before) + Run(last.text.rstrip(), last.marks).width(size)


def _fitting(word: Run, size: float, room: float) -> Iterator[Run]:
    rest = word.text
    while Run(rest.rstrip(), word.marks).width(size) > room and len(rest) > 1:
        end = 1
        while Run(rest[: end + 1], word.marks).width(size) <= room:
            end += 1
        yield Run(rest[:end], word.marks)
        rest = rest[end:]
    yield Run(rest, word.marks)


def _merged(line: Line) -> Line:
    """Neighbours of the same look as one run."""
    return [
        Run("".join(each.text for each in same), marks)
        for marks, same in groupby(line, key=lambda run: run.marks)
    ]
