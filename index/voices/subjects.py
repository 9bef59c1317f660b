"""Whose verb it is that has no subject of its own: "Zonic has withdrawn it and says", "…, ruling that"."""

from __future__ import annotations

from collections.abc import Sequence

from index.language.words import Word
from index.voices import lexicon
from index.voices.cues import (
    ADVERBS,
    BE,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    is_role,
)

_RELATIVES = frozenset(["who", "which", "whom", "whose", "where"])
_CLAUSES = frozenset("as while when after because although though since if before until that".split())
_SUBJECTS = frozenset(["he", "she", "they", "it"])
_MARKS = frozenset([";", ":", "(", "—", "–"])
# Verbs of the past that no "-ed" shows.
_IRREGULAR = frozenset(
    "went came took gave made got left kept held stood began lost won met sent brought bought felt put set "
    "cut ran sat fell rose drew spoke broke chose wore threw grew knew paid led read sold spent built fought "
    "hit shook sank flew drove bore beat became bent caught dug ate forgot hid laid lay lent rang sang "
    "sought shot slept stole struck swore swept taught tore woke withdrew quit split spread shut let".split()
)


def subject_before(tokens: Sequence[Word], cue: int) -> tuple[int, int] | None:
    """Tokens `[first, last]` of the subject that the verb at token `cue` shares with a verb before it.

    None where there is none that could speak.
    """
    relative = _open_relative(tokens, cue)
    if relative is not None:
        return _antecedent(tokens, relative)
    first = _past_frame(tokens, _clause_start(tokens, cue), cue)
    last = first
    while last < cue and not _ends(tokens, last, first):
        if tokens[last].low in _SUBJECTS:
            first = last  # "Four times it stopped"
        last += 1
    last -= 1
    if last < first or not _can_be_subject(tokens, first, last):
        return None
    return first, _with_apposition(tokens, last, cue)


def _open_relative(tokens: Sequence[Word], cue: int) -> int | None:
    """The "who" of "Rowan, who left him and who | said": of a relative clause that no comma has closed."""
    for at in range(cue - 1, 0, -1):
        low = tokens[at].low
        if low in (",", ";", ":"):
            return None
        if low in ("who", "which") and at + 1 < cue:
            return at
    return None


def _antecedent(tokens: Sequence[Word], relative: int) -> tuple[int, int] | None:
    last = relative - 1
    while last >= 0 and not tokens[last].is_word:
        last -= 1
    first = last
    while first > 0 and tokens[first].low not in DETERMINERS:
        before = tokens[first - 1]
        if not before.is_word or before.low in PREPOSITIONS or _is_verb(tokens, first - 1):
            break
        if tokens[first].is_capital and not (before.is_capital or before.low in DETERMINERS):
            break
        first -= 1
    return (first, last) if 0 <= first <= last and _can_be_subject(tokens, first, last) else None


def _clause_start(tokens: Sequence[Word], cue: int) -> int:
    """The token after the mark or conjunction that opens the clause, where that has a verb of its own."""
    for at in range(cue - 2, -1, -1):
        low = tokens[at].low
        if low in _MARKS:
            return at + 1
        opens = low in _CLAUSES or (
            low in ("and", "but")
            and tokens[at - 1].low == ","
            and tokens[at + 1].low in DETERMINERS | PRONOUNS
        )
        if opens and any(_is_verb(tokens, here) for here in range(at + 2, cue)):
            return at + 1
    return 0


def _past_frame(tokens: Sequence[Word], start: int, cue: int) -> int:
    """The token after "At Banca Orient,", "Opening the case,", "In a memo, which was reviewed by Orient,"."""
    while start < cue and not tokens[start].is_word:
        start += 1
    if start >= cue or not _opens_frame(tokens, start):
        return start
    for at in range(start + 1, cue - 1):
        if tokens[at].low == "," and tokens[at + 1].low not in _RELATIVES:
            return at + 1
    following = (at for at in range(start + 2, cue) if tokens[at].low in PRONOUNS or tokens[at].is_capital)
    return next(following, start)


def _opens_frame(tokens: Sequence[Word], at: int) -> bool:
    """True also for "Shown the register," and "Asked why,"."""
    low = tokens[at].low
    participle = low.endswith("ed") or low in _IRREGULAR or low in ("shown", "given", "told")
    if participle and at + 1 < len(tokens) and not tokens[at + 1].is_capital:
        return True
    return low in PREPOSITIONS or low in ADVERBS or low in _CLAUSES or low.endswith(("ing", "ly"))


def _ends(tokens: Sequence[Word], at: int, first: int) -> bool:
    token = tokens[at]
    if token.text == "." and tokens[at - 1].is_capital and at > first:
        return False
    if not token.is_word or token.low in _RELATIVES:
        return True
    if at == first:
        return False
    done = tokens[first].low in PRONOUNS or token.low in ADVERBS or token.low.endswith(("self", "selves"))
    return done or _is_verb(tokens, at) or (is_role(tokens[at - 1].low) and _is_present(token))


def _is_present(token: Word) -> bool:
    """As in "a surveyor arrives": after a role, what ends in an s and is no role is a verb."""
    return token.low.endswith("s") and not token.is_capital and not is_role(token.low)


def _is_verb(tokens: Sequence[Word], at: int) -> bool:
    low = tokens[at].low
    if tokens[at].is_capital:
        return False
    if low in BE | HAVE | MODALS | DO or low in _IRREGULAR or low.endswith("n't"):
        return True
    if any(form.form == "past" for form in lexicon.cues().get(low, ())):
        return True
    return low.endswith("ed") and len(low) > 4 and at > 0 and tokens[at - 1].low not in DETERMINERS


def _can_be_subject(tokens: Sequence[Word], first: int, last: int) -> bool:
    """A pronoun for somebody else, a name, a role, or any noun with a determiner."""
    lead = tokens[first]
    if lead.low in PREPOSITIONS:
        return False
    if lead.low in PRONOUNS:
        return lead.low in _SUBJECTS and first == last
    words = tokens[first : last + 1]
    if any(token.low.endswith(("'s", "s'")) for token in words[:-1]):
        return True
    named = any(token.is_capital for token in words[1:]) or (lead.is_capital and lead.low not in DETERMINERS)
    return named or any(is_role(token.low) for token in words) or (lead.low in DETERMINERS and last > first)


def _with_apposition(tokens: Sequence[Word], last: int, cue: int) -> int:
    """As far as the name in "The chairman, Sir Kelvin Ashworth, allowed it"."""
    if last + 2 >= cue or tokens[last + 1].low != "," or tokens[last].is_capital:
        return last
    at = last + 2
    while at < cue and tokens[at].is_capital:
        at += 1
    return at - 1 if at > last + 2 and tokens[at].low == "," else last
