"""Remembers statements, and tells whether one was told before in the same voice and almost the same words.

What stands in the same words under two authors' names is their paper's, and is told once like any report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from answering.model import Statement
from briefing.merging import same_sources
from briefing.relations import repeats, repeats_loosely
from briefing.wordings import Wording, wording
from index.model import Voice

_COMMON = 60
"""A word in more statements than this leads to none of them."""


_LONG = 6
"""Stems from which two sayings in the same words are one."""


class Memory:
    """Statements told, found again by their uncommon words: a look takes the same time however many."""

    def __init__(self, statements: Iterable[Statement] = (), *, loosely: bool = False) -> None:
        """`loosely`: the same line with another figure or date is a repeat too."""
        self._same = repeats_loosely if loosely else repeats
        self._told: list[tuple[Statement, Wording]] = []
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        for each in statements:
            self.add(each)

    @property
    def is_empty(self) -> bool:
        """True before the first statement."""
        return not self._told

    def add(self, statement: Statement) -> None:
        """Remember the statement."""
        words = _worded(statement.text)
        for each in words.stems:
            self._postings[each].append(len(self._told))
        self._told.append((statement, words))

    def repeats(self, statement: Statement) -> bool:
        """True when the statement was told: its voice, its source and nearly its words."""
        words = _worded(statement.text)
        return any(
            statement.voice is earlier.voice
            and (repeats(words, theirs) or self._same(words, theirs))
            and (_same_source(statement, earlier) or _is_copied(words, theirs))
            for earlier, theirs in self._like(words)
        )

    def knows_words(self, words: Wording) -> bool:
        """True when the words were told, by whomever."""
        return any(repeats(words, theirs) for _, theirs in self._like(words))

    def _like(self, words: Wording) -> Iterator[tuple[Statement, Wording]]:
        """Statements that share half of the uncommon words; all of a very short one."""
        shared = Counter(
            at for each in words.stems if len(held := self._postings.get(each, [])) <= _COMMON for at in held
        )
        for at, count in shared.items():
            if 3 * count >= len(words.stems):
                yield self._told[at]


@lru_cache(maxsize=4_096)  # a statement is looked up twice, and then added
def _worded(text: str) -> Wording:
    return wording(text)


def _same_source(one: Statement, other: Statement) -> bool:
    return one.voice is not Voice.ATTRIBUTED or same_sources(one.sources, other.sources)


def _is_copied(one: Wording, other: Wording) -> bool:
    """True for a long saying in the very same words: one of its two speakers is mistaken."""
    return one.stems == other.stems and len(one.stems) >= _LONG
