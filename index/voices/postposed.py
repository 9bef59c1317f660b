"""What stands before a frame: "…, Marlow said", and what goes on after a frame in the middle."""

from __future__ import annotations

from dataclasses import dataclass

from index.voices.addressees import ADJUNCTS, WEEKDAYS
from index.voices.cues import ADVERBS, BE, MODALS, PREPOSITIONS, Cue
from index.voices.scopes import DASHES, SUBORDINATORS, has_verb, is_saying, scope_end
from index.voices.sentence import QUOTE, Sentence

_OPENERS = (
    PREPOSITIONS
    | ADVERBS
    | frozenset(
        "when while if as although though because once whereas meanwhile however yet but and so "
        "moreover still yesterday today separately speaking writing asked responding addressing".split()
    )
)


@dataclass(frozen=True, slots=True)
class Content:
    """Token ranges `(first, last)` of what is said; `direct` when it is quoted.

    `opens_next` when it follows later.
    """

    ranges: tuple[tuple[int, int], ...] = ()
    direct: bool = False
    opens_next: bool = False


def before_frame(sentence: Sentence, before: int, lo: int, frame: int, hi: int) -> Content | None:
    """What stands before "…, Marlow said", and, where the saying is a parenthesis, what goes on after it."""
    after = _past_frame(sentence, frame, hi)
    end = before - 1
    while end >= lo and sentence.tokens[end].low in (",", *DASHES):
        end -= 1
    start = _left_start(sentence, end, lo)
    if end < start:
        return Content()
    if sentence.tokens[end].low != QUOTE:
        if end == before - 1 and sentence.tokens[end].low not in ("?", "!"):
            return None
        if not _frame_ends(sentence, frame, hi) or (
            _is_opener(sentence, start, end) and not _is_medial(sentence, after, hi)
        ):
            return None
    left = (start, end)
    direct = sentence.tokens[end].low == QUOTE
    if after < hi and sentence.tokens[after].low == "," and after + 1 < hi:
        rest = after + 1
        if sentence.tokens[rest].low == QUOTE:
            return Content((left, *quoted(sentence, rest, hi).ranges), direct=True)
        if not direct and _is_medial(sentence, after, hi):
            return Content((left, (rest, scope_end(sentence, rest, hi) - 1)))
    if (
        after + 1 < hi
        and sentence.tokens[after].low in (".", "?", "!", *DASHES)
        and sentence.tokens[after + 1].low == QUOTE
    ):
        return Content((left, *quoted(sentence, after + 1, hi).ranges), direct=True)
    return Content((left,), direct=direct)


def with_what_stands_before(sentence: Sentence, cue: Cue, after: Content, before: int, lo: int) -> Content:
    """“There is no deal,” he roared, adding: … keeps its first half: "“A,” he said: “B”"."""
    if not quote_before(sentence, before, lo):
        return _with_left_clause(sentence, cue, after, before, lo)
    end = before - 1
    while sentence.tokens[end].low != QUOTE:
        end -= 1
    return Content(((end, end), *after.ranges), after.direct, after.opens_next)


def quote_before(sentence: Sentence, before: int, lo: int) -> bool:
    """True when a quotation stands right before token `before`, a comma or dash apart."""
    at = before - 1
    while at >= lo and sentence.tokens[at].low in (",", *DASHES):
        at -= 1
    return at >= lo and sentence.tokens[at].low == QUOTE


def quoted(sentence: Sentence, at: int, hi: int) -> Content:
    """From the first quotation to the last that hangs together with it.

    The words after that are the author's.
    """
    last = at
    for here in range(at + 1, hi):
        if sentence.tokens[here].low == QUOTE and here - last <= 8:
            last = here
        elif sentence.tokens[here].low in (";",) or is_saying(sentence, here, hi):
            break
    return Content(((at, last),), direct=True)


def is_quote(sentence: Sentence, at: int, hi: int) -> bool:
    """True when a quotation stands at token `at`."""
    return at < hi and sentence.tokens[at].low == QUOTE


def _with_left_clause(sentence: Sentence, cue: Cue, after: Content, before: int, lo: int) -> Content:
    """As in "It was never goats, Anton told me, “…”": the clause before the frame is his as well."""
    end = before - 2
    if not after.direct or end < lo or cue.form.form == "ing" or sentence.tokens[before - 1].low != ",":
        return after
    start = _left_start(sentence, end, lo)
    if not _goes_on(sentence, after) and (
        _is_opener(sentence, start, end)
        or sentence.tokens[start].low in _OPENERS
        or not has_verb(sentence, start, end + 1)
    ):
        return after
    return Content(((start, end), *after.ranges), after.direct, after.opens_next)


def _goes_on(sentence: Sentence, after: Content) -> bool:
    """True for a quotation that begins with a small letter: "Readers, he told me, “have fatigue”"."""
    first = after.ranges[0][0]
    if sentence.tokens[first].low != QUOTE:
        return False
    inner = sentence.quote_at(first).inner.of(sentence.text).lstrip()
    return inner[:1].islower()


def _is_medial(sentence: Sentence, after: int, hi: int) -> bool:
    """As in "The dam, she said, will go": what follows the parenthesis goes on with what was said."""
    rest = after + 1
    if rest >= hi or sentence.tokens[after].low != "," or is_saying(sentence, rest, hi):
        return False
    low = sentence.tokens[rest].low
    if low in (
        "which",
        "who",
        "when",
        "while",
        "as",
        "although",
        "though",
        "whereas",
        "because",
        "where",
    ) or low.endswith("ing"):
        return False
    return low not in _OPENERS or low in ("but", "and") or (low in PREPOSITIONS and hi - rest > 3)


def _frame_ends(sentence: Sentence, at: int, hi: int) -> bool:
    """True when nothing follows the verb but a time, a place or the sentence's end."""
    if at >= hi:
        return True
    low = sentence.tokens[at].low
    return (
        not sentence.tokens[at].is_word
        or low in ADJUNCTS
        or low in WEEKDAYS
        or low in ADVERBS
        or low in SUBORDINATORS
        or low == "of"
    )


def _is_opener(sentence: Sentence, start: int, end: int) -> bool:
    """As in "Soon", "In an interview on Monday": a frame's first words, not something said."""
    lows = [token.low for token in sentence.tokens[start : end + 1]]
    return "," not in lows and (len(lows) == 1 or lows[0] in _OPENERS) and not set(lows) & (BE | MODALS)


def _left_start(sentence: Sentence, end: int, lo: int) -> int:
    for here in range(end, lo, -1):
        if sentence.tokens[here - 1].low == ";":
            return here
    return lo


def _past_frame(sentence: Sentence, at: int, hi: int) -> int:
    """The token where the frame of a saying ends: "Marlow said on Tuesday at the mill | , …"."""
    while at < hi and sentence.tokens[at].low not in (",", ";", ".", "?", "!", ":", QUOTE, *DASHES):
        at += 1
    return at
