"""Word pieces as the voices model reads them: each with letter case and quotation state.

The model is uncased and sees no line breaks, so both are given beside the piece.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.language.quotes import quotes
from index.model import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

OUTSIDE, INSIDE, MARK = 0, 1, 2
OPENS_PARAGRAPH = 3  # added to the state of a paragraph's first piece
STATES = 6
LOWER, CAPITAL, CAPITALS, MIXED, OTHER = range(5)
CASES = 5

# Every replacement is as long as what it replaces: offsets hold.
_SAME_LENGTH = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"', "‘": "'", "’": "'", "ʼ": "'"}
    | {"\u00a0": " ", "—": "-", "–": "-", "\u2011": "-", "\u2010": "-", "…": "."}
)
_TREEBANK = re.compile(r"``|''|-[LR]RB-")
_MEANT = {"``": '" ', "''": '" ', "-LRB-": "(    ", "-RRB-": ")    "}


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of one sentence: vocabulary ids, offsets in the text, case and state, all of one length."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    cases: NDArray[np.int64]
    states: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, start: int, end: int) -> Pieces:
        """The pieces `[start, end)`."""
        return Pieces(*(getattr(self, name)[start:end] for name in self.__slots__))


def normalised(text: str) -> str:
    """The text with one kind of quotation mark and dash, every character at its old place."""
    return _TREEBANK.sub(lambda match: _MEANT[match.group()], text.translate(_SAME_LENGTH))


def quote_states(text: str, paragraphs: Sequence[Span]) -> NDArray[np.int8]:
    """For every character of the text: outside a quotation, inside one, or one of its marks."""
    states = np.zeros(len(text), np.int8)
    for paragraph in paragraphs:
        for quote in quotes(text, paragraph):
            states[quote.span.start : quote.span.end] = MARK
            states[quote.inner.start : quote.inner.end] = INSIDE
    return states


def read_pieces(
    text: str,
    sentences: Sequence[Span],
    states: NDArray[np.int8],
    openings: frozenset[int],
    tokenizer: Tokenizer,
) -> list[Pieces]:
    """The pieces of each sentence, in order; `openings` are the offsets at which paragraphs begin."""
    plain = normalised(text)
    encoded = tokenizer.encode_batch([span.of(plain) for span in sentences], add_special_tokens=False)
    return [
        _pieces(text, span, encoding.ids, encoding.offsets, states, span.start in openings)
        for span, encoding in zip(sentences, encoded, strict=True)
    ]


def _pieces(
    text: str,
    sentence: Span,
    ids: Sequence[int],
    offsets: Sequence[tuple[int, int]],
    states: NDArray[np.int8],
    opens: bool,
) -> Pieces:
    bounds = np.array(offsets, np.int64).reshape(-1, 2) + sentence.start
    shown = states[np.minimum(bounds[:, 0], len(states) - 1)].astype(np.int64)
    if opens and len(shown):
        shown[0] += OPENS_PARAGRAPH
    cases = np.array([_case(text[start:end]) for start, end in bounds.tolist()], np.int64)
    if LOWER not in cases:  # a line all in capitals: they tell nothing
        cases[(cases == CAPITAL) | (cases == CAPITALS)] = LOWER
    return Pieces(np.array(ids, np.int64), bounds[:, 0], bounds[:, 1], cases, shown)


def _case(shown: str) -> int:
    if shown.islower():
        return LOWER
    if not shown[:1].isalpha():
        return OTHER
    if shown.isupper():
        return CAPITALS if len(shown) > 1 else CAPITAL
    return CAPITAL if shown[0].isupper() and shown[1:].islower() else MIXED


@dataclass(frozen=True, slots=True)
class Window:
    """What the model reads at once: sentences `[first, last)`, those before `own` as context only."""

    first: int
    own: int
    last: int


def windows(lengths: Sequence[int], most: int, context: int) -> list[Window]:
    """Consecutive sentences of together at most `most` pieces, with up to `context` pieces before.

    A sentence longer than `most` makes a window of its own, to be cut by the caller.
    """
    found: list[Window] = []
    own = 0
    while own < len(lengths):
        first, before = own, 0
        while first > 0 and before + lengths[first - 1] <= context:
            first -= 1
            before += lengths[first]
        if before + lengths[own] > most:
            first, before = own, 0
        last, total = own + 1, before + lengths[own]
        while last < len(lengths) and total + lengths[last] <= most:
            total += lengths[last]
            last += 1
        found.append(Window(first, own, last))
        own = last
    return found
