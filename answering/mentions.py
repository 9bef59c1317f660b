"""What a text names, and of what sort it is: people, groups, places, things, in ones and in numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from answering.frames import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    is_doing,
    low_of,
    owns,
    phrase_end,
)

_PART = r"(?:\d+\s+)?(?:[A-Z][a-z]{0,2}\.|[A-Z][\w’'&\-]*)|[a-z]{1,2}[A-Z][\w’'\-]*"
_NAME = re.compile(
    rf"(?<![\w’'])(?:{_PART})(?:[ \u00a0](?:{_PART})|[ \u00a0]of (?:the )?(?:[A-Z][\w’'&\-]*))*"
    r"(?:[ \u00a0]\d+\b)?"
)
_NO_NAMES = frozenset(
    "what when where why who whom which whose how did does do is are was were has have had the a an "
    "and in on at of i it if can could will would should tell according please give name list so "
    "but not no yes he she they we you his her their its there these this those that some many most "
    "after before between by due during except following for from however once since then though "
    "through to upon under until while with within without as although because despite both each "
    "also another other any all later out fact anything anyone something someone everything nothing "
    "read more our your my i’m i've it’s it's a.m p.m nobody everyone one two three four five".split()
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday".split()
)
PERSON_NOUNS = frozenset(
    "captain mayor minister president prosecutor auditor dean columnist judge lawyer reviewer "
    "witness officer official chairman chairwoman chair owner director widow guard spokesman "
    "spokeswoman spokesperson author manager editor engineer leader secretary commander woman man "
    "reporter mother father son daughter brother sister wife husband uncle aunt boy girl child "
    "agent actor actress singer writer coach player founder chief ambassador senator farmer doctor "
    "nurse teacher student victim defendant detective expert scientist researcher analyst critic "
    "star king queen prince princess treasurer stationmaster apprentice bookkeeper stranger "
    "neighbour neighbor friend boss governor candidate bishop pope artist painter poet "
    "barrister usher collector driver porter dealer tenant landlord pilot sailor skipper clerk "
    "curator blogger journalist priest vicar pastor nun imam rabbi monk surgeon patient professor "
    "lecturer pupil soldier colonel lieutenant sergeant admiral envoy diplomat banker trader broker "
    "economist lawmaker deputy councillor councilor commissioner inspector investigator coroner "
    "magistrate juror plaintiff claimant suspect thief killer survivor passenger cyclist rider "
    "jockey goalkeeper striker midfielder referee umpire trainer baker butcher chef waiter "
    "waitress shopkeeper fisherman hunter gardener builder architect designer inventor programmer "
    "customer client visitor tourist guest presenter novelist playwright composer musician drummer "
    "conductor dancer producer photographer sculptor historian biographer activist protester rebel "
    "hostage prisoner warden grandson granddaughter grandfather grandmother grandpa grandma cousin "
    "nephew niece lady gentleman girlfriend boyfriend bride groom baby teenager pensioner villager "
    "worker employee intern trainee rector headteacher headmaster chancellor premier emperor duke "
    "duchess knight sheikh columnist interviewer spokesperson mum dad".split()
)
GROUP_NOUNS = frozenset(
    "company firm maker startup club team band party union council committee government ministry "
    "court bank board agency police family group commission regulator inspectorate institute "
    "university college school hospital trust charity army navy paper newspaper magazine station "
    "network league crew jury cabinet parliament congress senate house couple office foundation "
    "association public opposition police".split()
)
_PLACE_NOUNS = frozenset(
    "city town village country county island river street port region state house".split()
)
_GROUP_NAME = re.compile(
    r"\b(?:club|league|records?|radio|university|college|inc|corp|bank|company|council|union|party|committee|"
    r"court|press|news|times|gazette|post|institute|ministry|agency|army|navy|board|bureau|commission|trust|"
    r"association|school|friends|group|watch|circle|office|department|society|crossings|police|museum|"
    r"communications|technologies|united|city)\b",
    re.IGNORECASE,
)
_THING_NAME = re.compile(
    r"\d|\b(?:war|cup|championships?|awards?|prize|olympics?|series|show|festival|church|bridge|act|album|"
    r"tour|open|games|tunnel|castle|dam|landing|train|mini|pool|lido|treaty|deal)\b",
    re.IGNORECASE,
)
_OTHERS = _MONTHS | {"his", "her", "its", "their"}
_PLURAL = frozenset("people men women children police jellyfish members fans eels they".split())
_SINGULAR = re.compile(r"(?:ss|us|is|news|series|ous|[’']s)$")
_WORD = re.compile(r"[^\s]+")
_MARKS = ' .,;:?!()“”"‘’«»'
VAGUE = re.compile(r"(?:any|some|no|other|more|such|another|kind|sort|type)\b", re.IGNORECASE)
"""How phrases begin that name nothing in particular."""
_LINKS = "|".join(sorted(PREPOSITIONS))
_ATTACHED = frozenset("for between against over on in".split())
_INDEFINITE = re.compile(r"^(?:an?|some|any|another|each|every|the)\s+", re.IGNORECASE)


class Sort(Enum):
    """What a mention can be taken up by: "he", "it", "they", "there"."""

    PERSON = auto()
    GROUP = auto()
    PLACE = auto()
    THING = auto()
    UNKNOWN = auto()
    """A name that may be anybody's or anything's."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Something named: `text` as a question would name it, `sex` "f", "m" or "" where it is not known."""

    text: str
    sort: Sort
    sex: str = ""
    plural: bool = False
    weight: float = 1.0

    @property
    def key(self) -> str:
        """What two mentions of the same have in common."""
        return re.sub(r"^the\s+", "", self.text.lower())


def names_in(text: str) -> Iterator[str]:
    """The capitalised names of a text, without the words that only open a question."""
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and words[0].lower().strip("’'") in _NO_NAMES:
            words = words[1:]
        name = re.sub(r"[’']s?$", "", " ".join(words)).rstrip(".")
        if name and words[0].lower() not in _MONTHS and name.lower() not in _NO_NAMES:
            yield name


def phrases_in(text: str) -> Iterator[str]:
    """The noun phrases of a question's part, in order, as they stand."""
    words = _WORD.findall(text.strip(" ?"))
    at = 0
    while at < len(words):
        end = phrase_end(words, at) if _begins(words, at) else at
        if end == at or all(low_of(each) in DETERMINERS for each in words[at:end]):
            at += 1
            continue
        end = _with_attached(words, at, end)
        yield " ".join(words[at:end]).strip(_MARKS)
        at = end


def definite(phrase: str, owner: str = "") -> str:
    """A phrase as one speaks of it again: "an engineer" is "the engineer", "his tweets" are `owner`'s."""
    first, _, others = phrase.partition(" ")
    if first.lower() in ("his", "her", "its", "their"):
        return f"{owned(owner)} {others}" if owner else phrase
    if (
        first[:1].isupper()
        or (first.isdigit() and others[:1].isupper())
        or owns(first)
        or first.lower() in ("this", "that", "these", "those", "all", "both")
    ):
        return phrase
    return f"the {_INDEFINITE.sub('', phrase)}"


def owned(name: str) -> str:
    """A name as an owner."""
    return f"{name}’" if name.endswith("s") and name[:1].islower() else f"{name}’s"


def head_of(phrase: str) -> str:
    """The word that says what a phrase names: "bell" of "the bell of great character"."""
    before = re.split(rf"\s+(?:{_LINKS}|that|who|which)\s+", phrase, maxsplit=1)[0]
    return low_of(before.split()[-1]) if before.split() else ""


def is_plural(phrase: str) -> bool:
    """True for a phrase of several."""
    if re.search(r"\w\s+and\s+[A-Z]", phrase):
        return True
    head = head_of(phrase)
    if head.endswith(("children", "men", "people")):
        return True
    return head in _PLURAL or (head.endswith("s") and not _SINGULAR.search(head))


def qualifies(name: str, phrase: str) -> bool:
    """True where a name only says which one: "EU" of "the EU ban", but not of "the EU’s ban"."""
    return re.search(rf"\b{re.escape(name)}\s+(?!(?:and|{_LINKS})\b)[a-z]", phrase) is not None


def sort_of(phrase: str) -> Sort:
    """The sort of a phrase or name by its words alone."""
    written = head_words(phrase)
    head = low_of(written) if written[:1].islower() else ""
    singular = head.removesuffix("s")
    for sort, nouns in ((Sort.PERSON, PERSON_NOUNS), (Sort.GROUP, GROUP_NOUNS), (Sort.PLACE, _PLACE_NOUNS)):
        if head in nouns or singular in nouns:
            return sort
    if head and not re.search(r"[A-Z]", written):
        return Sort.THING
    if _GROUP_NAME.search(phrase) or re.search(
        r"\b[A-Z]{2,}s?\b|(?!Mac)[A-Za-z][a-z]{2,}[A-Z]|You[A-Z]", written
    ):
        return Sort.GROUP
    return Sort.THING if _THING_NAME.search(phrase) else Sort.UNKNOWN


def head_words(phrase: str) -> str:
    """The word that says what a phrase names, as it is written."""
    before = re.split(rf"\s+(?:{_LINKS})\s+", phrase, maxsplit=1)[0]
    return before.split()[-1] if before.split() else ""


def _begins(words: list[str], at: int) -> bool:
    word, low = words[at], low_of(words[at])
    named = at + 1 < len(words) and words[at + 1][:1].isupper()
    if word[:1] == "(" or (low.isdigit() and not named):
        return False
    if (
        at
        and low_of(words[at - 1]) == "to"
        and word[:1].islower()
        and low[-1:] != "s"
        and low not in DETERMINERS
    ):
        return False  # "to delete"
    if low in PREPOSITIONS | ADVERBS | CONJUNCTIONS | AUXILIARIES or (
        low in PRONOUNS and low not in DETERMINERS
    ):
        return False
    return bool(low) and not is_doing(word)


def _with_attached(words: list[str], start: int, end: int) -> int:
    """The end of a definite phrase with what narrows it down: "the petition for the lido"."""
    if (
        end + 1 >= len(words)
        or low_of(words[end]) not in _ATTACHED
        or low_of(words[start]) not in DETERMINERS
    ):
        return end
    if words[end - 1][-1:] in ",;:" or words[end + 1][:1].isdigit() or low_of(words[end + 1]) in _OTHERS:
        return end
    return phrase_end(words, end + 1) if _begins(words, end + 1) else end
