"""Does a statement keep to its clauses' words? It may leave out, reorder and join; it brings nothing in.

A model that says "deleted" for "forwarded", or "month" for "week", cannot be told from one that paraphrases
well by any score that is cheap. So words with a meaning come from the clauses, or the draft is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from answering.candidates import Candidate
from answering.figures import calendar, figures
from answering.wording import is_stop, stem
from index.model import Span, Voice, VoicedSpan

_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|its|their|these|those)\b", re.IGNORECASE)
_STOPS = re.compile(r"[.!?…][”\"’'»)]*\s+|\n")
WORD = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*")
_PHRASES = re.compile(
    r"\b(?:(?:take|takes|took|taken|taking) place|on board|according to|as well(?: as)?|in total|years? old|"
    r"(?:-|\s)year-olds?|aged|there (?:is|are|was|were))\b",
    re.IGNORECASE,
)
# Words that join and point, and say nothing of their own.
_LIGHT = frozenset(
    "while whereas also although though however including include includes when where which who then "
    "meanwhile both between".split()
)
_CURRENCIES = tuple(
    re.compile(rf"{sign}|\b{word}s?\b", re.IGNORECASE)
    for sign, word in (("\\$", "dollar"), ("€", "euro"), ("£", "pound"), ("¥", "yen"))
)
_FRONTED = re.compile(
    r"^(?:in|on|at|by|to|for|from|with|under|over|within|between|before|after|during|since|until|following|as|"
    r"when|while|if|according|near|about)\b|^[^,]{1,60},",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"^(?:(?:the|a|an)\s+)?[a-z]+\s+[a-z]+\b", re.IGNORECASE)
_YEAR = re.compile(r"^(?:1[5-9]|20)\d\d$")
_BY = re.compile(r"\bby\b", re.IGNORECASE)
_MONEY = frozenset(map(stem, ("money", "sum", "amount", "dollar", "euro", "pound", "yen")))


def brings_in(text: str, clauses: Sequence[Candidate], known: frozenset[str]) -> bool:
    """True where a word of the statement stands not in its clauses, nor around them, nor among `known`."""
    told = " ".join(each.words for each in clauses)
    near = known | _stems(f"{told} {' '.join(map(context, clauses))}")
    near |= _MONEY if any(currency.search(told) for currency in _CURRENCIES) else frozenset()
    plain = (word for word in WORD.findall(_PHRASES.sub(" ", text)) if not is_stop(word))
    return any(not _is_there(word, near) for word in plain) or any(
        currency.search(text) and not currency.search(told) for currency in _CURRENCIES
    )


def is_torn(text: str, clauses: Sequence[Candidate], known: frozenset[str]) -> bool:
    """True where a part of the statement has its words from several clauses: one's doer, another's deed."""
    if len(clauses) == 1:
        return False
    bags = [known | _stems(f"{each.words} {context(each)}") for each in clauses]
    for part in re.split(r"[,;:—–]|\b(?:and|while|but|whereas)\b", text):
        words = [word for word in WORD.findall(_PHRASES.sub(" ", part)) if not is_stop(word)]
        there = [word for word in words if any(_is_there(word, bag) for bag in bags)]
        if not any(all(_is_there(word, bag) for word in there) for bag in bags):
            return True
    return False


def context(clause: Candidate) -> str:
    """What the clause's words may lean on: the rest of its sentence, what its pronouns refer to.

    Nobody else's sayings, and no judgements beside a report: their words are in another voice.
    """
    text, start = clause.passage.text, clause.passage.span.start
    first, last = clause.spans[0].start - start, clause.spans[-1].end - start
    begin = max((m.end() for m in _STOPS.finditer(text, 0, first)), default=0)
    ending = _STOPS.search(text, max(first, last - 1))
    begin = 0 if _PRONOUN.search(clause.words) else begin
    around = Span(begin, ending.start() if ending else len(text)).shifted(start)
    near = (each for each in clause.passage.voiced if _lends(each, clause) and each.span.overlaps(around))
    return " ".join(
        Span(max(each.span.start, around.start), min(each.span.end, around.end)).shifted(-start).of(text)
        for each in near
    )


def _lends(other: VoicedSpan, clause: Candidate) -> bool:
    same = (other.voice, other.sources) == (clause.voice, clause.voiced.sources)
    return same or other.voice is Voice.REPORTED


def _is_there(word: str, bag: frozenset[str]) -> bool:
    if word.lower() in _LIGHT or figures(word) or calendar(word):
        return True  # figures and dates are held against the clauses as such
    return bool(forms(word) & bag) or all(
        is_stop(part) or bool(forms(part) & bag) or bool(figures(part)) for part in word.split("-")
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(form for word in WORD.findall(text) for form in (*forms(word), *_halves(word)))


def _halves(word: str) -> Iterator[str]:
    return (form for part in word.split("-") if part for form in forms(part))


def forms(word: str) -> frozenset[str]:
    """The word as a stem, and that of the verb it is an irregular form of."""
    low = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    return frozenset({stem(low), stem(_irregular().get(low, low))})


@cache
def _irregular() -> Mapping[str, str]:
    lines = Path(__file__).with_name("irregular.txt").read_text(encoding="utf-8").splitlines()
    families = (line.split() for line in lines if line and not line.startswith("#"))
    return {form: family[0] for family in families for form in family}


def exchanges(text: str, told: str) -> bool:
    """True where words have changed places: "sulphur to carbon dioxide", or what was hit now hits.

    A time or place may have moved to the front or from there ("Between 2 and 5 November …"), "the gauge at
    the boathouse" may be "the boathouse gauge", and a passive turns all around.
    """
    theirs = _order(told)
    places = {word: at for at, word in enumerate(theirs)}
    mine = [places[word] for word in _order(text) if word in places]
    if len(places) < len(theirs) or len(set(mine)) < len(mine) or mine == sorted(mine) or _BY.search(text):
        return False
    moved = [at for at, (one, other) in enumerate(zip(mine, sorted(mine), strict=True)) if one != other]
    first, last = moved[0], moved[-1] + 1
    if first == 0 and not (_FRONTED.search(text) or _FRONTED.search(told)):
        return last > 2 or not _COMPOUND.search(text)
    return (first > 0 and last < len(mine)) or _is_exchange(mine[first:last])


def _is_exchange(places: Sequence[int]) -> bool:
    """True where the ends have changed places and what stands between them has not."""
    middle = places[1:-1]
    between = all(places[-1] < each < places[0] for each in middle)
    return len(places) > 2 and between and list(middle) == sorted(middle)


def _order(text: str) -> list[str]:
    """The words with a meaning in order, years among them; other figures are placed by what they count."""
    return [
        stem(word)
        for word in WORD.findall(text)
        if not is_stop(word) and (_YEAR.match(word) or not figures(word))
    ]
