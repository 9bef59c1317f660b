"""Texts as the server's BM25 function is given them, and BM25 as the local store counts it.

The server finds candidates; they are scored here, by the formula and rounding of tantivy, so that a passage
has the score that it has in a local index, whoever else keeps passages on the server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from index.store.lexical import MOST_WORDS, PAIR_WEIGHT, Words

_K1, _B = 1.2, 0.75
_LONGEST = 60_000  # characters: Milvus takes 65,535 bytes, and stems are mostly ASCII

_words = Words()


def indexed_words(text: str) -> str:
    """The stems of a text and pairs of them: what the server indexes."""
    made = " ".join([*_words.stems(text), *_words.pairs(text)])
    while len(made.encode()) > _LONGEST:
        made = made[: len(made) * 9 // 10].rpartition(" ")[0]
    return made


def question_words(question: str) -> str:
    """What the server is asked for: each stem as often as makes it weigh more than a pair, as it should."""
    stems, pairs = question_terms(question)
    weight = round(1 / PAIR_WEIGHT)
    return " ".join([*(stem for stem in stems for _ in range(weight)), *pairs])


@lru_cache(maxsize=512)
def question_terms(question: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stems that tell what a question is about, and its pairs of stems."""
    stems = _words.telling(question)[:MOST_WORDS]
    return tuple(stems), tuple(dict.fromkeys(_words.pairs(question)[:MOST_WORDS]))


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each stem and pair stands in a text, and how many there are."""

    stems: Counter[str]
    pairs: Counter[str]

    @classmethod
    def of(cls, text: str) -> Counts:
        """Those of a text."""
        return cls(Counter(_words.stems(text)), Counter(_words.pairs(text)))


@dataclass(frozen=True, slots=True)
class Collection:
    """What BM25 must know of all passages: how many, their mean lengths, and how many have each term."""

    passages: int
    stems: float
    pairs: float
    having: Mapping[str, int]

    def rarity(self, term: str) -> float:
        """How rare a term is (idf); 0.0 for one that no passage has."""
        having = self.having.get(term, 0)
        return log(1 + (self.passages - having + 0.5) / (having + 0.5)) if having else 0.0

    def score(self, question: str, counts: Counts) -> float:
        """BM25 of a passage to the question: its stems, and half as much its pairs."""
        stems, pairs = question_terms(question)
        return self._sum(stems, counts.stems, self.stems) + PAIR_WEIGHT * self._sum(
            pairs, counts.pairs, self.pairs
        )

    def _sum(self, terms: tuple[str, ...], counts: Counter[str], mean: float) -> float:
        length = _rounded(counts.total())
        norm = _K1 * (1 - _B + _B * length / max(mean, 1e-9))
        there = ((counts[term], term) for term in terms if term in counts)
        return sum(self.rarity(term) * (1 + _K1) * often / (often + norm) for often, term in there)


def _rounded(length: int) -> int:
    """A length as tantivy keeps it: in one byte, exact up to 40."""
    if length <= 40:
        return length
    shift = (length - 24).bit_length() - 4
    return ((length - 24) >> shift << shift) + 24
