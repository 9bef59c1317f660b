"""What a document is about, by its title, its lead and its names: weighted words to compare documents by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from answering.wording import is_stop, meaningful, stem
from index.model import DocumentInfo, Passage

_LEAD = 1_000
"""Characters of the text that count as its lead."""
_NAMED = 4_000
"""Characters of the text whose names count: those further down are of its background."""
_FIRST = 150
"""Characters of the lead that stand for the document's meaning."""
_PRIOR = 500
"""Documents imagined beside those at hand, so that a word of two among two is not called common.

With few, a day's documents were joined by other likenesses than a quarter's.
"""
_NAME = re.compile(r"(?<=[\w,;’”] )[A-Z][\w’'-]+")

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lead:
    """A document with the stems of its title and lead, and those of its names, counted."""

    document: DocumentInfo
    words: Mapping[str, int]
    names: Mapping[str, int]
    opening: str
    """Title and first words, to compare by meaning."""


def lead_of(document: DocumentInfo, passages: Sequence[Passage]) -> Lead:
    """What the document is about; its passages are those of the whole text, in reading order."""
    title = document.title or ""
    opening, named = _opening(passages, _LEAD), _opening(passages, _NAMED)
    words = Counter(stem(word) for word in meaningful(f"{title}\n{title}\n{opening}"))
    names = Counter(stem(name) for name in _NAME.findall(f"{title}\n{named}") if not is_stop(name))
    return Lead(document, words, names, f"{title}\n{opening[:_FIRST]}".strip())


def weighted(counts: Sequence[Mapping[str, int]]) -> list[Weights]:
    """For each bag its weights, of length 1: a word counts by how often it is there and how rare it is."""
    spread = Counter(word for bag in counts for word in bag)
    size = len(counts) + _PRIOR
    return [_unit({w: (1 + log(n)) * log(size / spread[w]) for w, n in bag.items()}) for bag in counts]


def _unit(weights: dict[str, float]) -> Weights:
    length = sqrt(sum(value * value for value in weights.values())) or 1.0
    return {word: value / length for word, value in weights.items()}


def _opening(passages: Sequence[Passage], most: int) -> str:
    """The passages' words from the beginning on, `most` characters or a little more."""
    parts: list[str] = []
    length = 0
    for passage in passages:
        if length >= most:
            break
        parts.append(passage.text)
        length += len(passage.text)
    return "\n".join(parts)
