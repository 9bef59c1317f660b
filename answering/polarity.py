"""Does a statement turn its clause around: a "not" lost or added, a rise become a fall?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from answering.wording import is_stop, stem

_WORD = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*")
_NEGATION = re.compile(
    r"^(?:not|no|never|none|nobody|nothing|nowhere|without|neither|nor|cannot|hardly|denies|denied|deny|denying|"
    r"refuses|refused|refuse|rejects|rejected|reject|fails|failed|unable|false|untrue|lacks|lacked|\w+n[’']t)$",
    re.IGNORECASE,
)
_SCOPE = 3
_SENTENCE_END = re.compile(r"[.!?…;]+")
# A statement has these only from its clause: they change everything.
_TELLING = frozenset(["against", "unless", "except", "only", "instead"])


def turned_around(statement: str, told: str) -> bool:
    """True when a "not" was lost or made up, or a word stands for its opposite."""
    mine, theirs = ({word.lower() for word in _words(text)} for text in (statement, told))
    return (
        bool(mine & _TELLING - theirs)
        or _lost(statement, told)
        or _made_up(statement, told)
        or _opposed(mine, theirs)
    )


def _lost(statement: str, told: str) -> bool:
    """True when the statement speaks of what is negated, without a negation there."""
    spoken = {stem(word) for word in _words(statement)}
    negated = {each for scope in _scopes(statement) for each in scope}
    return any(scope & spoken and not scope & spoken & negated for scope in _scopes(told))


def _made_up(statement: str, told: str) -> bool:
    """True when the statement negates what is not negated there."""
    negated = {each for scope in _scopes(told) for each in scope}
    return any(scope and not scope & negated for scope in _scopes(statement))


def _scopes(text: str) -> Iterator[frozenset[str]]:
    """What each negation bears on: the next meaning-bearing words of its sentence, as stems."""
    for sentence in _SENTENCE_END.split(text):
        words = _words(sentence)
        for at, word in enumerate(words):
            if _NEGATION.match(word):
                after = (each for each in words[at + 1 :] if not is_stop(each) and not _NEGATION.match(each))
                yield frozenset(map(stem, islice(after, _SCOPE)))


def _opposed(mine: set[str], theirs: set[str]) -> bool:
    for pair in _opposites():
        for one, other in (pair, pair[::-1]):
            if mine & one and not mine & other and theirs & other and not theirs & one:
                return True
    return False


@cache
def _opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    lines = Path(__file__).with_name("opposites.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("|") for line in lines if line and not line.startswith("#"))
    return tuple((frozenset(one.split()), frozenset(other.split())) for one, other in pairs)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
