"""Do the passages found tell what is asked? One score, calibrated; below `TOLD` the documents do not say.

Measured are how near the passages are in meaning, how well the best one meets the words by BM25, and how many
of the question's words stand in one passage with its heading, in its text alone, in the first few, and in one
document. Words met in headings tell most: who asks about what is there names it as its papers do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import mean

from answering.wording import meaningful, stem, stems
from index.model import FoundPassage

TOLD = 0.44
"""Below this chance lie 5 of 100 answerable dev queries of MultiHop-RAG (`python -m bench refusal`)."""
_NEAREST = 3
# Fitted on the dev queries of MultiHop-RAG, answerable and unanswerable ones weighing the same; AUROC .989 on
# queries left out (five folds).
_WEIGHTS: Mapping[str, float] = {
    "met": 34.9,
    "meaning": 21.0,
    "first": 7.9,
    "own": -24.3,
    "share": 23.3,
    "document": -6.3,
}
_BIAS = -12.6


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured: `met` is cosine times BM25 a word, against the size; the others a mean and shares."""

    met: float
    meaning: float
    first: float
    own: float
    share: float
    document: float

    @property
    def chance(self) -> float:
        """How likely it is that the passages tell, in `[0, 1]`."""
        weighed = _BIAS + sum(weight * float(getattr(self, name)) for name, weight in _WEIGHTS.items())
        return 1.0 / (1.0 + exp(-weighed))


def measures(question: str, found: Sequence[FoundPassage], documents: int) -> Measures:
    """The measures of the passages found for a question, best first, in a collection of so many documents."""
    wanted = {stem(word) for word in meaningful(question)}
    if not found or not wanted:
        return Measures(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    texts = [stems(each.passage.text) & wanted for each in found]
    bags = [text | (_heading(each) & wanted) for text, each in zip(texts, found, strict=True)]
    cosines = sorted((each.similarity for each in found), reverse=True)
    words = max(each.lexical for each in found) / len(wanted) / log(2 + documents)
    together: dict[str, set[str]] = {}
    for each, bag in zip(found, bags, strict=True):
        together.setdefault(each.document.id, set()).update(bag)
    return Measures(
        met=words * mean(cosines[:_NEAREST]),
        meaning=mean(cosines),
        first=len(set().union(*bags[:_NEAREST])) / len(wanted),
        own=max(map(len, texts)) / len(wanted),
        share=max(map(len, bags)) / len(wanted),
        document=max(map(len, together.values())) / len(wanted),
    )


def _heading(found: FoundPassage) -> frozenset[str]:
    document = found.document
    return stems(f"{document.title or ''} {re.sub(r'[^a-zA-Z0-9]', ' ', document.address or '')}")
