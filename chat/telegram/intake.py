"""Documents that a chat brings: files, forwarded posts, addresses; read, labelled, indexed for it alone."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from telegram import Document as SentFile
from telegram import Message
from telegram.error import TelegramError

from briefing.brief import brief
from chat.collection import stored_name
from chat.fetching import Fetcher, NotFetched
from chat.safety import one_line
from chat.state.model import Origin
from chat.telegram import logs
from chat.telegram.addressing import is_private, sender_of
from chat.telegram.briefings import briefing_rows
from chat.telegram.bringing import address_in, fit_name, is_post, name_of, unlike
from chat.telegram.desk import Desk, place_of
from chat.telegram.keyboards import kept_buttons
from chat.telegram.markup import BLANK, row
from chat.telegram.outbox import Buttons, Place
from chat.telegram.summaries import share_rows
from chat.telegram.words import Words
from index.errors import ReadingError, WhoSaysError
from index.model import DocumentInfo

_log = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 20
MOST_DOCUMENTS = 200


@dataclass(frozen=True, slots=True)
class Brought:
    """A document that somebody brings: its bytes under a name, and where it is from."""

    name: str
    data: bytes
    origin: Origin
    source: str


class NotBrought(Exception):
    """Nothing could be taken from a message; the message says why, in the chat's words."""


class Intake:
    """Takes documents in."""

    def __init__(self, desk: Desk, fetcher: Fetcher | None = None) -> None:
        """Work with the parts of `desk`; addresses are fetched by `fetcher`."""
        self._desk = desk
        self._fetcher = fetcher or Fetcher()

    async def take(self, message: Message, source: Message, *, publish: bool = False) -> bool:
        """Take in what `source` carries, for the chat of `message` or, to `publish`, for everyone.

        True when it is there now; whoever sent it has been told what came of it.
        """
        desk = self._desk
        words = await desk.words_for(message)
        place = place_of(message)
        told = await self._forbidden(message, words, publish=publish)
        if told is not None:
            await desk.outbox.send(place, [row(told)])
            return False
        progress = _Progress(desk, place)
        try:
            await progress.say(words.reading.format(name=name_of(source)))
            brought = await self._brought(source, words, progress)
            if publish:
                await self._publish(brought)
                await progress.say(words.operator_added.format(name=brought.name))
            else:
                await self._index(message, brought, words, progress)
        except NotBrought as error:
            await progress.say(str(error))
        except ReadingError as error:
            await progress.say(words.cannot_read.format(name=one_line(error.path), reason=error.reason))
        except (WhoSaysError, OSError) as error:
            _log.error("a document was not taken in: %s", logs.told(error))
            await progress.say(words.failed)
        else:
            return True
        return False

    async def _forbidden(self, message: Message, words: Words, *, publish: bool) -> str | None:
        desk, user, chat = self._desk, sender_of(message), message.chat.id
        if publish:
            return None if desk.is_operator(user) else words.only_operators
        if not await desk.manages(user, chat, private=is_private(message)):
            return words.only_admins
        if len(await desk.state.documents.of(chat)) >= MOST_DOCUMENTS:
            return words.too_many_documents.format(limit=MOST_DOCUMENTS)
        return None

    async def _brought(self, source: Message, words: Words, progress: _Progress) -> Brought:
        if source.document is not None:
            return await self._file(source.document, words)
        address = address_in(source)
        if address is not None and source.forward_origin is None and not is_post(source):
            await progress.say(words.fetching.format(name=one_line(address)))
            return await self._page(address, words)
        text = source.text or source.caption or ""
        if not any(character.isalnum() for character in text):
            raise NotBrought(words.no_text)
        return Brought(f"{name_of(source)}.txt", text.encode(), Origin.FORWARD, name_of(source))

    async def _file(self, file: SentFile, words: Words) -> Brought:
        name = fit_name(file.file_name or "file.txt")
        if file.file_size is not None and file.file_size > MOST_MEGABYTES * MEGABYTE:
            size = -(-file.file_size // MEGABYTE)
            raise NotBrought(words.too_big.format(size=size, limit=MOST_MEGABYTES))
        try:
            data = bytes(await (await file.get_file()).download_as_bytearray())
        except TelegramError:
            raise NotBrought(words.cannot_read.format(name=name, reason=words.not_downloaded)) from None
        return Brought(name, data, Origin.FILE, name)

    async def _page(self, address: str, words: Words) -> Brought:
        try:
            page = await self._fetcher.fetch(address)
        except NotFetched as error:
            raise NotBrought(words.cannot_fetch.format(reason=words.troubles[error.trouble.name])) from None
        stem = PurePosixPath(page.address.split("://", 1)[-1].split("?", 1)[0]).as_posix().replace("/", " ")
        name = fit_name(stem.removesuffix(page.suffix) + page.suffix)
        return Brought(name, page.data, Origin.ADDRESS, page.address)

    async def _index(self, message: Message, brought: Brought, words: Words, progress: _Progress) -> None:
        """Index a document for the chat and say by voice what is in it."""
        desk, chat = self._desk, message.chat.id
        content = hashlib.sha256(brought.data).hexdigest()
        known = await desk.state.documents.with_content(chat, content)
        if known is not None:
            buttons = await self._buttons(chat, known.id, words)
            await progress.say(words.known_already.format(name=known.name), buttons)
            return
        taken = {each.name for each in await desk.state.documents.of(chat)}
        brought = replace(brought, name=unlike(brought.name, taken))
        path = desk.libraries.files_dir(chat) / content[:16] / brought.name
        await desk.in_thread(lambda: _write(path, brought.data))
        await progress.say(words.labelling.format(name=brought.name))
        try:
            indexed = await desk.indexer.index(desk.libraries.index_dir(chat), path, brought.name)
        except WhoSaysError:
            path.unlink(missing_ok=True)
            raise
        await desk.state.documents.add(
            chat,
            document_id=indexed.document_id,
            content=content,
            name=brought.name,
            origin=brought.origin,
            source=brought.source,
            added_by=sender_of(message),
        )
        desk.libraries.changed(chat)
        await progress.say(words.added.format(name=brought.name))
        await self.summarise(progress.place, chat, indexed.document_id, words)

    async def summarise(self, place: Place, chat: int, document_id: str, words: Words) -> None:
        """Send what a document says by voice, with buttons to go on."""
        desk = self._desk
        articles = desk.libraries.of(chat).articles
        article = await desk.in_thread(lambda: articles.article(document_id))
        if article is None:
            return
        info = DocumentInfo(
            document_id,
            article[0].path,
            article[0].title,
            article[0].author,
            article[0].published,
            article[0].address,
        )
        told = await desk.in_thread(lambda: brief(articles, [info]))
        rows = [*briefing_rows(told, words), BLANK, *share_rows(*article, words)]
        await desk.outbox.send(place, rows, await self._buttons(chat, document_id, words))

    async def _buttons(self, chat: int, document_id: str, words: Words) -> Buttons:
        """To go on with a document of the chat."""
        made = await self._desk.state.buttons.make(
            chat, [("about", document_id), ("voices", document_id), ("remove", document_id)]
        )
        labels = (words.ask_about_it, words.voices_of_it, words.remove_it)
        return kept_buttons([list(zip(labels, made, strict=True))])

    async def _publish(self, brought: Brought) -> None:
        """Put a document among those of everyone: into their folder, and into their index."""
        settings = self._desk.settings
        folder = settings.documents_dir
        name = brought.name
        path = folder / unlike(name, {each.name for each in folder.iterdir()})
        await self._desk.in_thread(lambda: _write(path, brought.data))
        try:
            await self._desk.indexer.index(settings.index, path, stored_name(path))
        except WhoSaysError:
            path.unlink(missing_ok=True)
            raise


class _Progress:
    """One message that says how far the work is, changed as it goes on."""

    def __init__(self, desk: Desk, place: Place) -> None:
        self._desk = desk
        self._message: int | None = None
        self.place = place

    async def say(self, text: str, buttons: Buttons = None) -> None:
        rows = [row(text)]
        outbox = self._desk.outbox
        if self._message is None or not await outbox.edit(self.place.chat, self._message, rows, buttons):
            sent = await outbox.send(self.place, rows, buttons)
            self._message = sent[0] if sent else None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
