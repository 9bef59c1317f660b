"""Text that comes as tokens (PolNeAR's files), put together so that the voices model can read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.model import Span
from index.voices.pieces import INSIDE, MARK

_OPENERS = frozenset(["``", "“", "«", "„"])
_CLOSERS = frozenset(["''", "”", "»"])
_LONGEST = 8  # sentences after which an unclosed quotation is taken to be over


@dataclass(frozen=True, slots=True)
class Tokenised:
    """One text with a blank between tokens, its sentences, each sentence's tokens, and quotation states."""

    text: str
    sentences: list[Span]
    tokens: list[list[Span]]
    states: NDArray[np.int8]


def as_text(lines: Sequence[Sequence[str]]) -> Tokenised:
    """The text of tokenised sentences, in order."""
    parts: list[str] = []
    spans: list[list[Span]] = []
    at = 0
    for line in lines:
        here = []
        for token in line:
            here.append(Span(at, at + len(token)))
            parts.append(token)
            at += len(token) + 1
        spans.append(here)
    text = " ".join(parts)
    sentences = [Span(here[0].start, here[-1].end) if here else Span(0, 0) for here in spans]
    return Tokenised(text, sentences, spans, _states(lines, spans, len(text)))


def _states(lines: Sequence[Sequence[str]], spans: list[list[Span]], length: int) -> NDArray[np.int8]:
    states = np.zeros(max(1, length), np.int8)
    inside, since = False, 0
    for number, (line, here) in enumerate(zip(lines, spans, strict=True)):
        inside = inside and number - since < _LONGEST
        for word, span in zip(line, here, strict=True):
            opens = word in _OPENERS or (word == '"' and not inside)
            if opens or word in _CLOSERS or word == '"':
                states[span.start : span.end] = MARK
                inside, since = opens, number
            elif inside:
                states[span.start : span.end + 1] = INSIDE
    return states
