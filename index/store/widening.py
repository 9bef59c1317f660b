"""Passages found, each shown with its neighbours: longer stretches of their documents, none of them twice."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.model import FoundPassage, Passage, Span
from index.store.encoding import unpacked_voiced
from index.store.finding import Hit
from index.store.passages import StoredPassage

_PIECE = re.compile(r"[^\W\d_]{1,7}|\d{1,2}|[^\w\s]|_")
_MARGIN = 1.08


def pieces(text: str) -> float:
    """About how many word pieces the embedding model's tokenizer makes of a text, rather too many.

    Of 500 stretches of news the true number was .88 of it on average and never more than 1.0; the tokenizer
    itself takes five times as long.
    """
    return _MARGIN * len(_PIECE.findall(text))


class Place(Protocol):
    """A document's passages in reading order."""

    @property
    def text(self) -> str:
        """The document's text."""
        ...

    @property
    def spans(self) -> Sequence[Span]:
        """Where its passages stand."""
        ...

    def inside(self, first: int, last: int) -> Iterable[Passage]:
        """The passages from the one at `first` to the one at `last`."""
        ...


Met = tuple[FoundPassage, int, Place]
"""A passage found, which one of its document it is, and its document."""


class Stretcher:
    """Widens the passages of one answer, best first."""

    def __init__(self, most: int) -> None:
        """No stretch has more than `most` word pieces, by `pieces`, unless a passage alone has."""
        self._most = most
        self._shown: dict[str, set[int]] = defaultdict(set)

    def stretches(self, met: Iterable[Met], limit: int) -> list[FoundPassage]:
        """The first `limit` stretches; what lies in an earlier one is left out."""
        made: list[FoundPassage] = []
        for found, at, place in met:
            if len(made) == limit:
                break
            shown = self._shown[found.passage.document_id]
            if at not in shown:
                made.append(self._stretch(found, at, place, shown))
        return made

    def _stretch(self, found: FoundPassage, at: int, place: Place, shown: set[int]) -> FoundPassage:
        first, last = self._grown(place, at, shown)
        shown.update(range(first, last + 1))
        if first == last:
            return found
        span = Span(place.spans[first].start, place.spans[last].end)
        voiced = tuple(each for one in place.inside(first, last) for each in one.voiced)
        passage = Passage(found.passage.document_id, span, span.of(place.text), voiced)
        return replace(found, passage=passage)

    def _grown(self, place: Place, at: int, shown: set[int]) -> tuple[int, int]:
        """The first and last passage of the stretch around the one at `at`, a step to each side in turn."""
        first = last = at
        left = self._most - pieces(place.spans[at].of(place.text))
        too_long = set[int]()
        grows = True
        while grows:
            grows = False
            for there, beside in ((last + 1, last), (first - 1, first)):
                if there in shown or there in too_long or not _joins(place, there, beside):
                    continue
                taken = pieces(place.spans[there].of(place.text))
                if taken <= left:
                    left -= taken
                    first, last, grows = min(first, there), max(last, there), True
                else:
                    too_long.add(there)
        return first, last


@dataclass(frozen=True, slots=True)
class _StoredPlace:
    """A document of the local store."""

    document_id: str
    text: str
    keys: list[int]
    spans: list[Span]
    voiced: list[str]

    def inside(self, first: int, last: int) -> list[Passage]:
        return [
            Passage(self.document_id, span, span.of(self.text), unpacked_voiced(voiced))
            for span, voiced in list(zip(self.spans, self.voiced, strict=True))[first : last + 1]
        ]


class Widener:
    """Widens the passages that were found in the local store."""

    def __init__(self, connection: sqlite3.Connection, most: int) -> None:
        """As `Stretcher`."""
        self._connection = connection
        self._stretcher = Stretcher(most)
        self._places: dict[str, _StoredPlace] = {}

    def widened(self, found: Iterable[tuple[Hit, StoredPassage]], limit: int) -> list[FoundPassage]:
        """The first `limit` stretches; what lies in an earlier one is left out."""
        return self._stretcher.stretches((self._met(*each) for each in found), limit)

    def _met(self, hit: Hit, stored: StoredPassage) -> Met:
        place = self._place(stored)
        found = FoundPassage(stored.passage, stored.info, hit.score, hit.lexical, hit.similarity)
        return found, place.keys.index(hit.key), place

    def _place(self, stored: StoredPassage) -> _StoredPlace:
        identity = stored.info.id
        if identity not in self._places:
            rows = self._connection.execute(
                'SELECT key, start, "end", voiced FROM passages WHERE document ='
                " (SELECT document FROM passages WHERE key = ?) ORDER BY start, key",
                (stored.key,),
            ).fetchall()
            self._places[identity] = _StoredPlace(
                identity,
                stored.heading_of.text,
                [row[0] for row in rows],
                [Span(*row[1:3]) for row in rows],
                [row[3] for row in rows],
            )
        return self._places[identity]


def _joins(place: Place, there: int, beside: int) -> bool:
    """True for a passage with nothing but blanks between: page debris is never shown."""
    if not 0 <= there < len(place.spans):
        return False
    one, other = sorted((place.spans[there], place.spans[beside]))
    return one.end <= other.start and not place.text[one.end : other.start].strip()
