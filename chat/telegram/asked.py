"""A question as it was asked: where, by whom, and what it goes on from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message, User

from answering.follow_up import refers_back
from chat.telegram.addressing import is_private, replied_answer, sender_of, words_replied_to
from chat.telegram.outbox import Place
from chat.telegram.processing import topic_of
from index.model import Voice

_POINTS = re.compile(
    r"\b(?:this|that|these|those|it|its|here|so|true|right|really|это|этот|эта|эти|этого|этом|он|она|они|"
    r"его|её|их|тут|здесь|так|правда|верно)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked.

    `about` are the words of somebody else that it was asked in reply to.

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
    about: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The question in the forms in which it may be meant, the likeliest first.

        One that points to what it replies to makes no sense without those words; one that is whole in itself
        is asked as it is, and with them only where that finds nothing.
        """
        if not self.about:
            return (self.text,)
        together = f"{self.text} “{self.about}”"
        points = _POINTS.search(self.text) is not None or refers_back(self.text, self.text)
        return (together,) if points else (self.text, together)

    @property
    def place(self) -> Place:
        """Where its answer goes."""
        return Place(self.chat, self.topic, self.reply_to, self.after)


def asked_in(message: Message, text: str, me: User) -> Asked:
    """The question `text` that a message asks; without words of its own, those that it replies to."""
    private = is_private(message)
    text, about = text.strip(), words_replied_to(message, me)
    if not text:
        text, about = about, ""
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
        about=about,
    )
