"""The word lists the rules read, one file a list, and the forms made from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_ENTRY = re.compile(r"([\w-]+)(?:\(([\w,\s-]+)\))?")
_VOWELS = "aeiou"
_DOUBLING = frozenset(
    {"admit", "rebut", "quip", "dub", "snap", "chat", "pen", "regret", "refer", "plan", "beg"}
)


@dataclass(frozen=True, slots=True)
class CueForm:
    """One surface form of a verb: its lemma, class, form, and the preposition that belongs to it.

    `form` is "past", "present", "base" or "ing".
    """

    lemma: str
    kind: str
    form: str
    particle: str = ""


@cache
def words(name: str) -> frozenset[str]:
    """The entries of a list, lower-case, one a word; lines that begin with "#" are remarks."""
    return frozenset(" ".join(_lines(name)).split())


@cache
def phrases(name: str) -> tuple[str, ...]:
    """The entries of a list, one a line, in order."""
    return tuple(_lines(name))


@cache
def cues() -> dict[str, tuple[CueForm, ...]]:
    """Surface form to the verbs it may be, in the order of the list."""
    table: dict[str, list[CueForm]] = {}
    for line in _lines("cues"):
        kind, _, entries = line.partition(":")
        for lemma, irregular in _ENTRY.findall(entries):
            verb, _, particle = lemma.partition("-")
            for form, surface in _inflected(verb, irregular):
                table.setdefault(surface, []).append(CueForm(lemma, kind, form, particle))
    return {surface: tuple(forms) for surface, forms in table.items()}


def _lines(name: str) -> list[str]:
    text = (files(__package__) / f"{name}.txt").read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _inflected(verb: str, irregular: str) -> list[tuple[str, str]]:
    past = [w.strip().partition("-")[0] for w in irregular.split(",")] if irregular else [_past(verb)]
    forms = [
        ("present", _third(verb)),
        ("ing", _ing(verb)),
        *(("past", word) for word in dict.fromkeys(past)),
    ]
    return forms if verb in past else [("base", verb), *forms]


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    if verb.endswith("o"):
        return verb + "es"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + (verb[-1] if verb in _DOUBLING else "") + "ed"


def _ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    doubled = verb in _DOUBLING or verb == "put"
    return verb + (verb[-1] if doubled else "") + "ing"
