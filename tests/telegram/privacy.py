"""Which messages a bot gets to see."""

from __future__ import annotations

import re
from typing import Final

from tests.telegram.records import Message, Person

_COMMAND: Final = re.compile(r"/(\w{1,64})(?:@(\w+))?")


def visible(bot: Person, message: Message, *, privacy: bool) -> bool:
    """Whether Telegram sends this message to the bot: in groups, privacy mode hides most."""
    chat = message.chat
    if message.sender is bot or (message.sender and message.sender.is_bot and not message.sender_chat):
        return False
    if chat.person:
        return not chat.person.blocked
    member = chat.members.get(bot.id)
    if member is None or not member.inside:
        return False
    if chat.type == "channel" or not privacy or member.manages or message.is_service:
        return True
    return _meant_for(bot, message)


def _meant_for(bot: Person, message: Message) -> bool:
    if message.reply and message.reply.sender is bot:
        return True
    if message.extra.get("via_bot", {}).get("id") == bot.id:
        return True
    text = message.content.get("text") or message.content.get("caption") or ""
    command = _COMMAND.match(text)
    if command is None:
        return False
    named = command.group(2)
    return named is None or named.lower() == (bot.username or "").lower()
