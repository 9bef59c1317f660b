"""A question's misspelt words, read as the words of the documents that they are a slip away from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from answering.asking import Asked
from answering.wording import is_stop

_SHORTEST = 5
_LITTLE = 4


def mended(asked: Asked, known: Collection[str]) -> Asked:
    """The question with each stem that no document has put right; unchanged where nothing is a slip away.

    `known` are the stems of the documents. One letter may be wrong, missing, too many, or swapped with the
    next; the first letter counts. A small word whose letters are swapped ("teh") falls away.
    """
    slips: dict[str, str] = {}
    for term in asked.terms - set(known):
        if len(term) < _LITTLE and not term.isdigit() and _is_swapped_small_word(term):
            slips[term] = ""
        elif len(term) >= _SHORTEST and term.isalpha() and (right := _nearest(term, known)):
            slips[term] = right
    if not slips:
        return asked
    return replace(asked, terms=_put_right(asked.terms, slips), names=_put_right(asked.names, slips))


def _put_right(terms: frozenset[str], slips: Mapping[str, str]) -> frozenset[str]:
    return frozenset(right for term in terms if (right := slips.get(term, term)))


def _nearest(term: str, known: Collection[str]) -> str:
    """The one stem that is a slip away; "" where none or several are."""
    found = [
        each
        for each in known
        if each[:1] == term[:1] and abs(len(each) - len(term)) <= 1 and is_slip(term, each)
    ]
    return found[0] if len(found) == 1 else ""


def is_slip(one: str, other: str) -> bool:
    """True when the two differ by one letter, or by two neighbours that changed places."""
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return len(other) - len(one) == 1 and one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1]
    return one != other and (
        one[at + 1 :] == other[at + 1 :] or (swapped and one[at + 2 :] == other[at + 2 :])
    )


def _is_swapped_small_word(term: str) -> bool:
    return any(is_stop(term[:at] + term[at + 1] + term[at] + term[at + 2 :]) for at in range(len(term) - 1))
