"""A follow-up made whole by a language model, as far as the conversation bears it out.

The model is asked only where a question refers back, and may add only words that the conversation or its
cited passages have; else the form made by rules stands. The same conversation is asked about once.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cache
from string import Template

from answering.drafting import PROMPTS
from answering.errors import ModelUnavailable
from answering.follow_up import refers_back, standalone
from answering.frames import frame_of
from answering.model import Answer, Tokens, Turn
from answering.ports import LanguageModel
from answering.wording import stems

BUDGET = 1_500
"""Tokens of a prompt."""
_PROMPT = "rewrite.v1.md"
_PART = "\n---\n"
_TURNS = 4
_KEPT = 256
_LONGEST = 45
_MOST_ADDED = 14
_NOT = re.compile(r"\b(?:not|no|never|none|nobody|nothing|without|\w+n[’']t)\b", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:[-*>]\s*)?(?:(?:rewritten |standalone |last )?question\s*:\s*)?", re.IGNORECASE)
_log = logging.getLogger(__name__)


class ModelRewriter:
    """Lets a model fill in what a follow-up leaves out (`Rewriter`)."""

    def __init__(self, model: LanguageModel, *, budget: int = BUDGET) -> None:
        """`budget`: tokens of prompt at most."""
        self._model, self._budget = model, budget
        self._written: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def rewrite(self, question: str, turns: Sequence[Turn]) -> tuple[str, Tokens]:
        """The question in a form that needs no earlier turn, and what the model read and wrote for it."""
        ours = standalone(question, turns)
        if not turns or not refers_back(question, ours):
            return ours, Tokens()
        instructions, asking = _prompt()
        shown = self._conversation(turns, instructions, question)
        material = asking.substitute(conversation=shown, question=question)
        with self._lock:
            known = self._written.get(material)
        written, tokens = (known, Tokens()) if known is not None else self._ask(instructions, material)
        if written is None or not is_borne_out(written, question, turns):
            return ours, tokens
        return written, tokens

    def _ask(self, instructions: str, material: str) -> tuple[str | None, Tokens]:
        writing = self._model.write(instructions, material)
        try:
            text = "".join(writing)
        except ModelUnavailable as error:
            _log.warning("%s", error)
            return None, writing.tokens
        form = _form(text)
        with self._lock:
            self._written[material] = form
            while len(self._written) > _KEPT:
                self._written.popitem(last=False)
        return form, writing.tokens

    def _conversation(self, turns: Sequence[Turn], instructions: str, question: str) -> str:
        """As many passages that the last turns cite as the budget holds, the latest first, then the turns."""
        lines = [line for turn in turns[-_TURNS:] for line in _told(turn)]
        count = self._model.count
        left = self._budget - count(instructions) - count(question) - sum(count(line) + 1 for line in lines)
        passages: list[str] = []
        for turn in reversed(turns[-_TURNS:]):
            for citation in turn.result.citations if isinstance(turn.result, Answer) else ():
                text = f"Passage: {' '.join(citation.text.split())}"
                left -= count(text) + 1
                if left < 0:
                    return "\n".join([*passages, "", *lines])
                passages.append(text)
        return "\n".join([*passages, "", *lines])


def is_borne_out(form: str, question: str, turns: Sequence[Turn]) -> bool:
    """True for one question that keeps what was asked and adds a few words of the conversation."""
    if not form.endswith("?") or len(form.split()) > _LONGEST or "?" in form[:-1]:
        return False
    own, new = stems(question), stems(form)
    asked, before = frame_of(form).word, frame_of(question).word
    if not own <= new or (before and asked != before):
        return False
    if len(_NOT.findall(form)) != len(_NOT.findall(question)):
        return False
    added = new - own
    said = frozenset().union(*(stems(text) for turn in turns for text in _said(turn)))
    return len(added) <= _MOST_ADDED and added <= said


def _told(turn: Turn) -> Iterator[str]:
    yield f"Question: {turn.question.standalone}"
    if not isinstance(turn.result, Answer):
        yield "Answer: the documents do not say."
        return
    for statement in turn.result.statements:
        source = f"{statement.sources[-1]}: " if statement.sources else ""
        yield f"Answer: {source}{' '.join(statement.text.split())}"


def _said(turn: Turn) -> Iterator[str]:
    yield turn.question.text
    yield turn.question.standalone
    if isinstance(turn.result, Answer):
        for statement in turn.result.statements:
            yield statement.text
            yield " ".join(statement.sources)
        for citation in turn.result.citations:
            yield citation.text
            yield f"{citation.document.title or ''} {citation.document.author or ''}"


def _form(text: str) -> str:
    """The first line that was written, without a label or quotation marks around it."""
    line = next((each for each in text.splitlines() if each.strip()), "")
    return " ".join(_LABEL.sub("", line, count=1).strip(' \t*_"“”`').split())


@cache
def _prompt() -> tuple[str, Template]:
    instructions, _, asking = (PROMPTS / _PROMPT).read_text(encoding="utf-8").partition(_PART)
    return instructions.strip(), Template(asking.strip())
