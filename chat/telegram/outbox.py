"""The one place that sends: limits, waits, refusals and lost connections are dealt with here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Protocol

from telegram import Bot, InlineKeyboardMarkup, ReplyParameters
from telegram import Message as Sent
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from chat.telegram.fitting import fitted
from chat.telegram.markup import Message, Row
from chat.telegram.outcomes import Refused, refused, seconds_of, surely_undelivered

_log = logging.getLogger(__name__)
_LONGEST_PAUSE = 60.0
_TRIES_OF_A_TRIFLE = 3
_PROBED = 8
"""Message ids looked at, after a send whose end was not seen."""

Buttons = InlineKeyboardMarkup | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where to send: a chat, the topic in it, and the message that is replied to.

    `after` is the latest message known there; what is sent gets a higher id.
    """

    chat: int
    topic: int | None = None
    reply_to: int | None = None
    after: int | None = None


class Chats(Protocol):
    """Who is told what sending brought to light about a chat."""

    async def unreachable(self, chat: int, reason: str) -> None:
        """The bot may not write in this chat any more: "blocked", "muted" or "gone"."""
        ...

    async def migrated(self, old: int, new: int) -> None:
        """The group has become a supergroup with another id."""
        ...


class _Then(Enum):
    AGAIN = auto()
    DROP = auto()


class Outbox:
    """Sends messages; what must arrive is tried until it has, through any wait."""

    def __init__(
        self, bot: Bot, chats: Chats, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Send as `bot`; `chats` is told of blocks and moves."""
        self._bot = bot
        self._chats = chats
        self._pause = pause

    async def send(self, place: Place, rows: Sequence[Row], buttons: Buttons = None) -> list[int]:
        """The ids of the messages these rows became, buttons under the last; fewer where the chat is shut.

        Only the first is a reply, so that a long answer does not quote the question again and again.
        """
        return await self.send_messages(place, fitted(rows), buttons)

    async def send_messages(
        self, place: Place, messages: Sequence[Message], buttons: Buttons = None
    ) -> list[int]:
        """As `send`, for messages already cut."""
        sent: list[int] = []
        for number, message in enumerate(messages, start=1):
            letter = _Letter(place, message, buttons if number == len(messages) else None)
            identity = await self._delivered(letter)
            if identity is None:
                break
            sent.append(identity)
            place = replace(letter.place, reply_to=None, after=identity)
        return sent

    async def edit(self, chat: int, message_id: int, rows: Sequence[Row], buttons: Buttons = None) -> bool:
        """Change a message sent before; False where it can no longer be changed."""
        message = fitted(rows)[0]

        async def call(*, plain: bool) -> object:
            return await self._bot.edit_message_text(
                message.plain if plain else message.html,
                chat_id=chat,
                message_id=message_id,
                reply_markup=buttons,
                parse_mode=None if plain else ParseMode.HTML,
            )

        return await self._trifle(call)

    async def send_file(self, place: Place, name: str, data: bytes) -> bool:
        """Send a file; True when it has arrived."""

        async def call(*, plain: bool) -> object:
            return await self._bot.send_document(
                place.chat, data, filename=name, message_thread_id=place.topic
            )

        return await self._trifle(call)

    async def keep_typing(self, place: Place, *, once: bool) -> None:
        """Show that an answer is being worked on, until cancelled; in groups once, for it costs a message."""
        while True:
            try:
                await self._bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.topic)
            except TelegramError as error:
                _log.debug("typing not shown: %s", type(error).__name__)
            if once:
                return
            await self._pause(4.5)

    async def draft(self, chat: int, number: int, message: Message, topic: int | None = None) -> None:
        """Show a preview of a message in a private chat; a draft that fails is no loss."""
        try:
            await self._bot.send_message_draft(
                chat, number, message.html, message_thread_id=topic, parse_mode=ParseMode.HTML
            )
        except TelegramError as error:
            _log.debug("draft not shown: %s", type(error).__name__)

    async def _delivered(self, letter: _Letter) -> int | None:
        """The message's id, after as many tries as it takes; None where it cannot be delivered at all."""
        tries = 0
        while True:
            try:
                sent: Sent = await letter.post(self._bot)
            except TelegramError as error:
                tries += 1
                then = await self._after(error, letter, tries)
                if isinstance(then, int):
                    return then
                if then is _Then.DROP:
                    return None
            else:
                return sent.message_id

    async def _after(self, error: TelegramError, letter: _Letter, tries: int) -> _Then | int:
        """What to do after a failed send; the id, where it turns out to have arrived."""
        match error:
            case RetryAfter():
                await self._pause(seconds_of(error))
            case ChatMigrated():
                await self._chats.migrated(letter.place.chat, error.new_chat_id)
                letter.place = replace(
                    letter.place, chat=error.new_chat_id, topic=None, reply_to=None, after=None
                )
            case Forbidden():
                await self._chats.unreachable(letter.place.chat, "blocked")
                return _Then.DROP
            case BadRequest():
                return await self._after_refusal(error, letter)
            case InvalidToken() | Conflict():
                raise error
            case NetworkError():
                _log.info("sending failed (%s), trying again", type(error).__name__)
                await self._pause(min(_LONGEST_PAUSE, 2.0 ** min(tries, 6) / 2))
                if not surely_undelivered(error):
                    arrived = await self.arrived(letter.place, letter.buttons)
                    return _Then.AGAIN if arrived is None else arrived
            case _:
                raise error
        return _Then.AGAIN

    async def _after_refusal(self, error: BadRequest, letter: _Letter) -> _Then:
        match refused(error):
            case Refused.MARKUP if not letter.plain:
                _log.warning("markup was refused, sending plain text")
                letter.plain = True
            case Refused.REPLY if letter.place.reply_to is not None:
                letter.place = replace(letter.place, reply_to=None)
            case Refused.TOPIC:
                # Anywhere else it would be in the wrong place, and who asked is no longer there.
                _log.info("the topic is gone, a message was dropped")
                return _Then.DROP
            case Refused.MUTED:
                await self._chats.unreachable(letter.place.chat, "muted")
                return _Then.DROP
            case Refused.CHAT:
                await self._chats.unreachable(letter.place.chat, "gone")
                return _Then.DROP
            case _:
                raise error
        return _Then.AGAIN

    async def arrived(self, place: Place, buttons: Buttons) -> int | None:
        """The id of a message whose sending broke off, if it is there all the same.

        Telegram has no way to ask, but only a message of ours with these very buttons answers "not modified".
        Without buttons there is no telling, and it is sent again: twice is better than never.
        """
        if place.after is None or buttons is None:
            return None
        for candidate in range(place.after + 1, place.after + 1 + _PROBED):
            try:
                await self._bot.edit_message_reply_markup(
                    chat_id=place.chat, message_id=candidate, reply_markup=buttons
                )
            except BadRequest as error:
                if refused(error) is Refused.SAME:
                    return candidate
            except TelegramError:
                return None
        return None

    async def _trifle(self, call: Callable[..., Awaitable[object]]) -> bool:
        """Do what is no loss if it fails; True when it is done."""
        plain = False
        for tries in range(_TRIES_OF_A_TRIFLE):
            try:
                await call(plain=plain)
            except RetryAfter as error:
                await self._pause(seconds_of(error))
            except BadRequest as error:
                if refused(error) is Refused.SAME:
                    return True
                if refused(error) is not Refused.MARKUP or plain:
                    return False
                plain = True
            except (Forbidden, ChatMigrated):
                return False
            except NetworkError:
                await self._pause(2.0**tries / 2)
            else:
                return True
        return False


class _Letter:
    """One message on its way, changed by what sending it teaches."""

    def __init__(self, place: Place, message: Message, buttons: Buttons) -> None:
        self.place = place
        self.message = message
        self.buttons = buttons
        self.plain = False

    async def post(self, bot: Bot) -> Sent:
        asked = self.place.reply_to
        reply = ReplyParameters(asked, allow_sending_without_reply=True) if asked is not None else None
        return await bot.send_message(
            self.place.chat,
            self.message.plain if self.plain else self.message.html,
            message_thread_id=self.place.topic,
            reply_parameters=reply,
            reply_markup=self.buttons,
            parse_mode=None if self.plain else ParseMode.HTML,
        )
