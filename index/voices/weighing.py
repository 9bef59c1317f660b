"""Report or opinion, by the model's judgement of a clause in its context; doubt leans to opinion."""

from __future__ import annotations

from collections.abc import Sequence

from index.model import Voice
from index.voices.judgement import Clause, weigh
from index.voices.scoring import Scores

# Fitted on tests/data/documents/dev: the model's logit and the rules' weight of a clause add up.
MODEL, RULES, LEAN = 1.0, 0.7, 1.25
_MOST_OF_RULES = 4.0


def voices(text: str, clauses: Sequence[Clause], scores: Scores) -> list[Voice]:
    """A voice for each clause, in order."""
    return [Voice.OPINION if weight(text, clause, scores) > 0 else Voice.REPORTED for clause in clauses]


def weight(text: str, clause: Clause, scores: Scores) -> float:
    """How far the clause is on the side of opinion; 0 is where the line is drawn."""
    by_rules = weigh(text, clause)
    logit = scores.mean("opinion", clause.span)
    if logit is None:
        return by_rules - _MOST_OF_RULES / 2
    return MODEL * logit + RULES * max(-1.0, min(_MOST_OF_RULES, by_rules)) + LEAN
