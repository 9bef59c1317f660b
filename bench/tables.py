"""The one form in which every bench prints its figures: plain text, aligned, a title above, notes below."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | None
_GAP = "  "
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """A title, column heads, rows and notes; the first column is of words, the others are of figures.

    Whole numbers show their thousands, other numbers three decimals, None a dash; a string stands as it is.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()

    def text(self) -> str:
        """The table as lines of text.

        Raises:
            ValueError: a row has more or fewer cells than there are columns.
        """
        lines = [list(self.columns), *([shown(cell) for cell in row] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        rule = "-" * (sum(widths) + len(_GAP) * (len(widths) - 1))
        head, *body = [_line(line, widths) for line in lines]
        return "\n".join([self.title, rule, head, rule, *body, rule, *self.notes])

    def show(self) -> None:
        """Print it, with an empty line after it."""
        print(self.text(), end="\n\n", flush=True)


def shown(cell: Cell) -> str:
    """A cell as it is printed."""
    if cell is None:
        return _NOTHING
    if isinstance(cell, str):
        return cell
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:.3f}"


def hundred(share: float | None) -> str | None:
    """A share from 0 to 1 as a figure of a hundred with one decimal, as the literature prints F1."""
    return None if share is None else f"{100 * share:.1f}"


def of(some: int, every: int) -> str:
    """A count and what it is a part of."""
    return f"{some} of {every}"


def progress(words: str) -> None:
    """Tell on standard error what is being measured, so that the tables alone are on standard output."""
    print(words, file=sys.stderr, flush=True)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return _GAP.join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()
