"""How well a clause answers a question: words met, meaning near, the kind of thing asked for held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from answering.asking import Asked, Kind
from answering.candidates import Candidate
from answering.fitting import fit
from index.model import Voice

_NEAR = 0.65
_TITLE = 0.45
_DOCUMENT = 0.3
_MEANING = 0.55
"""A cosine from which question and passage are about the same thing, for this embedding model."""
_SAME = 0.6
"""A cosine from which they say the same in other words."""
_OPEN = frozenset({Kind.SAID, Kind.WHO_SAID, Kind.AUTHOR, Kind.OVERVIEW})
_ABSENT = 0.1
_FACTUAL = frozenset({Kind.WHEN, Kind.WHERE, Kind.HOW_MANY, Kind.HOW_LONG, Kind.WHO})


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score in `[0, ~1.4]`."""

    candidate: Candidate
    score: float


class Scorer:
    """Scores the candidates of one question; rare words among them weigh more."""

    def __init__(
        self, asked: Asked, pool: Sequence[Candidate], vocabularies: Mapping[str, frozenset[str]]
    ) -> None:
        """`pool` is all the candidates, `vocabularies` the stems of their documents by id."""
        self._asked = asked
        self._vocabularies = vocabularies
        passages = {candidate.passage.id: candidate.near for candidate in pool}
        self._weights = {term: self._weight(term, passages) for term in asked.terms}
        self._total = sum(self._weights.values()) or 1.0

    def score(self, candidate: Candidate) -> Scored:
        """How well this clause answers."""
        meaning = min(1.0, max(0.0, candidate.found.similarity) / _MEANING)
        score = 0.55 * self._coverage(candidate) + 0.45 * meaning + fit(self._asked, candidate)
        if self._asked.kind in _FACTUAL and candidate.voice is Voice.OPINION:
            score -= 0.12  # a judgement is no date or figure
        if self._asked.kind not in _OPEN and self._asked.kind is not Kind.ABOUT:
            score -= min(0.5, (_ABSENT + 0.15 * (self._asked.kind in _FACTUAL)) * self._absent(candidate))
        return Scored(candidate, score)

    def is_about(self, candidate: Candidate) -> bool:
        """True when names and numbers of the question are in the document, and what is asked is near."""
        asked = self._asked
        known = self._vocabularies.get(candidate.document.id, frozenset()) | candidate.near | candidate.title
        if (asked.names | asked.numbers) - known:
            return False
        if asked.kind in _OPEN:
            return True
        plain = asked.terms - asked.names
        met = len(plain & (candidate.near | candidate.own))
        return not plain or 2 * met >= len(plain) or candidate.found.similarity >= _SAME

    def _absent(self, candidate: Candidate) -> int:
        """How many words of the question the whole document never uses: what is asked may not be told."""
        known = self._vocabularies.get(candidate.document.id, frozenset()) | candidate.title | candidate.own
        return len(self._asked.terms - self._asked.names - known)

    def _weight(self, term: str, passages: Mapping[str, frozenset[str]]) -> float:
        count = sum(term in near for near in passages.values())
        rarity = log((len(passages) + 1) / (count + 0.5)) + 0.5
        return max(0.3, min(2.5, rarity)) * (1.3 if term in self._asked.names else 1.0)

    def _coverage(self, candidate: Candidate) -> float:
        vocabulary = self._vocabularies.get(candidate.document.id, frozenset())
        met = 0.0
        for term, weight in self._weights.items():
            if term in candidate.own:
                met += weight
            elif term in candidate.near:
                met += _NEAR * weight
            elif term in candidate.title:
                met += _TITLE * weight
            elif term in vocabulary:
                met += _DOCUMENT * weight
        return met / self._total
