"""Presses on buttons. What a button means is in its data or kept with the chat, and outlives a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from telegram import CallbackQuery, Message
from telegram.constants import ChatType
from telegram.error import TelegramError

from answering.model import Answer
from chat.state.model import Button, KeptTurn
from chat.telegram.answering import Answering
from chat.telegram.answers import passage_rows, who_says_rows
from chat.telegram.asked import Asked
from chat.telegram.desk import Desk
from chat.telegram.keyboards import FILTERS, Press, pressed_button, pressed_turn
from chat.telegram.outbox import Place
from chat.telegram.processing import topic_of
from chat.telegram.words import Words
from index.model import Voice

_MORE = "Tell me more"
_LONGEST_NOTICE = 200


class Pressed:
    """A press: who pressed, under which message, and how to tell them something at once."""

    def __init__(self, query: CallbackQuery, message: Message, words: Words, update_id: int) -> None:
        """Keep what a press came with."""
        self.query = query
        self.message = message
        self.words = words
        self.update_id = update_id

    @property
    def chat(self) -> int:
        """The chat that the button is in."""
        return self.message.chat.id

    @property
    def user(self) -> int:
        """Who pressed."""
        return self.query.from_user.id

    @property
    def private(self) -> bool:
        """True in a private chat."""
        return self.message.chat.type == "private"

    @property
    def place(self) -> Place:
        """Where to answer: under the message, in its topic."""
        return Place(
            self.chat,
            topic_of(self.message),
            None if self.private else self.message.message_id,
            after=self.message.message_id,
        )

    async def acknowledge(self, notice: str | None = None) -> None:
        """Stop the button's waiting sign, with a notice if there is one; too late is no loss."""
        with suppress(TelegramError):
            await self.query.answer(notice[:_LONGEST_NOTICE] if notice else None)


Action = Callable[[Pressed, Button], Awaitable[None]]


class Pressing:
    """Does what a pressed button means."""

    def __init__(self, desk: Desk, answering: Answering, actions: Mapping[str, Action]) -> None:
        """`actions` are by the name that a kept button has."""
        self._desk = desk
        self._answering = answering
        self._actions = actions

    async def press(self, query: CallbackQuery, update_id: int) -> None:
        """Answer the press, whatever comes of it."""
        message, language = query.message, query.from_user.language_code
        # What follows is read by all of the chat; where nobody knows the chat, by who pressed.
        private = message is None or message.chat.type == ChatType.PRIVATE
        words = await self._desk.words(message.chat.id if message else 0, language, private=private)
        if not isinstance(message, Message):  # too old to be reached
            with suppress(TelegramError):
                await query.answer(words.gone[:_LONGEST_NOTICE])
            return
        pressed = Pressed(query, message, words, update_id)
        refusal = self._desk.refusal_of(pressed.user, pressed.chat, words, private=pressed.private)
        if refusal is not None:
            await pressed.acknowledge(refusal)
            return
        await self._carry_out(pressed, query.data or "")

    async def _carry_out(self, pressed: Pressed, data: str) -> None:
        turn = pressed_turn(data)
        if turn is not None:
            await self._under_answer(pressed, *turn)
            return
        button_id = pressed_button(data)
        button = await self._desk.state.buttons.get(button_id, pressed.chat) if button_id else None
        action = self._actions.get(button.action) if button else None
        if button is None or action is None:
            await pressed.acknowledge(pressed.words.gone)
            return
        await action(pressed, button)

    async def _under_answer(self, pressed: Pressed, turn_id: int, press: Press) -> None:
        kept = await self._desk.state.turns.by_id(turn_id, pressed.chat)
        if kept is None:
            await pressed.acknowledge(pressed.words.gone)
            return
        await pressed.acknowledge()
        if press in FILTERS:
            await self._ask_again(pressed, kept, FILTERS[press])
        elif press is Press.MORE:
            await self._answering.take(asked_by(pressed, _MORE, kept, more=True), pressed.update_id)
        else:
            await self._show(pressed, kept, press)

    async def _ask_again(self, pressed: Pressed, kept: KeptTurn, voices: frozenset[Voice]) -> None:
        asked = asked_by(pressed, kept.turn.question.standalone, kept, voices=voices)
        await self._answering.take(asked, pressed.update_id)

    async def _show(self, pressed: Pressed, kept: KeptTurn, press: Press) -> None:
        """The source chains, or the passages unfolded."""
        result, words = kept.turn.result, pressed.words
        if not isinstance(result, Answer):
            return
        if press is Press.WHO:
            rows = who_says_rows(result.statements, words)
        else:
            rows = passage_rows(result.citations, words.passages, folded=not pressed.private)
        sent = await self._desk.outbox.send(pressed.place, rows)
        await self._desk.state.turns.add_answers(kept.id, pressed.chat, sent)


def asked_by(
    pressed: Pressed,
    text: str,
    kept: KeptTurn | None = None,
    *,
    voices: frozenset[Voice] | None = None,
    more: bool = False,
) -> Asked:
    """The question that a press asks, about the turn it stands under, if it does."""
    return Asked(
        text=text,
        chat=pressed.chat,
        topic=topic_of(pressed.message),
        user=pressed.user,
        message=None,
        after=pressed.message.message_id,
        private=pressed.private,
        reply_to=pressed.place.reply_to,
        language=pressed.query.from_user.language_code,
        parent=kept.id if kept else None,
        voices=voices,
        more=more,
    )
