"""Phrases without a name that can be meant later: "the young woman", "my father", "a spokeswoman for …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.language.words import Word
from index.voices import lexicon
from index.voices.cues import BE, DETERMINERS, HAVE, MODALS, PREPOSITIONS, PRONOUNS, is_role

_WOMEN = frozenset(
    "woman lady mother daughter sister wife widow aunt niece grandmother granddaughter girl girlfriend queen "
    "princess duchess actress nun heroine waitress landlady mum mom grandma stepmother mother-in-law "
    "sister-in-law bride midwife baroness countess headmistress schoolmistress hostess goddess".split()
)
_MEN = frozenset(
    "man gentleman father son brother husband widower uncle nephew grandfather grandson boy boyfriend king "
    "prince duke monk priest bishop pope cardinal archbishop imam rabbi schoolmaster headmaster landlord "
    "stepfather father-in-law brother-in-law hero waiter dad grandpa baron count postman".split()
)
_PLURALS = frozenset(["people", "police", "men", "women", "children", "authorities", "staff"])
_NUMBERS = frozenset("one two three four five six seven several some many both most few".split())
_OPENERS = (DETERMINERS | _NUMBERS | {"another"}) - {"no", "any", "each", "every", "that"}
_COLLECTIVES = frozenset("crew team staff couple family press pair jury crowd".split())
_WIDEST = 5
_CLOSED = frozenset("and or but that which who as than when while if because not so yet where".split())


def sex_of_noun(noun: str) -> str:
    """The sex a role tells: "f", "m" or ""."""
    if noun in _WOMEN or noun.endswith("woman"):
        return "f"
    return "m" if noun in _MEN or (noun.endswith("man") and noun not in ("human", "ombudsman")) else ""


def is_several(noun: str) -> bool:
    """True for a plural, and for "police"."""
    return (
        noun in _PLURALS
        or noun in _COLLECTIVES
        or (noun.endswith("s") and not noun.endswith("ss"))
        or noun.endswith("men")
    )


def is_collective(name: str) -> bool:
    """True for "a team", "the crew of the ship": "they", or "it"."""
    lows = name.lower().split()
    return any(low in _COLLECTIVES for low in lows[:3])


def is_thing(noun: str) -> bool:
    """True for a body or a text."""
    bodies = lexicon.words("bodies")
    return noun in bodies or noun.removesuffix("s") in bodies


def phrases(tokens: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The phrases of a determiner, up to three words and a role, as tokens `(first, head)`, in order.

    A plural needs no determiner, "rebel commanders"; the owner in "the surveyor's report" is one by himself.
    """
    for at in range(1, len(tokens)):
        if _is_head(tokens, at):
            first = phrase_start(tokens, at)
            if first is None and is_several(tokens[at].low):
                first = _bare_start(tokens, at)
            if first is not None:
                yield first, at


def bare(low: str) -> str:
    """The noun of "surveyor's"."""
    return low.removesuffix("'s")


def _is_head(tokens: Sequence[Word], at: int) -> bool:
    head = tokens[at]
    if not is_role(bare(head.low)) or head.low in _NUMBERS or head.low == "others":
        return False
    if head.is_capital and tokens[at - 1].low not in ("the", "a"):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else head
    if head.is_capital and after.is_capital:
        return False
    # "the press | secretary"
    return after is head or after.is_capital or not is_role(after.low) or head.low.endswith("'s")


def _bare_start(tokens: Sequence[Word], head: int) -> int | None:
    first = head
    while first and head - first < 2:
        before = tokens[first - 1]
        if not before.is_word or before.low in PREPOSITIONS | BE | HAVE | MODALS | _CLOSED:
            break
        if before.low in lexicon.cues() or before.low.endswith(("ed", "ing")):
            break
        first -= 1
    return first


def phrase_start(tokens: Sequence[Word], head: int) -> int | None:
    """The determiner that opens the phrase with its head at token `head`."""
    for first in range(head - 1, max(-1, head - _WIDEST), -1):
        low = tokens[first].low
        if low in _OPENERS or (low.endswith(("'s", "s'")) and tokens[first].is_capital):
            return _past_owner(tokens, first) if low not in _OPENERS else first
        if not tokens[first].is_word or low in PREPOSITIONS | BE | HAVE | MODALS or low in lexicon.cues():
            return None
    return None


def _past_owner(tokens: Sequence[Word], at: int) -> int:
    """The first word of the name that owns: "Elin Marlow's spokesman"."""
    while at and tokens[at - 1].is_capital:
        at -= 1
    return at


def phrase_around(tokens: Sequence[Word], first: int, opening: int) -> int:
    """Where the phrase begins that the name or noun at token `first` is part of: its titles, its article."""
    at = first
    if tokens[at].low in DETERMINERS:
        return at
    while at > opening and first - at < _WIDEST:
        before = tokens[at - 1]
        if before.low in PREPOSITIONS:
            break
        if before.low in DETERMINERS:
            return at - 1
        if not (before.is_capital or is_role(before.low) or (before.text == "." and at - 1 > opening)):
            break
        if before.text == "." and not tokens[at - 2].is_capital:
            break
        at -= 1
    return at


def with_complement(tokens: Sequence[Word], head: int) -> int:
    """The last token of "spokeswoman for the hospital trust", read from its head."""
    at = head + 1
    if at + 1 >= len(tokens) or tokens[at].low not in ("for", "of"):
        return head
    last = at
    if tokens[at].low == "of" and is_thing(tokens[head].low):
        return head
    for here in range(at + 1, min(len(tokens), at + 6)):
        low = tokens[here].low
        if not tokens[here].is_word or low in PREPOSITIONS | BE | HAVE | MODALS | PRONOUNS | {
            "which",
            "that",
        }:
            return last if last > at else head
        if low in lexicon.cues():
            return last if last > at else head
        if low.endswith("ed") and not tokens[here].is_capital:
            return last if last > at else head
        last = here
    return head
