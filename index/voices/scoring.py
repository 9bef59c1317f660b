"""A document under the voices model: every word piece with its tag and its chances, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.model import Span
from index.voices.decoding import decode
from index.voices.packaged import HEADS, MOST_PIECES, TAGS
from index.voices.pieces import Pieces, quote_states, read_pieces, windows

if TYPE_CHECKING:
    from index.voices.packaged import VoicesModel

CONTEXT = 40
_GROUP = 64  # windows decoded side by side: more would only take memory


@dataclass(frozen=True, slots=True)
class Tagged:
    """A stretch of the text under one tag: kind is "source", "cue" or "content"."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model sees in a document; arrays over all its word pieces, in order.

    `logits` has a column for each of `HEADS`; `tagged` lists each sentence's tagged stretches.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    logits: NDArray[np.float32]
    tagged: tuple[tuple[Tagged, ...], ...]

    def mean(self, head: str, span: Span) -> float | None:
        """The mean logit of the pieces that begin within the span; None when there is none."""
        here = self._within(span)
        if here.start >= here.stop:
            return None
        return float(self.logits[here, HEADS.index(head)].mean())

    def chance(self, head: str, span: Span) -> float:
        """The mean logit as a probability; 0.5 for a stretch without pieces."""
        mean = self.mean(head, span)
        return 0.5 if mean is None else float(1 / (1 + np.exp(-mean)))

    def pieces(self, head: str, span: Span) -> list[tuple[Span, float]]:
        """Each piece that begins within the span with its own logit."""
        here = self._within(span)
        column = self.logits[here, HEADS.index(head)].tolist()
        bounds = zip(self.starts[here].tolist(), self.ends[here].tolist(), strict=True)
        return [(Span(*bound), logit) for bound, logit in zip(bounds, column, strict=True)]

    def _within(self, span: Span) -> slice:
        first, last = np.searchsorted(self.starts, [span.start, span.end])
        return slice(int(first), int(last))


def score(text: str, paragraphs: Sequence[Span], sentences: Sequence[Span], model: VoicesModel) -> Scores:
    """Reads the sentences in one pass, in windows that reach back some sentences; linear in time."""
    states = quote_states(text, paragraphs)
    openings = frozenset(paragraph.start for paragraph in paragraphs)
    whole = read_pieces(text, sentences, states, openings, model.tokenizer)
    parts = [part for pieces in whole for part in _cut(pieces)]
    scores = list(_scored(parts, model))
    tags = _decoded(scores, model)
    if not parts:
        empty = np.zeros(0, np.int64)
        return Scores(empty, empty, np.zeros((0, len(HEADS)), np.float32), tuple(() for _ in whole))
    places = _sentence_of(whole)
    tagged: list[list[Tagged]] = [[] for _ in whole]
    for place, part, found in zip(places, parts, tags, strict=True):
        tagged[place] += _stretches(text, part, found)
    return Scores(
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.ends for part in parts]),
        np.concatenate(scores)[:, len(TAGS) :],
        tuple(tuple(found) for found in tagged),
    )


def _cut(pieces: Pieces) -> Iterator[Pieces]:
    for at in range(0, len(pieces), MOST_PIECES):
        yield pieces.part(at, at + MOST_PIECES)


def _sentence_of(whole: Sequence[Pieces]) -> list[int]:
    return [place for place, pieces in enumerate(whole) for _ in _cut(pieces)]


def _scored(parts: Sequence[Pieces], model: VoicesModel) -> Iterator[NDArray[np.float32]]:
    for window in windows([len(part) for part in parts], MOST_PIECES, CONTEXT):
        here = parts[window.first : window.last]
        together = Pieces(*(np.concatenate([getattr(p, name) for p in here]) for name in Pieces.__slots__))
        found = model.scores(together)
        at = sum(len(part) for part in parts[window.first : window.own])
        for part in parts[window.own : window.last]:
            yield found[at : at + len(part)]
            at += len(part)


def _decoded(scores: Sequence[NDArray[np.float32]], model: VoicesModel) -> list[NDArray[np.int64]]:
    found: list[NDArray[np.int64]] = []
    for at in range(0, len(scores), _GROUP):
        found += decode([each[:, : len(TAGS)] for each in scores[at : at + _GROUP]], model.chain)
    return found


def _stretches(text: str, part: Pieces, tags: NDArray[np.int64]) -> Iterator[Tagged]:
    """The tagged stretches of a sentence, grown to whole words."""
    start = end = kind = 0
    for first, last, tag in zip(part.starts.tolist(), part.ends.tolist(), tags.tolist(), strict=True):
        goes_on = kind and (tag == 2 * kind or (first == end and _inside_word(text, first)))
        if goes_on:
            end = last
            continue
        if kind:
            yield Tagged(Span(start, end), TAGS[2 * kind][2:])
        kind = (tag + 1) // 2
        start, end = first, last
    if kind:
        yield Tagged(Span(start, end), TAGS[2 * kind][2:])


def _inside_word(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isalnum() and text[at].isalnum()
