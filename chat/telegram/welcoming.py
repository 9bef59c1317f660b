"""/start, /help, /privacy and /new."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup, Message

from chat.safety import one_line
from chat.smalltalk import Talk
from chat.telegram.addressing import is_private, sender_of
from chat.telegram.announcing import PRIVATE, announce_to_operators
from chat.telegram.answers import IN_A_LIST, about_bits
from chat.telegram.desk import Desk, place_of
from chat.telegram.keyboards import kept_buttons
from chat.telegram.markup import BLANK, Row, row, rows_of
from chat.telegram.processing import topic_of
from chat.telegram.suggesting import questions_about
from chat.telegram.words import Words
from index.model import DocumentInfo

ASK = "ask"
_DOCUMENTS_SHOWN = 5


class Welcoming:
    """Says what the bot is, what it knows, and what to ask."""

    def __init__(self, desk: Desk) -> None:
        """Work with the parts of `desk`."""
        self._desk = desk
        self._album: str | None = None
        self._suggested: tuple[frozenset[str], list[str]] = frozenset(), []

    async def start(self, message: Message) -> None:
        """What it is, the documents, and three questions as buttons."""
        desk = self._desk
        words = await desk.words_for(message)
        chat = message.chat.id
        documents = await desk.in_thread(lambda: newest(desk.libraries.of(chat).articles.documents()))
        questions = await self.questions(chat, documents)
        rows = [*rows_of(words.start), *self._known(documents, words)]
        if not is_private(message):
            rows += [BLANK, *rows_of(words.start_group)]
        if await desk.hides_mentions(message.chat):
            rows += [BLANK, *rows_of(words.privacy_mode)]
        if questions:
            rows += [BLANK, *rows_of(words.start_ask)]
        if is_private(message) and desk.is_operator(sender_of(message)):  # whom no one could reach before
            desk.aside(announce_to_operators(desk, [sender_of(message)]))
        await desk.outbox.send(place_of(message), rows, await self.buttons(chat, questions))

    async def help(self, message: Message) -> None:
        """How to ask, and the commands."""
        desk, private = self._desk, is_private(message)
        words = await desk.words_for(message)
        rows = rows_of(words.help if private else words.help_group)
        if private and desk.is_operator(sender_of(message)):
            rows += [BLANK, *rows_of(words.help_operator)]
        if await desk.hides_mentions(message.chat):
            rows += [BLANK, *rows_of(words.privacy_mode)]
        await desk.outbox.send(place_of(message), rows)

    async def unknown(self, message: Message) -> None:
        """That there is no such command, and those that there are."""
        words = await self._desk.words_for(message)
        rows = [row(words.unknown_command), BLANK]
        rows += [row(f"/{name} – {words.commands[name]}") for name in PRIVATE]
        await self._desk.outbox.send(place_of(message), rows)

    async def only_words(self, message: Message) -> None:
        """What can be read; an album is told so once."""
        album = message.media_group_id
        if album is not None and album == self._album:
            return
        self._album = album
        words = await self._desk.words_for(message)
        await self._desk.outbox.send(place_of(message), rows_of(words.only_words))

    async def talk(self, message: Message, talk: Talk) -> None:
        """A short word to what was said in passing; in a group none to what calls for none."""
        words = await self._desk.words_for(message)
        match talk:
            case Talk.ABOUT:
                await self.start(message)
            case Talk.GREETING:
                await self._greet(message, words)
            case Talk.THANKS:
                await self._desk.outbox.send(place_of(message), rows_of(words.thanked))
            case Talk.NOTHING if is_private(message):
                await self._desk.outbox.send(place_of(message), rows_of(words.nothing_asked))

    async def _greet(self, message: Message, words: Words) -> None:
        """How many documents there are, and three questions as buttons."""
        desk, chat = self._desk, message.chat.id
        documents = await desk.in_thread(lambda: newest(desk.libraries.of(chat).articles.documents()))
        questions = await self.questions(chat, documents)
        rows = rows_of(words.greeted.format(count=words.documents(len(documents))))
        if not documents:
            rows = rows_of(words.no_documents)
        elif questions:
            rows += rows_of(words.start_ask)
        await desk.outbox.send(place_of(message), rows, await self.buttons(chat, questions))

    async def privacy(self, message: Message) -> None:
        """What is kept."""
        words = await self._desk.words_for(message)
        await self._desk.outbox.send(place_of(message), rows_of(words.privacy))

    async def new(self, message: Message) -> None:
        """Let the next question stand on its own."""
        words = await self._desk.words_for(message)
        await self._desk.state.turns.begin_anew(message.chat.id, sender_of(message), topic_of(message))
        await self._desk.outbox.send(place_of(message), rows_of(words.afresh))

    async def questions(self, chat: int, documents: Sequence[DocumentInfo]) -> list[str]:
        """Three questions that these documents answer; remembered until the documents change."""
        ids = frozenset(info.id for info in documents)
        if self._suggested[0] != ids:
            library = self._desk.libraries.of(chat)
            found = await self._desk.in_thread(
                lambda: questions_about(library.articles, library.conversation, documents)
            )
            self._suggested = ids, found
        return self._suggested[1]

    async def buttons(self, chat: int, questions: Sequence[str]) -> InlineKeyboardMarkup | None:
        """A button for each question."""
        if not questions:
            return None
        made = await self._desk.state.buttons.make(chat, [(ASK, each) for each in questions])
        return kept_buttons([[(each.value, each)] for each in made])

    def _known(self, documents: Sequence[DocumentInfo], words: Words) -> list[Row]:
        if not documents:
            return [BLANK, *rows_of(words.no_documents)]
        rows = [BLANK, row(words.start_documents.format(count=words.documents(len(documents))))]
        rows += [row("• ", *about_bits(info, most=IN_A_LIST)) for info in documents[:_DOCUMENTS_SHOWN]]
        if len(documents) > _DOCUMENTS_SHOWN:
            rows.append(row(words.start_more_documents.format(count=len(documents) - _DOCUMENTS_SHOWN)))
        return rows


def newest(documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """The documents, the newest first and undated ones last."""
    return sorted(
        documents,
        key=lambda info: (-info.published.toordinal() if info.published else 0, one_line(info.path)),
    )
