"""Groups documents that tell of the same event, in time that grows as their number does.

Two documents are compared only where they share a word that is not common among them. Their likeness is that
of their names, their leads and their dates, and, where these leave it open, of their meaning. Weights and
bounds were chosen on MultiHop-RAG's articles and the stories we read in them (`python -m bench stories`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from answering.ports import PassageFinder
from briefing.leads import Lead, Weights, weighted
from index.model import DocumentInfo

_NAMES, _WORDS, _MEANING = 0.35, 0.25, 0.25
"""How much each likeness counts."""
LINKED = 0.2
"""From this likeness on two documents may tell of one event."""
HELD = 0.8
"""How near to that the mean likeness of two groups must come for them to be one."""
_NAMED = 2
"""Names that a document must have for a lack of common ones to tell anything."""
_COMMON = 40
"""A word in more documents than this leads nobody to anybody."""
_OPEN = 0.6
"""From this share of the likeness that links on, and below all of it, the meaning is asked."""
_NEAR_MEANING, _MOST_MEANING = 0.2, 0.14
"""The cosine that counts for nothing, and the most that meaning is worth."""
_AGES = ((4, 1.0), (14, 0.95), (31, 0.85))
_FAR_APART = 0.7

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Story:
    """Documents about one event, the one most like all others first."""

    documents: tuple[DocumentInfo, ...]


def grouped(finder: PassageFinder, leads: Sequence[Lead], linked: float = LINKED) -> list[Story]:
    """The documents as stories, in the order of their first documents; each document is in exactly one.

    `linked` is the likeness, from 0 to about 1, from which two documents may tell of one event.
    """
    likeness = _likeness(finder, leads, linked)
    groups = Groups(len(leads), likeness, linked)
    for pair in sorted(likeness, key=lambda each: (-likeness[each], each)):
        if likeness[pair] < linked:
            break
        groups.join(*pair)
    return [_story(leads, members, likeness) for members in groups.members()]


def _likeness(finder: PassageFinder, leads: Sequence[Lead], linked: float) -> dict[Pair, float]:
    """How alike the documents of each pair are that share an uncommon word; all others are not."""
    names = _products(weighted([lead.names for lead in leads]))
    words = _products(weighted([lead.words for lead in leads]))
    base: dict[Pair, float] = {}
    for pair in names.keys() | words.keys():
        if _share_no_name(leads[pair[0]], leads[pair[1]]):
            continue
        value = _NAMES * names.get(pair, 0.0) + _WORDS * words.get(pair, 0.0)
        base[pair] = value * _of_age(leads[pair[0]].document.published, leads[pair[1]].document.published)
    open_ = [pair for pair, value in base.items() if _OPEN * linked <= value < linked]
    for pair, cosine in _meanings(finder, leads, open_).items():
        base[pair] += min(_MOST_MEANING, _MEANING * max(0.0, cosine - _NEAR_MEANING))
    return base


def _share_no_name(one: Lead, other: Lead) -> bool:
    """True where other people did it in another place: an election here and one there are two stories."""
    return min(len(one.names), len(other.names)) >= _NAMED and not one.names.keys() & other.names.keys()


def _products(weights: Sequence[Weights]) -> dict[Pair, float]:
    """The scalar products of all pairs, as far as words that are not common make them."""
    postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, bag in enumerate(weights):
        for word, weight in bag.items():
            postings[word].append((at, weight))
    products: defaultdict[Pair, float] = defaultdict(float)
    for held in postings.values():
        if 2 <= len(held) <= _COMMON:
            for (one, mine), (other, theirs) in combinations(held, 2):
                products[one, other] += mine * theirs
    return products


def _of_age(one: date | None, other: date | None) -> float:
    """What days between two documents take from their likeness; nothing where a date is not known."""
    if one is None or other is None:
        return 1.0
    apart = abs((one - other).days)
    return next((factor for days, factor in _AGES if apart <= days), _FAR_APART)


def _meanings(finder: PassageFinder, leads: Sequence[Lead], pairs: Sequence[Pair]) -> dict[Pair, float]:
    """The cosine of each pair's titles and openings."""
    asked: defaultdict[int, list[int]] = defaultdict(list)
    degree: defaultdict[int, int] = defaultdict(int)
    for pair in pairs:
        for at in pair:
            degree[at] += 1
    for one, other in pairs:  # asked from the document with more pairs, so that fewer are embedded
        from_, to = (one, other) if (degree[one], -one) >= (degree[other], -other) else (other, one)
        asked[from_].append(to)
    found: dict[Pair, float] = {}
    for from_, others in asked.items():
        cosines = finder.nearness(leads[from_].opening, [leads[to].opening for to in others])
        for to, cosine in zip(others, cosines, strict=True):
            found[min(from_, to), max(from_, to)] = cosine
    return found


class Groups:
    """Groups that are joined where their mean likeness, none counting as zero, is high enough."""

    def __init__(self, size: int, likeness: Mapping[Pair, float], linked: float) -> None:
        """`size` groups of one each; `linked` is the likeness of two that belong together."""
        self._enough = HELD * linked
        self._group = list(range(size))
        self._members = {at: [at] for at in range(size)}
        self._sums: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for (one, other), value in likeness.items():
            self._sums[one][other] = self._sums[other][one] = value

    def join(self, one: int, other: int) -> None:
        """Make the groups of two documents one, if they are alike enough."""
        kept, gone = self._group[one], self._group[other]
        if kept == gone:
            return
        if len(self._members[kept]) < len(self._members[gone]):
            kept, gone = gone, kept
        pairs = len(self._members[kept]) * len(self._members[gone])
        if self._sums[kept].get(gone, 0.0) / pairs < self._enough:
            return
        for member in self._members[gone]:
            self._group[member] = kept
        self._members[kept] += self._members.pop(gone)
        for neighbour, value in self._sums.pop(gone).items():
            self._sums[neighbour].pop(gone)
            if neighbour != kept:
                joint = self._sums[kept].get(neighbour, 0.0) + value
                self._sums[kept][neighbour] = self._sums[neighbour][kept] = joint

    def members(self) -> list[list[int]]:
        """The groups, each in order, by their first members."""
        return sorted(sorted(members) for members in self._members.values())


def _story(leads: Sequence[Lead], members: Sequence[int], likeness: Mapping[Pair, float]) -> Story:
    """The group, the document that is most like the others in front; of equals the earlier in order."""
    nearness = dict.fromkeys(members, 0.0)
    for one, other in combinations(members, 2):
        value = likeness.get((one, other), 0.0)
        nearness[one] += value
        nearness[other] += value
    main = max(members, key=lambda at: (nearness[at], -at))
    ordered = [main, *(at for at in members if at != main)]
    return Story(tuple(leads[at].document for at in ordered))
