"""A morning on which many briefings are due: the real parts over a database, and a Telegram that keeps pace.

`load` says which chats there are and who wants what; `begun` builds the bot's parts around a database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from telegram.ext import ExtBot
from telegram.request import BaseRequest

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import FollowUpRewriter
from answering.ports import PassageFinder
from chat.conversation import Conversation
from chat.indexing import Indexer
from chat.settings import Settings
from chat.state.model import Wish
from chat.state.state import State
from chat.telegram.delivering import Delivering
from chat.telegram.desk import Desk
from chat.telegram.journal import Journal
from chat.telegram.libraries import Libraries
from chat.telegram.news import Newsroom
from chat.telegram.pacing import Pacing
from chat.telegram.stories import Stories
from chat.telegram.timetable import Timetable
from chat.telegram.uniting import Articles
from index.model import Voice
from tests.telegram.room import Room
from tests.telegram.world import World

OVERALL, PER_GROUP = 30, 20
"""Messages a second in all, and a minute in a group: Telegram's limits."""
_DAILY = "0123456 08:00 UTC"
_BUSY = 25
"""Subscriptions of a busy group, one behind the other: more than its minute holds."""
_KINDS = ("private", "private", "private", "supergroup", "channel")
_TOPICS = ("", "", "", "shipping", "oil", "Norfolk", "London")
_VOICES = (frozenset[Voice](), frozenset[Voice](), frozenset({Voice.REPORTED}), frozenset({Voice.ATTRIBUTED}))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A subscription before it is kept: the chat, and what is to be told there."""

    chat: int
    about: str
    voices: frozenset[Voice]

    def wish(self) -> Wish:
        """As it is kept; where nothing is new, a line says so, so that each brings one message."""
        return Wish(self.chat, None, 0, _DAILY, self.about, self.voices, tell_nothing=True)


def load(telegram: World, subscriptions: int, chats: int) -> list[Wanted]:
    """Who wants what, in the order due: three in five chats are private, one a group, one a channel.

    One group in a hundred has more due than its minute holds; all other chats share the rest.
    """
    rooms = list(_rooms(telegram, chats))
    busy = [each for each in rooms if each.chat.type == "supergroup"][::100]
    of_busy = [each for each in busy for _ in range(_BUSY)][: subscriptions // 4]
    others = [rooms[number % len(rooms)] for number in range(subscriptions - len(of_busy))]
    half = len(others) // 2
    due = [*others[:half], *of_busy, *others[half:]]
    return [
        Wanted(each.chat.id, _TOPICS[number % len(_TOPICS)], _VOICES[number // 7 % len(_VOICES)])
        for number, each in enumerate(due)
    ]


def _rooms(telegram: World, count: int) -> Iterator[Room]:
    ann = telegram.person("Ann")
    for number in range(count):
        kind = _KINDS[number % len(_KINDS)]
        if kind == "private":
            yield telegram.private(telegram.person(f"P{number}"))
        elif kind == "supergroup":
            yield telegram.supergroup(f"G{number}", [ann])
        else:
            yield telegram.channel(f"C{number}", [ann])


class Morning:
    """The bot's parts, as far as briefings need them."""

    def __init__(self, state: State, desk: Desk) -> None:
        """Deliver what `state` holds, with the parts of `desk`."""
        self.state = state
        self.newsroom = Newsroom(desk)
        self.timetable = Timetable(desk, Delivering(desk, Stories(desk), self.newsroom))

    async def subscribe(self, wanted: Sequence[Wanted], due: datetime) -> None:
        """Take them on, all due at one moment, and telling what comes from now on."""
        note = await self.newsroom.note()
        for each in wanted:
            await self.state.subscriptions.add(each.wish(), due, note)


async def begun(
    state: State,
    articles: Articles,
    data: Path,
    request: BaseRequest,
    stack: AsyncExitStack,
    **bot: Any,  # noqa: ANN401 - ExtBot's own
) -> Morning:
    """The parts around a database, sending through `request`; ended with the stack."""
    sender: ExtBot[int] = ExtBot(request=request, get_updates_request=request, rate_limiter=Pacing(), **bot)
    await sender.initialize()
    stack.push_async_callback(sender.shutdown)
    settings = Settings(_env_file=None, data_dir=data)  # type: ignore[call-arg] # a developer's own file
    work = stack.enter_context(ThreadPoolExecutor(2))
    libraries = Libraries(data / "chats", articles, _converse)
    journal = Journal(state, sender)
    return Morning(state, Desk(settings, state, libraries, Indexer(), sender, sender.bot, work, journal))


def _converse(articles: PassageFinder) -> Conversation:
    return Conversation(ExtractiveAnswerer(articles), FollowUpRewriter())


def at_best(chats: Sequence[int], margin: float) -> list[float]:
    """Seconds after they are due at which messages to these chats, in order, would go out at best.

    The windows are as much longer than Telegram's as `margin` says; a chat that waits holds up no other.
    """
    held: dict[int, list[float]] = {}
    earliest: list[tuple[float, int]] = []
    for number, chat in enumerate(chats):
        own = held.setdefault(chat, [])
        wait = own[-PER_GROUP] + 60 + margin if chat < 0 and len(own) >= PER_GROUP else 0.0
        own.append(max(wait, own[-1] if own else 0.0))
        earliest.append((own[-1], number))
    times = [0.0] * len(chats)
    sent: list[float] = []
    for moment, number in sorted(earliest):
        room = sent[-OVERALL] + 1 + margin if len(sent) >= OVERALL else 0.0
        times[number] = max(moment, room, sent[-1] if sent else 0.0)
        sent.append(times[number])
    return times


START = timedelta(minutes=30)
"""How long before they are due the subscriptions are taken on."""
