"""/subscribe, /subscriptions and /unsubscribe, and the buttons that pause, resume and end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from telegram import ChatMemberAdministrator, ChatMemberOwner, Message
from telegram import InlineKeyboardMarkup as Keyboard
from telegram.constants import ChatType
from telegram.error import TelegramError

from briefing.schedule import BadSchedule
from chat.state.model import Button, Pause, Standing, Subscription, Wish
from chat.telegram.addressing import is_private, sender_of
from chat.telegram.desk import Desk, Incoming, place_of
from chat.telegram.keyboards import kept_buttons
from chat.telegram.markup import BLANK, Row, bold, one_line, row, rows_of
from chat.telegram.news import Newsroom
from chat.telegram.pressing import Pressed
from chat.telegram.processing import topic_of
from chat.telegram.schedules import following, kept, read_request, restored
from chat.telegram.words import Words, named_voices

MANAGE = "subscription"
_MOST = 20
_CHANNEL = re.compile(r"(?:https://)?(?:t\.me/|@)(\w{4,32})\b|(-100\d{6,16})\b")
_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class _Target:
    """Where briefings are to go, and who wants that; `title` where it is another chat."""

    chat: int
    topic: int | None
    user: int
    title: str = ""


class NotAllowed(Exception):
    """It may not be subscribed; the message says why."""


class Subscribing:
    """Takes subscriptions, shows them and ends them."""

    def __init__(self, desk: Desk, newsroom: Newsroom, changed: Callable[[], None]) -> None:
        """`changed` is called whenever something may be due at another time than before."""
        self._desk = desk
        self._newsroom = newsroom
        self._changed = changed

    async def subscribe(self, incoming: Incoming) -> None:
        """Take on a subscription, and repeat what was understood; without words say how to subscribe."""
        message, desk = incoming.message, self._desk
        words = await desk.words_for(message)
        channel = _CHANNEL.match(incoming.behind)
        text = incoming.behind[channel.end() :] if channel else incoming.behind
        if not text.strip():
            await desk.outbox.send(place_of(message), rows_of(words.subscribe_how))
            return
        try:
            target = await self._target(message, channel, words)
            rows = await self._subscribed(target, text, message, words)
        except NotAllowed as error:
            rows = rows_of(str(error))
        except BadSchedule as error:
            rows = rows_of(words.bad_schedule.format(reason=error))
        await desk.outbox.send(place_of(message), rows)

    async def subscriptions(self, message: Message) -> None:
        """The subscriptions of a chat and, in private, those that this person made elsewhere."""
        words = await self._desk.words_for(message)
        rows, buttons = await self._list(message.chat.id, await self._shown(message), words)
        await self._desk.outbox.send(place_of(message), rows, buttons)

    async def unsubscribe(self, incoming: Incoming) -> None:
        """End the only subscription, the one of a number, or all; else ask which."""
        message, desk = incoming.message, self._desk
        words, user = await desk.words_for(message), sender_of(message)
        shown = await self._shown(message)
        which = incoming.behind.strip().casefold()
        ended: Sequence[Subscription] = shown if which == "all" or len(shown) == 1 else ()
        if which.isdecimal() and which.isascii():
            ended = shown[max(0, int(which) - 1) : int(which)]
        if not ended:
            rows, buttons = await self._list(message.chat.id, shown, words)
            if shown:
                rows += [BLANK, *rows_of(words.unsubscribe_which.format(number=len(shown)))]
            await desk.outbox.send(place_of(message), rows, buttons)
            return
        rows = []
        for each in ended:
            if not await self._manages(user, each, message.chat.id, private=is_private(message)):
                rows = rows_of(words.only_admins)
                break
            await desk.state.subscriptions.remove(each.id)
            rows.append(row(words.unsubscribed.format(what=_what(each, words))))
        await desk.outbox.send(place_of(message), rows)

    async def press(self, pressed: Pressed, button: Button) -> None:
        """Pause, resume, remove or change the subscription of a button, and show the list as it is now."""
        state, words = self._desk.state, pressed.words
        action, _, number = button.value.partition(":")
        subscription = await state.subscriptions.get(int(number))
        if subscription is None:
            await pressed.acknowledge(words.gone_subscription)
        elif not await self._manages(pressed.user, subscription, pressed.chat, private=pressed.private):
            await pressed.acknowledge(words.only_admins)
            return
        else:
            await self._act(action, subscription)
            await pressed.acknowledge(words.saved)
        shown = await state.subscriptions.of(pressed.chat, pressed.user if pressed.private else None)
        rows, buttons = await self._list(pressed.chat, shown, words)
        await self._desk.outbox.edit(pressed.chat, pressed.message.message_id, rows, buttons)

    async def _act(self, action: str, subscription: Subscription) -> None:
        subscriptions, identity = self._desk.state.subscriptions, subscription.id
        if action == "pause":
            await subscriptions.pause(identity, Pause.ASKED)
        elif action == "resume":
            now = self._desk.state.now()
            await subscriptions.resume(identity, following(restored(subscription.wish.schedule), now))
        elif action == "remove":
            await subscriptions.remove(identity)
        else:
            await subscriptions.tell_nothing(identity, action == "mention")
        self._changed()

    async def _target(self, message: Message, channel: re.Match[str] | None, words: Words) -> _Target:
        """Where it is to go.

        Raises:
            NotAllowed: this person may not subscribe that.
        """
        user, chat = sender_of(message), message.chat.id
        if channel is None:
            if not await self._desk.manages(user, chat, private=is_private(message)):
                raise NotAllowed(words.only_admins)
            return _Target(chat, topic_of(message), user)
        if not is_private(message):
            raise NotAllowed(words.channel_from_private)
        return await self._channel(channel[0], channel[2] or f"@{channel[1]}", user, words)

    async def _channel(self, said: str, name: str, user: int, words: Words) -> _Target:
        """The channel, where both the person and the bot are its administrators."""
        desk = self._desk
        try:
            chat = await desk.bot.get_chat(name)
            mine = await desk.bot.get_chat_member(chat.id, desk.me.id)
            theirs = await desk.bot.get_chat_member(chat.id, user)
        except TelegramError:
            raise NotAllowed(words.no_such_channel.format(name=said)) from None
        if not isinstance(theirs, ChatMemberAdministrator | ChatMemberOwner):
            raise NotAllowed(words.not_your_channel.format(name=said))
        if not isinstance(mine, ChatMemberAdministrator) or (
            chat.type == ChatType.CHANNEL and mine.can_post_messages is False
        ):
            raise NotAllowed(words.not_my_channel.format(name=said))
        refusal = desk.refusal_of(user, chat.id, words, private=False)
        if refusal is not None:
            raise NotAllowed(refusal)
        await desk.state.chats.see(chat.id, chat.type, chat.title or "", Standing.ADMINISTRATOR)
        return _Target(chat.id, None, user, one_line(chat.title or said))

    async def _subscribed(self, target: _Target, text: str, message: Message, words: Words) -> list[Row]:
        """Keep the subscription; what was understood."""
        state = self._desk.state
        here = await state.subscriptions.of(target.chat)
        zone = restored(here[-1].wish.schedule).zone if here else _ZONE
        request = read_request(text, zone)
        wish = Wish(
            chat_id=target.chat,
            thread_id=target.topic,
            made_by=target.user,
            schedule=kept(request.schedule),
            about=request.about,
            voices=request.voices,
            language=words.language,
        )
        if any(_same(each.wish, wish) for each in here):
            return [row(words.subscribed_already.format(what=words.schedule(request.schedule)))]
        if len(here) >= _MOST:
            raise NotAllowed(words.too_many_subscriptions.format(limit=_MOST))
        now = state.now()
        first = following(request.schedule, now)
        added = await state.subscriptions.add(wish, first, await self._newsroom.note())
        self._changed()
        said = words.subscribed_elsewhere if target.title else words.subscribed
        rows = [row(said.format(what=words.schedule(request.schedule), title=target.title))]
        rows += [row(each) for each in _filters(added, words)]
        next_ = words.next_time.format(moment=words.moment(first))
        rows.append(row(f"{next_[:1].upper()}{next_[1:]} ({request.schedule.zone})."))
        rows += [BLANK, *rows_of(words.nothing_is_silent)]
        if request.schedule.zone == _ZONE and _ZONE.casefold() not in text.casefold():
            rows += rows_of(words.zone_hint)
        return rows

    async def _shown(self, message: Message) -> Sequence[Subscription]:
        user = sender_of(message) if is_private(message) else None
        return await self._desk.state.subscriptions.of(message.chat.id, user)

    async def _list(
        self, chat: int, shown: Sequence[Subscription], words: Words
    ) -> tuple[list[Row], Keyboard | None]:
        """A line and a line of buttons for each."""
        if not shown:
            return rows_of(words.no_subscriptions), None
        rows = [row(bold(words.subscriptions), leads=True)]
        keys: list[list[tuple[str, str]]] = []
        for number, each in enumerate(shown, start=1):
            rows.append(row(f"{number}. {await self._line(each, chat, words)}"))
            rest = ("resume", words.resume) if each.paused else ("pause", words.pause)
            silent = (
                ("omit", words.omit_nothing) if each.wish.tell_nothing else ("mention", words.mention_nothing)
            )
            line = [rest, ("remove", words.remove), silent]
            keys.append([(label.format(number=number), f"{action}:{each.id}") for action, label in line])
        values = [(MANAGE, value) for line in keys for _, value in line]
        made = iter(await self._desk.state.buttons.make(chat, values))
        pairs = [[(label, next(made)) for label, _ in line] for line in keys]
        lines = [part for line in pairs for part in (line[:2], line[2:])]
        return rows, kept_buttons(lines)

    async def _line(self, each: Subscription, chat: int, words: Words) -> str:
        """What it is, and when it comes next."""
        parts = [_what(each, words)]
        if each.wish.chat_id != chat:
            known = await self._desk.state.chats.get(each.wish.chat_id)
            parts = [f"“{one_line(known.title)}” {parts[0]}" if known else parts[0]]
        parts += [_filter.rstrip(".").casefold() for _filter in _filters(each, words)]
        if each.wish.tell_nothing:
            parts.append(words.nothing_is_told)
        if each.paused is None:
            moment = each.next_at.astimezone(following(restored(each.wish.schedule), each.next_at).tzinfo)
            parts.append(words.next_time.format(moment=words.moment(moment)))
        else:
            parts.append(words.paused if each.paused is Pause.ASKED else words.paused_unreachable)
        return "; ".join(parts)

    async def _manages(self, user: int, each: Subscription, chat: int, *, private: bool) -> bool:
        """True for who made it, and for who manages the chat that it goes to."""
        if user == each.wish.made_by:
            return True
        return await self._desk.manages(
            user, each.wish.chat_id, private=private and each.wish.chat_id == chat
        )


def _what(each: Subscription, words: Words) -> str:
    return words.schedule(restored(each.wish.schedule))


def _filters(each: Subscription, words: Words) -> list[str]:
    """What it is limited to."""
    told = []
    if each.wish.about:
        told.append(words.about_topic.format(topic=one_line(each.wish.about)))
    if each.wish.voices:
        told.append(words.in_voices.format(voices=named_voices(words, each.wish.voices)))
    return told


def _same(one: Wish, other: Wish) -> bool:
    """True where both would bring the same to the same place."""
    return (one.chat_id, one.thread_id, one.schedule, one.about.casefold(), one.voices) == (
        other.chat_id,
        other.thread_id,
        other.schedule,
        other.about.casefold(),
        other.voices,
    )
