"""Stories of MultiHop-RAG's articles as we read them: which articles tell of one event or affair.

`stories` are lists of addresses; `akin` are lists of articles of one theme or series (every week's betting
odds), which a reader might see together: to join two of these is neither right nor wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from pathlib import Path

from bench.files import BadFile, text_of
from index.model import DocumentInfo

EVENTS = Path("tests/data/stories/events.json")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Events:
    """The pairs, as places in a list of documents, that are of one story, and those that are akin."""

    same: frozenset[Pair]
    akin: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Read:
    """A grouping beside ours: of the mean document's story how much is there, and how much is of it."""

    recall: float
    precision: float
    wrong: int


def events(documents: Sequence[DocumentInfo], path: Path = EVENTS) -> Events:
    """Our reading of these documents; of those that it does not name nothing is told.

    Raises:
        BadFile: it is not there or is no such file.
    """
    at = {each.address: place for place, each in enumerate(documents)}
    try:
        read = json.loads(text_of(path))
        same, akin = (frozenset(_pairs(read[name], at)) for name in ("stories", "akin"))
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise BadFile(f"{path} does not name stories: {error!r}.") from error
    return Events(same, akin - same)


def windows(documents: Sequence[DocumentInfo], days: int) -> Iterator[list[int]]:
    """The documents of so many days at a time, as a briefing meets them; those without a date are in none."""
    dated = sorted((each.published, at) for at, each in enumerate(documents) if each.published is not None)
    for _, group in groupby(dated, lambda pair: pair[0].toordinal() // days):
        together = [at for _, at in group]
        if len(together) > 1:
            yield together


def right_and_wrong(
    groupings: Iterable[tuple[Sequence[int], Sequence[Sequence[int]]]], read: Events
) -> tuple[int, int, int]:
    """Of groupings of documents: pairs joined rightly, wrongly, and all that should have been joined."""
    right = wrong = every = 0
    for together, stories in groupings:
        every += len(read.same & {*combinations(sorted(together), 2)})
        joined = {pair for story in stories for pair in combinations(sorted(story), 2)}
        right += len(joined & read.same)
        wrong += len(joined - read.same - read.akin)
    return right, wrong, every


def held_against(stories: Iterable[Sequence[int]], read: Events) -> Read:
    """The stories, each a list of places, beside our reading: means over documents, for none to outweigh all.

    Recall is over the documents of our stories, precision over those that were joined with any not akin.
    """
    of = {document: frozenset(story) for story in stories for document in story}
    joined = {(one, other) for story in set(of.values()) for one, other in combinations(sorted(story), 2)}
    recalls, precisions = [], []
    mates, judged = _by_document(read.same), _by_document(joined - read.akin)
    for document, story in of.items():
        if mine := mates.get(document):
            recalls.append(len(mine & story) / len(mine))
        if together := judged.get(document):
            precisions.append(len(together & mates.get(document, set())) / len(together))
    return Read(_mean(recalls), _mean(precisions), len(joined - read.same - read.akin))


def _pairs(groups: Iterable[Sequence[str]], at: dict[str | None, int]) -> Iterable[Pair]:
    for group in groups:
        yield from combinations(sorted(at[each] for each in group if each in at), 2)


def _by_document(pairs: Iterable[Pair]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
