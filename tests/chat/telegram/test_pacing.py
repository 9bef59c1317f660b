"""Many briefings due in one minute, on a simulated clock: the real parts, Telegram's real limits."""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from telegram.ext import ExtBot

from chat.settings import Settings
from chat.state.model import Wish
from chat.state.opening import open_state
from chat.state.state import State
from chat.telegram.delivering import Delivering
from chat.telegram.desk import Desk
from chat.telegram.indexing import Indexer
from chat.telegram.journal import Journal
from chat.telegram.libraries import Libraries
from chat.telegram.news import Newsroom
from chat.telegram.pacing import Pacing
from chat.telegram.stories import Stories
from chat.telegram.timetable import Timetable
from tests.chat.telegram.conftest import converse
from tests.chat.telegram.paper import OIL, SHIPPING, Paper
from tests.telegram import simulated
from tests.telegram.world import World

START = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
_AT_ONCE = 24


class Morning:
    """A bot on the loop's clock, its state, and its timetable."""

    def __init__(self, telegram: World, state: State, desk: Desk) -> None:
        self.telegram = telegram
        self.state = state
        self.newsroom = Newsroom(desk)
        self.timetable = Timetable(desk, Delivering(desk, Stories(desk), self.newsroom))

    @classmethod
    async def begun(cls, tmp_path: Path, paper: Paper, stack: AsyncExitStack) -> Morning:
        loop, began = asyncio.get_running_loop(), asyncio.get_running_loop().time()
        state = await stack.enter_async_context(
            await open_state(tmp_path, now=lambda: START + timedelta(seconds=loop.time() - began))
        )
        telegram = simulated.world()
        request = simulated.InProcess(telegram)
        bot: ExtBot[int] = ExtBot(
            telegram.token, request=request, get_updates_request=request, rate_limiter=Pacing()
        )
        await bot.initialize()
        stack.push_async_callback(bot.shutdown)
        settings = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
        work = stack.enter_context(ThreadPoolExecutor(2))
        libraries = Libraries(tmp_path / "chats", paper.shelf, converse)
        journal = Journal(state, bot)
        return cls(telegram, state, Desk(settings, state, libraries, Indexer(), bot, bot.bot, work, journal))

    async def subscribe(self, chat: int, due: datetime) -> None:
        wish = Wish(chat, None, 0, "0123456 08:00 UTC")
        await self.state.subscriptions.add(wish, due, await self.newsroom.note())

    async def deliver(self, count: int, patience: float = 120.0) -> None:
        """Run the timetable until so many messages have arrived."""
        task = asyncio.create_task(self.timetable.run())
        ends = monotonic() + patience
        while len(self.telegram.sent()) < count and monotonic() < ends:
            await asyncio.sleep(1)
        await asyncio.sleep(5)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_hundreds_due_in_one_minute_go_out_once_in_order_and_within_the_limits(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "data", tmp_path / "paper")

    async def scenario() -> None:
        async with AsyncExitStack() as stack:
            morning = await Morning.begun(tmp_path, paper, stack)
            telegram = morning.telegram
            people = [telegram.private(telegram.person(f"P{number}")) for number in range(120)]
            ann = telegram.person("Ann")
            groups = [telegram.supergroup(f"G{number}", [ann]) for number in range(3)]
            wanted: list[int] = []
            for number in range(180):
                chat = people[number * 2 // 3] if number % 3 else groups[number // 3 % 3]
                wanted.append(chat.id)
            eight = START.replace(hour=8, minute=0)
            for place, chat_id in enumerate(wanted):
                await morning.subscribe(chat_id, eight + timedelta(seconds=place * 0.2))
            await paper.publish("shipping.txt", SHIPPING)
            await paper.publish("oil.txt", OIL)
            await morning.deliver(len(wanted))
            sent = [each for each in telegram.calls if each.method == "sendMessage"]
            assert [each.refused for each in sent] == [None] * len(wanted)
            assert telegram.pace.refusals == 0
            got = [each.params["chat_id"] for each in sent]
            assert Counter(got) == Counter(wanted)
            in_private = [each for each in got if each > 0]
            due = [each for each in wanted if each > 0]
            late = [place - due.index(each) for place, each in enumerate(in_private)]
            assert max(map(abs, late)) <= _AT_ONCE
            assert "Marlow" in people[0].answers()[0].text

    simulated.run(scenario)
