"""Pronouns and short descriptions in a question replaced by what the last turns called them."""

from __future__ import annotations

import re

from answering.frames import ADVERBS, AUXILIARIES, CONJUNCTIONS, PREPOSITIONS, is_verb, low_of
from answering.mentions import (
    GROUP_NOUNS,
    PERSON_NOUNS,
    Sort,
    head_of,
    names_in,
    owned,
)
from answering.model import Turn
from answering.referents import Referents
from answering.told import clause, named_thing, topic

_SEX = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_OBJECTIVE = frozenset(["him", "her", "them"])
_THEY = frozenset({"they", "them", "their", "theirs"})
_IT = frozenset({"it", "its", "this", "that", "these", "those"})
_POINTING = frozenset(["this", "that", "these", "those"])
_OWNING = frozenset({"his", "their", "its", "hers", "theirs"})
_WORD = re.compile(r"[\w’'\-]+")
_EXPLETIVE = re.compile(
    r"^\s*(?:true|clear|possible|likely|certain|right|said|known|reported|the case|cost|take|takes|took|"
    r"worth|important|hard|easy|difficult|necessary|legal|safe)\b.*\b(?:to|that|for)\b|^\s*(?:rain|snow|that)\b",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\b(?:say|said|write|wrote|claim|tweet|believe|think|announce|report|predict|deny)\s+$", re.I
)
_CALLING = re.compile(r"\bcalls?(?:ed)?\s+\S.*\s+$", re.I)
_CORPORATE = frozenset(["company", "firm", "maker", "startup", "club", "band", "team", "retailer", "bank"])
_DESCRIBED = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose)\s+(?P<noun>[a-z][\w\-]*)(?P<own>[’']s)?(?=\s|\?|$|,)"
)
_PRONOUN_AFTER = re.compile(
    r"\s*(?:[?.!,]|$|(?:is|was|are|were|mean|means|true|happen|happens|happened|cost|legal|lead|"
    r"in|on|at|to|for|with|by|and|about|after|before|when|so)\b)",
    re.I,
)


class Filling:
    """Fills one question after another from the same turns."""

    def __init__(self, referents: Referents, last: Turn) -> None:
        """`last` is the turn that the question follows."""
        self._referents, self._last = referents, last

    def filled(self, question: str) -> str:
        """The question with its pronouns and short descriptions filled in; unchanged when it has none."""
        return self._described(self._pronouns(question))

    def _pronouns(self, question: str) -> str:
        parts, at = [], 0
        taken: dict[str, str] = {}
        for match in _WORD.finditer(question):
            filling = self._filling(question, match, taken)
            if filling:
                parts += [question[at : match.start()], filling]
                at = match.end()
        return "".join([*parts, question[at:]])

    def _filling(self, question: str, match: re.Match[str], taken: dict[str, str]) -> str:
        """What replaces the word at `match`; "" when it refers to nothing outside the question.

        `taken` are the names given so far by kind of pronoun, and is kept up.
        """
        low = match.group().lower()
        before, after = question[: match.start()], question[match.end() :]
        if low in _SEX:
            return self._person(low, before, after, taken)
        if low in _THEY:
            return self._several(low, before, after, taken)
        if low in _IT:
            return self._thing(low, before, after, taken)
        if low == "then" and re.search(r"\b(?:was|were|did|had)\b", before) and not after.strip(" ?."):
            dated = re.search(r"\b(?:in|on|since|during) (?:\w+ )?\d{4}\b", self._last.question.standalone)
            return dated.group() if dated else ""
        if low == "there" and re.match(r"\s*[?.]?\s*$", after):
            place = self._referents.place()
            return f"in {place}" if place else ""
        return ""

    def _person(self, low: str, before: str, after: str, taken: dict[str, str]) -> str:
        sex, objective = _SEX[low], low == "him" or (low == "her" and not _owns(low, after))
        named = [self._referents.known.full(name) for name in names_in(before)]
        if sex in taken and not (objective and _same_clause(before)):
            return ""  # "How old was Bill Kenwright when he died?"
        others = [self._referents.known.full(name) for name in names_in(after)]
        if any(self._agrees(name, sex) for name in named) and not (objective and _same_clause(before)):
            return ""
        if not objective and _person_noun(before):
            return ""
        name = self._referents.person(sex, [*taken.values(), *named, *others])
        taken.update({sex: name} if name else {})
        return owned(name) if name and _owns(low, after) else name

    def _agrees(self, name: str, sex: str) -> bool:
        known = self._referents.known
        sort = known.sort(name)
        return sort in (Sort.PERSON, Sort.UNKNOWN) and known.sex(name) in (sex, "")

    def _several(self, low: str, before: str, after: str, taken: dict[str, str]) -> str:
        if "they" in taken or (low != "them" and (taken or _named_in(before))):
            return ""
        parted = low == "them" and before.rstrip().endswith(("of", "of all"))
        name = self._referents.several([*taken.values(), *names_in(before)], parted=parted)
        taken.update({"they": name} if name else {})
        return owned(name) if name and low in ("their", "theirs") else name

    def _thing(self, low: str, before: str, after: str, taken: dict[str, str]) -> str:
        if low in _POINTING and not (_PRONOUN_AFTER.match(after) and before.strip()):
            return ""
        if low in ("that", "this", "it", "so") and _PRONOUN_AFTER.match(after):
            if _TELLING.search(before):
                told = clause(self._last)
                return f"that {told}" if told else ""
            if re.search(r"\b(?:do(?:ing|ne|es)?|after|before|besides)\s+$", before):
                return ""
            if _CALLING.search(before) and low != "it" and (called := named_thing(self._last)):
                return called
        if low == "it" and _EXPLETIVE.match(after):
            return ""
        if "it" in taken or (low == "its" and _named_in(before)):
            return ""
        named = [self._referents.known.full(name) for name in names_in(before)]
        thing = self._referents.thing([*taken.values(), *named])
        if not thing and low in _POINTING:
            thing = topic(self._last, self._referents)
        taken.update({"it": thing} if thing else {})
        return owned(thing) if thing and low in _OWNING else thing

    def _described(self, question: str) -> str:
        """Short descriptions by the fuller words that the turns have for the same."""
        for match in reversed(list(_DESCRIBED.finditer(question))):
            noun = match.group("noun").lower()
            if re.match(r"\s+(?:of|that|which|who|whose)\b", question[match.end() :]):
                continue
            if not match.group("own") and not _ends(question[match.end() :]):
                continue
            full = self._full(noun)
            if full and full not in question:
                full = owned(full) if match.group("own") else full
                question = f"{question[: match.start()]}{full}{question[match.end() :]}"
        return question

    def _full(self, noun: str) -> str:
        if noun in PREPOSITIONS | AUXILIARIES:
            return ""
        fuller = self._referents.with_head(noun)
        if not fuller and noun in PERSON_NOUNS | GROUP_NOUNS:
            fuller = self._referents.known.holder(noun)
        return fuller or (self._referents.group() if noun in _CORPORATE else "")


def _ends(after: str) -> bool:
    """True when what follows is no further noun of the same phrase."""
    words = after.split()
    low = low_of(words[0]) if words else ""
    return (
        not low
        or after[:1] in ",?"
        or low in PREPOSITIONS | AUXILIARIES | ADVERBS | CONJUNCTIONS
        or is_verb(low)
    )


def _owns(low: str, after: str) -> bool:
    if low in _OWNING:
        return True
    return (
        low == "her"
        and bool(re.match(r"\s+\w+", after))
        and low_of(after.split()[0])
        not in (
            PREPOSITIONS
            | AUXILIARIES
            | {"say", "said", "when", "if", "that", "what", "now", "then", "so", "do"}
        )
    )


def _same_clause(before: str) -> bool:
    """True when no other clause begins after the last name or pronoun: "What did Rooney say about …"."""
    return not re.search(
        r"\b(?:when|if|that|because|who|which|while|after|before)\s+\S+\s", before.partition(" ")[2]
    )


def _person_noun(before: str) -> bool:
    return any(head_of(word) in PERSON_NOUNS for word in before.split())


def _named_in(before: str) -> bool:
    """True when the question has named those before whom the pronoun can mean: names, people, several."""
    if before.rstrip().endswith(" of"):
        return next(names_in(before), "") != ""
    several = re.search(r"\b(?:the|these|those)\s+(?:\w+\s+)?\w+[a-rt-z]s\b", before, re.IGNORECASE)
    return next(names_in(before), "") != "" or _person_noun(before) or several is not None
