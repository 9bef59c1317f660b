"""/settings, /forget and /stats."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup, Message

from chat import texts
from chat.state.model import Button, ChatSettings, Length
from chat.telegram.addressing import is_private, sender_of
from chat.telegram.desk import Desk, place_of
from chat.telegram.keyboards import kept_buttons
from chat.telegram.languages import WORDS
from chat.telegram.markup import Row, bold, row, rows_of
from chat.telegram.pressing import Pressed
from chat.telegram.words import Words, named_voices
from index.model import Voice

SET, FORGET = "set", "forget"
_CHOSEN = "✓ "


class Choices:
    """What those who manage a chat decide."""

    def __init__(self, desk: Desk) -> None:
        """Work with the parts of `desk`."""
        self._desk = desk

    async def settings(self, message: Message) -> None:
        """How the chat's answers are now, with buttons to change it."""
        if await self._may(message):
            words = await self._desk.words_for(message)
            rows, buttons = await self._menu(message.chat.id, words)
            await self._desk.outbox.send(place_of(message), rows, buttons)

    async def change(self, pressed: Pressed, button: Button) -> None:
        """Change one setting, and show it in the same message."""
        desk = self._desk
        if not await desk.manages(pressed.user, pressed.chat, private=pressed.private):
            await pressed.acknowledge(pressed.words.only_admins)
            return
        name, _, value = button.value.partition(":")
        chats = desk.state.chats
        if name == "voices":
            await chats.change_settings(pressed.chat, voices=[Voice(each) for each in value.split()])
        elif name == "length":
            await chats.change_settings(pressed.chat, length=Length(value))
        else:
            await chats.change_settings(pressed.chat, language=value)
        desk.settings_changed(pressed.chat)
        words = await desk.words(pressed.chat, pressed.query.from_user.language_code, private=pressed.private)
        await pressed.acknowledge(words.saved)
        rows, buttons = await self._menu(pressed.chat, words)
        await desk.outbox.edit(pressed.chat, pressed.message.message_id, rows, buttons)

    async def forget(self, message: Message) -> None:
        """Ask whether all is to be erased."""
        if not await self._may(message):
            return
        words = await self._desk.words_for(message)
        made = await self._desk.state.buttons.make(message.chat.id, [(FORGET, "yes"), (FORGET, "no")])
        buttons = kept_buttons([list(zip((words.forget_yes, words.forget_no), made, strict=True))])
        await self._desk.outbox.send(place_of(message), rows_of(words.forget_sure), buttons)

    async def confirm_forget(self, pressed: Pressed, button: Button) -> None:
        """Erase everything kept of the chat, or leave it."""
        desk, words = self._desk, pressed.words
        if not await desk.manages(pressed.user, pressed.chat, private=pressed.private):
            await pressed.acknowledge(words.only_admins)
            return
        told = words.kept
        if button.value == "yes":
            await desk.state.forget_chat(pressed.chat)
            desk.forgotten(pressed.chat)
            await desk.in_thread(lambda: desk.libraries.forget(pressed.chat))
            told = words.forgotten
        await pressed.acknowledge()
        await desk.outbox.edit(pressed.chat, pressed.message.message_id, rows_of(told))

    async def stats(self, message: Message) -> None:
        """Counts, for operators alone."""
        desk = self._desk
        words = await desk.words_for(message)
        if not desk.is_operator(sender_of(message)):
            await desk.outbox.send(place_of(message), rows_of(words.only_operators))
            return
        counts = await desk.state.stats()
        common = len(desk.libraries.common.articles.documents())
        told = words.stats.format(
            private=counts.private_chats,
            groups=counts.groups,
            channels=counts.channels,
            silenced=counts.silenced,
            users=counts.users,
            questions=counts.questions,
            today=counts.questions_today,
            not_found=counts.not_found_today,
            documents=counts.documents,
            common=common,
            tokens=counts.tokens_today,
        )
        if counts.cost is not None:
            cost, today = texts.dollars(counts.cost), texts.dollars(counts.cost_today)
            told = f"{told}\n{words.stats_cost.format(cost=cost, today=today)}"
        await desk.outbox.send(place_of(message), rows_of(told))

    async def _may(self, message: Message) -> bool:
        desk = self._desk
        if await desk.manages(sender_of(message), message.chat.id, private=is_private(message)):
            return True
        words = await desk.words_for(message)
        await desk.outbox.send(place_of(message), rows_of(words.only_admins))
        return False

    async def _menu(self, chat: int, words: Words) -> tuple[list[Row], InlineKeyboardMarkup]:
        now = await self._desk.chat_settings(chat)
        voices = named_voices(words, now.voices) or words.all_voices
        rows = [
            row(bold(words.settings), leads=True),
            row(f"{words.setting_voices}: {voices}"),
            row(f"{words.setting_length}: {words.lengths[now.length.value]}"),
            row(f"{words.setting_language}: {words.language_name}"),
        ]
        lines = _choices(now, words)
        made = iter(
            await self._desk.state.buttons.make(chat, [(SET, value) for line in lines for _, value in line])
        )
        return rows, kept_buttons([[(label, next(made)) for label, _ in line] for line in lines])


def _choices(now: ChatSettings, words: Words) -> list[list[tuple[str, str]]]:
    """The buttons as (label, value), the present choice ticked."""
    filters: list[tuple[str, frozenset[Voice]]] = [
        (words.all_voices, frozenset()),
        (words.only_facts, frozenset({Voice.REPORTED})),
        (words.only_opinions, frozenset({Voice.OPINION})),
    ]
    return [
        [(_ticked(label, now.voices == set_), f"voices:{' '.join(set_)}") for label, set_ in filters],
        [(_ticked(words.lengths[each.value], now.length is each), f"length:{each.value}") for each in Length],
        [
            (_ticked(each.language_name, words.language == each.language), f"language:{each.language}")
            for each in WORDS.values()
        ],
    ]


def _ticked(label: str, chosen: bool) -> str:
    return f"{_CHOSEN}{label}" if chosen else label
