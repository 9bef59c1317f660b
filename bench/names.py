"""When two ways of naming a source are the same, by the rule of the labelled documents' README."""

from __future__ import annotations

import re
from collections.abc import Sequence

_APOSTROPHES = re.compile("[‘’ʼ`´]")
_ASIDE = re.compile(r"'s\b|\b(?:the|an|a)\b|[^\w']+|(?<!\w)'|'(?!\w)")


def plain(source: str) -> str:
    """The name without case, articles, possessives, and the shape of apostrophes and blanks.

    "an unnamed speaker" is what the labels call "unnamed".
    """
    straight = _APOSTROPHES.sub("'", source.casefold())
    return " ".join(_ASIDE.sub(" ", straight).split()).replace("unnamed speaker", "unnamed")


def same_last(gold: Sequence[str], told: Sequence[str]) -> bool:
    """True when the one who speaks is the same."""
    return [plain(each) for each in gold[-1:]] == [plain(each) for each in told[-1:]]


def same_chain(gold: Sequence[str], told: Sequence[str]) -> bool:
    """True when everyone in the chain is the same, in order."""
    return [plain(each) for each in gold] == [plain(each) for each in told]
