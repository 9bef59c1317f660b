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
from answering.wording import stems

WEIGHTS: Mapping[str, float] = {
    "sentence": 1.19,
    "near": 1.27,
    "passage meaning": 1.46,
    "clause meaning": 1.48,
    "holds": 0.86,
    "lacks": -2.15,
    "lacks reason": -0.67,
    "lacks place": -1.06,
    "lacks somebody": -0.58,
    "distance": -0.68,
    "counts other": -1.09,
    "names far": 0.07,
    "absent": -0.7,
    "unmet": -1.38,
    "clash": -0.72,
    "subject apart": -0.56,
    "head apart": -0.0,
    "judgement": -0.83,
    "frame": -0.07,
    "turned": 0.03,
    "other speaker": -1.57,
    "told": 2.56,
    "unread": -1.76,
}
SILENCE = 3.46
"""What "the documents do not say" weighs, and how much more or less for a kind of question."""
SILENCE_OF: Mapping[Kind, float] = {
    Kind.SAID: -1.37,
    Kind.AUTHOR: -1.7,
    Kind.WHO_SAID: -0.24,
    Kind.YES_NO: -0.35,
    Kind.WHAT: 0.11,
    Kind.WHY: 0.6,
    Kind.HOW_MANY: 0.66,
    Kind.WHEN: 0.43,
    Kind.WHERE: 0.29,
    Kind.WHO: 0.95,
}
_LENIENT = 0.9
"""A clause may weigh this much less than silence; chosen on documents left out (docs/answers.md)."""
_TOPIC = 0.7


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

    def score(self, candidate: Candidate, nearness: float | None = None, told: float | None = None) -> Scored:
        """How well this clause answers; by its passage's meaning until its own `nearness` is known.

        `told` is what came of reading it in its passage, log odds; None where it was not read.
        """
        found = candidate.found.similarity if nearness is None else nearness
        measured = self._evidence.of(candidate, found, told)
        if is_open(self._asked):
            return Scored(candidate, _about(measured) - (_TOPIC if self._asked.terms else 0.0))
        return Scored(
            candidate,
            sum(weight * measured.get(name, 0.0) for name, weight in WEIGHTS.items()) - self._silence,
        )

    def measured(
        self, chosen: Sequence[Candidate], near: Sequence[float], told: Mapping[Candidate, float]
    ) -> list[dict[str, float]]:
        """The evidence of candidates, unweighed: by their own cosines, and `told` as far as read."""
        return [self._evidence.of(each, own, told.get(each)) for each, own in zip(chosen, near, strict=True)]

    def is_about(self, candidate: Candidate) -> bool:
        """True when the names and numbers of the question are in the document."""
        asked = self._asked
        known = self._vocabularies.get(candidate.document.id, frozenset()) | candidate.near | candidate.title
        known |= stems(candidate.document.author or "")
        published = candidate.document.published
        return not (asked.names | asked.numbers) - known - {str(published.year) if published else ""}


def is_open(asked: Asked) -> bool:
    """True where any clause about the topic will do, or all that somebody says."""
    return asked.kind in (Kind.ABOUT, Kind.OVERVIEW) or not asked.terms or bool(asked.quoted)


def _about(measured: Mapping[str, float]) -> float:
    words = 0.4 * measured["own"] + 0.6 * measured["near"]
    return 0.55 * words + 0.45 * measured["passage meaning"] + 0.8 * measured["clause meaning"]
