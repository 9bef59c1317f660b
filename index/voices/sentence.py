"""A sentence as the rules see it: its words, with each quotation folded into one mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.language.quotes import Quote
from index.language.words import Word, words
from index.model import Span

QUOTE = "“”"
_SCARE_WORDS = 3
_NAMING = re.compile(
    r"\b(?:call(?:s|ed|ing)?|dub(?:s|bed)|label(?:s|led)|brand(?:s|ed)|express(?:es|ed)|denounced|dismissed|"
    r"describe[sd]?)(?:\s(?:it|him|her|them|this|that))?(?:\s(?:an?|the|as|as an?))?\s$"
)
_HEADING = 50  # characters; a longer line goes on


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `tokens` are its words, a quotation standing as a single token whose `low` is `QUOTE`.

    Short scare quotes ("a “luxury” flat") are left as plain words, so that they do not hide the grammar.
    """

    text: str
    span: Span
    tokens: tuple[Word, ...]
    quotes: tuple[Quote, ...]

    def quote_at(self, index: int) -> Quote:
        """The quotation folded into token `index`."""
        start = self.tokens[index].start
        return next(quote for quote in self.quotes if quote.span.start == start)

    def between(self, first: int, last: int) -> Span:
        """The stretch from token `first` to token `last`, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    def ends_line(self, at: int) -> bool:
        """True when a short line ends after token `at` and the next begins with a capital: a heading."""
        if at + 1 >= len(self.tokens) or not self.tokens[at + 1].is_capital:
            return False
        here = self.text.find("\n", self.tokens[at].end, self.tokens[at + 1].start)
        return here >= 0 and here - self.text.rfind("\n", 0, here) <= _HEADING


def read_sentence(text: str, span: Span, paragraph_quotes: Sequence[Quote]) -> Sentence:
    """The sentence at `span`, with those of the paragraph's quotations that it holds a part of."""
    inside = tuple(
        _clipped(quote, span)
        for quote in paragraph_quotes
        if quote.span.overlaps(span) and not is_scare(text, quote)
    )
    tokens: list[Word] = []
    at = span.start
    for quote in inside:
        tokens += words(text, at, quote.span.start)
        tokens.append(Word(quote.span.start, quote.span.end, QUOTE, QUOTE))
        at = quote.span.end
    tokens += words(text, at, span.end)
    return Sentence(text, span, tuple(tokens), inside)


def is_scare(text: str, quote: Quote) -> bool:
    """True for a word or two in marks that no comma, colon or sentence end ties to a speaker."""
    inner = quote.inner.of(text).strip()
    if not quote.opened or not quote.closed or len(inner.split()) > _SCARE_WORDS:
        return False
    before = text[max(0, quote.span.start - 2) : quote.span.start].rstrip()
    after = text[quote.span.end : quote.span.end + 1]
    if _NAMING.search(text, max(0, quote.span.start - 24), quote.span.start):
        return False
    return not (before.endswith((",", ":")) or inner.endswith((",", ".", "!", "?")) or after == ",")


def _clipped(quote: Quote, span: Span) -> Quote:
    whole = Span(max(quote.span.start, span.start), min(quote.span.end, span.end))
    inner = Span(max(quote.inner.start, span.start), min(quote.inner.end, span.end))
    return Quote(
        whole,
        inner,
        quote.opened and quote.span.start >= span.start,
        quote.closed and quote.span.end <= span.end,
    )
