"""Tells a chat what came of the sources that are watched for it."""

from __future__ import annotations

from collections.abc import Sequence

from chat.state.model import EVERYONE, Source, SourceKind
from chat.telegram.desk import Desk
from chat.telegram.keyboards import kept_buttons
from chat.telegram.languages import words_of
from chat.telegram.markup import one_line, row
from chat.telegram.outbox import Buttons, Place
from chat.telegram.words import Words

ITS_FEED = "its feed"
_LONGEST = 200


class Herald:
    """As `chat.feeds.checking.Telling`; of what is watched for everyone, nobody is told."""

    def __init__(self, desk: Desk) -> None:
        """Work with the parts of `desk`."""
        self._desk = desk

    async def wanted(self, source: Source) -> bool:
        """False where the bot may not write any more, or the operator's lists no longer allow the chat."""
        chat, desk = source.chat_id, self._desk
        if chat == EVERYONE:
            return True
        known = await desk.state.chats.get(chat)
        if known is not None and not known.standing.may_write:
            return False
        words = words_of(source.language)
        return desk.refusal_of(source.made_by, chat, words, private=chat > 0) is None

    async def first_seen(self, source: Source, entries: int, feeds: Sequence[str]) -> None:
        """Say what is watched now and, of a page that names a feed, offer that."""
        if source.chat_id == EVERYONE:
            return
        words = await self._words(source)
        title = one_line(source.title or source.address)[:_LONGEST]
        if source.kind is SourceKind.FEED:
            await self._tell(source, words.watch_feed.format(title=title, count=words.entries(entries)))
            return
        buttons: Buttons = None
        if feeds:
            value = f"{source.id} {feeds[0]}"
            (made,) = await self._desk.state.buttons.make(source.chat_id, [(ITS_FEED, value)])
            buttons = kept_buttons([[(words.watch_its_feed, made)]])
        await self._tell(source, words.watch_page.format(title=title), buttons)

    async def refused(self, source: Source, trouble: str) -> None:
        """Say why it is not watched."""
        words = await self._words(source)
        address = one_line(source.address)[:_LONGEST]
        await self._tell(source, words.watch_not.format(address=address, reason=words.troubles[trouble]))

    async def gone(self, source: Source) -> None:
        """Say that it is watched no longer."""
        if source.chat_id != EVERYONE:
            words = await self._words(source)
            title = one_line(source.title or source.address)[:_LONGEST]
            await self._tell(source, words.watch_gone.format(title=title))

    async def _words(self, source: Source) -> Words:
        return words_of((await self._desk.chat_settings(source.chat_id)).language, source.language)

    async def _tell(self, source: Source, text: str, buttons: Buttons = None) -> None:
        latest = await self._desk.state.turns.last_message(source.chat_id)
        place = Place(source.chat_id, source.thread_id, after=latest)
        await self._desk.outbox.send(place, [row(text)], buttons)
