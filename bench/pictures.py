"""Draws recorded conversations as pictures: one SVG of chat bubbles for each chat, self-contained.

`tests.telegram.recording.recording` gives what was said, as a reader of the chat sees it. Folded quotations
show their first lines, as they do in Telegram until they are pressed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Final

from bench.typesetting import Json, Line, Run, clipped, line_width, paragraphs, width, wrapped

WIDTH: Final = 800
_EDGE, _PAD, _GAP = 20, 14, 10
_BUBBLE: Final = 640
"""At most so wide; Telegram's own leave a fifth of the screen free."""
_SIZE, _LEADING, _SMALL = 16.0, 22.0, 13.0
_QUOTE_SIZE, _QUOTE_LEADING, _QUOTE_INSET = 15.0, 20.5, 12.0
_FOLDED_LINES = 3
_KEY_HEIGHT = 34
_FILE_INSET = 40.0
_FONT: Final = "Helvetica, Arial, 'Liberation Sans', 'Segoe UI', 'DejaVu Sans', sans-serif"
_MONO: Final = "Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_INK, _QUIET, _BLUE, _LINK = "#16191d", "#84909b", "#3d8fc9", "#2374b3"
_THEIRS, _MINE, _GROUND, _HEAD, _KEY = "#ffffff", "#e2f7cb", "#dfe7ec", "#ffffff", "#7d93a3"
_KINDS: Final = {"group": "group", "supergroup": "group", "channel": "channel"}
_NAMES: Final = ("#c2513f", "#3a8f43", "#8a55b5", "#b0752a", "#2f8a94")


def picture(chat: Json) -> str:
    """The SVG of one recorded chat, 800 wide and as high as it takes."""
    drawn = _Drawing()
    private = chat["type"] == "private"
    title = "WhoSays" if private else str(chat["title"])
    drawn.header(title, f"private chat with {chat['title']}" if private else _KINDS[chat["type"]])
    topic = None
    for message in chat["messages"]:
        if message["topic"] != topic:
            topic = message["topic"]
            drawn.centred(f"# {topic or 'General'}")
        if message["service"]:
            drawn.centred(str(message["service"]))
        else:
            drawn.bubble(message, named=not private)
    return drawn.svg(f"{chat['title']}: a conversation with WhoSays in Telegram")


class _Drawing:
    """Elements from the top down; `y` is where the next one begins."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._y = 0.0

    def svg(self, title: str) -> str:
        """The whole picture."""
        height = round(self._y + _EDGE)
        box = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        named = f'font-family="{_FONT}" role="img" aria-label="{escape(title)}"'
        head = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {box} {named}>',
            f"<title>{escape(title)}</title>",
            f'<rect width="{WIDTH}" height="{height}" rx="14" fill="{_GROUND}"/>',
        ]
        return "\n".join([*head, *self._parts, "</svg>\n"])

    def header(self, title: str, kind: str) -> None:
        self._parts.append(
            f'<path d="M0 58V14A14 14 0 0 1 14 0H{WIDTH - 14}A14 14 0 0 1 {WIDTH} 14V58Z" fill="{_HEAD}"/>'
        )
        self._line([Run(clipped(title, 17, WIDTH / 2), frozenset({"bold"}))], _EDGE, 27, 17)
        self._line([Run(kind)], _EDGE, 46, _SMALL, ink=_QUIET)
        self._y = 58 + _GAP

    def centred(self, text: str) -> None:
        """A line of Telegram's own, or a topic's name."""
        shown = clipped(text, _SMALL, WIDTH / 2)
        wide = width(shown, _SMALL) + 24
        self._rect((WIDTH - wide) / 2, self._y, wide, 24, 12, _KEY)
        self._line([Run(shown)], (WIDTH - wide) / 2 + 12, self._y + 16.5, _SMALL, ink="#ffffff")
        self._y += 24 + _GAP

    def bubble(self, message: Json, *, named: bool) -> None:
        """A message with all around it, and the buttons under it."""
        content = _Content(message, named=named)
        keys = message["keyboard"]
        inner = max(
            content.width, min(_BUBBLE, max((_keys_width(row) for row in keys), default=0)) - 2 * _PAD
        )
        wide = inner + 2 * _PAD
        mine = not message["by_bot"] and not named
        x = WIDTH - _EDGE - wide if mine else _EDGE
        self._rect(x, self._y, wide, content.height + 2 * _PAD - 6, 12, _MINE if mine else _THEIRS)
        y = self._y + _PAD - 3
        for each in content.pieces:
            y = self._piece(each, x + _PAD, y, inner)
        time = (
            "edited " if message["edited"] else ""
        ) + f"{datetime.fromtimestamp(message['date'], UTC):%H:%M}"
        self._line([Run(time)], x + wide - _PAD - width(time, 12), y + 12, 12, ink=_QUIET)
        self._y += content.height + 2 * _PAD - 6
        for row in keys:
            self._keys(row, x, wide)
        self._y += _GAP

    def _piece(self, piece: _Piece, x: float, y: float, inner: float) -> float:
        """One piece of a bubble; where the next begins."""
        inset = 0.0
        if piece.barred:
            self._rect(x, y + 2, inner, piece.height - 4, 4, "#eaf3fa")
            self._rect(x, y + 2, 3, piece.height - 4, 1.5, _BLUE)
            inset = _QUOTE_INSET
        if piece.file:
            self._file(x, y)
            inset = _FILE_INSET
        at = y + (4 if piece.barred else 0)
        for line in piece.lines:
            self._line(line, x + inset, at + piece.leading * 0.74, piece.size, ink=piece.ink)
            at += piece.leading
        if piece.folded:
            tip = x + inner - 14
            self._parts.append(
                f'<path d="M{tip - 5:.1f} {y + piece.height - 13:.1f}l5 5l5 -5" fill="none" stroke="{_BLUE}" '
                'stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>'
            )
        return y + piece.height

    def _file(self, x: float, y: float) -> None:
        """A sheet of paper on a disc."""
        self._rect(x, y, 30, 30, 15, _BLUE)
        sheet = f"M{x + 10:.1f} {y + 7:.1f}h7l4 4v12h-11z"
        self._parts.append(f'<path d="{sheet}" fill="#ffffff" stroke="#ffffff" stroke-linejoin="round"/>')

    def _keys(self, labels: Sequence[str], x: float, wide: float) -> None:
        """A row of buttons as wide as the bubble."""
        each = (wide - 4 * (len(labels) - 1)) / len(labels)
        self._y += 4
        for number, label in enumerate(labels):
            left = x + number * (each + 4)
            shown = clipped(label, 14.5, each - 12)
            self._rect(left, self._y, each, _KEY_HEIGHT, 9, _KEY)
            middle = left + (each - width(shown, 14.5)) / 2
            self._line([Run(shown)], middle, self._y + 22, 14.5, ink="#ffffff")
        self._y += _KEY_HEIGHT

    def _rect(self, x: float, y: float, wide: float, high: float, round_: float, fill: str) -> None:
        box = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
        self._parts.append(f'<rect {box} rx="{round_}" fill="{fill}"/>')

    def _line(self, line: Line, x: float, y: float, size: float, *, ink: str = _INK) -> None:
        """Runs side by side, each set to its own width."""
        for run in line:
            wide = run.width(size)
            text = run.text.rstrip()
            if text:
                fit = Run(text, run.marks).width(size)
                lead = Run(run.text[: len(run.text) - len(run.text.lstrip())], run.marks).width(size)
                self._parts.append(_text(Run(text.lstrip(), run.marks), x + lead, y, size, fit - lead, ink))
            x += wide


class _Piece:
    """Lines of one size, barred as quotations are; `folded` says that some are not shown.

    A `file`'s name stands beside the sign of one.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        *,
        size: float = _SIZE,
        leading: float = _LEADING,
        ink: str = _INK,
        barred: bool = False,
        folded: bool = False,
        file: bool = False,
    ) -> None:
        self.lines = list(lines)
        self.size, self.leading, self.ink = size, leading, ink
        self.barred, self.folded, self.file = barred, folded, file
        self.height = len(self.lines) * leading + (8 if barred else 0)
        inset = _QUOTE_INSET + (26 if folded else 8) if barred else _FILE_INSET if file else 0
        self.width = max((line_width(each, size) for each in self.lines), default=0) + inset


class _Content:
    """What stands in a bubble, and how large that is; the time has a line of its own at the end."""

    def __init__(self, message: Json, *, named: bool) -> None:
        self.pieces = [*_about(message, named=named), *_said(message)]
        self.width = max([70.0, *(each.width for each in self.pieces)])
        self.height = sum(each.height for each in self.pieces) + 14


def _about(message: Json, *, named: bool) -> list[_Piece]:
    """Who wrote, from whom it is forwarded, what it replies to, the file it carries."""
    room, bold = _BUBBLE - 2 * _PAD, frozenset({"bold"})
    found = []
    if named:
        ink = _BLUE if message["by_bot"] else _NAMES[sum(map(ord, message["sender"])) % len(_NAMES)]
        found.append(_Piece([[Run(message["sender"], bold)]], size=14.5, leading=20, ink=ink))
    if message["forwarded"]:
        told = [Run(f"Forwarded from {message['forwarded']}")]
        found.append(_Piece([told], size=_SMALL, leading=19, ink="#3a8f43"))
    if message["reply"]:
        text = clipped(message["reply"]["text"], 14, min(room - 40, 360))
        lines = [[Run(message["reply"]["sender"], bold)], [Run(text)]]
        found.append(_Piece(lines, size=14, leading=19, barred=True))
    if message["document"]:
        found.append(_Piece([[Run(message["document"], bold)]], leading=30, file=True))
    return found


def _said(message: Json) -> list[_Piece]:
    """The text, its quotations as pieces of their own."""
    found = []
    for each in paragraphs(message["text"], message["entities"]):
        quoted = each.quote is not None
        size, leading = (_QUOTE_SIZE, _QUOTE_LEADING) if quoted else (_SIZE, _LEADING)
        room = _BUBBLE - 2 * _PAD - (_QUOTE_INSET + 26 if quoted else 0)
        lines = [line for written in each.lines for line in (wrapped(written, size, room) or [[]])]
        folded = bool(each.quote) and len(lines) > _FOLDED_LINES
        shown = lines[:_FOLDED_LINES] if folded else lines
        found.append(_Piece(shown, size=size, leading=leading, barred=quoted, folded=folded))
    return found


def _keys_width(labels: Sequence[str]) -> float:
    return sum(width(each, 14.5) + 28 for each in labels)


def _text(run: Run, x: float, y: float, size: float, wide: float, ink: str) -> str:
    looks = [f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" textLength="{wide:.1f}"']
    looks.append(f'lengthAdjust="spacingAndGlyphs" fill="{_LINK if "link" in run.marks else ink}"')
    if "bold" in run.marks:
        looks.append('font-weight="700"')
    if "italic" in run.marks:
        looks.append('font-style="italic"')
    if "underline" in run.marks or "strikethrough" in run.marks:
        looks.append(f'text-decoration="{"underline" if "underline" in run.marks else "line-through"}"')
    if run.marks & {"code", "pre"}:
        looks.append(f'font-family="{_MONO}"')
    return f"<text {' '.join(looks)}>{escape(run.text, quote=False)}</text>"
