"""Passages found, each shown with its neighbours: longer stretches of their documents, none of them twice."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.model import FoundPassage, Passage, Span
from index.store.finding import Hit
from index.store.passages import StoredPassage, load_passages

_PIECE = re.compile(r"[^\W\d_]{1,7}|\d{1,2}|[^\w\s]|_")
_MARGIN = 1.08


def pieces(text: str) -> float:
    """About how many word pieces the embedding model's tokenizer makes of a text, rather too many.

    Of 500 stretches of news the true number was .88 of it on average and never more than 1.0; the tokenizer
    itself takes five times as long.
    """
    return _MARGIN * len(_PIECE.findall(text))


@dataclass(slots=True)
class _Place:
    """A document's passages in reading order, and which of them are shown already."""

    keys: list[int]
    spans: list[Span]
    shown: set[int] = field(default_factory=set)


class Widener:
    """Widens the passages of one answer, best first."""

    def __init__(self, connection: sqlite3.Connection, most: int) -> None:
        """No stretch has more than `most` word pieces, by `pieces`, unless a passage alone has."""
        self._connection = connection
        self._most = most
        self._places: dict[str, _Place] = {}

    def widened(self, found: Iterable[tuple[Hit, StoredPassage]], limit: int) -> list[FoundPassage]:
        """The first `limit` stretches; what lies in an earlier one is left out."""
        stretches: list[FoundPassage] = []
        for hit, stored in found:
            if len(stretches) == limit:
                break
            place = self._place(stored)
            at = place.keys.index(hit.key)
            if at not in place.shown:
                stretches.append(self._stretch(hit, stored, place, at))
        return stretches

    def _place(self, stored: StoredPassage) -> _Place:
        identity = stored.passage.document_id
        if identity not in self._places:
            rows = self._connection.execute(
                'SELECT key, start, "end" FROM passages WHERE document = (SELECT document FROM passages'
                " WHERE key = ?) ORDER BY start, key",
                (stored.key,),
            ).fetchall()
            self._places[identity] = _Place([row[0] for row in rows], [Span(*row[1:]) for row in rows])
        return self._places[identity]

    def _stretch(self, hit: Hit, stored: StoredPassage, place: _Place, at: int) -> FoundPassage:
        first, last = self._grown(stored.heading_of.text, place, at)
        place.shown.update(range(first, last + 1))
        if first == last:
            passage = stored.passage
        else:
            inside = load_passages(self._connection, place.keys[first : last + 1])
            span = Span(place.spans[first].start, place.spans[last].end)
            voiced = tuple(each for one in inside for each in one.passage.voiced)
            passage = Passage(stored.passage.document_id, span, span.of(stored.heading_of.text), voiced)
        return FoundPassage(passage, stored.info, hit.score, hit.lexical, hit.similarity)

    def _grown(self, text: str, place: _Place, at: int) -> tuple[int, int]:
        """The first and last passage of the stretch around the one at `at`, a step to each side in turn."""
        first = last = at
        left = self._most - pieces(place.spans[at].of(text))
        grows = True
        while grows:
            grows = False
            for there, beside in ((last + 1, last), (first - 1, first)):
                if not _joins(text, place, there, beside):
                    continue
                taken = pieces(place.spans[there].of(text))
                if taken <= left:
                    left -= taken
                    first, last, grows = min(first, there), max(last, there), True
        return first, last


def _joins(text: str, place: _Place, there: int, beside: int) -> bool:
    """True for a passage not shown yet, with nothing but blanks between: page debris is never shown."""
    if not 0 <= there < len(place.spans) or there in place.shown:
        return False
    one, other = sorted((place.spans[there], place.spans[beside]))
    return one.end <= other.start and not text[one.end : other.start].strip()
