"""Sources named beside a clause: "according to Dahl, …", "in the words of the bishop", "in his view"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.voices.cues import PREPOSITIONS, PRONOUNS
from index.voices.postposed import Content
from index.voices.scopes import DASHES, scope_end
from index.voices.sentence import QUOTE, Sentence

_VIEWS = frozenset(
    "view opinion account telling words reckoning estimation judgment judgement version".split()
)
_NO_SPEAKERS = frozenset(
    "plan schedule custom law tradition size age height merit need taste type ability rank rule".split()
)
_ACCORDING = frozenset(["according", "acording", "accoring", "accordig"])
_OPENING = _ACCORDING | {"in"}
_NEW_CLAUSE = frozenset("which who but and while although though whereas a an".split())


@dataclass(frozen=True, slots=True)
class Adjunct:
    """A source and its cue as token ranges, and the content they stand beside."""

    source: tuple[int, int]
    cue: tuple[int, int]
    content: Content
    lemma: str


def adjuncts(sentence: Sentence) -> Iterator[Adjunct]:
    """The sentence's adjuncts that name a source, left to right."""
    hi = len(sentence.tokens)
    for at in range(hi - 2):
        found = _according(sentence, at, hi) or _view(sentence, at, hi)
        if found is not None:
            yield found


def _according(sentence: Sentence, at: int, hi: int) -> Adjunct | None:
    if sentence.tokens[at].low not in _OPENING:
        return None
    lows = [token.low for token in sentence.tokens[at : at + 4]]
    if lows[0] in _ACCORDING and lows[1] in ("to", "for", "with"):
        last = at + 1
    elif lows == ["in", "the", "words", "of"]:
        last = at + 3
    else:
        return None
    source = _source(sentence, last + 1, hi)
    if source is None:
        return None
    return Adjunct(source, (at, min(last, hi - 1)), _around(sentence, at, source[1] + 1, hi), "according")


def _view(sentence: Sentence, at: int, hi: int) -> Adjunct | None:
    """As in "in his view", "by Ms Caflisch's own account"; the content follows, or else stands before."""
    if sentence.tokens[at].low not in ("in", "by", "on"):
        return None
    noun = next((n for n in range(at + 2, min(hi, at + 7)) if sentence.tokens[n].low in _VIEWS), None)
    if noun is None or not all(token.is_word for token in sentence.tokens[at:noun]):
        return None
    owner = noun - 2 if sentence.tokens[noun - 1].low == "own" else noun - 1
    before, after = sentence.tokens[owner].low, sentence.tokens[noun + 1].low if noun + 1 < hi else "."
    owns = before in ("his", "her", "their", "its") or before.endswith(("'s", "s'"))
    if not owns or owner <= at or after in PREPOSITIONS:
        return None
    whole = _around(sentence, at, noun + 1, hi)
    return Adjunct((at + 1, owner), (noun, noun), Content(whole.ranges[-1:], whole.direct), "view")


def _source(sentence: Sentence, at: int, hi: int) -> tuple[int, int] | None:
    last = at
    while last < hi and sentence.tokens[last].low not in (",", ";", ":", ".", QUOTE, "(", ")", "*", *DASHES):
        if last > at and sentence.tokens[last].low in PRONOUNS:
            break
        last += 1
    last -= 1
    if last < at or (sentence.tokens[last].low.removesuffix("s") in _NO_SPEAKERS and last - at < 3):
        return None
    return at, last


def _around(sentence: Sentence, at: int, after: int, hi: int) -> Content:
    """The whole clause round an "according to": what stands before it, or what follows, or both."""
    left = trim(sentence, 0, at - 1)
    right = trim(sentence, after, scope_end(sentence, after + 1, hi) - 1) if after + 1 < hi else None
    ranges: tuple[tuple[int, int], ...]
    if left is None or (left[1] - left[0] < 2 and right is not None):
        ranges = (right,) if right else ()
    elif right is None or sentence.tokens[after].low != "," or sentence.tokens[right[0]].low in _NEW_CLAUSE:
        ranges = (left,)
    else:
        ranges = (left, right)
    direct = bool(ranges) and all(sentence.tokens[first].low == QUOTE for first, _ in ranges)
    return Content(ranges, direct=direct)


def trim(sentence: Sentence, first: int, last: int) -> tuple[int, int] | None:
    """The tokens `first` to `last` without marks at either end; None when none is left."""
    while first <= last and sentence.tokens[first].low in (",", ":", *DASHES):
        first += 1
    while last >= first and sentence.tokens[last].low in (",", ";", ".", *DASHES):
        last -= 1
    return (first, last) if first <= last else None
