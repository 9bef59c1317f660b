"""A question as it was asked: where, by whom, and what it goes on from."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, User

from chat.telegram.addressing import is_private, replied_answer, sender_of
from chat.telegram.outbox import Place
from chat.telegram.processing import topic_of
from index.model import Voice


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked.

    `reply_to` is the message that the answer replies to (none in private), `after` the latest message known
    there. `continued` is the bot's message that was replied to; `parent` a turn that a button stands under,
    whose question is asked again in `voices` or, with `more`, gone on from. What is asked `alone` goes on
    from nothing.
    """

    text: str
    chat: int
    topic: int | None
    user: int
    message: int | None
    after: int
    private: bool
    reply_to: int | None = None
    language: str | None = None
    continued: int | None = None
    parent: int | None = None
    voices: frozenset[Voice] | None = None
    more: bool = False
    alone: bool = False

    @property
    def place(self) -> Place:
        """Where its answer goes."""
        return Place(self.chat, self.topic, self.reply_to, self.after)


def asked_in(message: Message, text: str, me: User) -> Asked:
    """The question `text` that a message asks."""
    private = is_private(message)
    return Asked(
        text=text,
        chat=message.chat.id,
        topic=topic_of(message),
        user=sender_of(message),
        message=message.message_id,
        after=message.message_id,
        private=private,
        reply_to=None if private else message.message_id,
        language=message.from_user.language_code if message.from_user else None,
        continued=replied_answer(message, me),
    )
