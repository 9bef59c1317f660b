"""/documents, /voices and /brief, and the buttons on documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from telegram import InlineKeyboardMarkup, Message

from briefing.compose import compose
from briefing.model import Length, Wanted
from briefing.since import is_new, parse_since
from chat.safety import one_line
from chat.state.model import Button
from chat.telegram.addressing import sender_of
from chat.telegram.answers import IN_A_LIST, about_bits, title_of
from chat.telegram.briefings import briefing_rows
from chat.telegram.desk import Desk, Incoming, place_of
from chat.telegram.fitting import fitted
from chat.telegram.keyboards import kept_buttons
from chat.telegram.markup import BLANK, Row, bold, row, rows_of
from chat.telegram.outbox import Place
from chat.telegram.pressing import Pressed
from chat.telegram.schedules import read_since
from chat.telegram.stories import Stories
from chat.telegram.suggesting import questions_about
from chat.telegram.summaries import share_rows, text_rows
from chat.telegram.welcoming import ASK, newest
from chat.telegram.words import Words
from index.errors import WhoSaysError
from index.model import DocumentInfo

ABOUT, VOICES, REMOVE, PAGE = "about", "voices", "remove", "page"
_ON_A_PAGE = 8
_BRIEFED = 3
"""Documents of a briefing that was not limited in time: it must fit a screen or two."""
_MOST_BRIEFED = 60
"""Documents read for one; of those beyond it the briefing says how many they are."""
_MESSAGES_OF_A_TEXT = 3


class Bookshelf:
    """Shows the documents of a chat, and what is in them."""

    def __init__(self, desk: Desk, stories: Stories) -> None:
        """Work with the parts of `desk`; briefings go out by way of `stories`."""
        self._desk = desk
        self._stories = stories

    async def documents(self, message: Message) -> None:
        """The documents: the chat's own first, then those of everyone."""
        words = await self._desk.words_for(message)
        rows, buttons = await self._page(message.chat.id, sender_of(message), 0, words)
        await self._desk.outbox.send(place_of(message), rows, buttons)

    async def next_page(self, pressed: Pressed, button: Button) -> None:
        """Turn the page, in the same message."""
        await pressed.acknowledge()
        rows, buttons = await self._page(pressed.chat, pressed.user, int(button.value), pressed.words)
        await self._desk.outbox.edit(pressed.chat, pressed.message.message_id, rows, buttons)

    async def ask_about(self, pressed: Pressed, button: Button) -> None:
        """Three questions that this document answers, as buttons."""
        await pressed.acknowledge()
        desk, words = self._desk, pressed.words
        library = desk.libraries.of(pressed.chat)
        info = await self._info(pressed.chat, button.value)
        if info is None:
            await desk.outbox.send(pressed.place, rows_of(words.gone_document))
            return
        questions = await desk.in_thread(
            lambda: questions_about(library.articles, library.conversation, [info])
        )
        made = await desk.state.buttons.make(pressed.chat, [(ASK, each) for each in questions])
        rows = [row(*about_bits(info)), row(words.start_ask if questions else words.briefing_nothing)]
        buttons = kept_buttons([[(each.value, each)] for each in made]) if made else None
        await desk.outbox.send(pressed.place, rows, buttons)

    async def remove(self, pressed: Pressed, button: Button) -> None:
        """Take a document out: a chat's own by those who manage the chat, a common one by operators."""
        desk, words = self._desk, pressed.words
        own = {each.id: each for each in await desk.state.documents.of(pressed.chat)}
        document = own.get(button.value)
        if document is None and not desk.is_operator(pressed.user):
            await pressed.acknowledge(words.only_operators)
            return
        if not await desk.manages(pressed.user, pressed.chat, private=pressed.private):
            await pressed.acknowledge(words.only_admins)
            return
        await pressed.acknowledge()
        info = await self._info(pressed.chat, button.value)
        try:
            if document is None:
                await desk.indexer.remove(desk.settings.index, button.value)
            else:
                await desk.indexer.remove(desk.libraries.index_dir(pressed.chat), button.value)
        except WhoSaysError:  # it was not in the index any more
            pass
        if document is not None:
            await desk.state.documents.remove(pressed.chat, document.id)
            desk.libraries.changed(pressed.chat)
            await desk.in_thread(lambda: desk.libraries.drop_file(pressed.chat, document.content[:16]))
        name = document.name if document else title_of(info) if info else ""
        await desk.outbox.send(pressed.place, [row(words.removed.format(name=name))])

    async def voices(self, message: Message) -> None:
        """The only document by voice, or a choice of documents."""
        words = await self._desk.words_for(message)
        documents = await self._all(message.chat.id)
        if len(documents) == 1:
            await self._by_voice(place_of(message), message.chat.id, documents[0].id, words)
            return
        if not documents:
            await self._desk.outbox.send(place_of(message), rows_of(words.no_documents))
            return
        shown = documents[:_ON_A_PAGE]
        made = await self._desk.state.buttons.make(message.chat.id, [(VOICES, each.id) for each in shown])
        titles = [title_of(each) for each in shown]
        buttons = kept_buttons([[pair] for pair in zip(titles, made, strict=True)])
        await self._desk.outbox.send(place_of(message), rows_of(words.which_document), buttons)

    async def show_voices(self, pressed: Pressed, button: Button) -> None:
        """The document of a button, by voice."""
        await pressed.acknowledge()
        await self._by_voice(pressed.place, pressed.chat, button.value, pressed.words)

    async def brief(self, incoming: Incoming) -> None:
        """The main statements of the newest documents, or of those new since the time that was named."""
        message, desk = incoming.message, self._desk
        words = await desk.words_for(message)
        since = one_line(incoming.behind)
        try:
            start = parse_since(read_since(since), desk.state.now().astimezone()) if since else None
        except (ValueError, OverflowError):
            await desk.outbox.send(place_of(message), rows_of(words.bad_when.format(when=since[:40])))
            return
        documents = await self._all(message.chat.id)
        chosen = [each for each in documents if is_new(each, start)] if start else documents[:_BRIEFED]
        await self._brief(message, chosen, start, words)

    async def _brief(
        self, message: Message, chosen: Sequence[DocumentInfo], start: datetime | None, words: Words
    ) -> None:
        """A briefing of these documents, as long and in those voices as the chat has set."""
        desk, chat, place = self._desk, message.chat.id, place_of(message)
        set_, articles = await desk.chat_settings(chat), desk.libraries.of(chat).articles
        wanted = Wanted(set_.voices, length=Length(set_.length.value))
        told = await desk.in_thread(lambda: compose(articles, chosen[:_MOST_BRIEFED], wanted))
        told = replace(told, left_out=(*told.left_out, *chosen[_MOST_BRIEFED:]))
        kept = await self._stories.keep(place, told, words, user=sender_of(message)) if told.items else None
        day = f"{start:%Y-%m-%d}" if start else ""
        if kept is None:
            empty = words.briefing_empty.format(since=day) if start else words.no_documents
            await desk.outbox.send(place, rows_of(words.briefing_nothing if chosen else empty))
            return
        heading = words.briefing.format(count=words.documents(len(chosen)))
        if start:
            heading += words.briefing_since.format(since=day)
        rows = [row(bold(heading), leads=True), BLANK, *briefing_rows(told, words, numbered=True)]
        await self._stories.send(place, rows, *kept)

    async def _page(
        self, chat: int, user: int, start: int, words: Words
    ) -> tuple[list[Row], InlineKeyboardMarkup | None]:
        desk = self._desk
        own = {each.id for each in await desk.state.documents.of(chat)}
        documents = await self._all(chat)
        if not documents:
            return rows_of(words.no_documents), None
        ordered = [each for each in documents if each.id in own] + [
            each for each in documents if each.id not in own
        ]
        page = list(enumerate(ordered, start=1))[start : start + _ON_A_PAGE]
        keys: list[list[tuple[str, str, str]]] = []
        for number, info in page:
            mine = info.id in own
            line = [(words.ask_about.format(number=number), ABOUT, info.id)]
            line.append((words.voices_of.format(number=number), VOICES, info.id))
            if mine or desk.is_operator(user):
                line.append((words.remove.format(number=number), REMOVE, info.id))
            keys.append(line)
        if start + _ON_A_PAGE < len(ordered):
            keys.append([(words.next_page, PAGE, str(start + _ON_A_PAGE))])
        return listed(len(ordered), page, own, words), await self._keyboard(chat, keys)

    async def _keyboard(
        self, chat: int, keys: Sequence[Sequence[tuple[str, str, str]]]
    ) -> InlineKeyboardMarkup:
        """Buttons of (label, action, value), kept at once."""
        flat = [(action, value) for line in keys for _, action, value in line]
        made = iter(await self._desk.state.buttons.make(chat, flat))
        return kept_buttons([[(label, next(made)) for label, _, _ in line] for line in keys])

    async def _by_voice(self, place: Place, chat: int, document_id: str, words: Words) -> None:
        """Shares and who is quoted; then the text, as messages or, when it is long, as a file."""
        desk = self._desk
        articles = desk.libraries.of(chat).articles
        article = await desk.in_thread(lambda: articles.article(document_id))
        if article is None:
            await desk.outbox.send(place, rows_of(words.gone_document))
            return
        head = [row(*about_bits(article[0])), BLANK, *share_rows(*article, words)]
        messages = await desk.in_thread(lambda: fitted(text_rows(*article, words)))
        if len(messages) <= _MESSAGES_OF_A_TEXT:
            await desk.outbox.send(place, head)
            await desk.outbox.send_messages(place, messages)
            return
        await desk.outbox.send(place, [*head, BLANK, row(words.as_file)])
        text = "\n".join(each.plain for each in messages)
        title = title_of(article[0])
        await desk.outbox.send_file(place, f"{title[:60]}.txt", text.encode())

    async def _all(self, chat: int) -> list[DocumentInfo]:
        library = self._desk.libraries.of(chat)
        return await self._desk.in_thread(lambda: newest(library.articles.documents()))

    async def _info(self, chat: int, document_id: str) -> DocumentInfo | None:
        return next((each for each in await self._all(chat) if each.id == document_id), None)


def listed(
    count: int, page: Sequence[tuple[int, DocumentInfo]], own: Collection[str], words: Words
) -> list[Row]:
    """How many documents there are, and those of one page by number; the chat's `own` are marked."""
    rows = [row(bold(words.documents(count)), leads=True)]
    for number, info in page:
        mark = f" — {words.of_this_chat}" if info.id in own else ""
        rows.append(row(f"{number}. ", *about_bits(info, most=IN_A_LIST), mark))
    return rows
