"""How far a clause tells what is asked: what is measured of it, to be weighed by `scoring`.

Words met in the clause, its sentence and its passage; meaning; the kind of thing asked for; what narrows the
question down. Each measure is a number from 0 to 1, but for "told", which is from -1 to 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log

from answering.asking import Asked, Kind
from answering.candidates import Candidate
from answering.fitting import counts_unit, held
from answering.qualifying import clashing, qualifiers, unmet
from answering.speakers import is_one_of
from answering.wording import meaningful, stem, stems
from index.model import Voice

_MEANING = 0.55
"""A cosine from which question and passage are about the same thing, for this embedding model."""
_FACTUAL = frozenset({Kind.WHEN, Kind.WHERE, Kind.HOW_MANY, Kind.HOW_LONG, Kind.WHO})
_LACKING = {Kind.WHY: "lacks reason", Kind.WHERE: "lacks place", Kind.WHO: "lacks somebody"}
_SELF = re.compile(r"\b(?:I|my|me|mine|we|our|us)\b")
_WRITER = frozenset(map(stem, "author writer columnist reviewer blogger reporter interviewer".split()))
_DOES = re.compile(r"\b(?:did|does|do|has|have|had|will|would|can|could)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|his|her|its|their|I|we|my|our|him|them|who|which)\b", re.IGNORECASE
)
_FULL_NAME = re.compile(r"\b[A-Z][\w’'.-]*(?:\s+[A-Z][\w-]*)+")
_FAR = 100
_SURE = 6.0
"""Log odds beyond which reading a clause tells no more."""
_WORD = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*")
_STOPS = re.compile(r"[.!?…][”\"’'»)]*\s+(?=[A-Z“\"‘«(„])|\n")


class Evidence:
    """What speaks for and against the candidates of one question."""

    def __init__(
        self, asked: Asked, pool: Sequence[Candidate], vocabularies: Mapping[str, frozenset[str]]
    ) -> None:
        """`pool` is all the candidates, `vocabularies` the stems of their documents by id."""
        self._asked, self._vocabularies = asked, vocabularies
        passages = {candidate.passage.id: candidate.near for candidate in pool}
        self._weights = {term: self._weight(term, passages) for term in asked.terms}
        self._total = sum(self._weights.values()) or 1.0
        self._qualifiers = qualifiers(asked.text)
        self._given = _given(asked.text)
        does = _DOES.search(asked.text)
        self._order = [stem(word) for word in meaningful(asked.text[does.end() :])] if does else []

    def of(self, candidate: Candidate, nearness: float, told: float | None = None) -> dict[str, float]:
        """The measures of a candidate by name; `nearness` is its own cosine to the question.

        `told` is what came of reading it in its passage, as log odds; None where it was not read.
        """
        asked = self._asked
        return {
            **self._met(candidate),
            "passage meaning": min(1.0, max(0.0, candidate.found.similarity) / _MEANING),
            "clause meaning": max(0.0, nearness),
            **self._fit(candidate),
            **self._narrowed(candidate),
            "turned": self._turned(candidate.words),
            "judgement": float(asked.kind in _FACTUAL and candidate.voice is Voice.OPINION),
            "frame": float(candidate.frame),
            "told": 0.0 if told is None else max(-_SURE, min(_SURE, told)) / _SURE,
            "unread": float(told is None),
            "other speaker": float(
                asked.kind is Kind.SAID and not is_one_of(asked.speaker, candidate.voiced.sources)
            ),
        }

    def _met(self, candidate: Candidate) -> dict[str, float]:
        asked = self._asked
        known = self._vocabularies.get(candidate.document.id, frozenset()) | candidate.near | candidate.title
        own = self._full(candidate.own | self._speaking(candidate), known)
        around = self._full(own | sentence(candidate), known)
        near = self._full(own | candidate.near | candidate.title, known)
        known |= own
        return {
            "own": self._share(own),
            "sentence": self._share(around),
            "near": self._share(near),
            "names far": len(asked.names - near) / max(1, len(asked.names)),
            "absent": min(3, len(asked.terms - asked.names - known)) / 3,
            "subject apart": float(self._leaves_out(candidate.words, around)),
            "head apart": float(bool(asked.head) and asked.head not in around),
        }

    def _leaves_out(self, words: str, around: frozenset[str]) -> bool:
        """True when the subject of the question is not in the sentence, nor a pronoun in the clause."""
        return bool(self._order) and self._order[0] not in around and not _PRONOUN.search(words)

    def _full(self, bag: frozenset[str], known: frozenset[str]) -> frozenset[str]:
        """The bag with the given names of those it has by their family names: "Bale" is Prosper Bale."""
        named = (given for given, family in self._given if family in bag)
        return bag | (known & frozenset(named))

    def _fit(self, candidate: Candidate) -> dict[str, float]:
        places = held(self._asked, candidate)
        found = {"holds": float(bool(places))}
        if places is not None and not places:
            soft = "lacks" if self._asked.wants_name else _LACKING.get(self._asked.kind, "lacks")
            found[soft] = 1.0
        elif places:
            found["distance"] = self._distance(candidate.words, places)
        if self._asked.kind is Kind.HOW_MANY and self._asked.unit:
            found["counts other"] = float(not counts_unit(self._asked, candidate.words))
        return found

    def _distance(self, words: str, places: Sequence[tuple[int, int]]) -> float:
        """How far the thing asked for stands from the nearest word asked about; 1.0 from 100 letters."""
        met = [span for word, span in _words(words) if word in self._asked.terms]
        gaps = [
            max(start - at[1], at[0] - end)
            for start, end in places
            for at in met
            if at[1] <= start or at[0] >= end
        ]
        return min(1.0, min(gaps, default=_FAR) / _FAR)

    def _turned(self, words: str) -> float:
        """1.0 where the subject of the question stands behind what it does, and nothing is done by it."""
        order = [word for word, _ in _words(words)]
        if len(self._order) < 2 or " by " in words:
            return 0.0
        first, second = (order.index(each) if each in order else None for each in self._order[:2])
        return float(first is not None and second is not None and first > second)

    def _narrowed(self, candidate: Candidate) -> dict[str, float]:
        told = qualifiers(candidate.passage.text) | _published(candidate)
        return {
            "unmet": min(2, unmet(self._qualifiers, told)) / 2,
            "clash": min(2, clashing(self._qualifiers, qualifiers(candidate.words))) / 2,
        }

    def _speaking(self, candidate: Candidate) -> frozenset[str]:
        """The words for the author where the author judges, or speaks of himself: "Mine took 71"."""
        mine = candidate.voice is Voice.OPINION or (
            candidate.voice is Voice.REPORTED and _SELF.search(candidate.words)
        )
        return _WRITER | stems(candidate.document.author or "") if mine else frozenset()

    def _share(self, bag: frozenset[str]) -> float:
        return sum(weight for term, weight in self._weights.items() if term in bag) / self._total

    def _weight(self, term: str, passages: Mapping[str, frozenset[str]]) -> float:
        count = sum(term in near for near in passages.values())
        rarity = log((len(passages) + 1) / (count + 0.5)) + 0.5
        return max(0.3, min(2.5, rarity)) * (1.3 if term in self._asked.names else 1.0)


def _given(text: str) -> tuple[tuple[str, str], ...]:
    """The given names and titles of a text's full names, each with its family name, as stems."""
    full = (match.group().split() for match in _FULL_NAME.finditer(text))
    return tuple((stem(given), stem(names[-1])) for names in full for given in names[:-1])


def sentence(candidate: Candidate) -> frozenset[str]:
    """The stems of the sentence that a candidate is from, with those of its sources."""
    start = candidate.passage.span.start
    text = candidate.passage.text
    return _around(text, candidate.spans[0].start - start, candidate.spans[-1].end - start)


@lru_cache(maxsize=5_000)
def _around(text: str, first: int, last: int) -> frozenset[str]:
    begin = max((m.end() for m in _STOPS.finditer(text, 0, first)), default=0)
    ending = _STOPS.search(text, max(first, last - 1))
    return stems(text[begin : ending.start() if ending else len(text)])


@lru_cache(maxsize=5_000)
def _words(text: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """The words of a text as stems, with where they stand."""
    return tuple((stem(match.group()), match.span()) for match in _WORD.finditer(text))


def _published(candidate: Candidate) -> frozenset[tuple[str, str]]:
    day = candidate.document.published
    return frozenset({("year", str(day.year))}) if day else frozenset()
