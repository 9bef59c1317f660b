"""Tells once what several documents of a story tell, and finds where they contradict each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from answering.support import Nearness
from briefing.choosing import Clause
from briefing.model import Difference
from briefing.relations import agree, comparable, difference, is_vaguer
from briefing.wordings import Wording, wording
from index.model import DocumentInfo, Voice

_COMMON = 24
"""A word in more clauses of a story than this leads none to another."""
_LEAST_SHARED = 3
_PLANNED = re.compile(r"\b(?:will|would|shall|is to|are to|was to|were to|plans? to|due to)\b")
_DAYS_APART = 7
"""Days between two documents beyond which another figure is news, and no contradiction."""


@dataclass(frozen=True)
class Sourced:
    """A clause with its document; `known` are stems of the names in its story."""

    clause: Clause
    document: DocumentInfo
    known: Collection[str] = ()

    @cached_property
    def wording(self) -> Wording:
        """Its words taken apart, once they are asked for."""
        return wording(self.clause.text, self.known)


@dataclass(slots=True)
class Told:
    """What several documents tell: the clause shown, those that say the same, and who is named for it."""

    shown: Sourced
    others: list[Sourced] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    @property
    def carriers(self) -> list[Sourced]:
        """One clause for each document that tells it, the one shown first."""
        return list({each.document.id: each for each in [*reversed(self.others), self.shown]}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Apart:
    """Two clauses of different documents that cannot both be right."""

    difference: Difference
    one: Sourced
    other: Sourced


def merged(clauses: Sequence[Sourced], nearness: Nearness) -> tuple[list[Told], list[Apart]]:
    """The clauses, each thing told once, and the contradictions, each clause in one at most."""
    told = {at: Told(each) for at, each in enumerate(clauses)}
    apart: list[tuple[int, int, Difference]] = []
    for one, other in _pairs(clauses):
        first, second = clauses[one], clauses[other]
        if one not in told or other not in told or not _may_meet(first, second):
            continue
        if agree(first.wording, second.wording, nearness):
            if same_voice(first, second):
                _join(told[one], told.pop(other))
            else:
                _name(told[one], told[other])
        elif (found := _contradiction(first, second, nearness)) is not None:
            apart.append((one, other, found))
    return list(told.values()), list(_once(clauses, apart, told))


def _join(one: Told, other: Told) -> None:
    """Make one of two that say the same: what is shown is what each document proves."""
    one.others += [other.shown, *other.others]
    if is_vaguer(other.shown.wording, one.shown.wording):
        one.others.remove(other.shown)
        one.others.insert(0, one.shown)
        one.shown = other.shown


def same_voice(one: Sourced, other: Sourced) -> bool:
    """True when both are told in one voice by one speaker, and as equally sure."""
    mine, theirs = one.clause.voiced, other.clause.voiced
    if mine.voice is not theirs.voice or mine.speculative != theirs.speculative:
        return False
    if mine.voice is Voice.OPINION:
        return same_person(one.document.author or "", other.document.author or "")
    return same_sources(mine.sources, theirs.sources)


def same_sources(one: Sequence[str], other: Sequence[str]) -> bool:
    """True for the same chain of speakers."""
    return len(one) == len(other) and all(map(same_person, one, other))


def same_person(one: str, other: str) -> bool:
    """True for a name and its longer form ("Poole", "Ann Poole"); nobody is the same as the unnamed."""
    mine, theirs = (each.casefold().removeprefix("the ").split() for each in (one, other))
    if not mine or not theirs:
        return False
    named = one[:1].isupper() and other[:1].isupper()
    return mine == theirs or (
        named and mine[-1] == theirs[-1] and (set(mine) <= set(theirs) or set(theirs) <= set(mine))
    )


def _pairs(clauses: Sequence[Sourced]) -> Iterator[tuple[int, int]]:
    """The pairs from different documents that share enough uncommon words, in order."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(clauses):
        for word in each.wording.stems:
            postings[word].append(at)
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for held in postings.values():
        if 2 <= len(held) <= _COMMON:
            for pair in combinations(held, 2):
                shared[pair] += 1
    for one, other in sorted(shared):
        mine, theirs = clauses[one], clauses[other]
        enough = shared[one, other] >= min(_LEAST_SHARED, len(mine.wording.stems), len(theirs.wording.stems))
        if enough and mine.document.id != theirs.document.id and comparable(mine.wording, theirs.wording):
            yield one, other


def _may_meet(one: Sourced, other: Sourced) -> bool:
    """False where an opinion would be held against anything but the same author's opinion."""
    opinions = [each.clause.voiced.voice is Voice.OPINION for each in (one, other)]
    return not any(opinions) or (all(opinions) and same_voice(one, other))


def _name(one: Told, other: Told) -> None:
    """Note at a report that another document leaves the same words to somebody."""
    for report, saying in ((one, other), (other, one)):
        voiced = saying.shown.clause.voiced
        if report.shown.clause.voiced.voice is Voice.REPORTED and voiced.voice is Voice.ATTRIBUTED:
            source = voiced.sources[-1]
            if not any(same_person(source, known) for known in report.named):
                report.named.append(source)


def _contradiction(one: Sourced, other: Sourced, nearness: Nearness) -> Difference | None:
    """What the two contradict each other in; sources that differ in what happened are no contradiction."""
    mine, theirs = one.clause.voiced, other.clause.voiced
    if Voice.OPINION in (mine.voice, theirs.voice) or _planned(one) != _planned(other):
        return None
    if not _of_one_time(one.document, other.document):
        return None
    found = difference(one.wording, other.wording, nearness)
    both_said = mine.voice is theirs.voice is Voice.ATTRIBUTED
    disputed = both_said and not same_sources(mine.sources, theirs.sources)
    return None if disputed and found in (Difference.WHO, Difference.OUTCOME) else found


def _planned(each: Sourced) -> bool:
    """True for what is to come: a plan is not proved wrong by what came of it."""
    return each.clause.voiced.speculative or bool(_PLANNED.search(each.clause.text))


def _of_one_time(one: DocumentInfo, other: DocumentInfo) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs((one.published - other.published).days) <= _DAYS_APART


def _once(
    clauses: Sequence[Sourced], apart: Iterable[tuple[int, int, Difference]], told: dict[int, Told]
) -> Iterator[Apart]:
    """Each contradiction once: a clause stands in one alone, and what others repeat in none."""
    used: set[int] = set()
    for one, other, found in apart:
        if one in told and other in told and not {one, other} & used:
            used |= {one, other}
            yield Apart(found, clauses[one], clauses[other])
