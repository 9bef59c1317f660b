"""From a question received to its answer delivered: once, in order, and through restarts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

from answering.model import Answer, NotFound, Tokens, Turn
from chat.conversation import LONGEST_QUESTION, Reply
from chat.safety import without_controls
from chat.state.errors import StateError
from chat.state.model import Admission, ChatSettings, KeptTurn, PendingQuestion, Refusal
from chat.telegram import logs
from chat.telegram.answers import answer_rows, folded
from chat.telegram.asked import Asked
from chat.telegram.briefings import documents_in, is_briefing
from chat.telegram.desk import Desk
from chat.telegram.fitting import fitted
from chat.telegram.keyboards import answer_buttons
from chat.telegram.languages import words_of
from chat.telegram.markup import Row, row, rows_of
from chat.telegram.processing import OldestFirst
from chat.telegram.words import Words
from index.model import Voice

_log = logging.getLogger(__name__)
_TURNS = 8
_LEAST_TOKENS = 1
"""Reserved for any answer, so that a budget of 0 means none even where no model is asked."""
_AT_ONCE = 0.3
"""Seconds in which an answer comes at once."""
_PATIENCE = 1.0
"""Seconds before a draft says that the question is being worked on."""
_DRAFT_LASTS = 25.0


@dataclass(frozen=True, slots=True)
class _Taken:
    """A question with what is needed to answer it; with a `refusal` it is not answered."""

    words: Words
    settings: ChatSettings = field(default_factory=ChatSettings)
    admission: Admission | None = None
    before: KeptTurn | None = None
    chain: Sequence[KeptTurn] = ()
    voices: frozenset[Voice] = frozenset()
    refusal: str | None = None


class Answering:
    """Takes questions and answers them."""

    def __init__(self, desk: Desk) -> None:
        """Work with the parts of `desk`."""
        self._desk = desk
        self._oldest = OldestFirst()

    async def take(self, asked: Asked, update_id: int) -> None:
        """Answer a question, or finish what a restart broke off."""
        desk = self._desk
        pending = desk.journal.pending(update_id)
        if pending is None:
            return
        if pending.interrupted and await self._went_out(asked, pending):
            return
        try:
            async with self._oldest.at(pending.id):
                taken = await self._taken(asked)
        except StateError as error:
            _log.error("a question was not taken: %s", logs.told(error))
            taken = _Taken(words := words_of(asked.language), refusal=words.failed)
        if taken.refusal is None:
            await self._answer(asked, pending, taken)
        else:
            await self._refuse(asked, taken.refusal)

    async def _taken(self, asked: Asked) -> _Taken:
        """What is needed to answer, asked of the database at once; or why the question is not answered."""
        desk = self._desk
        limits = desk.limits
        budgets = (limits.user.tokens, limits.chat.tokens)
        reserved = 0 if budgets == (None, None) else _LEAST_TOKENS
        async with desk.state.together():
            words = await desk.words(asked.chat, asked.language, private=asked.private)
            told = unaskable(asked.text, words)
            if told is not None:
                return _Taken(words, refusal=told)
            admission = await desk.state.limits.admit(asked.chat, asked.user, limits, tokens=reserved)
            if not admission.allowed:
                return _Taken(words, refusal=refusal_of(admission, words))
            settings = await desk.chat_settings(asked.chat)
            before = await self._continued(asked)
            chain = await self._chain(asked, before)
        voices = settings.voices if asked.voices is None else asked.voices
        return _Taken(words, settings, admission, before, chain, voices)

    async def _answer(self, asked: Asked, pending: PendingQuestion, taken: _Taken) -> None:
        used, words = 0, taken.words
        try:
            async with self._busy(asked, words):
                reply = await self._desk.in_thread(lambda: self._asked(asked, taken))
            used = reply.result.tokens.prompt + reply.result.tokens.completion
            if asked.more and taken.before is not None and not adds_to(taken.before, reply):
                await self._refuse(asked, words.everything_shown)
            elif reply.notice is not None:
                await self._refuse(asked, words.objection.format(notice=reply.notice))
            else:
                await self._deliver(asked, pending, taken, reply)
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            _log.error("a question failed: %s", logs.told(error))
            await self._refuse(asked, words.failed)
        finally:
            if taken.admission is not None:
                await self._desk.state.limits.settle(taken.admission, used)

    async def _chain(self, asked: Asked, before: KeptTurn | None) -> Sequence[KeptTurn]:
        """The turns that the question goes on from."""
        if before is None or (asked.parent is not None and not asked.more):
            return ()
        if before.parent_id is None:
            return (before,)
        return _since_briefing(await self._desk.state.turns.chain(before.id, asked.chat, most=_TURNS))

    def _asked(self, asked: Asked, taken: _Taken) -> Reply:
        """The reply to the first form of the question that is answered, else to the likeliest one."""
        first, *others = asked.wordings
        reply = self._replied(asked.chat, first, taken)
        for each in others:
            if reply.notice is None and isinstance(reply.result, Answer):
                break
            found, spent = self._replied(asked.chat, each, taken), reply.result.tokens
            if found.notice is None and isinstance(found.result, Answer):
                reply = found
            reply = _with_tokens(reply, spent, found.result.tokens)
        return reply

    def _replied(self, chat: int, text: str, taken: _Taken) -> Reply:
        """The reply; to a question about a briefing from its own documents, where they say anything."""
        libraries, voices = self._desk.libraries, taken.voices
        turns = [each.turn for each in taken.chain]
        if turns and is_briefing(turns[0]):
            conversation = libraries.narrowed(chat, documents_in(turns[0].result))
            reply = conversation.resumed(turns, voices).ask(text)
            narrowed = in_voices(reply.result, voices)
            if reply.notice is None and isinstance(narrowed, Answer):
                return replace(reply, result=narrowed)
        reply = libraries.of(chat).conversation.resumed(turns, voices).ask(text)
        return replace(reply, result=in_voices(reply.result, voices))

    async def _continued(self, asked: Asked) -> KeptTurn | None:
        """By a button its turn; by a reply the answer replied to; in private, by writing on, the last one."""
        turns = self._desk.state.turns
        if asked.alone:
            return None
        if asked.parent is not None:
            return await turns.by_id(asked.parent, asked.chat)
        if asked.continued is not None:
            found = await turns.by_answer(asked.chat, asked.continued)
            if found is not None:
                return found
        return await turns.latest(asked.chat, asked.user, asked.topic) if asked.private else None

    async def _deliver(self, asked: Asked, pending: PendingQuestion, taken: _Taken, reply: Reply) -> None:
        """Keep the turn, send the answer with its buttons, and only then call the question answered."""
        async with self._oldest.at(pending.id):
            kept = await self._desk.state.turns.save(
                Turn(reply.result.question, reply.result),
                chat_id=asked.chat,
                thread_id=asked.topic,
                user_id=asked.user,
                question_message_id=asked.message,
                parent_id=taken.before.id if taken.before else None,
                sending=pending,
            )
        if kept is not None:
            await self._send(asked, kept, taken.words, taken.settings, pending)

    async def _send(
        self, asked: Asked, kept: KeptTurn, words: Words, settings: ChatSettings, pending: PendingQuestion
    ) -> None:
        """Send a kept answer; the question is finished together with the note of its messages."""
        desk = self._desk
        rows = answer_rows(kept.turn.result, words, length=settings.length.value)
        buttons = answer_buttons(kept.id, kept.turn, words)
        sent = await desk.outbox.send(asked.place, rows if asked.private else folded(rows), buttons)
        await desk.state.turns.add_answers(kept.id, asked.chat, sent, finishing=pending)
        desk.journal.finished(pending)

    async def _went_out(self, asked: Asked, pending: PendingQuestion) -> bool:
        """True when an earlier run had made the answer: it is there, or goes out now."""
        desk = self._desk
        kept = await desk.state.turns.latest(asked.chat, asked.user, asked.topic)
        if kept is None or asked.message is None or kept.question_message_id != asked.message:
            return False
        words = await desk.words(asked.chat, asked.language, private=asked.private)
        there = await desk.outbox.arrived(asked.place, answer_buttons(kept.id, kept.turn, words))
        if there is None:
            await self._send(asked, kept, words, await desk.chat_settings(asked.chat), pending)
        else:
            await desk.state.turns.add_answers(kept.id, asked.chat, [there])
        return True

    async def _refuse(self, asked: Asked, told: str) -> None:
        await self._desk.outbox.send(asked.place, rows_of(told))

    @asynccontextmanager
    async def _busy(self, asked: Asked, words: Words) -> AsyncIterator[None]:
        """Show that it is being worked on, while it is; an answer that comes at once needs no such sign."""
        shows: list[asyncio.Task[None]] = []

        def begin() -> None:
            typing = self._desk.outbox.keep_typing(asked.place, once=not asked.private)
            shows.append(asyncio.create_task(typing))
            if asked.private:
                shows.append(asyncio.create_task(self._draft(asked, [row(words.looking)])))

        beginning = asyncio.get_running_loop().call_later(_AT_ONCE, begin)
        try:
            yield
        finally:
            beginning.cancel()
            for each in shows:
                each.cancel()
            if shows:
                with suppress(asyncio.CancelledError):
                    await asyncio.gather(*shows, return_exceptions=True)

    async def _draft(self, asked: Asked, rows: Sequence[Row]) -> None:
        await asyncio.sleep(_PATIENCE - _AT_ONCE)
        (message,) = fitted(rows)
        while True:
            await self._desk.outbox.draft(asked.chat, asked.after, message, asked.topic)
            await asyncio.sleep(_DRAFT_LASTS)


def _with_tokens(reply: Reply, *spent: Tokens) -> Reply:
    """The reply with all that it cost to come by it."""
    prompt, completion = sum(each.prompt for each in spent), sum(each.completion for each in spent)
    return replace(reply, result=replace(reply.result, tokens=Tokens(prompt, completion)))


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
