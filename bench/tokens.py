"""Tokens put together again as people write them, every token's place kept; and labels over tokens (BIO)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from bench.scores import Stretch

Gap = str
"""What stands between two tokens: nothing, a blank, or an empty line."""

_TREEBANK = MappingProxyType(
    {
        "`": "‘",
        "``": "“",
        "''": "”",
        "-LRB-": "(",
        "-RRB-": ")",
        "-LSB-": "[",
        "-RSB-": "]",
        "-LCB-": "{",
        "-RCB-": "}",
    }
)
_CLINGS = re.compile(r"[,.;:?!%)\]}…”»]+|\.{2,}|['’](?:s|re|ve|ll|d|m)?|n['’]t", re.IGNORECASE)
_OPENS = re.compile(r"[(\[{“‘«$£€#]+")


def joined(tokens: Sequence[str], gaps: Sequence[Gap] | None = None) -> tuple[str, list[Stretch]]:
    """The text and each token's stretch of its characters; `gaps` stand before the tokens but the first.

    Without them, punctuation clings to the word it belongs to. The Penn Treebank's signs for quotation marks
    and brackets become the characters they stand for.

    Raises:
        ValueError: there are not as many gaps as places between tokens.
    """
    words = [_TREEBANK.get(token, token) for token in tokens]
    between = natural_gaps(tokens) if gaps is None else list(gaps)
    pieces, stretches, at = [], [], 0
    for word, gap in zip(words, ["", *between][: len(words)], strict=True):
        pieces.append(gap + word)
        stretches.append((at + len(gap), at + len(gap) + len(word)))
        at += len(gap) + len(word)
    return "".join(pieces), stretches


def natural_gaps(tokens: Sequence[str]) -> list[Gap]:
    """What people would put between these tokens: a blank, or nothing."""
    gaps: list[Gap] = []
    inside = False  # a quotation in straight marks, which do not tell whether they open or close
    for left, right in pairwise([_TREEBANK.get(token, token) for token in tokens]):
        inside ^= left == '"'
        near = inside if left == '"' or right == '"' else False
        gaps.append("" if near or _CLINGS.fullmatch(right) or _OPENS.fullmatch(left) else " ")
    return gaps


def stretches_of(labels: Sequence[str]) -> dict[str, list[Stretch]]:
    """The labelled stretches of tokens by kind, read as CofeNet's evaluation reads BIO.

    A stretch begins at a "B-" and goes on while "I-" of its kind follows; an "I-" that continues nothing
    belongs to none.
    """
    found: dict[str, list[Stretch]] = {}
    kind, start = "", 0
    for place, label in enumerate([*labels, "O"]):
        if kind and label == f"I-{kind}":
            continue
        if kind:
            found.setdefault(kind, []).append((start, place))
        kind, start = (label[2:], place) if label.startswith("B-") else ("", 0)
    return found


def bio(length: int, stretches: Mapping[str, Iterable[Stretch]]) -> list[str]:
    """Labels over `length` tokens; where stretches overlap, the longer one stands and the other is left out.

    Raises:
        ValueError: a stretch is empty or reaches past the tokens.
    """
    ordered = sorted(
        ((start, end, kind) for kind, some in stretches.items() for start, end in some),
        key=lambda each: (each[0] - each[1], each),
    )
    labels = ["O"] * length
    for start, end, kind in ordered:
        if not 0 <= start < end <= length:
            raise ValueError(f"no stretch of {length} tokens: {start} to {end}")
        if labels[start:end].count("O") == end - start:
            labels[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return labels
