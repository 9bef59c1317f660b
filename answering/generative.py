"""Answers that a language model writes and the program proves.

The model sees labelled clauses and names the ones each statement rests on; it types no quotation and decides
no voice. What is not proved is dropped and counted; when nothing is left, or the model fails, the extractive
answer stands.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from answering.candidates import Candidate
from answering.drafting import Draft, Material, drafts, material
from answering.errors import ModelUnavailable
from answering.extractive import ExtractiveAnswerer
from answering.model import Answer, NotFound, Question, Statement, Tokens
from answering.parts import answered_in_parts, parts
from answering.ports import LanguageModel, PassageFinder
from answering.proving import Flaw, beside, flaw, worth_showing
from answering.statements import answer_order, citations_of
from index.model import Span, Voice

BUDGET = 3_000
"""Tokens of a prompt."""
_MOST = 6
_REPEATED = 3
"""So many repeated lines are enough to tell that a model writes in circles."""
_log = logging.getLogger(__name__)

OnStatement = Callable[[Statement], None]
OnDraft = Callable[[Draft, Material, Flaw | None], None]


@dataclass(slots=True)
class _Kept:
    """What has been proved so far; `heard` has what was told of, for other parts of the question too."""

    heard: set[Statement]
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

        `on_statement` hears of each statement of the model's once it is proved, as the answer will show it
        but for the numbers of its citations; `on_draft` of each draft and what is wrong with it.
        """
        self._finder, self._model, self._extractive = finder, model, extractive
        self._budget, self._on_statement, self._on_draft = budget, on_statement, on_draft

    def answer(self, question: Question) -> Answer | NotFound:
        """What the model wrote as far as it is proved, else the extractive answer; to each of the parts."""
        several = parts(question.standalone)
        if len(several) == 1:
            return self._answer(question, self._budget, set())
        budget, heard = self._budget // len(several), set[Statement]()
        return answered_in_parts(question, several, lambda part: self._answer(part, budget, heard))

    def _answer(self, question: Question, budget: int, heard: set[Statement]) -> Answer | NotFound:
        started = time.perf_counter()
        offered = worth_showing(self._extractive.offered(question))
        if not offered:
            return self._extractive.answer(question)  # nothing to write from: it costs no tokens to say so
        shown = material(question.standalone, offered, self._model.count, budget)
        kept = self._written(shown, heard)
        wrote = 1000 * (time.perf_counter() - started)
        if not kept.drafts:
            result = self._extractive.answer(question)
            spent = MappingProxyType({"write": wrote, **result.milliseconds})
            return replace(
                result, dropped=kept.dropped, tokens=kept.tokens, fallback=kept.failure, milliseconds=spent
            )
        return self._answered(question, kept, wrote)

    def _written(self, shown: Material, heard: set[Statement]) -> _Kept:
        kept = _Kept(heard)
        writing = self._model.write(shown.instructions, shown.text)
        repeated = 0
        try:
            seen: set[Draft] = set()
            for draft in drafts(writing):
                if draft in seen:
                    repeated += 1
                if len(kept.drafts) == _MOST or repeated == _REPEATED:
                    break  # enough; or it writes in circles, and would until its tokens end
                if draft not in seen:
                    self._take(draft, shown, kept)
                seen.add(draft)
        except ModelUnavailable as error:
            _log.warning("%s", error)
            kept.failure = "model_failed"
        kept.tokens = writing.tokens
        return kept

    def _take(self, draft: Draft, shown: Material, kept: _Kept) -> None:
        wrong = flaw(draft, shown.clauses, self._finder.nearness) or beside(draft, shown.scores)
        if self._on_draft is not None:
            self._on_draft(draft, shown, wrong)
        if wrong is not None:
            _log.info("a drafted statement was dropped: %s", wrong.value)
            kept.dropped += 1
            return
        clauses = tuple(shown.clauses[each] for each in dict.fromkeys(draft.ids))
        statement = _statement(draft, clauses, ())
        if any(draft.text == other.text for other, _ in kept.drafts):
            return
        kept.drafts.append((draft, clauses))
        if self._on_statement is not None and statement not in kept.heard:
            self._on_statement(statement)
        kept.heard.add(statement)

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
        loaded=tuple(_loaded(draft.text, clauses)),
        author=first.document.author if first.voice is Voice.OPINION else None,
        quotation=None,
        speculative=any(each.voiced.speculative for each in clauses),
    )


def _loaded(text: str, clauses: Sequence[Candidate]) -> Iterator[Span]:
    """Where the statement has the loaded words of its clauses."""
    words = {
        mark.shifted(-each.passage.span.start).of(each.passage.text)
        for each in clauses
        for mark in each.voiced.loaded
    }
    longest = sorted(words, key=len, reverse=True)
    if longest:
        for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", text, re.IGNORECASE):
            yield Span(*match.span())
