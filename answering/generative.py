"""Answers that a language model writes and the program proves.

The model sees labelled clauses and names the ones each statement rests on; it types no quotation and decides
no voice. What is not proved is dropped and counted; when nothing is left, or the model fails, the extractive
answer stands.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from answering.candidates import Candidate
from answering.drafting import Draft, Material, drafts, material
from answering.errors import ModelUnavailable
from answering.extractive import ExtractiveAnswerer
from answering.model import Answer, NotFound, Question, Statement, Tokens
from answering.ports import LanguageModel, PassageFinder
from answering.proving import Flaw, flaw
from answering.statements import answer_order, citations_of
from index.model import Voice

BUDGET = 3_000
"""Tokens of a prompt."""
_MOST = 6
_log = logging.getLogger(__name__)

OnStatement = Callable[[Statement], None]
OnDraft = Callable[[Draft, Material, Flaw | None], None]


@dataclass(slots=True)
class _Kept:
    """What has been proved so far."""

    drafts: list[tuple[Draft, tuple[Candidate, ...]]] = field(default_factory=list)
    dropped: int = 0
    tokens: Tokens = field(default_factory=Tokens)
    failure: str | None = None


class GenerativeAnswerer:
    """Lets a model write from what the extractive answerer would choose from (`Answerer`)."""

    def __init__(
        self,
        finder: PassageFinder,
        model: LanguageModel,
        extractive: ExtractiveAnswerer,
        *,
        budget: int = BUDGET,
        on_statement: OnStatement | None = None,
        on_draft: OnDraft | None = None,
    ) -> None:
        """`budget`: tokens of prompt at most.

        `on_statement` hears of each statement once it is proved, `on_draft` of each draft and what is wrong
        with it.
        """
        self._finder, self._model, self._extractive = finder, model, extractive
        self._budget, self._on_statement, self._on_draft = budget, on_statement, on_draft

    def answer(self, question: Question) -> Answer | NotFound:
        """What the model wrote as far as it is proved, else the extractive answer."""
        started = time.perf_counter()
        clauses = self._extractive.clauses(question)
        if not clauses:
            return self._extractive.answer(question)  # nothing to write from: it costs no tokens to say so
        kept = self._written(material(question.standalone, clauses, self._model.count, self._budget))
        wrote = 1000 * (time.perf_counter() - started)
        if not kept.drafts:
            result = self._extractive.answer(question)
            spent = MappingProxyType({"write": wrote, **result.milliseconds})
            return replace(
                result, dropped=kept.dropped, tokens=kept.tokens, fallback=kept.failure, milliseconds=spent
            )
        return self._answered(question, kept, wrote)

    def _written(self, shown: Material) -> _Kept:
        kept = _Kept()
        writing = self._model.write(shown.instructions, shown.text)
        try:
            seen: set[Draft] = set()
            for draft in drafts(writing):
                if len(kept.drafts) == _MOST or draft in seen:
                    break  # enough; or it writes in circles, and would until its tokens end
                seen.add(draft)
                self._take(draft, shown, kept)
        except ModelUnavailable as error:
            _log.warning("%s", error)
            kept.failure = "model_failed"
        kept.tokens = writing.tokens
        return kept

    def _take(self, draft: Draft, shown: Material, kept: _Kept) -> None:
        wrong = flaw(draft, shown.clauses, self._finder.nearness)
        if self._on_draft is not None:
            self._on_draft(draft, shown, wrong)
        if wrong is not None:
            _log.info("a drafted statement was dropped: %s", wrong.value)
            kept.dropped += 1
            return
        clauses = tuple(shown.clauses[each] for each in dict.fromkeys(draft.ids))
        if any(draft.text == other.text for other, _ in kept.drafts):
            return
        kept.drafts.append((draft, clauses))
        if self._on_statement is not None:
            self._on_statement(_statement(draft, clauses, ()))

    def _answered(self, question: Question, kept: _Kept, wrote: float) -> Answer:
        ordered = sorted(kept.drafts, key=lambda each: answer_order(each[1][0].voice))
        citations = citations_of(clause.found for _, clauses in ordered for clause in clauses)
        numbers = {(each.document.id, each.span): each.n for each in citations}
        statements = tuple(
            _statement(
                draft, clauses, tuple(dict.fromkeys(numbers[c.document.id, c.passage.span] for c in clauses))
            )
            for draft, clauses in ordered
        )
        return Answer(
            question,
            statements,
            citations,
            answerer=self._model.name,
            dropped=kept.dropped,
            tokens=kept.tokens,
            milliseconds=MappingProxyType({"write": wrote}),
            fallback=kept.failure,
        )


def _statement(draft: Draft, clauses: Sequence[Candidate], citations: tuple[int, ...]) -> Statement:
    """The draft in the voice of its clauses, whatever it says itself."""
    first = clauses[0]
    return Statement(
        text=draft.text,
        voice=first.voice,
        sources=first.voiced.sources,
        citations=citations,
        author=first.document.author if first.voice is Voice.OPINION else None,
        quotation=None,
        speculative=any(each.voiced.speculative for each in clauses),
    )
