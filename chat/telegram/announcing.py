"""Tells Telegram what the bot does and which commands it has, per scope and language."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

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
_PRIVATE = ("new", "documents", "voices", *_OF_A_CHAT)


async def announce(desk: Desk) -> None:
    """Set commands and descriptions; what fails is no reason not to answer."""
    for words in WORDS.values():
        for language in [words.language, *([None] if words is DEFAULT else [])]:
            await _in_language(desk, words, language)


async def _in_language(desk: Desk, words: Words, language: str | None) -> None:
    bot = desk.bot
    every = tuple(words.commands)
    scopes: list[tuple[BotCommandScope, tuple[str, ...]]] = [
        (BotCommandScopeDefault(), _MEMBERS),
        (BotCommandScopeAllPrivateChats(), _PRIVATE),
        (BotCommandScopeAllGroupChats(), _MEMBERS),
        (BotCommandScopeAllChatAdministrators(), every),
    ]
    operators = tuple(words.operator_commands)
    scopes += [(BotCommandScopeChat(each), (*_PRIVATE, *operators)) for each in desk.settings.operator_ids]
    for scope, names in scopes:
        texts = {**words.commands, **words.operator_commands}
        commands = [BotCommand(name, texts[name]) for name in names]
        await _try(lambda: bot.set_my_commands(commands, scope, language))  # noqa: B023 - awaited at once
    await _try(lambda: bot.set_my_description(words.about, language))
    await _try(lambda: bot.set_my_short_description(words.short_about, language))


async def _try(call: Callable[[], Awaitable[object]]) -> None:
    try:
        await call()
    except TelegramError as error:
        _log.info("a description was not set: %s", type(error).__name__)
