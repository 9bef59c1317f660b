"""The passages that the best clauses of a question stand in, as pages to be read whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answering.asking import Asked, Kind
from answering.candidates import Candidate
from answering.ports import PassageFinder
from answering.speakers import is_one_of
from index.model import Clause, Page


def told(
    finder: PassageFinder, asked: Asked, ranked: Sequence[Candidate], most: int
) -> dict[Candidate, float]:
    """How well candidates tell what is asked, read in their passages: log odds, of the first `most` pages."""
    found: dict[Candidate, float] = {}
    for candidates, page in pages(asked, ranked, most):
        found.update(zip(candidates, finder.told(asked.text, page), strict=True))
    return found


def pages(asked: Asked, ranked: Sequence[Candidate], most: int) -> Iterator[tuple[list[Candidate], Page]]:
    """The first `most` passages among candidates, best first, each with its candidates in order."""
    passages: dict[str, list[Candidate]] = {}
    for candidate in ranked:
        passages.setdefault(candidate.passage.id, []).append(candidate)
    for candidates in list(passages.values())[:most]:
        ordered = sorted(candidates, key=lambda each: each.spans[0])
        clauses = tuple(_clause(asked, each) for each in ordered)
        first = ordered[0]
        yield ordered, Page(first.document.title or "", first.passage.text, clauses)


def _clause(asked: Asked, candidate: Candidate) -> Clause:
    start = candidate.passage.span.start
    spoken = asked.kind is Kind.SAID and is_one_of(asked.speaker, candidate.voiced.sources)
    return Clause(tuple(span.shifted(-start) for span in candidate.spans), candidate.voice, spoken)
