"""A chain over a page's lines, fitted by gradient: what each line shows, and what may follow what.

Four states: the page's head, its article, debris amid the article, its foot. Where the gold leaves a line
open (a title, a byline, a subhead) several states are allowed, and their chances are summed.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cleaning.traits import RULE, SLOTS, Traits

HEAD, ARTICLE, AMID, FOOT = range(4)
ALLOWED = np.array([[1, 1, 0, 0], [0, 1, 1, 1], [0, 1, 1, 0], [0, 0, 0, 1]], bool)
STARTS = np.array([1, 1, 0, 0], bool)
_NEVER = -1e9
_BATCHES = 16
_SCALE = 100

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One page: each line's traits, the states its gold allows, and how much the page counts."""

    name: str
    traits: tuple[Traits, ...]
    allowed: NDArray[np.bool_]
    weight: float = 1.0


@dataclass(slots=True)
class Weights:
    """What is learned: named traits by state, slots by one number, passages between states, the start."""

    named: Floats
    slots: Floats
    passages: Floats
    start: Floats

    @staticmethod
    def zeros(names: int) -> Weights:
        """Nothing learned."""
        return Weights(np.zeros((names, 4)), np.zeros(SLOTS), np.zeros((4, 4)), np.zeros(4))

    def parts(self) -> list[Floats]:
        """The arrays, to be changed in place."""
        return [self.named, self.slots, self.passages, self.start]


class Batch:
    """Examples laid out for arithmetic: flat indices of traits, and lines of all pages side by side."""

    def __init__(self, examples: list[Example], names: dict[str, int]) -> None:
        lines = list(chain.from_iterable(example.traits for example in examples))
        self.lengths = np.array([len(example.traits) for example in examples])
        self.most = int(self.lengths.max())
        self.count = len(lines)
        self.named, self.named_line = _flat([[names[n] for n in line.names if n in names] for line in lines])
        self.slots, self.slots_line = _flat([line.slots for line in lines])
        per_line = np.bincount(self.slots_line, minlength=self.count)
        self.slot_value = 1 / np.sqrt(np.maximum(per_line, 1))[self.slots_line]
        self.page = np.repeat(np.arange(len(examples)), self.lengths)
        self.row = np.concatenate([np.arange(length) for length in self.lengths])
        self.allowed = self._padded(np.concatenate([example.allowed for example in examples]), True)
        self.weight = np.array([example.weight for example in examples])
        self.here = self._padded(np.ones(self.count, bool), False)

    def _padded(self, values: NDArray[Any], fill: float) -> NDArray[Any]:
        shape = (self.most, len(self.lengths), *values.shape[1:])
        out = np.full(shape, fill, values.dtype)
        out[self.row, self.page] = values
        return out

    def scores(self, weights: Weights) -> Floats:
        """Each line's score in each state, (rows, pages, 4)."""
        flat = np.zeros((self.count, 4))
        for state in range(4):
            flat[:, state] = np.bincount(self.named_line, weights.named[self.named, state], self.count)
        words = np.bincount(self.slots_line, weights.slots[self.slots] * self.slot_value, self.count)
        flat[:, [HEAD, AMID, FOOT]] += words[:, None]
        return self._padded(flat, 0.0)

    def gradient(self, errors: Floats, weights: Weights) -> tuple[Floats, Floats]:
        """The gradients by named traits and by slots; `errors` (rows, pages, 4) is the one by scores."""
        flat = errors[self.row, self.page]
        named = np.stack(
            [np.bincount(self.named, flat[self.named_line, s], len(weights.named)) for s in range(4)], 1
        )
        words = flat[:, [HEAD, AMID, FOOT]].sum(1)
        slots = np.bincount(self.slots, words[self.slots_line] * self.slot_value, SLOTS)
        return np.asarray(named, np.float64), np.asarray(slots, np.float64)


def _flat(rows: list[list[int]] | list[tuple[int, ...]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    lengths = [len(row) for row in rows]
    return np.fromiter(chain.from_iterable(rows), np.int64), np.repeat(np.arange(len(rows)), lengths)


def chances(
    scores: Floats, allowed: NDArray[np.bool_], here: NDArray[np.bool_], weights: Weights
) -> tuple[Floats, Floats, Floats]:
    """Forward and backward: lines' chances (rows, pages, 4), passages' sums by page, the log total."""
    rows, count, _ = scores.shape
    passages = np.where(ALLOWED, weights.passages, _NEVER)
    scored = np.where(allowed, scores, _NEVER)
    ahead = np.zeros_like(scores)
    ahead[0] = scored[0] + np.where(STARTS, weights.start, _NEVER)
    for row in range(1, rows):
        step = _logsum(ahead[row - 1][:, :, None] + passages, 1) + scored[row]
        ahead[row] = np.where(here[row][:, None], step, ahead[row - 1])
    back = np.zeros_like(scores)
    sums = np.zeros((count, 4, 4))
    total = _logsum(ahead[-1], 1)
    for row in range(rows - 2, -1, -1):
        coming = scored[row + 1] + back[row + 1]
        step = _logsum(passages + coming[:, None, :], 2)
        both = np.exp(ahead[row][:, :, None] + passages + coming[:, None, :] - total[:, None, None])
        sums += np.where(here[row + 1][:, None, None], both, 0)
        back[row] = np.where(here[row + 1][:, None], step, back[row + 1])
    return np.exp(ahead + back - total[:, None]) * here[:, :, None], sums, total


def _logsum(values: Floats, axis: int) -> Floats:
    top = values.max(axis, keepdims=True)
    sums: Floats = np.log(np.exp(values - top).sum(axis)) + top.squeeze(axis)
    return sums


def fit(
    examples: list[Example], *, steps: int = 150, rate: float = 0.08, hold: tuple[float, float] = (0.6, 1.2)
) -> tuple[Weights, dict[str, int]]:
    """The weights at which the gold is likeliest, held towards nought; and the named traits' numbers."""
    names = _names(examples)
    ordered = sorted(examples, key=lambda example: len(example.traits))
    many = -(-len(ordered) // _BATCHES)
    batches = [Batch(ordered[at : at + many], names) for at in range(0, len(ordered), many)]
    weights = Weights.zeros(len(names))
    means = [np.zeros_like(part) for part in weights.parts()]
    squares = [np.zeros_like(part) for part in weights.parts()]
    for step in range(1, steps + 1):
        gradients = _gradients(batches, weights, hold)
        pace = rate * min(1.0, 2 * (1 - (step - 1) / steps))
        for at, gradient in enumerate(gradients):
            means[at] += 0.1 * (gradient - means[at])
            squares[at] += 0.01 * (gradient**2 - squares[at])
            size = np.sqrt(squares[at] / (1 - 0.99**step)) + 1e-6
            weights.parts()[at][...] += pace * (means[at] / (1 - 0.9**step)) / size
    return weights, names


def _names(examples: list[Example]) -> dict[str, int]:
    seen: dict[str, int] = {}
    for example in examples:
        for line in example.traits:
            for name in line.names:
                seen[name] = seen.get(name, 0) + 1
    return {
        name: number for number, name in enumerate(sorted(name for name, times in seen.items() if times > 4))
    }


def _gradients(batches: list[Batch], weights: Weights, hold: tuple[float, float]) -> list[Floats]:
    held = (hold[0], hold[1], hold[0], hold[0])
    sums = [-share * part for share, part in zip(held, weights.parts(), strict=True)]
    for batch in batches:
        sums = [total + gradient for total, gradient in zip(sums, _likelier(batch, weights), strict=True)]
    return sums


def _likelier(batch: Batch, weights: Weights) -> tuple[Floats, ...]:
    scores = batch.scores(weights)
    true, true_sums, _ = chances(scores, batch.allowed, batch.here, weights)
    free, free_sums, _ = chances(scores, np.ones_like(batch.allowed), batch.here, weights)
    errors = (true - free) * batch.weight[None, :, None]
    passages = ((true_sums - free_sums) * batch.weight[:, None, None]).sum(0)
    return (*batch.gradient(errors, weights), passages, errors[0].sum(0))


def thinned(traits: tuple[Traits, ...], share: float, random: np.random.Generator) -> tuple[Traits, ...]:
    """The traits with most of what lists of phrases tell left out, as on a page they were not written for."""
    return tuple(
        Traits(tuple(n for n in line.names if not n.startswith(RULE) or random.random() > share), line.slots)
        for line in traits
    )


def written(weights: Weights, names: dict[str, int]) -> bytes:
    """The weights as the file the judge reads: rounded, so that another machine's last digits do not show."""
    step = float(np.abs(weights.slots).max()) / 127
    named = np.rint(weights.named * _SCALE).astype(int)
    held = {
        "names": {name: named[number].tolist() for name, number in names.items()},
        "scale": _SCALE,
        "slots": base64.b64encode(np.rint(weights.slots / step).astype(np.int8).tobytes()).decode(),
        "slot_step": round(step, 6),
        "passages": np.round(weights.passages, 3).tolist(),
        "allowed": ALLOWED.astype(int).tolist(),
        "start": np.round(weights.start, 3).tolist(),
        "starts": STARTS.astype(int).tolist(),
    }
    return (json.dumps(held, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
