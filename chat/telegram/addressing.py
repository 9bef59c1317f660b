"""Tells whether a message is meant for the bot, and what it asks."""

from __future__ import annotations

import re

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType

_QUOTED = 600
"""Characters of the message replied to that a question may be about."""
_BLANKS = re.compile(r"[ \t]{2,}")


def is_from_a_person(message: Message) -> bool:
    """False for other bots, posts copied over from a channel, and what was sent by way of a bot."""
    if message.is_automatic_forward or message.via_bot is not None:
        return False
    sender = message.from_user
    # Anonymous administrators and channels write through a bot of Telegram's own.
    return message.sender_chat is not None or sender is None or not sender.is_bot


def sender_of(message: Message) -> int:
    """The id of who sent it: a person, or the chat they speak for; 0 where nobody is named."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else 0


def is_private(message: Message) -> bool:
    """True in a private chat."""
    return message.chat.type == ChatType.PRIVATE


def replied_answer(message: Message, me: User) -> int | None:
    """The id of the bot's own message that this one replies to."""
    replied = message.reply_to_message
    # The first message of a topic stands as replied to in all of the topic.
    if replied is None or replied.forum_topic_created is not None or replied.from_user is None:
        return None
    return replied.message_id if replied.from_user.id == me.id else None


def question_in(message: Message, me: User) -> str | None:
    """What a message asks of the bot, its mention taken out; None when it is not addressed.

    In a private chat every text is; elsewhere a mention or a reply to the bot makes it so.
    """
    text = message.text or message.caption
    if text is None:
        return None
    without = _without_mentions(message, me)
    if without is not None:
        return without
    return text if is_private(message) or replied_answer(message, me) is not None else None


def words_replied_to(message: Message, me: User) -> str:
    """The words that a message is about: what it quotes, or somebody else's message that it replies to."""
    quoted = ""
    if message.quote is not None and message.quote.is_manual:
        quoted = message.quote.text
    elif message.reply_to_message is not None and replied_answer(message, me) is None:
        quoted = message.reply_to_message.text or message.reply_to_message.caption or ""
    return " ".join(quoted.split())[:_QUOTED]


def _without_mentions(message: Message, me: User) -> str | None:
    """The text without the mentions of the bot; None when it is not mentioned."""
    text = message.text or message.caption or ""
    parse = message.parse_entities if message.text is not None else message.parse_caption_entities
    found = False
    for entity, words in parse([MessageEntity.MENTION, MessageEntity.TEXT_MENTION]).items():
        named = entity.user is not None and entity.user.id == me.id
        if named or (me.username is not None and words.casefold() == f"@{me.username}".casefold()):
            found = True
            text = text.replace(words, " ", 1)
    return _BLANKS.sub(" ", text).strip(" ,:;") if found else None
