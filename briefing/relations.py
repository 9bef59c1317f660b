"""Whether two clauses of different documents say the same, or differ in one thing: proved, not guessed.

Voices and speakers are not looked at here: who may be compared with whom is for the caller to say. Agreement
is told only where each clause supports the other, and names, figures and dates are the same; a difference
only where all else is alike. In doubt there is neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import product

from answering.polarity import turned_around
from answering.support import Nearness, support
from answering.wording import stem
from briefing.model import Difference
from briefing.quantities import Hedge, Quantity, compatible, labels
from briefing.wordings import Name, Wording, unmatched, wording

_SUPPORTED = 0.55
"""From this support on, in both directions, two clauses agree."""
_OVERLAP = 0.5
"""The share of plain words that clauses must have in common to be compared at all."""
_AKIN = 0.35
"""How near in meaning the words must be in which agreeing clauses differ."""
_ALIKE = 0.6
"""The share of plain words in common from which a single difference is one of substance."""
_SAME_DOER = 0.5
"""From this nearness in meaning on, two doers may be the same: a postman and a mailman."""
_LEAST_SHARED = 3
_LONG = 6
"""Stems from which a clause inside another repeats it."""
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|being|be) (?:\w+ )?(?:\w+(?:ed|en|wn|un|ught|old|aid|ilt|ut)|found|made|sent|"
    r"kept|held|left|lost|shot|struck|led|hit|set|won|met|heard|spent)\b"
)
_DEFINITE = re.compile(r"\bthe\b", re.IGNORECASE)
_PLACED = re.compile(r"\b(?:in|at|on|near|from|for|with|to)\b", re.IGNORECASE)
_BY = re.compile(r"\bby (?:the )?$")
_DOER = re.compile(
    r"\bby (?P<doer>[a-z][\w’' -]*?)(?= (?:in|on|at|for|from|after|with|near|during|to|before)\b|[,.;]|$)"
)
"""Who did it, in a passive, where it is nobody's name: "by customs officers"."""
_FATES = tuple(
    frozenset(stem(word) for word in words.split())
    for words in (
        "die died dead death deaths kill killed drown drowned perish perished",
        "injure injured injuries hurt wound wounded sick ill",
        "missing",
        "arrest arrested detain detained",
        "rescue rescued survive survived saved freed released",
    )
)
"""What becomes of people: those of one kind are counted apart from those of another."""


def comparable(one: Wording, other: Wording) -> bool:
    """True when the two have enough words in common to be held against each other."""
    shared = len(one.stems & other.stems)
    return shared >= _LEAST_SHARED and 2 * shared >= _OVERLAP * (len(one.stems) + len(other.stems))


def agree(one: Wording, other: Wording, nearness: Nearness) -> bool:
    """True when each clause says what the other says, be a number rounded in one of them."""
    if not comparable(one, other):
        return False
    other = levelled(other, one)
    if not _same_facts(one, other):
        return False
    if turned_around(one.text, other.text) or turned_around(other.text, one.text) or _swapped(one, other):
        return False
    mine, theirs = _left_over(one, other), _left_over(other, one)
    if mine and theirs and nearness(mine, [theirs])[0] < _AKIN:
        return False
    return _supported(one, other, nearness) and _supported(other, one, nearness)


def levelled(one: Wording, other: Wording) -> Wording:
    """The first with its numbers as the other gives them where both can be right: "about 40" becomes "42"."""
    if one.figures == other.figures:
        return one
    text = one.text
    for mine in reversed(one.numbers):
        for theirs in other.numbers:
            alike = mine.unit == theirs.unit and _of_the_same(mine, theirs, one, other)
            if mine.value != theirs.value and alike and compatible(mine, theirs):
                text = text[: mine.start] + other.text[theirs.start : theirs.end] + text[mine.end :]
                break
    return one if text == one.text else wording(text, one.known)


def is_vaguer(one: Wording, other: Wording) -> bool:
    """True when the first, which agrees with the other, gives a number less exactly: the other proves it."""
    for mine in one.numbers:
        for theirs in other.numbers:
            if mine.value != theirs.value and mine.unit == theirs.unit and compatible(mine, theirs):
                return (mine.hedge is not Hedge.EXACT, -mine.digits) > (
                    theirs.hedge is not Hedge.EXACT,
                    -theirs.digits,
                )
    return False


def repeats(one: Wording, other: Wording) -> bool:
    """True when the first is the second in almost the same words: nobody needs to read both."""
    smaller = min(len(one.stems), len(other.stems))
    return (
        smaller > 0
        and len(one.stems & other.stems) >= 0.75 * smaller
        and len(one.stems & other.stems) >= 0.5 * max(len(one.stems), len(other.stems))
        and one.figures == other.figures
        and one.calendar == other.calendar
    )


def repeats_loosely(one: Wording, other: Wording) -> bool:
    """True when only figures and dates tell the two apart, or one is the other with more words.

    It is for one briefing: the same line about another day, game or price is dull beside the first.
    """
    shared, smaller = len(one.stems & other.stems), min(len(one.stems), len(other.stems))
    if smaller >= _LONG and shared >= 0.9 * smaller:
        return True
    mine, theirs = (
        {*each.plain, *(word for name in each.names for word in name.stems)} for each in (one, other)
    )
    return len(mine & theirs) >= 0.8 * max(len(mine), len(theirs), 1)


def difference(one: Wording, other: Wording, nearness: Nearness) -> Difference | None:
    """The one thing in which two clauses about the same contradict each other; None when there is none."""
    shared = one.plain & other.plain
    size = min(len(one.plain), len(other.plain))
    if labels(one.text) != labels(other.text) or _of_other_turns(one, other):
        return None
    if not size or len(one.stems & other.stems) < _LEAST_SHARED:
        return None
    alike = 2 * len(shared) / (len(one.plain) + len(other.plain))
    if alike < _OVERLAP:
        return None
    names = unmatched(one.names, other), unmatched(other.names, one)
    shares_a_name = bool({each.stems for each in one.names} & {each.stems for each in other.names})
    numbers = _numbers_apart(one, other)
    dated = _dates_apart(one, other)
    if any(names) and not all(names):
        names = [], []
    match (bool(numbers), dated, bool(names[0])):
        case (True, False, False) if alike >= _ALIKE or shares_a_name:
            return Difference.NUMBER
        case (False, True, False) if alike >= _ALIKE:
            return Difference.DATE
        case (False, False, True) if alike >= _ALIKE and len(shared) >= 2:
            return Difference.WHO if _in_same_place(one, other, *names) else None
        case (False, False, False) if alike >= _ALIKE and len(shared) >= 2:
            if _turned(one, other):
                return Difference.OUTCOME
            return Difference.WHO if _done_by_another(one, other, nearness) else None
    return None


def _same_facts(one: Wording, other: Wording) -> bool:
    return (
        one.figures == other.figures
        and one.calendar == other.calendar
        and not unmatched(one.names, other)
        and not unmatched(other.names, one)
    )


def _supported(claim: Wording, by: Wording, nearness: Nearness) -> bool:
    """True when the claim is supported; the meaning is asked for only where it decides."""
    least = support(claim.text, [by.text], lambda _, texts: [0.0] * len(texts))
    if least >= _SUPPORTED:
        return True
    if least + 0.2 < _SUPPORTED:
        return False
    return support(claim.text, [by.text], nearness) >= _SUPPORTED


def _left_over(one: Wording, other: Wording) -> str:
    """The words of the first that the second lacks, as stems in order."""
    return " ".join(each for each in one.order if each in one.plain - other.plain)


def _swapped(one: Wording, other: Wording) -> bool:
    """True when two names have changed places and no passive explains it."""
    mine = [name.stems[-1] for name in one.names]
    theirs = [name.stems[-1] for name in other.names]
    shared = set(mine) & set(theirs)
    first = list(dict.fromkeys(each for each in mine if each in shared))
    second = list(dict.fromkeys(each for each in theirs if each in shared))
    same_form = bool(_PASSIVE.search(one.text)) == bool(_PASSIVE.search(other.text))
    return first != second and same_form


def _numbers_apart(one: Wording, other: Wording) -> list[tuple[Quantity, Quantity]]:
    """The numbers of the same thing that cannot both be right; none where more than one is another."""
    mine = [each for each in one.numbers if not each.is_year]
    theirs = [each for each in other.numbers if not each.is_year]
    lone = [each for each in mine if not any(_met(each, their) for their in theirs)]
    lone_there = [each for each in theirs if not any(_met(each, my) for my in mine)]
    if len(lone) != 1 or len(lone_there) != 1 or _of_other_fates(one, other):
        return []
    return [
        (a, b)
        for a, b in product(lone, lone_there)
        if a.unit == b.unit and _of_the_same(a, b, one, other) and not compatible(a, b)
    ]


def _of_other_turns(one: Wording, other: Wording) -> bool:
    """True for the first match and the second: each has an ordinal, and they share none."""
    mine, theirs = ({value for value, unit in each.figures if unit == "th"} for each in (one, other))
    return bool(mine and theirs) and not mine & theirs


def _of_other_fates(one: Wording, other: Wording) -> bool:
    """True when one clause counts the dead and the other the hurt."""
    mine, theirs = ({at for at, fate in enumerate(_FATES) if fate & each.stems} for each in (one, other))
    return bool(mine and theirs) and not mine & theirs


def _met(one: Quantity, other: Quantity) -> bool:
    alike = one.unit == other.unit and bool(one.around & other.around)
    return one.value == other.value or (alike and compatible(one, other))


def _of_the_same(a: Quantity, b: Quantity, one: Wording, other: Wording) -> bool:
    """True when both numbers count the same: by the word that follows, or by the words around."""
    if a.counted and a.counted == b.counted:
        return True
    if a.counted in other.plain or b.counted in one.plain:
        # What one counts stands elsewhere in the other clause: "12 people died", "killed 12 of the people".
        return bool(a.around & b.around)
    return bool(a.unit) and len(a.around & b.around) >= 1


def _dates_apart(one: Wording, other: Wording) -> bool:
    """True when both give a day, a weekday, a month or a year, and not the same."""
    years = _years(one), _years(other)
    if all(years) and not years[0] & years[1]:
        return True
    if one.days and other.days and not one.days & other.days:
        return True
    weekdays = _weekdays(one), _weekdays(other)
    months = one.calendar - weekdays[0], other.calendar - weekdays[1]
    return any(mine and theirs and not mine & theirs for mine, theirs in (weekdays, months))


def _years(each: Wording) -> frozenset[float]:
    return frozenset(number.value for number in each.numbers if number.is_year)


def _weekdays(each: Wording) -> frozenset[str]:
    return frozenset(name for name in each.calendar if name.endswith("day"))


def _in_same_place(one: Wording, other: Wording, mine: Sequence[Name], theirs: Sequence[Name]) -> bool:
    """True when the one name that differs does, in both clauses, what is done."""
    if not _is_one(one, mine) or not _is_one(other, theirs):
        return False
    return _acts(one, mine[0]) and _acts(other, theirs[0]) and _shares_more(one, other)


def _done_by_another(one: Wording, other: Wording, nearness: Nearness) -> bool:
    """True when in both it is said by whom it was done, without a name, and these are not the same people."""
    mine, theirs = (_DOER.search(each.text) if _PASSIVE.search(each.text) else None for each in (one, other))
    if mine is None or theirs is None or _without(one, mine["doer"]) != _without(other, theirs["doer"]):
        return False
    return nearness(mine["doer"], [theirs["doer"]])[0] < _SAME_DOER


def _without(each: Wording, words: str) -> frozenset[str]:
    return each.stems - wording(words).stems


def _is_one(each: Wording, names: Sequence[Name]) -> bool:
    """True for one name, or two that are one firm's: "Halder and Sons"."""
    return len(names) == 1 or bool(
        len(names) == 2 and re.match(r"\S+ (?:and|&) $", each.text[names[0].start : names[1].start])
    )


def _unplaced(each: Wording) -> set[tuple[str, ...]]:
    """The names that are not where it happened: two may open a school in one town."""
    return {name.stems for name in each.names if not _PLACED.search(each.text[: name.start][-6:])}


def _acts(each: Wording, name: Name) -> bool:
    """True for a name in front of all verbs, or behind "by" in a passive."""
    before = each.text[: name.start]
    if _PASSIVE.search(each.text):
        return _BY.search(before) is not None
    return len(before.split()) <= 2 and not _PLACED.search(before)


def _shares_more(one: Wording, other: Wording) -> bool:
    """True when something tells that it is one and the same deed: a name, a date, "the"."""
    names = _unplaced(one) & _unplaced(other)
    return bool(names or one.calendar & other.calendar or _years(one) & _years(other)) or all(
        _DEFINITE.search(each.text, 4) for each in (one, other)
    )


def _turned(one: Wording, other: Wording) -> bool:
    """True when one clause turns the other around, and little else tells them apart."""
    if not (turned_around(one.text, other.text) or turned_around(other.text, one.text)):
        return False
    return SequenceMatcher(None, one.order, other.order, autojunk=False).ratio() >= _ALIKE
