"""Rows to messages, each within Telegram's limits, together losing nothing. Knows no library."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from chat.telegram.markup import Bit, Message, Row, units, visible

MOST_UNITS = 4096
"""UTF-16 units of a message's text, after its markup is taken out."""
MOST_ENTITIES = 100
_BITS_OF_A_ROW = 40
_STEP_BACK = 400
"""How far back from the limit a blank is looked for, before a word is cut."""
_CLUSTER = 32
_JOINERS = "\u200d\ufe0f\ufe0e"


def fitted(rows: Sequence[Row], *, most: int = MOST_UNITS) -> list[Message]:
    """The rows as messages of at most `most` units and 100 entities each.

    They are cut between rows; a heading stays with what it heads, a quotation that fits into one message is
    not cut, and a row too long for any is cut between words.
    """
    packer = _Packer(most)
    for group in _groups([piece for row in rows for piece in _pieces(row, most)]):
        packer.take(group)
    return packer.done()


class _Packer:
    """Fills one message after another."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._rows: list[Row] = []
        self._messages: list[Message] = []

    def take(self, group: Sequence[Row]) -> None:
        """Add rows that belong together, in a message of their own if they only fit there."""
        if self._rows and not self._fits(group) and _fits(group, self._most):
            self._close()
        for row in group:
            if self._rows and not self._fits([row]):
                self._close()
            if self._rows and not self._fits([row]):  # not even behind the headings alone
                self._flush(self._rows)
                self._rows = []
            self._rows.append(row)

    def done(self) -> list[Message]:
        """The messages, the last one included."""
        self._flush(self._rows)
        return self._messages

    def _fits(self, more: Sequence[Row]) -> bool:
        return _fits([*self._rows, *more], self._most)

    def _close(self) -> None:
        """End the message before a heading that nothing follows."""
        cut = len(self._rows)
        while cut and (self._rows[cut - 1].leads or not self._rows[cut - 1].bits):
            cut -= 1
        headings = [row for row in self._rows[cut:] if row.bits] if cut else []
        self._flush(self._rows[:cut] if cut else self._rows)
        self._rows = headings

    def _flush(self, rows: Sequence[Row]) -> None:
        kept = list(rows)
        while kept and not kept[0].bits:
            kept.pop(0)
        while kept and not kept[-1].bits:
            kept.pop()
        if visible(kept):
            self._messages.append(Message(tuple(kept)))


def _groups(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Each quotation with the headings before it, and each other row by itself with its headings."""
    heading: list[Row] = []
    for quote, same in groupby(rows, key=lambda row: row.quote):
        if quote:
            yield [*heading, *same]
            heading = []
            continue
        for row in same:
            heading.append(row)
            if not row.leads and row.bits:
                yield heading
                heading = []
    if heading:
        yield heading


def _fits(rows: Sequence[Row], most: int) -> bool:
    length = sum(units(row.text) + 1 for row in rows) - 1
    entities = sum(bit.entities for row in rows for bit in row.bits)
    quotes = sum(1 for quote, _ in groupby(rows, key=lambda row: row.quote) if quote)
    return length <= most and entities + quotes <= MOST_ENTITIES


def _pieces(row: Row, most: int) -> Iterator[Row]:
    """The row, or what it is cut into where it is too long or too richly marked for one message."""
    rest = list(row.bits)
    while rest:
        taken: list[Bit] = []
        room = most
        while rest and len(taken) < _BITS_OF_A_ROW and units(rest[0].text) <= room:
            room -= units(rest[0].text)
            taken.append(rest.pop(0))
        if rest and len(taken) < _BITS_OF_A_ROW:
            at = _cut(rest[0].text, room, must=not taken)
            if at:
                taken.append(replace(rest[0], text=rest[0].text[:at]))
                rest[0] = replace(rest[0], text=rest[0].text[at:])
        yield Row(tuple(taken), row.quote, row.leads)
    if not row.bits:
        yield row


def _cut(text: str, room: int, *, must: bool) -> int:
    """Where to cut so that at most `room` units stand before: behind a blank, or in a word if it must."""
    end = _characters(text, room)
    blank = max(
        text.rfind(" ", max(0, end - _STEP_BACK), end), text.rfind("\t", max(0, end - _STEP_BACK), end)
    )
    if blank >= 0:
        return blank + 1
    if not must and end < _STEP_BACK:
        return 0
    for at in range(end, max(0, end - _CLUSTER), -1):
        if not _inside_a_sign(text, at):
            return at
    return end


def _characters(text: str, room: int) -> int:
    """How many characters take up at most `room` units."""
    used = 0
    for at, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > room:
            return at
    return len(text)


def _inside_a_sign(text: str, at: int) -> bool:
    """True where a cut would part an accent, or a joined emoji, from what it belongs to."""
    if not 0 < at < len(text):
        return False
    after = text[at]
    return (
        after in _JOINERS
        or text[at - 1] == "\u200d"
        or unicodedata.category(after).startswith("M")
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )
