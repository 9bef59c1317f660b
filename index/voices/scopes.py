"""How far indirect speech reaches: the token where the author takes over again."""

from __future__ import annotations

from index.voices import lexicon
from index.voices.cues import BE, DETERMINERS, MODALS, PRONOUNS
from index.voices.sentence import QUOTE, Sentence

DASHES = frozenset(["—", "–", "--"])


ENDS = frozenset([".", "!", "?"])


_PLAIN_SAYING = frozenset(["said", "says", "told", "tells", "added"])


_BREAKS = frozenset(["but", "while", "whereas", "although", "though"])


SUBORDINATORS = frozenset("as when while after before because since although though if".split())


def scope_end(sentence: Sentence, at: int, hi: int) -> int:
    """The token where indirect speech that begins at `at` stops: a semicolon, a turn of the author's.

    The end.
    """
    for here in range(at, hi):
        low = sentence.tokens[here].low
        if low == ";" or (low in DASHES and not _closes_later(sentence, here, hi)):
            return here
        if low != "," or here + 1 >= hi:
            continue
        following = sentence.tokens[here + 1].low
        if (
            following in _BREAKS
            or following == "according"
            or is_saying(sentence, here + 1, hi)
            or following in _PLAIN_SAYING
        ):
            return here
        if following == "and" and (
            _new_speaker(sentence, here + 2, hi) or _is_auxiliary(sentence, here + 2, hi)
        ):
            return here
    return hi - 1 if hi > at and sentence.tokens[hi - 1].low in ENDS else hi


def is_saying(sentence: Sentence, at: int, hi: int) -> bool:
    """True for the "adding" of "…, adding that": a verb of saying in -ing that starts a new stretch."""
    if at >= hi:
        return False
    forms = lexicon.cues().get(sentence.tokens[at].low, ())
    return any(form.form == "ing" and form.kind in ("say", "tell", "name", "act") for form in forms)


def has_verb(sentence: Sentence, at: int, end: int) -> bool:
    """A rough ear for a clause: an auxiliary, or a word that ends as a verb in the past does.

    After a subject.
    """
    if sentence.tokens[at].low in PRONOUNS or sentence.tokens[at].low in ("there", "i", "nobody", "everyone"):
        return end - at > 1
    for here in range(at + 1, end):
        low = sentence.tokens[here].low
        if low == QUOTE:
            return True
        if (
            low in BE
            or low in MODALS
            or low
            in (
                "has",
                "have",
                "had",
                "did",
                "does",
                "do",
                "made",
                "took",
                "went",
                "came",
                "saw",
                "got",
                "gave",
                "lost",
                "won",
                "left",
                "kept",
                "held",
                "stood",
                "began",
                "meant",
                "needs",
                "wants",
                "makes",
                "remains",
                "means",
                "works",
                "owes",
                "owns",
            )
        ):
            return True
        if low.endswith("ed") and len(low) > 4 and sentence.tokens[here - 1].low not in DETERMINERS:
            return True
        if "'" in low and low.endswith(("n't", "'re", "'ll", "'ve", "'d")):
            return True
    return False


def last_word(sentence: Sentence, at: int, hi: int) -> int:
    """The last token of `[at, hi)` that is no sentence end."""
    last = hi - 1
    while last > at and sentence.tokens[last].low in ENDS:
        last -= 1
    return last


def _is_auxiliary(sentence: Sentence, at: int, hi: int) -> bool:
    """As in "…, and could not say where": the author goes on with the same subject."""
    return at < hi and sentence.tokens[at].low in MODALS


def _new_speaker(sentence: Sentence, at: int, hi: int) -> bool:
    """True when a subject and a verb of saying follow: "…, and Dahl said …"."""
    for here in range(at + 1, min(hi, at + 8)):
        forms = lexicon.cues().get(sentence.tokens[here].low, ())
        if any(form.kind in ("say", "tell") and form.form == "past" for form in forms):
            return True
        if sentence.tokens[here].low in (",", ";"):
            return False
    return False


def _closes_later(sentence: Sentence, at: int, hi: int) -> bool:
    return any(sentence.tokens[here].low == sentence.tokens[at].low for here in range(at + 1, hi))
