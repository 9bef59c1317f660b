"""Is an answer right? What was answered, held against the stretches and the voice that the gold names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from answering.model import Answer, NotFound, Statement
from bench.corpus import GoldQuestion
from bench.names import same_chain, same_last

_WORD = re.compile(r"\w+")
_MOST = 0.75
# A clause without one of these may say the opposite of the answer, or something else altogether.
_DECISIVE = re.compile(
    r"\b(?:\d+|no|not|none|nobody|nothing|never|neither|nor|without|cannot|t|den(?:y|ies|ied))\b"
)


class Verdict(StrEnum):
    """How an answerable question was answered."""

    STATEMENT = "right statement"
    PASSAGE = "right passage only"
    WRONG = "wrong"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict; of the statement that tells the gold answer, whether voice, speaker and chain are right.

    The three are None when no statement does, the last two also when the gold names no source. `words`
    is how many words were shown as answer: statements, or what a peer gives; `whole` tells that a statement
    holds a gold answer to the last word.
    """

    verdict: Verdict
    voice: bool | None = None
    last: bool | None = None
    chain: bool | None = None
    words: int = 0
    whole: bool = False


def holds(text: str, answers: Iterable[str]) -> bool:
    """True when one of the answers stands in the text, word for word; marks, case and blanks do not count."""
    within = f" {_plain(text)} "
    return any(f" {_plain(answer)} " in within for answer in answers)


def tells(text: str, answers: Iterable[str]) -> bool:
    """True when most of one of the answers stands in the text: three quarters of its words, in one run.

    What is left out may be a frame ("he said that") or a conjunction, but no figure and no negation.
    """
    words = _plain(text).split()
    return any(_tells(words, answer) for answer in answers)


def _tells(words: list[str], answer: str) -> bool:
    wanted = _plain(answer).split()
    run = SequenceMatcher(None, wanted, words, autojunk=False).find_longest_match()
    missing = [*wanted[: run.a], *wanted[run.a + run.size :]]
    return run.size >= _MOST * len(wanted) and not _DECISIVE.search(" ".join(missing))


def judged(gold: GoldQuestion, result: Answer | NotFound) -> Judged:
    """How our answer fares: a right statement tells a gold answer and has its voice.

    Where only a cited passage holds it, or the statement has another voice, the passage alone is right.
    """
    if isinstance(result, NotFound):
        return Judged(Verdict.REFUSED)
    words = sum(len(_WORD.findall(statement.text)) for statement in result.statements)
    telling = [each for each in result.statements if tells(each.text, gold.answers)]
    if not telling:
        cited = any(holds(citation.text, gold.answers) for citation in result.citations)
        return Judged(Verdict.PASSAGE if cited else Verdict.WRONG, words=words)
    # Several may overlap: the one that fits best is the answer, the others are its company.
    best = max(telling, key=lambda each: _fit(gold, each))
    voice, last, chain = _fit(gold, best)
    return Judged(
        Verdict.STATEMENT if voice else Verdict.PASSAGE,
        voice,
        last if gold.sources else None,
        chain if gold.sources else None,
        words,
        whole=voice and holds(best.text, gold.answers),
    )


def judged_passage(gold: GoldQuestion, passage: str) -> Judged:
    """How a peer fares that gives a passage, without voices."""
    words = len(_WORD.findall(passage))
    return Judged(Verdict.PASSAGE if holds(passage, gold.answers) else Verdict.WRONG, words=words)


def _fit(gold: GoldQuestion, statement: Statement) -> tuple[bool, bool, bool]:
    return (
        statement.voice is gold.voice,
        same_last(gold.sources, statement.sources),
        same_chain(gold.sources, statement.sources),
    )


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.replace("[…]", " ").casefold()))
