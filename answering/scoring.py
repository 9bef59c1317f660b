"""How likely a clause answers a question: its evidence, weighed; and from when on it counts as an answer.

The weights are those of a softmax over a question's clauses and "the documents do not say", so that one
number both ranks clauses and refuses. Fitted as `python -m bench.weighing` does it, with the seed's questions
besides, on questions that are answered and near misses that are not; its figures are of documents left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answering.asking import Asked, Kind
from answering.candidates import Candidate
from answering.evidence import Evidence

WEIGHTS: Mapping[str, float] = {
    "sentence": 1.78,
    "near": 3.22,
    "passage meaning": 1.53,
    "clause meaning": 3.76,
    "holds": 0.85,
    "lacks": -3.67,
    "lacks reason": -2.17,
    "lacks place": -3.55,
    "lacks somebody": -0.91,
    "distance": -1.22,
    "counts other": -1.29,
    "names far": -0.66,
    "absent": -1.26,
    "unmet": -3.46,
    "clash": -1.41,
    "subject apart": -0.83,
    "head apart": -0.57,
    "judgement": -1.05,
    "frame": -0.38,
    "turned": -1.02,
    "other speaker": -3.9,
}
SILENCE = 5.83
"""What "the documents do not say" weighs, and how much more or less for a kind of question."""
SILENCE_OF: Mapping[Kind, float] = {
    Kind.SAID: -2.99,
    Kind.AUTHOR: -3.42,
    Kind.WHO_SAID: 0.27,
    Kind.YES_NO: -0.23,
    Kind.WHAT: 0.72,
    Kind.WHY: 1.42,
    Kind.HOW_MANY: 1.66,
    Kind.WHEN: 1.09,
    Kind.WHERE: 0.89,
    Kind.WHO: 1.98,
}
_LENIENT = 1.75
"""A clause may weigh this much less than silence: of near misses, two in three are refused then."""
_TOPIC = 0.7
_SAME = 0.6
"""A cosine from which question and passage say the same in other words."""
_OPEN = frozenset({Kind.SAID, Kind.WHO_SAID, Kind.AUTHOR, Kind.OVERVIEW})


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score: log odds against silence for most kinds; at least 0.0 is an answer."""

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
        self._evidence = Evidence(asked, pool, vocabularies)
        self._silence = SILENCE + SILENCE_OF.get(asked.kind, 0.0) - _LENIENT

    def score(self, candidate: Candidate, nearness: float | None = None) -> Scored:
        """How well this clause answers; by its passage's meaning until its own `nearness` is known."""
        found = candidate.found.similarity if nearness is None else nearness
        measured = self._evidence.of(candidate, found)
        if is_open(self._asked):
            return Scored(candidate, _about(measured) - (_TOPIC if self._asked.terms else 0.0))
        return Scored(
            candidate,
            sum(weight * measured.get(name, 0.0) for name, weight in WEIGHTS.items()) - self._silence,
        )

    def measured(self, chosen: Sequence[Candidate], near: Sequence[float]) -> list[dict[str, float]]:
        """The evidence of candidates, unweighed; `near` are their own cosines."""
        return [self._evidence.of(each, nearness) for each, nearness in zip(chosen, near, strict=True)]

    def is_about(self, candidate: Candidate) -> bool:
        """True when names and numbers of the question are in the document, and what is asked is near."""
        asked = self._asked
        known = self._vocabularies.get(candidate.document.id, frozenset()) | candidate.near | candidate.title
        published = candidate.document.published
        if (asked.names | asked.numbers) - known - {str(published.year) if published else ""}:
            return False
        if asked.kind in _OPEN:
            return True
        plain = asked.terms - asked.names
        met = len(plain & (candidate.near | candidate.own))
        return not plain or 2 * met >= len(plain) or candidate.found.similarity >= _SAME


def is_open(asked: Asked) -> bool:
    """True where any clause about the topic will do, or all that somebody says."""
    return asked.kind in (Kind.ABOUT, Kind.OVERVIEW) or not asked.terms or bool(asked.quoted)


def _about(measured: Mapping[str, float]) -> float:
    words = 0.4 * measured["own"] + 0.6 * measured["near"]
    return 0.55 * words + 0.45 * measured["passage meaning"] + 0.8 * measured["clause meaning"]
