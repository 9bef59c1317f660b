"""What every handler works with: the parts, whom they serve, and in which words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from telegram import Bot, Chat, Message, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from chat.feeds.asking import Asking
from chat.indexing import Indexer
from chat.settings import Settings
from chat.state.model import Allowance, ChatSettings, Limits, Pause, Standing, Subscription
from chat.state.state import State
from chat.telegram.addressing import is_private, sender_of
from chat.telegram.journal import Journal
from chat.telegram.languages import words_of
from chat.telegram.libraries import Libraries
from chat.telegram.markup import one_line, row
from chat.telegram.outbox import Outbox, Place
from chat.telegram.processing import topic_of
from chat.telegram.remembering import Remembered
from chat.telegram.words import Words

T = TypeVar("T")
_SETTINGS_HOLD, _MET_HOLDS = 5.0, 600.0
"""Seconds for which what was read or written is taken as it was: another process may have changed it."""
_STANDINGS = {"blocked": Standing.KICKED, "muted": Standing.MUTED, "gone": Standing.LEFT}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that is to be served: what stands behind its command, and the update it came in."""

    message: Message
    behind: str
    update_id: int


@dataclass
class Desk:
    """The bot's parts; `work` runs what must not hold up the loop."""

    settings: Settings
    state: State
    libraries: Libraries
    indexer: Indexer
    bot: Bot
    me: User
    work: Executor
    journal: Journal
    asking: Asking = field(default_factory=Asking)
    outbox: Outbox = field(init=False)

    def __post_init__(self) -> None:
        """Give the outbox someone to tell about chats."""
        self.outbox = Outbox(self.bot, self)
        self._tasks: set[asyncio.Task[None]] = set()
        self._settings: Remembered[ChatSettings] = Remembered(_SETTINGS_HOLD)
        self._met: Remembered[tuple[str, str]] = Remembered(_MET_HOLDS)

    async def in_thread(self, call: Callable[[], T]) -> T:
        """What the call gives, without holding up anybody else."""
        return await asyncio.get_running_loop().run_in_executor(self.work, call)

    def aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something long beside the order of the chat."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait for what is done aside, or end it where it takes long."""
        tasks = list(self._tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=5)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def words(self, chat: int, language: str | None, *, private: bool = True) -> Words:
        """The words of the language that the chat has chosen, else of the person's, in private."""
        chosen = (await self.chat_settings(chat)).language
        return words_of(chosen, language if private else None)

    async def words_for(self, message: Message) -> Words:
        """The words for the chat of a message."""
        person = message.from_user
        return await self.words(
            message.chat.id, person.language_code if person else None, private=is_private(message)
        )

    async def chat_settings(self, chat: int) -> ChatSettings:
        """The settings of a chat, as they were a few seconds ago or later."""
        known = self._settings.get(chat)
        if known is not None:
            return known
        settings = await self.state.chats.settings(chat)
        self._settings.keep(chat, settings)
        return settings

    def settings_changed(self, chat: int) -> None:
        """Read a chat's settings anew when they are next asked for."""
        self._settings.drop(chat)

    @property
    def limits(self) -> Limits:
        """What users and chats may use, as the settings say."""
        set_ = self.settings
        return Limits(
            user=Allowance(set_.user_questions_per_minute, set_.user_tokens_per_day),
            chat=Allowance(set_.chat_questions_per_minute, set_.chat_tokens_per_day),
        )

    def is_operator(self, user: int) -> bool:
        """True for those who keep the common documents."""
        return user in self.settings.operator_ids

    async def refusal(self, message: Message) -> str | None:
        """Why this sender is not answered in this chat; None when they are."""
        if not (self.settings.allowed_users or self.settings.allowed_chats):
            return None
        words = await self.words_for(message)
        return self.refusal_of(sender_of(message), message.chat.id, words, private=is_private(message))

    def refusal_of(self, user: int, chat: int, words: Words, *, private: bool) -> str | None:
        """As `refusal`; an allow-list that is empty allows everyone."""
        users, chats = self.settings.allowed_users, self.settings.allowed_chats
        if self.is_operator(user):
            return None
        if private:
            allowed = user in users or user in chats or not (users or chats)
            return None if allowed else words.not_allowed.format(id=user)
        if chats and chat not in chats:
            return words.chat_not_allowed.format(id=chat)
        # Who speaks as the chat itself is one of its administrators.
        return None if not users or user in users or user == chat else words.not_allowed.format(id=user)

    async def manages(self, user: int, chat: int, *, private: bool) -> bool:
        """True for those who may change a chat's documents and settings: in private whoever it is."""
        if private or user == chat or self.is_operator(user):
            return True
        try:
            member = await self.bot.get_chat_member(chat, user)
        except TelegramError:
            return False
        return member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)

    async def hides_mentions(self, chat: Chat) -> bool:
        """True where Telegram may keep from the bot what is said there, mentions included."""
        if chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
            return False
        known = await self.state.chats.get(chat.id)
        administers = known is not None and known.standing is Standing.ADMINISTRATOR
        return self.me.can_read_all_group_messages is False and not administers

    async def met(self, message: Message) -> None:
        """Note the chat, so that it can be counted and marked."""
        chat = message.chat
        seen = chat.type, chat.title or ""
        if self._met.get(chat.id) != seen:
            await self.state.chats.see(chat.id, *seen)
            self._met.keep(chat.id, seen)

    async def unreachable(self, chat: int, reason: str) -> None:
        """As `outbox.Chats.unreachable`: the chat is marked, so that nothing more is sent unasked."""
        await self.state.chats.mark(chat, _STANDINGS[reason])
        await self.silenced(chat)

    async def silenced(self, chat: int) -> None:
        """Let a chat's briefings rest where the bot may not write any more, and tell who subscribed."""
        await self.tell_silenced(await self.state.subscriptions.pause_chat(chat, Pause.UNREACHABLE))

    async def tell_silenced(self, paused: Sequence[Subscription]) -> None:
        """Tell those who subscribed, in private, that these rest."""
        makers = {each.wish.made_by: each for each in paused if 0 < each.wish.made_by != each.wish.chat_id}
        for maker, each in makers.items():
            known = await self.state.chats.get(each.wish.chat_id)
            words = await self.words(maker, each.wish.language)
            title = one_line(known.title) if known else ""
            await self.outbox.send(Place(maker), [row(words.silenced.format(title=title))])

    async def migrated(self, old: int, new: int) -> None:
        """As `outbox.Chats.migrated`: everything of the group goes with it."""
        await self.state.migrate_chat(old, new)
        await self.in_thread(lambda: self.libraries.moved(old, new))
        for each in (old, new):
            self.forgotten(each)

    def forgotten(self, chat: int) -> None:
        """Remember nothing of a chat from now on."""
        self._settings.drop(chat)
        self._met.drop(chat)


def place_of(message: Message) -> Place:
    """Where to answer a message: its chat and topic, in groups as a reply to it."""
    return Place(
        message.chat.id,
        topic_of(message),
        None if is_private(message) else message.message_id,
        after=message.message_id,
    )
