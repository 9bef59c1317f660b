"""Where somebody else's words begin and end: the rules' sayings, drawn anew along the model's chances.

In each sentence the likeliest course of "said" and "the author's own" is found, piece by piece: what the
rules say counts, quotation marks count more, and a change is cheaper where a comma or a dash allows one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.language.sentences import trimmed
from index.model import Quotation, Span
from index.voices.scoring import Scores
from index.voices.sentence import Sentence
from index.voices.speakers import UNNAMED, Saying

_RULE, _UNRULED = 5.5, 5.0  # what the rules' word is worth as a logit: for a saying, and against one
_QUOTED = 5.0
_APART = 20.0  # what the page itself sets apart is not the model's to draw
_CHANGE, _CHANGE_AT_MARK, _CHANGE_BY_RULE = 5.0, 1.5, 0.5
_MARKS = ',;:—–-()"“”‘’«»'
_SHORTEST = 2  # words; a shorter piece of the author's inside a saying is a slip


def refined(
    text: str, sentences: Sequence[Sentence], sayings: Sequence[Saying], scores: Scores
) -> list[Saying]:
    """The sayings, apart and in order, each within one sentence."""
    ordered = sorted(sayings, key=lambda s: (s.span.start, -s.span.end))
    found: list[Saying] = []
    at = 0
    open_ones: list[Saying] = []
    for sentence in sentences:
        open_ones = [s for s in open_ones if s.span.end > sentence.span.start]
        while at < len(ordered) and ordered[at].span.start < sentence.span.end:
            if ordered[at].span.end > sentence.span.start:
                open_ones.append(ordered[at])
            at += 1
        found += _of_sentence(text, sentence, open_ones, scores, found[-1] if found else None)
    return found


def _of_sentence(
    text: str, sentence: Sentence, here: Sequence[Saying], scores: Scores, last: Saying | None
) -> Iterator[Saying]:
    pieces = scores.pieces("attributed", sentence.span)
    if not pieces:
        yield from (s for s in here if sentence.span.contains(s.span))
        return
    owners = [_owner(span, here) for span, _ in pieces]
    weights = [_weight(logit, owner) for (_, logit), owner in zip(pieces, owners, strict=True)]
    said = _course(weights, [_cost(text, pieces, owners, at) for at in range(len(pieces))])
    _mend(said)
    for first, end in _runs(said):
        for saying in _shared_out(text, pieces, owners, first, end, here, last):
            yield saying
            last = saying


def _owner(piece: Span, here: Sequence[Saying]) -> Saying | None:
    """The smallest saying that holds the piece."""
    holders = [s for s in here if s.span.start <= piece.start < s.span.end]
    return min(holders, key=lambda s: (s.span.end - s.span.start, -len(s.sources)), default=None)


def _weight(logit: float, owner: Saying | None) -> float:
    if owner is None:
        return logit - _UNRULED
    if owner.apart:
        return _APART
    return logit + (_QUOTED if owner.quotation is Quotation.DIRECT else _RULE)


def _cost(text: str, pieces: Sequence[tuple[Span, float]], owners: Sequence[Saying | None], at: int) -> float:
    """What a change before the piece costs: least where the rules begin or end a saying."""
    if at and owners[at] is not owners[at - 1]:
        return _CHANGE_BY_RULE
    start = pieces[at][0].start
    before = text[max(0, start - 2) : start].strip()
    marked = bool(before and before[-1] in _MARKS) or text[start] in _MARKS
    return _CHANGE_AT_MARK if marked else _CHANGE


def _course(weights: Sequence[float], costs: Sequence[float]) -> list[bool]:
    """The best sequence of said (True) and own, a change costing something."""
    own, said = -weights[0] / 2, weights[0] / 2
    came: list[tuple[bool, bool]] = [(False, True)]
    for weight, cost in zip(weights[1:], costs[1:], strict=True):
        from_said, from_own = said - cost > own, own - cost > said
        own, said = (said - cost if from_said else own), (own - cost if from_own else said)
        own, said = own - weight / 2, said + weight / 2
        came.append((from_said, not from_own))
    state = said > own
    states = [state]
    for to_own, to_said in reversed(came[1:]):
        state = to_said if state else to_own
        states.append(state)
    return states[::-1]


def _mend(said: list[bool]) -> None:
    """A piece or two of the author's between two sayings is none."""
    for first, end in _runs([not each for each in said]):
        if first > 0 and end < len(said) and end - first <= _SHORTEST:
            said[first:end] = [True] * (end - first)


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    edges = [0, *(at for at, (a, b) in enumerate(pairwise(flags), 1) if a != b), len(flags)]
    return [(first, end) for first, end in pairwise(edges) if flags[first]]


def _shared_out(
    text: str,
    pieces: Sequence[tuple[Span, float]],
    owners: Sequence[Saying | None],
    first: int,
    end: int,
    here: Sequence[Saying],
    last: Saying | None,
) -> Iterator[Saying]:
    """A said run by its owners; pieces that no rule owns go with the owned ones beside them."""
    own = list(owners[first:end])
    if not any(own):
        near = _nearest(pieces[first][0], here) or last
        own = [near] * len(own)
    for at in range(1, len(own)):
        own[at] = own[at] or own[at - 1]
    for at in range(len(own) - 2, -1, -1):
        own[at] = own[at] or own[at + 1]
    edges = [0, *(at for at, (a, b) in enumerate(pairwise(own), 1) if a is not b), len(own)]
    for start, stop in pairwise(edges):
        stretch = Span(pieces[first + start][0].start, pieces[first + stop - 1][0].end)
        whole = trimmed(text, _with_marks(text, stretch))
        yield _saying(text, whole, own[start])


def _nearest(piece: Span, here: Sequence[Saying]) -> Saying | None:
    return min(
        here,
        key=lambda s: max(s.span.start - piece.end, piece.start - s.span.end),
        default=None,
    )


def _with_marks(text: str, span: Span) -> Span:
    """The span with the end of its last word, should the pieces stop within it."""
    end = span.end
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(span.start, end)


def _saying(text: str, span: Span, owner: Saying | None) -> Saying:
    if owner is None:
        return Saying(span, (UNNAMED,), Quotation.INDIRECT)
    inside = owner.span.overlaps(span)
    quotation = owner.quotation if inside else Quotation.INDIRECT
    return Saying(span, owner.sources, quotation, owner.speculative)
