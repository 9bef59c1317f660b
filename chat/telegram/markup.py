"""Messages as rows of marked text, and their HTML; lengths as Telegram counts them. Knows no library."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby

# C0 except tab and line feed, DEL, C1 and lone surrogates become visible; Telegram drops or refuses them.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Direction embeddings, overrides and isolates could show words in another order than they stand; Telegram
# drops most of these itself. Marks that a script needs (LRM, RLM, joiners) stay.
_STEERING = re.compile("[\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_BLANKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0")


class Mark(Enum):
    """How a bit of text looks; the value is its HTML tag."""

    BOLD = "b"
    ITALIC = "i"
    UNDERLINE = "u"


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of text with the same marks throughout; it leads to `link`, a web address, if any."""

    text: str
    marks: tuple[Mark, ...] = ()
    link: str = ""

    @property
    def entities(self) -> int:
        """How many of a message's entities it takes."""
        return len(self.marks) + bool(self.link)


@dataclass(frozen=True, slots=True)
class Row:
    """One line.

    Neighbours of the same `quote` above 0 make one folded quotation. A row that `leads` keeps the next one
    with it, as a heading does.
    """

    bits: tuple[Bit, ...] = ()
    quote: int = 0
    leads: bool = False

    @property
    def text(self) -> str:
        """The words without their marks."""
        return "".join(bit.text for bit in self.bits)


BLANK = Row()


@dataclass(frozen=True, slots=True)
class Message:
    """What one message says: rows that fit into it."""

    rows: tuple[Row, ...]

    @property
    def html(self) -> str:
        """In Telegram's HTML, every tag closed."""
        parts = []
        for quote, rows in groupby(self.rows, key=lambda row: row.quote):
            inner = "\n".join("".join(map(_bit_html, row.bits)) for row in rows)
            parts.append(f"<blockquote expandable>{inner}</blockquote>" if quote else inner)
        return "\n".join(parts)

    @property
    def plain(self) -> str:
        """The same words without markup, for when the markup was refused."""
        return "\n".join(row.text for row in self.rows)


def row(*parts: str | Bit, quote: int = 0, leads: bool = False) -> Row:
    """A row of texts and bits; line feeds in them become blanks."""
    bits = (part if isinstance(part, Bit) else Bit(part) for part in parts)
    return Row(merged(replace(bit, text=shown(bit.text).replace("\n", " ")) for bit in bits), quote, leads)


def rows_of(text: str, *, quote: int = 0) -> list[Row]:
    """A text of several lines as rows, its blank lines at either end dropped."""
    return [Row((Bit(line),) if line else (), quote) for line in shown(text).strip("\n").split("\n")]


def bold(text: str, link: str = "") -> Bit:
    """The text in bold, leading to an address if there is one."""
    return Bit(text, (Mark.BOLD,), link)


def italic(text: str) -> Bit:
    """The text in italics."""
    return Bit(text, (Mark.ITALIC,))


def underlined(text: str) -> Bit:
    """The text underlined."""
    return Bit(text, (Mark.UNDERLINE,))


def shown(text: str) -> str:
    """The text as Telegram can show it: control characters as U+FFFD, steering characters left out."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", _STEERING.sub("", text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """The text as Telegram can show it on one line, marks that its script needs included."""
    return shown(_BLANKS.sub(" ", text)).strip()


def merged(bits: Iterable[Bit]) -> tuple[Bit, ...]:
    """The bits without empty ones, neighbours of the same marks as one."""
    kept = [bit for bit in bits if bit.text]
    return tuple(
        Bit("".join(bit.text for bit in same), marks, link)
        for (marks, link), same in groupby(kept, key=lambda bit: (bit.marks, bit.link))
    )


def units(text: str) -> int:
    """The length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible(rows: Sequence[Row]) -> bool:
    """True when there is something to see: Telegram refuses a message of blanks and joiners."""
    return any(_seen(character) for each in rows for character in each.text)


def _seen(character: str) -> bool:
    return unicodedata.category(character)[0] not in "ZC" and character not in _INVISIBLE


def _bit_html(bit: Bit) -> str:
    opened = "".join(f"<{mark.value}>" for mark in bit.marks)
    closed = "".join(f"</{mark.value}>" for mark in reversed(bit.marks))
    inner = f"{opened}{html.escape(bit.text, quote=False)}{closed}"
    return f'<a href="{html.escape(bit.link)}">{inner}</a>' if bit.link else inner
