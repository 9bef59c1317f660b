"""Keeps each update that wants an answer until it has one: a restart loses none and repeats none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from telegram import Bot, Message, MessageEntity, Update

from chat.state.model import Arrived, PendingQuestion
from chat.state.state import State
from chat.telegram.addressing import is_from_a_person, is_private, question_in, sender_of
from chat.telegram.processing import topic_of


class Journal:
    """The updates in hand; `more` is set when there may be more left over to take up."""

    def __init__(self, state: State, bot: Bot) -> None:
        """Keep them in `state`, as far as they are addressed to `bot`."""
        self._state = state
        self._bot = bot
        self._pending: dict[int, PendingQuestion] = {}
        self._restored: set[int] = set()
        self._finished: set[int] = set()
        self.more = asyncio.Event()

    async def note(self, updates: Sequence[Update]) -> list[Update]:
        """Keep the updates that want an answer; those to be dealt with, without any that came before."""
        updates = [*{each.update_id: each for each in updates}.values()]
        arrived = {each.update_id: found for each in updates if (found := self._arrived(each)) is not None}
        kept = await self._state.questions.receive_all([*arrived.values()]) if arrived else []
        pending = dict(zip(arrived, kept, strict=True))
        self._pending.update({number: each for number, each in pending.items() if each is not None})
        return [each for each in updates if pending.get(each.update_id, True) is not None]

    def _arrived(self, update: Update) -> Arrived | None:
        """What is to be kept of an update; None when it wants no answer."""
        message = update.message or update.channel_post
        query = update.callback_query
        if query is not None and query.message is not None:
            chat, sender = query.message.chat.id, query.from_user.id
            return Arrived(update.update_id, chat, None, sender, None, update.to_json())
        if message is None or not self._wants_answer(message):
            return None
        return Arrived(
            update.update_id,
            message.chat.id,
            topic_of(message),
            sender_of(message),
            message.message_id,
            update.to_json(),
        )

    def pending(self, update_id: int) -> PendingQuestion | None:
        """What was noted of an update in hand."""
        return self._pending.get(update_id)

    def finished(self, pending: PendingQuestion) -> None:
        """What was kept of an update in hand has been erased already, together with other work."""
        self._finished.add(pending.id)

    async def done(self, update_id: int) -> None:
        """The update has been dealt with: what was kept of it is erased."""
        pending = self._pending.pop(update_id, None)
        if pending is not None and pending.id not in self._finished:
            await self._state.questions.finish(pending.id)
        elif pending is not None:
            self._finished.discard(pending.id)
        if update_id in self._restored:  # the next one of its chat may be taken up now
            self._restored.discard(update_id)
            self.more.set()

    def let_go(self, update_id: int) -> None:
        """The update was not dealt with: it stays kept, for the next start."""
        self._pending.pop(update_id, None)

    async def left_over(self) -> Update | None:
        """The oldest update that nobody has in hand any more, now in hand here; None when there is none."""
        while (pending := await self._state.questions.claim_next()) is not None:
            update = _restored(pending, self._bot)
            if update is not None:
                self._pending[update.update_id] = pending
                self._restored.add(update.update_id)
                return update
            await self._state.questions.finish(pending.id)
        return None

    def _wants_answer(self, message: Message) -> bool:
        """True for what is meant for the bot: nothing else that is said in a group is ever kept."""
        if not is_from_a_person(message):
            return False
        return (
            is_private(message)
            or starts_with_command(message)
            or question_in(message, self._bot.bot) is not None
        )


def starts_with_command(message: Message) -> bool:
    """True when the message begins with a command, whosever it is."""
    return any(each.type == MessageEntity.BOT_COMMAND and each.offset == 0 for each in message.entities)


def _restored(pending: PendingQuestion, bot: Bot) -> Update | None:
    try:
        value: dict[str, Any] = json.loads(pending.payload)
        message = value.get("message") or value.get("channel_post") or value["callback_query"]["message"]
        message["chat"]["id"] = pending.chat_id  # the group may have become a supergroup meanwhile
        return Update.de_json(value, bot)
    except (ValueError, KeyError, TypeError):  # written by another version
        return None
