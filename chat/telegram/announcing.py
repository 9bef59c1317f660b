"""Tells Telegram what the bot does and which commands it has, per scope and language."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from functools import partial

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from chat.telegram.desk import Desk
from chat.telegram.languages import DEFAULT, WORDS
from chat.telegram.words import Words

_log = logging.getLogger(__name__)
_MEMBERS = ("ask", "brief", "documents", "voices", "new", "privacy", "help")
_OF_A_CHAT = (
    "brief",
    "subscribe",
    "subscriptions",
    "watch",
    "watching",
    "settings",
    "forget",
    "privacy",
    "help",
)
PRIVATE = ("new", "documents", "voices", *_OF_A_CHAT)
"""What there is in a private chat, in the order shown."""


async def announce(desk: Desk) -> None:
    """Set commands and descriptions; what fails is no reason not to answer."""
    bot = desk.bot
    for words, language in _languages():
        scopes: list[tuple[BotCommandScope, tuple[str, ...]]] = [
            (BotCommandScopeDefault(), _MEMBERS),
            (BotCommandScopeAllPrivateChats(), PRIVATE),
            (BotCommandScopeAllGroupChats(), _MEMBERS),
            (BotCommandScopeAllChatAdministrators(), tuple(words.commands)),
        ]
        for scope, names in scopes:
            await _set(desk, scope, names, words, language)
        await _try(partial(bot.set_my_description, words.about, language))
        await _try(partial(bot.set_my_short_description, words.short_about, language))
    await announce_to_operators(desk, desk.settings.operator_ids)


async def announce_to_operators(desk: Desk, operators: Iterable[int]) -> None:
    """Set the commands that these see in their private chats: there is none before they have written."""
    for operator in operators:
        for words, language in _languages():
            names = (*PRIVATE, *words.operator_commands)
            await _set(desk, BotCommandScopeChat(operator), names, words, language)


def _languages() -> Iterator[tuple[Words, str | None]]:
    """The words with the language to set them for; those of None are for all others."""
    for words in WORDS.values():
        yield words, words.language
        if words is DEFAULT:
            yield words, None


async def _set(
    desk: Desk, scope: BotCommandScope, names: Sequence[str], words: Words, language: str | None
) -> None:
    texts = {**words.commands, **words.operator_commands}
    commands = [BotCommand(name, texts[name]) for name in names]
    await _try(partial(desk.bot.set_my_commands, commands, scope, language))


async def _try(call: Callable[[], Awaitable[object]]) -> None:
    try:
        await call()
    except TelegramError as error:
        _log.info("a description was not set: %s", type(error).__name__)
