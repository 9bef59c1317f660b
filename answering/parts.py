"""A question that asks for several things at once: each is answered by itself, and what is not told is named.

"When was the lake lowered, and who ordered it?": the second part leaves out what the first one names, just as
a follow-up does, so it is filled in the same way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from types import MappingProxyType
from typing import Any

from answering.follow_up import FollowUpRewriter
from answering.model import EXTRACTIVE, Answer, Citation, NotFound, Question, Statement, Tokens, Turn
from answering.statements import answer_order
from answering.wording import meaningful
from index.model import Span

_WH = r"(?:who|whom|whose|what|when|where|why|which|how)\b"
_JOINT = re.compile(
    rf"\s*[,;?]?\s+(?:and|or)\s+(?=(?:(?:by|to|from|for|with|in|at|on|since|until)\s+)?{_WH})", re.IGNORECASE
)
_ASKS = re.compile(rf"^\W*(?:(?:and|so|but|by|to|from|for|with|in|at|on)\s+)*{_WH}", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:say|said|tell|told|know|explain\w*|ask\w*|wonder\w*|describe\w*|show\w*|see)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:it|its|he|him|his|she|her|they|them|their|this|that|these|those|there|one)\b", re.I)
_FEWEST = 3


def parts(question: str) -> tuple[str, ...]:
    """The questions that a question joins, each with its own mark; one alone where it asks for one thing."""
    joints = [match for match in _JOINT.finditer(question) if not _within(question, match)]
    if not joints or not _ASKS.match(question):
        return (question,)
    starts = [0, *(match.end() for match in joints)]
    ends = [*(match.start() for match in joints), len(question)]
    found = [question[start:end].strip(" ,;?") for start, end in zip(starts, ends, strict=True)]
    if len(found[0].split()) < _FEWEST:
        return (question,)  # "When and where was it signed?" asks for one thing's time and place
    return tuple(f"{each[:1].upper()}{each[1:]}?" for each in found)


def answered_in_parts(
    question: Question, found: Sequence[str], answer: Callable[[Question], Answer | NotFound]
) -> Answer | NotFound:
    """The answers to the parts as one; `missing` names the parts that the documents do not answer."""
    rewriter = FollowUpRewriter()
    turns: list[Turn] = []
    for part in found:
        standalone = rewriter.standalone(part, turns) if _refers_back(part) else part
        result = answer(Question(part, standalone, question.voices))
        turns.append(Turn(result.question, result))
    spent = _spent([turn.result for turn in turns])
    told = [turn.result for turn in turns if isinstance(turn.result, Answer)]
    if not told:
        return replace(turns[0].result, question=question, **spent)
    missing = tuple(turn.question.text for turn in turns if isinstance(turn.result, NotFound))
    citations = _numbered(chain.from_iterable(each.citations for each in told))
    numbers = {(each.document.id, each.span): each.n for each in citations}
    statements = [
        _renumbered(statement, each.citations, numbers) for each in told for statement in each.statements
    ]
    unique = sorted(dict.fromkeys(statements), key=lambda each: answer_order(each.voice))
    return replace(
        told[0],
        question=question,
        statements=tuple(unique),
        citations=citations,
        answerer=next((each.answerer for each in told if each.answerer != EXTRACTIVE), EXTRACTIVE),
        missing=missing,
        **spent,
    )


def _spent(results: Sequence[Answer | NotFound]) -> dict[str, Any]:
    """What all parts together took and lost."""
    milliseconds: Counter[str] = Counter()
    for each in results:
        milliseconds.update(each.milliseconds)
    return {
        "dropped": sum(each.dropped for each in results),
        "tokens": sum((each.tokens for each in results), Tokens()),
        "milliseconds": MappingProxyType(dict(milliseconds)),
        "fallback": next((each.fallback for each in results if each.fallback), None),
    }


def _refers_back(part: str) -> bool:
    """True for "And to whom?" and "Who built it?": the first part has what they leave out."""
    return bool(_BACK.search(part)) or len(meaningful(part)) < _FEWEST - 1


def _within(question: str, joint: re.Match[str]) -> bool:
    """True for what somebody said "and why", which is no question of its own."""
    return bool(_SAID.search(question[: joint.start()]))


def _numbered(citations: chain[Citation]) -> tuple[Citation, ...]:
    unique = {(each.document.id, each.span): each for each in citations}
    return tuple(replace(each, n=n) for n, each in enumerate(unique.values(), start=1))


def _renumbered(
    statement: Statement, cited: Sequence[Citation], numbers: dict[tuple[str, Span], int]
) -> Statement:
    places = {each.n: numbers[each.document.id, each.span] for each in cited}
    return replace(statement, citations=tuple(places[n] for n in statement.citations))
