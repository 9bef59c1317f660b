"""Metrics: classes judged one by one, and spans judged exactly or by overlap."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

Stretch = tuple[int, int]
"""A half-open stretch `(start, end)` of tokens or characters."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were rightly predicted, predicted at all, and there to find; sums add up over documents.

    `found` counts the gold side where one prediction may meet several golds; None means as many as `right`.
    """

    right: int = 0
    predicted: int = 0
    gold: int = 0
    found: int | None = None

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right + other.right,
            self.predicted + other.predicted,
            self.gold + other.gold,
            self._found + other._found,
        )

    @property
    def _found(self) -> int:
        return self.right if self.found is None else self.found

    @property
    def precision(self) -> float:
        """The share of the predicted that is right, from 0 to 1; 0 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found, from 0 to 1; 0 where there was nothing to find."""
        return self._found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both, from 0 to 1."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def by_class(
    gold: Sequence[Hashable], predicted: Sequence[Hashable], classes: Iterable[Hashable]
) -> dict[Hashable, Counts]:
    """The counts of each class over pairs of labels; a prediction outside `classes` is simply not right.

    Raises:
        ValueError: there are more of the one than of the other.
    """
    pairs = list(zip(gold, predicted, strict=True))
    return {
        each: Counts(
            right=sum(g == p == each for g, p in pairs),
            predicted=sum(p == each for _, p in pairs),
            gold=sum(g == each for g, _ in pairs),
        )
        for each in classes
    }


def accuracy(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> float:
    """The share of labels that agree, from 0 to 1; 0 where there are none.

    Raises:
        ValueError: there are more of the one than of the other.
    """
    agree = [g == p for g, p in zip(gold, predicted, strict=True)]
    return sum(agree) / len(agree) if agree else 0.0


def macro_f1(counts: Iterable[Counts]) -> float:
    """The mean F1 of the classes that occur in the gold, from 0 to 1: one nobody could find has no say."""
    scores = [each.f1 for each in counts if each.gold]
    return sum(scores) / len(scores) if scores else 0.0


def exact(gold: Collection[Stretch], predicted: Collection[Stretch]) -> Counts:
    """The counts where a predicted stretch is right only if both its ends are."""
    return Counts(len(set(gold) & set(predicted)), len(set(predicted)), len(set(gold)))


def overlapping(gold: Collection[Stretch], predicted: Collection[Stretch]) -> Counts:
    """The counts where a predicted stretch is right if it shares a token with a gold one, and vice versa."""
    return Counts(
        right=sum(any(_meet(p, g) for g in gold) for p in predicted),
        predicted=len(predicted),
        gold=len(gold),
        found=sum(any(_meet(g, p) for p in predicted) for g in gold),
    )


def _meet(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]
