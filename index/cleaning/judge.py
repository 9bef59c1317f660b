"""How likely each line of a page is debris: a chain over lines, learned from pages with gold. numpy alone.

A line is in one of four states: the page's head, its article, debris amid the article, the page's foot.
What a line shows of itself and its place scores each state, and a head never comes back once the article has
begun, nor the article after the foot: so debris is found in blocks, and one odd line stays in its paragraph.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.cleaning.traits import Traits
from index.packaged import MODELS, checked

MODEL = "debris-lines.json"
HEAD, ARTICLE, AMID, FOOT = range(4)
_EXPECTED = "1262c91ce2fcbfb4117aa84c1d66b8b7a51f995a1129c85889dd3098dc2395ad"
_NEVER = -1e9

Floats = NDArray[np.float64]


class Judge:
    """The learned weights, ready to judge lines by."""

    def __init__(self, data: bytes) -> None:
        """Read the weights from a file's bytes."""
        held = json.loads(data)
        self._names = {name: number for number, name in enumerate(held["names"])}
        self._named = np.array(list(held["names"].values()), np.float64) / held["scale"]
        slots = np.frombuffer(base64.b64decode(held["slots"]), np.int8)
        self._slots = slots.astype(np.float64) * held["slot_step"]
        self._passages = np.where(np.array(held["allowed"], bool), held["passages"], _NEVER)
        self._start = np.where(np.array(held["starts"], bool), held["start"], _NEVER)

    def chances(self, lines: Sequence[Traits]) -> Floats:
        """For each line its chance of each state, shape (lines, 4); rows add up to one."""
        if not lines:
            return np.zeros((0, 4))
        scores = self._scores(lines)
        ahead, back = np.empty_like(scores), np.zeros_like(scores)
        ahead[0] = scores[0] + self._start
        for row in range(1, len(scores)):
            ahead[row] = _logsum(ahead[row - 1][:, None] + self._passages, 0) + scores[row]
        for row in range(len(scores) - 2, -1, -1):
            back[row] = _logsum(self._passages + (scores[row + 1] + back[row + 1])[None, :], 1)
        both = ahead + back
        return np.exp(both - _logsum(both, 1)[:, None])

    def _scores(self, lines: Sequence[Traits]) -> Floats:
        numbers = [[self._names[name] for name in line.names if name in self._names] for line in lines]
        scores = _sums(self._named, numbers)
        words = _sums(self._slots[:, None], [line.slots for line in lines])[:, 0]
        words /= np.sqrt(np.maximum([len(line.slots) for line in lines], 1))
        scores[:, [HEAD, AMID, FOOT]] += words[:, None]
        return scores


def _sums(weights: Floats, rows: Sequence[Sequence[int]]) -> Floats:
    """For each row the sum of the weights it names."""
    lengths = np.array([len(row) for row in rows])
    taken = weights[np.fromiter(chain.from_iterable(rows), np.int64, int(lengths.sum()))]
    totals = np.concatenate([np.zeros((1, weights.shape[1])), np.cumsum(taken, 0)])
    ends = np.cumsum(lengths)
    sums: Floats = totals[ends] - totals[ends - lengths]
    return sums


def _logsum(values: Floats, axis: int) -> Floats:
    top = values.max(axis, keepdims=True)
    sums: Floats = np.log(np.exp(values - top).sum(axis)) + top.squeeze(axis)
    return sums


@cache
def judge() -> Judge:
    """The packaged weights, loaded when first needed.

    Raises:
        ModelMissing: the file is missing or is not the one expected.
    """
    return Judge(checked(MODELS / MODEL, _EXPECTED))
