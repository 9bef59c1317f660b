"""One conversation: turns in, cited answers out. Knows no terminal and no Telegram."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from types import MappingProxyType

from answering.model import UNAIDED, Answer, NotFound, Prices, Question, Turn
from answering.ports import Answerer, Rewriter
from chat import texts
from chat.safety import without_controls
from index.errors import UsageError
from index.model import Voice

LONGEST_QUESTION = 10_000
"""Characters a question may have; nothing that people ask comes near."""
_TURNS_KEPT = 8


@dataclass(frozen=True, slots=True)
class Reply:
    """What a question got: the result, and a notice when the question could not be taken as it was."""

    result: Answer | NotFound
    notice: str | None = None


def checked_question(text: str) -> str:
    """The question as one line without control characters.

    Raises:
        UsageError: nothing is left of it, or it is too long.
    """
    question = without_controls(text)
    if not question:
        raise UsageError(texts.EMPTY_QUESTION)
    if len(question) > LONGEST_QUESTION:
        raise UsageError(texts.LONG_QUESTION.format(length=len(question), limit=LONGEST_QUESTION))
    return question


class Conversation:
    """Questions and their answers, in order; the last few turns are kept to understand follow-ups."""

    def __init__(
        self,
        answerer: Answerer,
        rewriter: Rewriter,
        objection: Callable[[str], str | None] = lambda _: None,
        prices: Prices | None = None,
        unaided: Callable[[], bool] = lambda: False,
    ) -> None:
        """`objection` says why a question cannot be taken; with `prices`, what each answer cost is told.

        `unaided` is true while an embedding service that helps to find passages is away.
        """
        self._answerer = answerer
        self._rewriter = rewriter
        self._objection = objection
        self._prices = prices
        self._unaided = unaided
        self._turns: deque[Turn] = deque(maxlen=_TURNS_KEPT)
        self.voices: frozenset[Voice] = frozenset()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns kept, oldest first."""
        return tuple(self._turns)

    def resumed(self, turns: Sequence[Turn], voices: frozenset[Voice] = frozenset()) -> Conversation:
        """A conversation of the same parts that goes on from these turns, in these voices."""
        other = Conversation(self._answerer, self._rewriter, self._objection, self._prices, self._unaided)
        other._turns.extend(turns)
        other.voices = voices
        return other

    def forget(self) -> None:
        """Drop the turns, so that the next question stands on its own."""
        self._turns.clear()

    def ask(self, text: str) -> Reply:
        """The answer to a question, which becomes a turn unless it was objected to.

        Raises:
            UsageError: the question is empty or too long.
        """
        started = perf_counter()
        question = checked_question(text)
        objection = self._objection(question)
        if objection is not None:
            return Reply(NotFound(Question(question, question, self.voices)), objection)
        asked = perf_counter()
        standalone, spent = self._rewriter.rewrite(question, self.turns)
        rewritten = perf_counter()
        result = self._answerer.answer(Question(question, standalone, self.voices))
        milliseconds = {
            "rewrite": _ms(rewritten - asked),
            **{step: round(spent, 2) for step, spent in result.milliseconds.items()},
            "total": _ms(perf_counter() - started),
        }
        tokens = result.tokens + spent
        if self._prices is not None:
            tokens = self._prices.charged(tokens)
        fallback = result.fallback or (UNAIDED if self._unaided() else None)
        result = replace(
            result, tokens=tokens, fallback=fallback, milliseconds=MappingProxyType(milliseconds)
        )
        self._turns.append(Turn(result.question, result))
        return Reply(result)


def _ms(seconds: float) -> float:
    """Milliseconds, to the hundredth."""
    return round(seconds * 1000, 2)
