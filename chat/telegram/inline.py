"""Inline mode: `@bot question` in any chat offers cited statements, from the common documents alone."""

from __future__ import annotations

import logging

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from answering.model import Answer, Statement
from chat.telegram.answering import refusal_of, unaskable
from chat.telegram.answers import answer_rows, passage_rows, section_rows
from chat.telegram.desk import Desk
from chat.telegram.fitting import fitted
from chat.telegram.languages import words_of
from chat.telegram.markup import Row, one_line
from chat.telegram.words import Words

_log = logging.getLogger(__name__)
_MOST = 10
_CACHED_SECONDS = 60
_FEWEST_WORDS = 3
_LONGEST_TITLE = 64


class Inline:
    """Answers inline queries. Nothing that a chat brought is ever offered in another one."""

    def __init__(self, desk: Desk) -> None:
        """Work with the parts of `desk`."""
        self._desk = desk

    async def offer(self, query: InlineQuery) -> None:
        """The statements that answer what was typed so far, once it looks like a question."""
        words = words_of(query.from_user.language_code)
        told, results = await self._results(query, words)
        button = InlineQueryResultsButton(told[:_LONGEST_TITLE], start_parameter="inline") if told else None
        try:
            await query.answer(results, cache_time=_CACHED_SECONDS, is_personal=True, button=button)
        except TelegramError as error:  # too late is no loss: more was typed
            _log.info("an inline query was not answered: %s", type(error).__name__)

    async def _results(self, query: InlineQuery, words: Words) -> tuple[str, list[InlineQueryResultArticle]]:
        desk, user = self._desk, query.from_user.id
        text = query.query.strip()
        if not text.endswith("?") and len(text.split()) < _FEWEST_WORDS:
            return words.inline_hint, []
        refusal = desk.refusal_of(user, user, words, private=True) or unaskable(text, words)
        if refusal is not None:
            return refusal, []
        admission = await desk.state.limits.admit(user, user, desk.limits, tokens=1)
        if not admission.allowed:
            return refusal_of(admission, words), []
        conversation = desk.libraries.common.conversation
        reply = await desk.in_thread(lambda: conversation.resumed(()).ask(text))
        tokens = reply.result.tokens
        await desk.state.limits.settle(admission, tokens.prompt + tokens.completion)
        if reply.notice is not None or not isinstance(reply.result, Answer):
            return words.not_found, []
        return "", offers(reply.result, words)


def offers(answer: Answer, words: Words) -> list[InlineQueryResultArticle]:
    """The whole answer where one message holds it, and each statement with its passages."""
    found: list[InlineQueryResultArticle] = []
    whole = fitted(answer_rows(answer, words))
    if len(whole) == 1 and len(answer.statements) > 1:
        title = one_line(answer.question.text)
        found.append(_article("whole", title, words.whole_answer, answer_rows(answer, words)))
    for number, statement in enumerate(answer.statements[: _MOST - 1], start=1):
        cited = [each for each in answer.citations if each.n in statement.citations]
        rows = [*section_rows([statement], words), *passage_rows(cited, words.passages)]
        if len(fitted(rows)) == 1:
            found.append(_article(str(number), _title(statement, words), statement.text, rows))
    return found


def _title(statement: Statement, words: Words) -> str:
    heading = words.headings[statement.voice]
    return f"{heading}: {one_line(statement.sources[-1])}" if statement.sources else heading


def _article(identity: str, title: str, described: str, rows: list[Row]) -> InlineQueryResultArticle:
    (message,) = fitted(rows)
    content = InputTextMessageContent(message.html, parse_mode=ParseMode.HTML)
    return InlineQueryResultArticle(
        identity, title[:_LONGEST_TITLE], content, description=one_line(described)[:120]
    )
