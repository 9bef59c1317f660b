"""Loaded words and hedges: marks within a voice that change nothing of it."""

from __future__ import annotations

import re
from functools import cache

from index.language.words import words
from index.model import Span
from index.voices import lexicon

# The author's bracket inside somebody else's words: "the (illegally) seized", "(sic)", not "(a) great".
_BRACKET = re.compile(
    r"\((sic|[a-z]+ly(?: [a-z]+)?|so-called|[a-z]*(?:illegal|unlawful|phony|false|fake)[a-z]*)\)",
    re.IGNORECASE,
)
_PHRASES = re.compile(
    r"\bbrute force\b|\bhigh-seas piracy\b|\bwitch[- ]hunt\b|\bcash cow\b|\bblood money\b|"
    r"\bpower grab\b|\bpet project\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|apparently|supposedly|purportedly|presumably|perhaps|possibly|"
    r"probably|maybe|likely|unlikely|"
    r"may|might|could|would|will|shall|won[’']t|wouldn[’']t|seems?|appears? to|is to|are to|was to|"
    r"were to|is due|are due|is set to|are set to|"
    r"(?:is|are|was|were) (?:expected|believed|thought|said|understood|planned|scheduled|likely|"
    r"feared|rumou?red|projected) to|"
    r"plans? to|intends? to|hopes? to|expects?|predicts?|forecasts?|going to)\b|[’']ll\b",
    re.IGNORECASE,
)
_MONTH_MAY = re.compile(r"\b(?:in|of|by|since|until|on|\d{1,2})\s+May\b|\bMay\s+\d")


def loaded(text: str, span: Span, judging: bool = False) -> tuple[Span, ...]:
    """The loaded words within `span`, in order and apart; `judging` where the author gives his opinion."""
    entries = _entries(judging)
    found = [
        Span(word.start, word.end)
        for word in words(text, span.start, span.end)
        if word.low in entries and (not word.is_capital or word.start == span.start or word.text.isupper())
    ]
    found += [Span(*m.span(1)) for m in _BRACKET.finditer(text, span.start, span.end)]
    found += [Span(*m.span()) for m in _PHRASES.finditer(text, span.start, span.end)]
    return _apart(found)


@cache
def _entries(judging: bool) -> frozenset[str]:
    lists = ("loaded", "charged", "strong") if judging else ("loaded", "charged")
    return frozenset[str]().union(*(lexicon.words(name) for name in lists))


def speculative(text: str, span: Span) -> bool:
    """True when the words are a guess, a plan or a forecast rather than something that is so."""
    shown = span.of(text)
    hits = [match for match in _HEDGE.finditer(shown) if match.group() != "May" or match.start() == 0]
    if not hits:
        return False
    return not all(match.group().lower() == "may" and _MONTH_MAY.search(shown) for match in hits)


def _apart(found: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(set(found)):
        if kept and span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return tuple(kept)
