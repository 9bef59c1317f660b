"""A clause's words taken apart, so that two clauses can be held against each other."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from answering.figures import calendar, figures
from answering.wording import is_stop, meaningful, stem
from briefing.quantities import Quantity, days, quantities

_CAPITAL = re.compile(r"(?<![\w’'-])[A-ZÀ-ÖØ-Þ][\w’'-]*")
_BEGINNING = re.compile(r"(?:^|[.!?…:][”\"’']?\s)\W*$")
_NOT_NAMES = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"\w+day|I|Mr|Mrs|Ms|Dr|The|A|An)$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a clause: its words as stems, and where it begins."""

    stems: tuple[str, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A clause's words: all stems that mean something, and by kind."""

    text: str
    order: tuple[str, ...]
    stems: frozenset[str]
    plain: frozenset[str]
    """The stems that are neither of a name, nor a figure, nor of the calendar."""
    names: tuple[Name, ...]
    numbers: tuple[Quantity, ...]
    figures: frozenset[tuple[float, str]]
    calendar: frozenset[str]
    days: frozenset[int]
    known: Collection[str]
    """Stems of names that were known when it was taken apart."""


def wording(text: str, known: Collection[str] = ()) -> Wording:
    """The words of a clause; `known` are stems of names, for a name that opens a sentence."""
    names = _names(text, known)
    order = tuple(stem(word) for word in meaningful(text))
    named = {each for name in names for each in name.stems}
    dated = calendar(text)
    taken = named | {stem(each) for each in dated}
    return Wording(
        text=text,
        order=order,
        stems=frozenset(order),
        plain=frozenset(each for each in order if each not in taken and not _is_number(each)),
        names=names,
        numbers=quantities(text),
        figures=figures(text),
        calendar=dated,
        days=days(text),
        known=known,
    )


def unmatched(names: Collection[Name], other: Wording) -> list[Name]:
    """The names that the other clause does not have, not even by their last word."""
    theirs = {name.stems[-1] for name in other.names} | other.stems
    return [name for name in names if name.stems[-1] not in theirs and not set(name.stems) <= other.stems]


def _names(text: str, known: Collection[str]) -> tuple[Name, ...]:
    found: list[Name] = []
    end = -1
    for match in _CAPITAL.finditer(text):
        word = match.group()
        if _NOT_NAMES.match(word) or is_stop(word):
            continue
        piece = stem(word)
        if found and text[end : match.start()] in (" ", "\N{NO-BREAK SPACE}", " of "):
            found[-1] = Name((*found[-1].stems, piece), found[-1].start)
        elif not _BEGINNING.search(text[: match.start()]) or piece in known or _goes_on(text, match.end()):
            found.append(Name((piece,), match.start()))
        else:
            continue
        end = match.end()
    return tuple(found)


def _goes_on(text: str, end: int) -> bool:
    """True when another capital follows: a name of two words opens the sentence."""
    following = _CAPITAL.match(text, end + 1)
    return following is not None and text[end : end + 1] == " " and not _NOT_NAMES.match(following.group())


@lru_cache(maxsize=50_000)
def _is_number(each: str) -> bool:
    return each[:1].isdigit() or bool(figures(each))
