"""Pronouns and short descriptions in a question replaced by what the last turns called them."""

from __future__ import annotations

import re

from answering.frames import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    PREPOSITIONS,
    PRONOUNS,
    frame_of,
    is_verb,
    low_of,
)
from answering.mentions import (
    GROUP_NOUNS,
    PERSON_NOUNS,
    Sort,
    head_of,
    is_plural,
    names_in,
    owned,
    phrases_in,
    sort_of,
)
from answering.model import Turn
from answering.referents import Referents
from answering.told import clause, named_thing, topic

_SEX = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_THEY = frozenset({"they", "them", "their", "theirs"})
_IT = frozenset({"it", "its", "this", "that", "these", "those"})
_POINTING = frozenset(["this", "that", "these", "those"])
_OWNING = frozenset({"his", "their", "its", "hers", "theirs"})
_WORD = re.compile(r"(?:he|she|it|that|this|there|they)(?=[’'](?:s|re|d|ll|ve)\b)|[\w’'\-]+", re.I)
_SHORT = {"s": "is", "re": "are", "ll": "will", "ve": "have", "d": "would"}
_EXPLETIVE = re.compile(
    r"^\s*(?:true|clear|possible|likely|certain|right|said|known|reported|the case|cost|take|takes|took|"
    r"worth|important|hard|easy|difficult|necessary|legal|safe)\b.*\b(?:to|that|for)\b|^\s*(?:rain|snow|that)\b|"
    r"^\s*(?:(?:an?|the)\s+\w+\s+|(?:feel|felt) like\s+)?to\s+\w|^\s*worth \w+ing\b",
    re.IGNORECASE,
)
_AS_TOLD = re.compile(r"\b(?:as|way)\s+\S.*\b(?:tells?|told|puts?|sees?|saw|had|has)\s+$", re.IGNORECASE)
_WHOSE = re.compile(r"\bwhose \w+ (?:is|was)\s+$", re.IGNORECASE)
_ANY = frozenset("anything something everything nothing anyone somebody".split())
_BE = frozenset("is are was were be been being isn't aren't wasn't weren't".split())
_LETTING = re.compile(r"\b(?:let|lets|makes?|made|see|saw|hear|heard|help(?:ed)?|watch(?:ed)?)\s+$", re.I)
_TELLING = re.compile(
    r"\b(?:say|said|write|wrote|claim|tweet|believe|think|announce|report|predict|deny)\s+$", re.I
)
_CALLING = re.compile(r"\bcalls?(?:ed)?\s+\S.*\s+$", re.I)
_CORPORATE = frozenset(["company", "firm", "maker", "startup", "club", "band", "team", "retailer", "bank"])
_DESCRIBED = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose)\s+(?P<noun>[a-z][\w\-]*)(?P<own>[’']s)?(?=\s|\?|$|,)"
)
_PRONOUN_AFTER = re.compile(
    r"\s*(?:[?.!,]|$|[’']s\b|(?:is|was|are|were|mean|means|true|happen|happens|happened|cost|legal|lead|"
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
                if short := re.match(r"[’'](s|re|ll|ve|d)\b", question[at:]):
                    parts.append(f" {_SHORT[short.group(1)]}")
                    at += short.end()
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
        if low == "there" and not _introduces(before, after):
            return self._referents.whereabouts()
        return ""

    def _person(self, low: str, before: str, after: str, taken: dict[str, str]) -> str:
        owning = _owns(low, after) and not (low == "her" and _LETTING.search(before))
        sex, objective = _SEX[low], low == "him" or (low == "her" and not owning)
        if owning and _own_subject(low, before, after):
            return ""
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
        return owned(name) if name and owning else name

    def _agrees(self, name: str, sex: str) -> bool:
        known = self._referents.known
        sort = known.sort(name)
        return sort in (Sort.PERSON, Sort.UNKNOWN) and known.sex(name) in (sex, "")

    def _several(self, low: str, before: str, after: str, taken: dict[str, str]) -> str:
        if "they" in taken or (low != "them" and (taken or _named_in(before))):
            return ""
        if _several_in(low, before, after) or (low == "their" and _own_subject(low, before, after)):
            return ""
        parted = low == "them" and before.rstrip().endswith(("of", "of all"))
        name = self._referents.several([*taken.values(), *names_in(before)], parted=parted)
        taken.update({"they": name} if name else {})
        return owned(name) if name and low in ("their", "theirs") else name

    def _thing(self, low: str, before: str, after: str, taken: dict[str, str]) -> str:
        if _refers_within(low, before, after):
            return ""
        if low in ("that", "this", "it", "so") and _PRONOUN_AFTER.match(after):
            if _TELLING.search(before) and re.match(r"\s*(?:[?.!,]|$)", after):
                told = clause(self._last)
                return f"that {told}" if told else ""
            if re.search(r"\b(?:do(?:ing|ne|es)?|after|before|besides)\s+$", before):
                return ""
            if _CALLING.search(before) and low != "it" and (called := named_thing(self._last)):
                return called
        if "it" in taken or (low == "its" and _named_in(before)):
            return ""
        named = [self._referents.known.full(name) for name in names_in(before)]
        several = low == "that" and before.endswith(" of ")
        thing = self._referents.thing([*taken.values(), *named], several=several)
        if not thing and low in _POINTING:
            thing = topic(self._last, self._referents)
        if re.match(r"\s*happen", after) and any(names_in(thing)):
            return ""  # what happens is neither a place nor a firm
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
            if full and full not in question and not set(names_in(full)) & set(names_in(question)):
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


def _introduces(before: str, after: str) -> bool:
    """True for the "there" of "is there a recording?" and "how many rooms are there?": it is no place."""
    last = low_of(before.split()[-1]) if before.split() else ""
    if re.match(r"\s*[?.]?\s*$", after):
        return last in _BE and re.match(r"\s*(?:how (?:many|much)|what|which)\b", before, re.I) is not None
    being = re.match(r"[’']s|\s+(?:is|are|was|were|has|have|had|will|would|may|might)\b", after)
    return not last or last in AUXILIARIES | CONJUNCTIONS or being is not None


def _refers_within(low: str, before: str, after: str) -> bool:
    """True for a word of things that stands for nothing outside its question."""
    if low in _POINTING and not (_PRONOUN_AFTER.match(after) and before.strip()):
        return True
    if low == "it":
        return bool(_EXPLETIVE.match(after) or _AS_TOLD.search(before) or _WHOSE.search(before))
    return (low == "that" and _relative(before)) or (low == "its" and _own_subject(low, before, after))


def _relative(before: str) -> bool:
    """True after a noun, where "that" begins what is said of it: "a wall that was wet"."""
    last = before.split()[-1] if before.split() else ""
    low = low_of(last)
    no_noun = PREPOSITIONS | AUXILIARIES | CONJUNCTIONS | ADVERBS | (PRONOUNS - _ANY)
    return bool(low) and last[-1:].isalnum() and low not in no_noun and not is_verb(low)


def _own_subject(low: str, before: str, after: str) -> bool:
    """True where the question itself has whose: "which maker sought its …", "its costs does Ann claim …"."""
    frame = frame_of(f"{before}it{after}")
    if re.search(rf"\b(?:{'|'.join(sorted(AUXILIARIES))})\b", before, re.I):
        own = low == "its" and frame.subject and low_of(frame.subject) not in PRONOUNS
        return bool(own) and frame.subject in before and sort_of(frame.subject) is not Sort.PERSON
    if frame.auxiliary:
        return frame.word != "" and any(names_in(frame.subject))
    if low == "its":
        return bool(frame.counted) and not is_plural(frame.counted)
    if low == "their":
        return frame.word in ("who", "which", "what")
    return frame.word == "who" and len(before.split()) > 1 and low_of(before.split()[-1]) not in PREPOSITIONS


def _several_in(low: str, before: str, after: str) -> bool:
    """True where the question has named several whom "they" can mean, but not as what "do they …" asks."""
    words = before.split()
    if not words or low_of(words[-1]) in (AUXILIARIES if low == "they" else PREPOSITIONS - {"of"}):
        return False
    if low_of(words[-1]) == "of" and not after.strip().startswith("own"):
        return False
    many = sum(is_plural(each) and each[:1].islower() for each in phrases_in(before))
    return many > (low == "them")
