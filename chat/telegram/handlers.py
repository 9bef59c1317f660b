"""The handlers: each unpacks an update, checks who may, and hands on to the part that knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Message, MessageEntity, Update, User
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from chat.smalltalk import small_talk
from chat.telegram.addressing import is_from_a_person, is_private, question_in, sender_of
from chat.telegram.asked import asked_in
from chat.telegram.bringing import address_in, carries_document
from chat.telegram.desk import Desk, Incoming, place_of
from chat.telegram.markup import rows_of
from chat.telegram.parts import Parts

Context = CallbackContext[Any, Any, Any, Any]
Handle = Callable[[Update, Context], Coroutine[Any, Any, None]]
OnMessage = Callable[[Incoming], Awaitable[None]]

_MESSAGES = filters.UpdateType.MESSAGE
_WORDLESS = _MESSAGES & filters.ChatType.PRIVATE & ~filters.TEXT & ~filters.StatusUpdate.ALL
_POSTS = filters.UpdateType.CHANNEL_POST


class Handlers:
    """Registers what is done with each kind of update."""

    def __init__(self, desk: Desk, parts: Parts) -> None:
        """Hand on to `parts`."""
        self._desk = desk
        self._parts = parts
        self._served = self._commands()

    def _commands(self) -> dict[str, OnMessage]:
        """What is done for each command, in chats and, by its posts, in a channel."""
        parts = self._parts
        simple: dict[str, Callable[[Message], Awaitable[None]]] = {
            "start": parts.welcoming.start,
            "help": parts.welcoming.help,
            "privacy": parts.welcoming.privacy,
            "new": parts.welcoming.new,
            "documents": parts.bookshelf.documents,
            "voices": parts.bookshelf.voices,
            "settings": parts.choices.settings,
            "forget": parts.choices.forget,
            "stats": parts.choices.stats,
            "subscriptions": parts.subscribing.subscriptions,
            "watching": parts.watching.watching,
        }
        return {
            **{name: _of_message(serve) for name, serve in simple.items()},
            "ask": self._ask,
            "brief": parts.bookshelf.brief,
            "subscribe": parts.subscribing.subscribe,
            "unsubscribe": parts.subscribing.unsubscribe,
            "watch": parts.watching.watch,
            "add": self._add,
            "publish": self._publish,
        }

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add all handlers; edited messages are in none of them, or a question would be answered twice."""
        add = application.add_handler
        for name, serve in self._served.items():
            add(CommandHandler(name, self._command(serve), _MESSAGES))
        add(MessageHandler(_POSTS, self._command(self._post)))
        add(MessageHandler(filters.StatusUpdate.MIGRATE, self._migrated))
        add(MessageHandler(_MESSAGES & filters.COMMAND, self._plain(self._unknown)))
        add(MessageHandler(_MESSAGES & Bringing(self._desk.me), self._command(self._bring)))
        add(MessageHandler(_MESSAGES & Addressed(self._desk.me), self._command(self._text)))
        add(MessageHandler(_WORDLESS, self._plain(self._wordless)))
        add(CallbackQueryHandler(self._press))
        add(InlineQueryHandler(self._inline))
        add(ChatMemberHandler(self._membership, ChatMemberHandler.MY_CHAT_MEMBER))

    def _plain(self, serve: Callable[[Message], Awaitable[None]]) -> Handle:
        return self._command(_of_message(serve))

    def _command(self, serve: OnMessage) -> Handle:
        """A handler for a message of someone who may."""

        async def handle(update: Update, _: Context) -> None:
            message = update.effective_message
            if message is not None and is_from_a_person(message) and await self._admitted(message):
                await serve(Incoming(message, behind_command(message), update.update_id))

        return handle

    async def _admitted(self, message: Message) -> bool:
        refusal = await self._desk.refusal(message)
        if refusal is not None:
            await self._desk.outbox.send(place_of(message), rows_of(refusal))
            return False
        await self._desk.met(message)
        return True

    async def _ask(self, incoming: Incoming) -> None:
        message = incoming.message
        asked = asked_in(message, incoming.behind, self._desk.me)
        if not asked.text:
            words = await self._desk.words_for(message)
            await self._desk.outbox.send(place_of(message), rows_of(words.ask_what))
            return
        await self._parts.answering.take(asked, incoming.update_id)

    async def _text(self, incoming: Incoming) -> None:
        text = question_in(incoming.message, self._desk.me)
        if text is None:
            return
        asked = asked_in(incoming.message, text, self._desk.me)
        # "What is this?" in reply to somebody is asked of what they said.
        talk = None if asked.about else small_talk(asked.text)
        if talk is not None:
            await self._parts.welcoming.talk(incoming.message, talk)
        else:
            await self._parts.answering.take(asked, incoming.update_id)

    async def _unknown(self, message: Message) -> None:
        """A command that there is not: in private the list of those that there are."""
        if is_private(message) and command_of(message, self._desk.me):
            await self._parts.welcoming.unknown(message)

    async def _wordless(self, message: Message) -> None:
        """A picture, a sound, a place: nothing that can be read."""
        await self._parts.welcoming.only_words(message)

    async def _post(self, incoming: Incoming) -> None:
        """A channel's post: a command of ours at its beginning, or a mention."""
        command = command_of(incoming.message, self._desk.me)
        serve = self._text if command is None else self._served.get(command)
        if serve is not None:
            await serve(incoming)

    async def _bring(self, incoming: Incoming) -> None:
        """Read a document; the question that stands under a file is answered then."""
        message, me = incoming.message, self._desk.me
        there = await self._parts.intake.take(message, message)
        question = question_in(message, me) if message.document is not None else None
        if there and question is not None and question.strip().endswith("?"):
            await self._parts.answering.take(asked_in(message, question, me), incoming.update_id)

    async def _add(self, incoming: Incoming) -> None:
        await self._take_in(incoming, publish=False)

    async def _publish(self, incoming: Incoming) -> None:
        await self._take_in(incoming, publish=True)

    async def _take_in(self, incoming: Incoming, *, publish: bool) -> None:
        """Take in what the message replies to, or the address behind the command."""
        message = incoming.message
        source = message if address_in(message) else message.reply_to_message
        if source is None:
            words = await self._desk.words_for(message)
            may = not publish or self._desk.is_operator(sender_of(message))
            told = words.add_what if may else words.only_operators
            await self._desk.outbox.send(place_of(message), rows_of(told))
            return
        await self._parts.intake.take(message, source, publish=publish)

    async def _migrated(self, update: Update, _: Context) -> None:
        if update.effective_message is not None:
            await self._parts.membership.migrated(update.effective_message)

    async def _inline(self, update: Update, _: Context) -> None:
        if update.inline_query is not None:
            await self._parts.inline.offer(update.inline_query)

    async def _membership(self, update: Update, _: Context) -> None:
        if update.my_chat_member is not None:
            await self._parts.membership.changed(update.my_chat_member)

    async def _press(self, update: Update, _: Context) -> None:
        if update.callback_query is not None:
            await self._parts.pressing.press(update.callback_query, update.update_id)


def _of_message(serve: Callable[[Message], Awaitable[None]]) -> OnMessage:
    """The same, for what needs no more than the message."""

    async def handle(incoming: Incoming) -> None:
        await serve(incoming.message)

    return handle


class Addressed(filters.MessageFilter):
    """Lets through the messages that are meant for the bot."""

    def __init__(self, me: User) -> None:
        """Know the bot by `me`."""
        super().__init__("addressed")
        self._me = me

    def filter(self, message: Message) -> bool:
        """True when the message asks something of the bot."""
        return question_in(message, self._me) is not None


class Bringing(filters.MessageFilter):
    """Lets through documents: any in a private chat, elsewhere those that are meant for the bot."""

    def __init__(self, me: User) -> None:
        """Know the bot by `me`."""
        super().__init__("bringing")
        self._me = me

    def filter(self, message: Message) -> bool:
        """True when the message brings a document."""
        meant = is_private(message) or question_in(message, self._me) is not None
        return meant and carries_document(message)


def command_of(message: Message, me: User) -> str | None:
    """The command at the beginning of a message, "" when it is another bot's, None without one."""
    first = next(iter(message.entities), None)
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
        return None
    name, _, whose = (message.text or "")[1 : first.length].casefold().partition("@")
    return name if not whose or whose == (me.username or "").casefold() else ""


def behind_command(message: Message) -> str:
    """The text after the command, or all of it when there is none."""
    text = message.text or ""
    if (
        message.entities
        and message.entities[0].type == MessageEntity.BOT_COMMAND
        and message.entities[0].offset == 0
    ):
        return text[message.entities[0].length :].strip()
    return text.strip()
