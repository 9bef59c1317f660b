"""Does the author report or judge? Each clause is weighed by the signs in its words; doubt leans to opinion.

The signs are those of the subjectivity literature (Wiebe et al. 2004; Recasens et al. 2013): verdicts,
evaluation,
stance, intensifiers, modals of duty, rhetorical questions, against figures, dates and verbs of the past.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Span, Voice
from index.voices.signs import signs

# One unit is about one weak sign. Verdict-like signs decide alone; weak ones need company.
_WEIGHTS = {
    "verdict": 2.0,
    "evaluative": 0.8,
    "loaded": 0.4,
    "opener": 3.0,
    "imperative": 1.8,
    "duty": 2.0,
    "guess": 1.3,
    "able": 0.6,
    "forecast": 1.4,
    "general": 0.7,
    "degree": 0.5,
    "we": 0.7,
    "you": 1.1,
    "i_now": 1.6,
    "be_now": 0.5,
    "figurative": 1.0,
    "superlative": 0.8,
    "stance": 2.2,
    "it_is": 0.9,
    "motive": 2.6,
    "question": 3.0,
    "exclamation": 1.5,
    "fragment": 0.7,
    "denial": 0.5,
    "figure": -0.6,
    "calendar": -0.7,
    "past": -0.6,
    "i_past": -0.9,
    "names": -0.2,
    "schedule": -1.6,
    "refusal": -2.0,
    "frame": -1.5,
}
_MOST = {"verdict": 4.0, "evaluative": 2.4, "figure": -1.2, "names": -0.6, "loaded": 1.2}

LEAN = 1.5
"""The weight from which a clause counts as opinion in a document of mixed character."""
_CLEAR = 2.0
_TAIL = 1.5


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the author's own: its `sentence`, and whether it follows somebody's quotation in it."""

    span: Span
    sentence: Span
    after_quotation: bool = False
    has_cue: bool = False
    asked: bool = False


def voices(text: str, clauses: Sequence[Clause]) -> list[Voice]:
    """A voice for each clause, in order; the company a clause keeps tips the doubtful ones."""
    alone = [weigh(text, clause) for clause in clauses]
    threshold = _threshold(alone)
    return [
        Voice.OPINION if weight + _company(clauses, alone, at) >= threshold else Voice.REPORTED
        for at, weight in enumerate(alone)
    ]


def weigh(text: str, clause: Clause) -> float:
    """How much the clause judges, by its own words alone."""
    found = signs(text, clause.span, clause.sentence)
    if clause.asked:
        found.pop("question", None)  # an interviewer's question is no rhetorical one
    if clause.has_cue:
        found["frame"] = 1
    if found.get("figure") and not found.get("verdict"):
        found.pop("loaded", None)  # "the hostile move cost $13 billion": a loaded word in a report
    weight = sum(_capped(name, count) for name, count in found.items())
    if clause.after_quotation and (found.get("loaded") or found.get("evaluative")):
        weight += _TAIL  # the author's tail on a source's words
    return weight


def _capped(name: str, count: float) -> float:
    weight = _WEIGHTS[name] * count
    most = _MOST.get(name)
    if most is None:
        return weight
    return max(weight, most) if most < 0 else min(weight, most)


def _threshold(weights: Sequence[float]) -> float:
    """Lower where the author judges throughout (a column), higher where hardly ever (a wire report)."""
    if len(weights) < 8:
        return LEAN
    share = sum(weight >= _CLEAR for weight in weights) / len(weights)
    return min(2.0, max(0.5, 2.0 - 6.0 * share))


def _company(clauses: Sequence[Clause], weights: Sequence[float], at: int) -> float:
    """A clause between judgements judges more likely.

    One that hangs on a judgement by a dash nearly always.
    """
    near = [weights[other] for other in (at - 1, at + 1) if 0 <= other < len(weights)]
    extra = 0.2 * sum(min(2.5, max(-1.0, weight)) for weight in near)
    same = at > 0 and clauses[at - 1].sentence == clauses[at].sentence
    if same and weights[at - 1] >= _CLEAR and weights[at] > 0:
        extra += 0.8
    return extra
