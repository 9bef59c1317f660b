"""A question in parts: "Does the Verge article …, while the TechCrunch article …?" asks for two things.

A part is what is asked of one named paper or site. Each is searched for by itself, so that the words of the
one do not crowd out what answers the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.model import Span
from index.store.outlets import Mention
from index.store.stopwords import STOP_WORDS

_STRONG = re.compile(
    r"[,;]?\s+(?:while|whereas|but|compared (?:to|with)|versus|and (?:the|a|an|another|also|does|do|did|is|"
    r"was|how|what|in|by|whether|that|which|who|subsequent|later)\b|or (?:does|do|did)\b)|;\s",
    re.IGNORECASE,
)
_WEAK = re.compile(r",\s|\s+and\s+|\s+or\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# Words by which a question speaks of reports, not of what they tell.
_ABOUT_REPORTS = frozenset(
    "article articles report reports reported reporting published publication piece discussing discusses "
    "discussed mention mentions mentioned suggest suggests according coverage covered news outlet source "
    "sources information claim claims attribute attributes indicate indicates highlight highlights describe "
    "describes describing "
    "considering".split()
)
_LEAST_WORDS = 3
_MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked of one site, without its name and the words for reports."""

    site: str
    words: str


def parts(question: str, named: Sequence[Mention]) -> list[Part]:
    """What is asked of each of the sites named; none where all are asked the same, or one alone."""
    if len(named) < 2:
        return []
    cuts = [_cut(question, one.span, other.span) for one, other in pairwise(named)]
    bounds = [0, *cuts, len(question)]
    made = [
        Part(mention.site, _telling(question, Span(start, end), named))
        for mention, (start, end) in zip(named, pairwise(bounds), strict=True)
    ]
    if any(len(part.words.split()) < _LEAST_WORDS for part in made):
        return []  # a list of sites: "articles from Fortune, The Verge and TechCrunch"
    return made[:_MOST_PARTS]


def _cut(question: str, one: Span, other: Span) -> int:
    """Where the part of the first site ends: at the last strong joint between the two, else a weak one."""
    between = question[one.end : other.start]
    joints = list(_STRONG.finditer(between)) or list(_WEAK.finditer(between))
    return one.end + (joints[-1].start() if joints else len(between))


def _telling(question: str, part: Span, named: Sequence[Mention]) -> str:
    kept = [
        match.group()
        for match in _WORD.finditer(question, part.start, part.end)
        if not any(each.span.start <= match.start() < each.span.end for each in named)
        and match.group().lower() not in _ABOUT_REPORTS
        and match.group().lower() not in STOP_WORDS
    ]
    return " ".join(kept)
