"""/watch and /watching: the sources that a chat's administrators have watched for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from telegram import InlineKeyboardMarkup, Message

from chat.state.model import Button, Source
from chat.telegram.addressing import is_private, sender_of
from chat.telegram.bringing import address_in
from chat.telegram.desk import Desk, Incoming, place_of
from chat.telegram.keyboards import kept_buttons
from chat.telegram.markup import Row, bold, one_line, row, rows_of
from chat.telegram.pressing import Pressed
from chat.telegram.processing import topic_of
from chat.telegram.words import Words

STOP = "stop watching"
_MOST = 20
_LONGEST = 200


class Watching:
    """Takes on sources, lists them and ends them."""

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        """`changed` is called whenever there is something to look at."""
        self._desk = desk
        self._changed = changed

    async def watch(self, incoming: Incoming) -> None:
        """Take on the address behind the command, or the one of the message that it replies to."""
        message, desk = incoming.message, self._desk
        words = await desk.words_for(message)
        address = _address(message)
        if address is None:
            told = words.watch_how
        elif not await desk.manages(sender_of(message), message.chat.id, private=is_private(message)):
            told = words.only_admins
        else:
            await self._take(message, address, words)
            return
        await desk.outbox.send(place_of(message), rows_of(told))

    async def watching(self, message: Message) -> None:
        """What is watched for the chat, with a button to end each."""
        words = await self._desk.words_for(message)
        rows, buttons = await self._list(message.chat.id, words)
        await self._desk.outbox.send(place_of(message), rows, buttons)

    async def stop(self, pressed: Pressed, button: Button) -> None:
        """Watch the source of a button no longer, and show the list as it is now."""
        source = await self._managed(pressed, int(button.value))
        if source is None:
            return
        await self._desk.state.sources.remove(source.id)
        words = pressed.words
        await pressed.acknowledge(words.watch_ended.format(title=_title(source)))
        rows, buttons = await self._list(pressed.chat, words)
        await self._desk.outbox.edit(pressed.chat, pressed.message.message_id, rows, buttons)

    async def rather_its_feed(self, pressed: Pressed, button: Button) -> None:
        """Watch the feed that a page names, in place of the page."""
        number, _, address = button.value.partition(" ")
        source = await self._managed(pressed, int(number))
        if source is None:
            return
        await pressed.acknowledge()
        state, words = self._desk.state, pressed.words
        await self._desk.outbox.send(
            pressed.place, rows_of(words.watch_looking.format(address=one_line(address)[:_LONGEST]))
        )
        await state.sources.remove(source.id)
        await state.sources.add(
            pressed.chat,
            address,
            made_by=pressed.user,
            thread_id=source.thread_id,
            language=words.language,
        )
        self._changed()

    async def _take(self, message: Message, address: str, words: Words) -> None:
        desk, chat = self._desk, message.chat.id
        here = await desk.state.sources.of(chat)
        known = next((each for each in here if each.address == address and not each.stopped), None)
        if known is not None:
            told = words.watch_known.format(title=_title(known))
        elif len(here) >= _MOST:
            told = words.too_many_watched.format(limit=_MOST)
        else:
            told = words.watch_looking.format(address=one_line(address)[:_LONGEST])
        await desk.outbox.send(place_of(message), rows_of(told))
        if known is None and len(here) < _MOST:
            await desk.state.sources.add(
                chat,
                address,
                made_by=sender_of(message),
                thread_id=topic_of(message),
                language=words.language,
            )
            self._changed()

    async def _managed(self, pressed: Pressed, source_id: int) -> Source | None:
        """The source, where whoever pressed may change it; else they are told."""
        source = await self._desk.state.sources.get(source_id)
        if source is None or source.chat_id != pressed.chat:
            await pressed.acknowledge(pressed.words.gone_source)
            return None
        if not await self._desk.manages(pressed.user, pressed.chat, private=pressed.private):
            await pressed.acknowledge(pressed.words.only_admins)
            return None
        return source

    async def _list(self, chat: int, words: Words) -> tuple[list[Row], InlineKeyboardMarkup | None]:
        state = self._desk.state
        sources: Sequence[Source] = await state.sources.of(chat)
        if not sources:
            return rows_of(words.no_watched), None
        rows = [row(bold(words.watching), leads=True)]
        for number, each in enumerate(sources, start=1):
            rows.append(row(f"{number}. {await self._line(each, words)}"))
        made = await state.buttons.make(chat, [(STOP, str(each.id)) for each in sources])
        labels = [words.watch_stop.format(number=number) for number in range(1, len(sources) + 1)]
        return rows, kept_buttons([[pair] for pair in zip(labels, made, strict=True)])

    async def _line(self, source: Source, words: Words) -> str:
        address = one_line(source.address)[:_LONGEST]
        parts = [f"{_title(source)} — {address}" if source.title else address]
        if source.checked_at is None:
            parts.append(words.watch_not_yet)
        else:
            parts.append(words.entries(await self._desk.state.entries.count_read(source.id)))
        if source.trouble:
            parts.append(words.troubles[source.trouble].rstrip("."))
        return "; ".join(parts)


def _address(message: Message) -> str | None:
    """The first address in a message, or in the one that it replies to."""
    found = address_in(message)
    if found is None and message.reply_to_message is not None:
        found = address_in(message.reply_to_message)
    return found


def _title(source: Source) -> str:
    return one_line(source.title or source.address)[:_LONGEST]
