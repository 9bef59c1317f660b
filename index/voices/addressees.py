"""Past whom and when: "told reporters on Tuesday, in a short statement, that …"."""

from __future__ import annotations

from index.voices.cues import DETERMINERS, PRONOUNS, Cue, is_role
from index.voices.scopes import has_verb
from index.voices.sentence import QUOTE, Sentence

ADJUNCTS = frozenset(
    "in at on during after before to when as while from through via over with last this yesterday "
    "today earlier later".split()
)


WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])


_LONGEST_ADDRESSEE = 14


def past_addressee(sentence: Sentence, cue: Cue, at: int, hi: int) -> int:
    """The token after "reporters" in "told reporters that …", and after "on Tuesday", "in a statement"."""
    if cue.form.kind == "tell" or cue.form.lemma in ("ask", "warn", "promise", "advise"):
        at = _past_person(sentence, at, hi, sure=cue.form.kind == "tell")
        at = _past_aside(sentence, at, hi)
    return _past_adjuncts(sentence, at, hi)


def _past_aside(sentence: Sentence, at: int, hi: int) -> int:
    """As in "told the jury, in a short statement at the outset, that …"."""
    if at >= hi or sentence.tokens[at].low != ",":
        return at
    close = next((here for here in range(at + 1, min(hi, at + 14)) if sentence.tokens[here].low == ","), None)
    return (
        close + 1 if close is not None and close + 1 < hi and sentence.tokens[close + 1].low == "that" else at
    )


def _past_person(sentence: Sentence, at: int, hi: int, *, sure: bool) -> int:
    """The token after the one told: where the content is marked, or after a pronoun, role or name."""
    marked = _marked_content(sentence, at, hi, sure=sure)
    if marked is not None or at >= hi or not sure:
        return at if marked is None else marked
    first = sentence.tokens[at]
    if first.low in PRONOUNS or first.low in ("him", "them", "us", "me", "her") or is_role(first.low):
        return at + 1
    if first.low in DETERMINERS:
        return next(
            (here + 1 for here in range(at + 1, min(hi, at + 5)) if is_role(sentence.tokens[here].low)),
            min(at + 2, hi),
        )
    while at < hi and sentence.tokens[at].is_capital:
        at += 1
    return at


def _marked_content(sentence: Sentence, at: int, hi: int, *, sure: bool) -> int | None:
    """Where a "that", a colon, a comma or a quotation close by begins what is told."""
    for here in range(at, min(hi, at + _LONGEST_ADDRESSEE)):
        low = sentence.tokens[here].low
        if low in ("that", "whether", "how", "if"):
            return here if sure or here - at <= 6 else None
        if low in (":", ",", QUOTE):
            unmarked = low == QUOTE and has_verb(sentence, at, here)
            return here if here - at <= (3 if low == "," else 6) and not unmarked else None
        if low in (";", "."):
            return None
    return None


def _past_adjuncts(sentence: Sentence, at: int, hi: int) -> int:
    """Skips "on Tuesday", "in a statement to the court": only where a "that".

    A colon or a quotation follows.
    """
    if at < hi and sentence.tokens[at].low in WEEKDAYS | {"yesterday", "today"}:
        at += 1
    elif at + 1 < hi and sentence.tokens[at].low == "on" and sentence.tokens[at + 1].low in WEEKDAYS:
        at += 2
    if not is_adjunct(sentence, at) or at >= hi:
        return at
    for here in range(at, min(hi, at + 12)):
        low = sentence.tokens[here].low
        if low in ("that", ":", QUOTE):
            return here
        if low in (",", ";", "."):
            following = sentence.tokens[here + 1].low if here + 1 < hi else ""
            return here + 1 if low == "," and following in ("that", QUOTE) else at
    return at


def is_adjunct(sentence: Sentence, at: int) -> bool:
    """True when a time or circumstance of the saying begins at token `at`."""
    return at < len(sentence.tokens) and sentence.tokens[at].low in ADJUNCTS | WEEKDAYS
