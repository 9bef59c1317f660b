"""From scores to tags: the likeliest well-formed sequence for each sentence (Viterbi over a linear chain)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_FORBIDDEN = -1e4


@dataclass(frozen=True, slots=True)
class Chain:
    """What the training found of tags in a row: `first` of a sentence, shape (tags,); `steps`, (from, to).

    `lean` is added to the scores: the training leaves spans out more often than it makes them up.
    """

    first: NDArray[np.float32]
    steps: NDArray[np.float32]
    lean: NDArray[np.float32]

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Chain:
        """The chain as the training wrote it, with ill-formed steps forbidden."""
        first, steps = np.array(value["first"], np.float32), np.array(value["steps"], np.float32)
        for inside in range(2, len(first), 2):
            allowed = steps[[inside - 1, inside], inside].copy()
            steps[:, inside] = _FORBIDDEN
            steps[[inside - 1, inside], inside] = allowed
            first[inside] = _FORBIDDEN
        return cls(first, steps, np.array(value["lean"], np.float32))


def decode(sentences: Sequence[NDArray[np.float32]], chain: Chain) -> list[NDArray[np.int64]]:
    """The likeliest tags of each sentence; all are walked side by side, for one step at a time is slow."""
    lengths = np.array([len(scores) for scores in sentences])
    if not len(lengths) or not lengths.max():
        return [np.zeros(0, np.int64) for _ in sentences]
    width, tags = int(lengths.max()), len(chain.first)
    padded = np.zeros((len(sentences), width, tags), np.float32)
    for row, scores in enumerate(sentences):
        padded[row, : len(scores)] = scores + chain.lean
    best = padded[:, 0] + chain.first
    came = np.zeros((width, len(sentences), tags), np.int8)
    for at in range(1, width):
        reached = best[:, :, None] + chain.steps
        came[at] = reached.argmax(1)
        grown = reached.max(1) + padded[:, at]
        best = np.where((at < lengths)[:, None], grown, best)
    return _walked_back(best, came, lengths)


def _walked_back(
    best: NDArray[np.float32], came: NDArray[np.int8], lengths: NDArray[np.int64]
) -> list[NDArray[np.int64]]:
    rows = np.arange(len(lengths))
    at_last = best.argmax(1)
    tags = np.zeros((len(lengths), len(came)), np.int64)
    here = at_last.copy()
    for at in range(len(came) - 1, -1, -1):
        here = np.where(at == lengths - 1, at_last, here)
        tags[:, at] = here
        if at:
            here = np.where(at < lengths, came[at][rows, here], here)
    return [tags[row, :length] for row, length in enumerate(lengths.tolist())]
