"""From a question received to its answer delivered: once, in order, and through restarts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta

from answering.model import Answer, NotFound, Turn
from chat.conversation import LONGEST_QUESTION, Reply
from chat.safety import without_controls
from chat.state.model import Admission, KeptTurn, PendingQuestion, Refusal
from chat.telegram import logs
from chat.telegram.answers import answer_rows, folded
from chat.telegram.asked import Asked
from chat.telegram.briefings import documents_in, is_briefing
from chat.telegram.desk import Desk
from chat.telegram.fitting import fitted
from chat.telegram.keyboards import answer_buttons
from chat.telegram.markup import Row, row, rows_of
from chat.telegram.words import Words
from index.model import Voice

_log = logging.getLogger(__name__)
_TURNS = 8
_LEAST_TOKENS = 1
"""Reserved for any answer, so that a budget of 0 means none even where no model is asked."""
_PATIENCE = 1.0
"""Seconds before a draft says that the question is being worked on."""
_DRAFT_LASTS = 25.0


class Answering:
    """Takes questions and answers them."""

    def __init__(self, desk: Desk) -> None:
        """Work with the parts of `desk`."""
        self._desk = desk

    async def take(self, asked: Asked, update_id: int) -> None:
        """Answer a question, or finish what a restart broke off."""
        desk = self._desk
        pending = desk.journal.pending(update_id)
        if pending is None:
            return
        words = await desk.words(asked.chat, asked.language, private=asked.private)
        if pending.interrupted and await self._went_out(asked, pending, words):
            return
        told = unaskable(asked.text, words)
        if told is not None:
            await self._refuse(asked, told)
            return
        limits = desk.limits
        budgets = (limits.user.tokens, limits.chat.tokens)
        reserved = 0 if budgets == (None, None) else _LEAST_TOKENS
        admission = await desk.state.limits.admit(asked.chat, asked.user, limits, tokens=reserved)
        if admission.allowed:
            await self._answer(asked, pending, admission, words)
        else:
            await self._refuse(asked, refusal_of(admission, words))

    async def _answer(
        self, asked: Asked, pending: PendingQuestion, admission: Admission, words: Words
    ) -> None:
        used = 0
        try:
            async with self._busy(asked, words):
                before, reply = await self._replied(asked)
            used = reply.result.tokens.prompt + reply.result.tokens.completion
            if asked.more and before is not None and not adds_to(before, reply):
                await self._refuse(asked, words.everything_shown)
            elif reply.notice is not None:
                await self._refuse(asked, words.objection.format(notice=reply.notice))
            else:
                await self._deliver(asked, pending, before, reply, words)
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            _log.error("a question failed: %s", logs.told(error))
            await self._refuse(asked, words.failed)
        finally:
            await self._desk.state.limits.settle(admission, used)

    async def _replied(self, asked: Asked) -> tuple[KeptTurn | None, Reply]:
        """The turn that the question goes on from, and the answer."""
        desk = self._desk
        before = await self._continued(asked)
        chain: Sequence[KeptTurn] = ()
        if before is not None and (asked.parent is None or asked.more):
            chain = [before]
            if before.parent_id is not None:
                chain = _since_briefing(await desk.state.turns.chain(before.id, asked.chat, most=_TURNS))
        voices = asked.voices
        if voices is None:
            voices = (await desk.chat_settings(asked.chat)).voices
        filtered = voices

        def ask() -> Reply:
            reply = self._asked(asked, [each.turn for each in chain], filtered)
            return replace(reply, result=in_voices(reply.result, filtered))

        return before, await desk.in_thread(ask)

    def _asked(self, asked: Asked, turns: Sequence[Turn], voices: frozenset[Voice]) -> Reply:
        """The reply; to a question about a briefing from its own documents, where they say anything."""
        libraries = self._desk.libraries
        if turns and is_briefing(turns[0]):
            conversation = libraries.narrowed(asked.chat, documents_in(turns[0].result))
            reply = conversation.resumed(turns, voices).ask(asked.text)
            if reply.notice is None and isinstance(in_voices(reply.result, voices), Answer):
                return reply
        return libraries.of(asked.chat).conversation.resumed(turns, voices).ask(asked.text)

    async def _continued(self, asked: Asked) -> KeptTurn | None:
        """By a button its turn; by a reply the answer replied to; in private, by writing on, the last one."""
        turns = self._desk.state.turns
        if asked.parent is not None:
            return await turns.by_id(asked.parent, asked.chat)
        if asked.continued is not None:
            found = await turns.by_answer(asked.chat, asked.continued)
            if found is not None:
                return found
        return await turns.latest(asked.chat, asked.user, asked.topic) if asked.private else None

    async def _deliver(
        self, asked: Asked, pending: PendingQuestion, before: KeptTurn | None, reply: Reply, words: Words
    ) -> None:
        """Keep the turn, send the answer with its buttons, and only then call the question answered."""
        desk = self._desk
        turn = Turn(reply.result.question, reply.result)
        kept = await desk.state.turns.save(
            turn,
            chat_id=asked.chat,
            thread_id=asked.topic,
            user_id=asked.user,
            question_message_id=asked.message,
            parent_id=before.id if before else None,
            sending=pending,
        )
        if kept is not None:
            await self._send(asked, kept, words, pending)

    async def _send(self, asked: Asked, kept: KeptTurn, words: Words, pending: PendingQuestion) -> None:
        """Send a kept answer; the question is finished together with the note of its messages."""
        desk = self._desk
        settings = await desk.chat_settings(asked.chat)
        rows = answer_rows(kept.turn.result, words, length=settings.length.value)
        buttons = answer_buttons(kept.id, kept.turn, words)
        sent = await desk.outbox.send(asked.place, rows if asked.private else folded(rows), buttons)
        await desk.state.turns.add_answers(kept.id, asked.chat, sent, finishing=pending)
        desk.journal.finished(pending)

    async def _went_out(self, asked: Asked, pending: PendingQuestion, words: Words) -> bool:
        """True when an earlier run had made the answer: it is there, or goes out now."""
        desk = self._desk
        kept = await desk.state.turns.latest(asked.chat, asked.user, asked.topic)
        if kept is None or asked.message is None or kept.question_message_id != asked.message:
            return False
        there = await desk.outbox.arrived(asked.place, answer_buttons(kept.id, kept.turn, words))
        if there is None:
            await self._send(asked, kept, words, pending)
        else:
            await desk.state.turns.add_answers(kept.id, asked.chat, [there])
        return True

    async def _refuse(self, asked: Asked, told: str) -> None:
        await self._desk.outbox.send(asked.place, rows_of(told))

    @asynccontextmanager
    async def _busy(self, asked: Asked, words: Words) -> AsyncIterator[None]:
        """Show that it is being worked on, while it is."""
        shows = [asyncio.create_task(self._desk.outbox.keep_typing(asked.place, once=not asked.private))]
        if asked.private:
            shows.append(asyncio.create_task(self._draft(asked, [row(words.looking)])))
        try:
            yield
        finally:
            for each in shows:
                each.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*shows, return_exceptions=True)

    async def _draft(self, asked: Asked, rows: Sequence[Row]) -> None:
        await asyncio.sleep(_PATIENCE)
        (message,) = fitted(rows)
        while True:
            await self._desk.outbox.draft(asked.chat, asked.after, message, asked.topic)
            await asyncio.sleep(_DRAFT_LASTS)


def _since_briefing(chain: Sequence[KeptTurn]) -> Sequence[KeptTurn]:
    """The turns from the last briefing on: the briefings before it are other news."""
    starts = [at for at, each in enumerate(chain) if is_briefing(each.turn)]
    return chain[starts[-1] :] if starts else chain


def unaskable(text: str, words: Words) -> str | None:
    """Why a text is no question; None when it may be asked."""
    length = len(without_controls(text))
    if length > LONGEST_QUESTION:
        return words.long_question.format(length=length, limit=LONGEST_QUESTION)
    return None if length else words.empty_question


def in_voices(result: Answer | NotFound, voices: frozenset[Voice]) -> Answer | NotFound:
    """The result without statements in voices that were not chosen; nothing found, when none is left.

    A question that itself asks for one voice may be answered in that voice against the choice.
    """
    if isinstance(result, NotFound) or not voices:
        return result
    kept = tuple(each for each in result.statements if each.voice in voices)
    if not kept:
        question = replace(result.question, voices=voices)
        return NotFound(question, result.citations, result.answerer, result.dropped, result.tokens)
    return replace(result, statements=kept)


def adds_to(before: KeptTurn, reply: Reply) -> bool:
    """True when a reply says something that the turn before it did not."""
    if isinstance(reply.result, NotFound) or isinstance(before.turn.result, NotFound):
        return False
    said = {each.text for each in before.turn.result.statements}
    return any(each.text not in said for each in reply.result.statements)


def refusal_of(admission: Admission, words: Words) -> str:
    """Why a question is not answered now."""
    if admission.wait is None:
        return words.no_budget
    if admission.refusal in (Refusal.USER_QUESTIONS, Refusal.CHAT_QUESTIONS):
        return words.too_fast.format(seconds=max(1, -(-admission.wait // timedelta(seconds=1))))
    return words.budget_spent
