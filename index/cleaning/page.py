"""A page under judgement: its units, and which of them are known to be debris."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.model import Span
from index.reading.units import Unit


class Page:
    """The units of one text with a mark for each; `title` and `author` are the article's own, where known."""

    def __init__(self, units: Sequence[Unit], title: str | None, author: str | None) -> None:
        self.units = units
        self.author = author
        self.title_key = " ".join(title.split()).casefold() if title else None
        self._debris = [False] * len(units)

    def __len__(self) -> int:
        return len(self.units)

    def is_debris(self, number: int) -> bool:
        """True when this unit is marked."""
        return self._debris[number]

    def mark(self, number: int) -> None:
        """Call this unit debris."""
        self._debris[number] = True

    def mark_range(self, start: int, end: int) -> None:
        """Call the units `[start, end)` debris."""
        self._debris[start:end] = [True] * (end - start)

    def mark_spans(self, spans: Iterable[Span]) -> None:
        """Call every unit debris that lies wholly inside one of `spans`."""
        ordered = sorted(spans)
        place = 0
        for number, unit in enumerate(self.units):
            while place < len(ordered) and ordered[place].end < unit.span.end:
                place += 1
            if place < len(ordered) and ordered[place].contains(unit.span):
                self.mark(number)

    def is_article_prose(self, number: int) -> bool:
        """True for sentences that nothing has marked."""
        return not self._debris[number] and self.units[number].is_prose

    def prose_words(self) -> list[int]:
        """For each place, the words of unmarked prose before it; one entry more than there are units."""
        sums = [0]
        for number, unit in enumerate(self.units):
            sums.append(sums[-1] + (unit.word_count if self.is_article_prose(number) else 0))
        return sums

    def debris_spans(self) -> list[Span]:
        """The spans of the marked units."""
        return [unit.span for number, unit in enumerate(self.units) if self._debris[number]]
