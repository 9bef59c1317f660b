"""The order in which passages are shown: words and meaning joined, sites that are named first, no echoes.

The weights were chosen on the dev queries of MultiHop-RAG (`python -m bench retrieval`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.store.outlets import mentions
from index.store.parts import Part, parts

Scores = NDArray[np.float64]
Find = Callable[[str, int], Mapping[int, float]]
"""Words and how many hits to give: rows with their BM25 scores."""

DENSE_SHARE = 0.2
_NAMED = 0.35
"""What a passage gains whose site the question names."""
_ELSEWHERE = 0.5
"""What a passage is worth to a part of the question that names another site."""
_WHOLE = 0.4
"""The share of the whole question where it has parts."""
_TOLD_AGAIN = 0.93
"""What a word of the question is still worth after each passage that has it."""
_ECHO = 0.98
"""From this cosine on a passage says what another one says: the same report in another paper."""
_ECHOED = 0.4
_PART_DEPTH = 100
_ALL_ALIKE = 1e-6


@dataclass(frozen=True, slots=True)
class Pool:
    """The rows that may be shown: BM25 score to the question, cosine, and the site each is from.

    `beyond` has the cosines of a second model, if one was asked.
    """

    rows: NDArray[np.int64]
    words: Scores
    cosines: Scores
    sites: Sequence[str]
    beyond: Scores | None = None

    @property
    def meaning(self) -> Scores:
        """How near each row is in meaning, as the packaged model's cosines go.

        Models differ in how high their cosines are: those of the second are brought to the mean and the
        spread that the packaged model's have here, and count as much.
        """
        if self.beyond is None or self.beyond.std() < _ALL_ALIKE:
            return self.cosines
        alike = (self.beyond - self.beyond.mean()) / self.beyond.std()
        both: Scores = (self.cosines + self.cosines.mean() + self.cosines.std() * alike) / 2
        return both


def asked_of(question: str, sites: Sequence[str]) -> tuple[frozenset[str], list[Part]]:
    """The sites that the question names, and its parts."""
    named = mentions(question, frozenset(sites))
    return frozenset(each.site for each in named), parts(question, named)


def joint(pool: Pool, named: frozenset[str], share: float = DENSE_SHARE) -> Scores:
    """How near each row is to the whole question, in `[0, ~1]`."""
    words = pool.words * np.array([1.0 + _NAMED * (site in named) for site in pool.sites])
    return share * np.maximum(pool.meaning, 0.0) + (1.0 - share) * _of_best(words)


def with_parts(
    pool: Pool, whole: Scores, asked: Sequence[Part], found: Sequence[Mapping[int, float]]
) -> Scores:
    """The scores where each part of the question is answered, too; `found` are the hits of each part."""
    if not asked:
        return whole
    best = np.zeros(len(pool.rows))
    for part, hits in zip(asked, found, strict=True):
        there = np.array([1.0 if site == part.site else _ELSEWHERE for site in pool.sites])
        words = np.array([hits.get(row, 0.0) for row in pool.rows.tolist()])
        best = np.maximum(best, _of_best(words * there))
    return _WHOLE * _of_best(whole) + (1.0 - _WHOLE) * best


def parts_found(asked: Sequence[Part], find: Find) -> list[Mapping[int, float]]:
    """The hits of each part."""
    return [find(part.words, _PART_DEPTH) for part in asked]


def spread(
    scores: Scores, has: Scores, rarity: Scores, vectors: NDArray[np.float32]
) -> list[tuple[int, float]]:
    """Positions in the order to show them, with scores that never rise: what tells something new goes first.

    `has` (n, t) is 1.0 where a passage has a word of the question, `rarity` (t,) how much each tells.
    """
    own = has @ rarity
    # The part of a passage's words that is not told yet; all of it where it has none: found by meaning alone.
    share = np.divide(has * rarity, own[:, None], out=np.zeros_like(has), where=own[:, None] > 0.0)
    alone = 1.0 * (own <= 0.0)
    near = np.einsum("id,jd->ij", vectors, vectors) >= _ECHO  # not of BLAS: see `index.store.vectors`
    left = scores.copy()
    untold = np.ones(len(rarity))
    order: list[tuple[int, float]] = []
    for _ in range(len(scores)):
        value = (left * (share @ untold + alone)).round(6)
        at = int(value.argmax())
        order.append((at, float(value[at])))
        untold[has[at] > 0.0] *= _TOLD_AGAIN
        left[near[at]] *= _ECHOED
        left[at] = -np.inf
    return order


def _of_best(scores: Scores) -> Scores:
    top = float(scores.max(initial=0.0))
    return scores / top if top > 0.0 else scores
