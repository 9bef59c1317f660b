"""Report or opinion, by the model's judgement of a clause in its context; doubt leans to opinion."""

from __future__ import annotations

from collections.abc import Sequence

from index.model import Span, Voice
from index.voices import wording
from index.voices.judgement import Clause, weigh
from index.voices.scoring import Scores

# Fitted on dev and the tuning documents: the model's logit and the rules' weight of a clause add up.
MODEL, RULES, LEAN = 1.0, 1.0, 1.75
_ALONE, _FEW = 0.5, 8  # a sentence or two are leant on less: a text's own clauses bear each other out
_LEAST_OF_RULES, _MOST_OF_RULES = -1.6, 4.0
_ASKED = 2.0  # an interviewer's question is not leant on: nobody takes it for a report
# A hedge in the words counts unless the model is this sure that it is none; without one, if it is sure.
_NO_GUESS, _GUESS = -2.0, 0.5


def voices(text: str, clauses: Sequence[Clause], scores: Scores, lean: float = LEAN) -> list[Voice]:
    """A voice for each clause, in order; `lean` is how far doubt leans to opinion."""
    lean -= _ALONE if len(clauses) < _FEW else 0.0
    judged = (weight(text, clause, scores) + lean - _ASKED * clause.asked > 0 for clause in clauses)
    return [Voice.OPINION if each else Voice.REPORTED for each in judged]


def weight(text: str, clause: Clause, scores: Scores) -> float:
    """How far the clause is on the side of opinion, before any lean."""
    by_rules = weigh(text, clause)
    logit = scores.mean("opinion", clause.span)
    if logit is None:
        return by_rules - _MOST_OF_RULES / 2 - LEAN
    return MODEL * logit + RULES * max(_LEAST_OF_RULES, min(_MOST_OF_RULES, by_rules))


def speculative(text: str, span: Span, scores: Scores | None) -> bool:
    """True for a guess, a plan or a forecast: by its words alone, without scores."""
    by_rules = wording.speculative(text, span)
    logit = None if scores is None else scores.mean("speculative", span)
    return by_rules if logit is None else logit > (_NO_GUESS if by_rules else _GUESS)
