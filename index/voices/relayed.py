"""Words that one source gives as another's: "They quoted him as saying", "the Herald, citing two, said"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.voices.cues import PRONOUNS, Cue
from index.voices.lexicon import CueForm
from index.voices.scopes import scope_end
from index.voices.sentence import QUOTE, Sentence
from index.voices.sources import can_speak, source_of

_QUOTES = frozenset(["quoted", "quotes", "cited", "cites"])
_CITING = frozenset(["quoting", "citing"])
_SAYING = frozenset("saying telling stating warning calling describing".split())
_FAR = 20  # words from "quoted" to "as saying"
_OBJECTS = frozenset(["him", "her", "them"])


@dataclass(frozen=True, slots=True)
class Relay:
    """Token ranges `(first, last)`: who gives the words (or None), whose they are, the cue, and the words."""

    source: tuple[int, int] | None
    via: tuple[int, int]
    cue: tuple[int, int]
    content: tuple[int, int]


def relays(sentence: Sentence) -> Iterator[Relay]:
    """The sentence's "… quoted … as saying …", left to right."""
    hi = len(sentence.tokens)
    for at in range(2, hi - 2):
        if sentence.tokens[at].low != "as" or sentence.tokens[at + 1].low not in _SAYING:
            continue
        verb = next(
            (v for v in range(at - 2, max(-1, at - _FAR), -1) if sentence.tokens[v].low in _QUOTES | _CITING),
            None,
        )
        start = at + 3 if sentence.tokens[at + 2].low == "that" else at + 2
        end = scope_end(sentence, start, hi)
        if verb is None or end <= start:
            continue
        last = at - 2 if sentence.tokens[at - 1].low == "," else at - 1
        form = CueForm("quote", "tell", "past")
        source = source_of(sentence, Cue(verb, verb, verb, form), 0, hi)
        yield Relay(source, (verb + 1, last), (verb, at + 1), (start, end - 1))


def cited_after(sentence: Sentence, last: int) -> tuple[tuple[int, int], int] | None:
    """Whom the source that ends at token `last` cites, and the comma after: ", citing two aides,"."""
    at, hi = last + 2, len(sentence.tokens)
    if at >= hi or sentence.tokens[last + 1].low != "," or sentence.tokens[at].low not in _CITING:
        return None
    close = next(
        (here for here in range(at + 2, min(hi, at + _FAR)) if sentence.tokens[here].low == ","), None
    )
    if close is None or any(sentence.tokens[here].low == QUOTE for here in range(at, close)):
        return None
    return ((at + 1, close - 1), close) if can_speak(sentence, at + 1, close - 1, strict=True) else None


def names_somebody(sentence: Sentence, via: tuple[int, int]) -> bool:
    """True for a phrase or pronoun that can have spoken."""
    low = sentence.tokens[via[0]].low
    return via[0] <= via[1] and (low in _OBJECTS | PRONOUNS or can_speak(sentence, *via, strict=False))
