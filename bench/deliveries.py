"""Many briefings due in one minute: `python -m bench deliveries [--subscriptions N] [--chats N]`.

The real timetable, database, briefings and pacing, in front of the tests' Telegram, which refuses what comes
faster than 30 messages a second, or 20 a minute in a group. The clock is simulated: waits take no time, work
takes what it takes. "Late" is the time beyond what these limits make anyone wait who is served in order.
Then the same with two timetables on one database, and with two processes in real time.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.corpus import REPOSITORY
from bench.mornings import START, Morning, Wanted, at_best, begun, load
from bench.tables import Cell, Table, progress
from chat.state.database import utc_now
from chat.state.opening import open_state
from chat.telegram.pacing import MARGIN
from index.errors import WhoSaysError
from tests.chat.telegram.paper import OIL, SHIPPING, Paper
from tests.telegram import simulated
from tests.telegram.server import Server
from tests.telegram.world import World

EIGHT = datetime(2026, 11, 24, 8, tzinfo=UTC)
_IN_REAL_TIME = 240
_PATIENCE = 5400.0
_AFTERWARDS = 90.0
"""Seconds that are waited after the last message, for one that should not come."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of it: who wanted what, and to which chat a message went at which moment after it was due."""

    wanted: Sequence[Wanted]
    chats: Sequence[int]
    moments: Sequence[float]
    refused: int
    processor: float

    @property
    def once(self) -> int:
        """Messages that somebody wanted, each chat's once for each of its subscriptions."""
        due, got = Counter(each.chat for each in self.wanted), Counter(self.chats)
        return sum(min(count, got[chat]) for chat, count in due.items())

    @property
    def too_many(self) -> int:
        """Messages beyond those."""
        return len(self.chats) - self.once

    @property
    def out_of_order(self) -> int:
        """The most places by which a private chat was served before or behind its turn."""
        due = [each.chat for each in self.wanted if each.chat > 0]
        turns: defaultdict[int, deque[int]] = defaultdict(deque)
        for place, chat in enumerate(due):
            turns[chat].append(place)
        private = (chat for chat in self.chats if chat > 0)
        apart = [abs(place - turns[chat].popleft()) for place, chat in enumerate(private) if turns[chat]]
        return max(apart, default=0)

    @property
    def most_a_second(self) -> int:
        """The most messages in any second."""
        return _most(self.moments, 1.0)

    @property
    def most_a_minute(self) -> int:
        """The most messages to one group or channel in any minute."""
        by_chat: defaultdict[int, list[float]] = defaultdict(list)
        for chat, moment in zip(self.chats, self.moments, strict=True):
            by_chat[chat].append(moment)
        return max((_most(moments, 60.0) for chat, moments in by_chat.items() if chat < 0), default=0)

    @property
    def late(self) -> list[float]:
        """Seconds by which each message, in the order they came, is behind what the limits allow."""
        best = sorted(at_best([each.chat for each in self.wanted], MARGIN))
        return [max(0.0, came - allowed) for came, allowed in zip(sorted(self.moments), best, strict=False)]

    def row(self, name: str, processes: int) -> Sequence[Cell]:
        """A line of the table."""
        count, last = len(self.wanted), max(self.moments, default=0.0)
        return (
            name, processes, count, len({each.chat for each in self.wanted}), self.once, self.too_many,
            self.out_of_order, self.most_a_second, self.most_a_minute, self.refused, f"{last:.0f}",
            f"{_p95(self.late):.1f}", f"{1000 * self.processor / count:.1f}",
        )  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 where a briefing was lost, came twice, or went beyond a limit."""
    parser = argparse.ArgumentParser(prog="python -m bench deliveries", description=__doc__)
    parser.add_argument("--subscriptions", type=int, default=10_000, metavar="N")
    parser.add_argument("--chats", type=int, default=5_000, metavar="N")
    options = parser.parse_args(arguments)
    count, chats = options.subscriptions, options.chats
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        progress(f"deliveries: {count} subscriptions of {chats} chats, on a simulated clock")
        one = delivered(place / "one", count, chats)
        progress("deliveries: two timetables on one database")
        two = delivered(place / "two", count // 10, chats // 10, processes=2)
        progress("deliveries: two processes, in real time")
        real = in_real_time(place / "real", _IN_REAL_TIME, _IN_REAL_TIME // 2)
    columns = ("clock", "processes", "due", "chats", "once", "too many", "places out of order",
               "most a second", "a minute in a group", "refused", "last after s", "late p95 s",
               "ms each")  # fmt: skip
    rows = [one.row("simulated", 1), two.row("simulated", 2), real.row("real", 2)]
    notes = ("ms each: processor time of bot and server together; with the real clock, the server's alone.",)
    Table("Briefings due in one minute", columns, rows, notes).show()
    print(
        f"deliveries {count} once {one.once} late p95 {_p95(one.late):.1f}s; two at once "
        f"{two.once} of {len(two.wanted)} and {real.once} of {len(real.wanted)}"
    )
    return 1 if any(each.once < len(each.wanted) or each.too_many for each in (one, two, real)) else 0


def delivered(data: Path, subscriptions: int, chats: int, processes: int = 1) -> Sent:
    """Deliver them on a simulated clock; with two `processes`, two timetables work on one database."""
    paper = Paper(data / "data", data / "paper")

    async def morning() -> Sent:
        loop = asyncio.get_running_loop()
        began = loop.time()

        def now() -> datetime:
            return EIGHT - START + timedelta(seconds=loop.time() - began)

        async with AsyncExitStack() as stack:
            telegram = simulated.world()
            wanted = load(telegram, subscriptions, chats)
            bots: list[Morning] = []
            for _ in range(processes):
                state = await stack.enter_async_context(await open_state(data, now=now))
                request = simulated.InProcess(telegram)
                bots.append(await begun(state, paper.shelf, data, request, stack, token=telegram.token))
            await bots[0].subscribe(wanted, EIGHT)
            await paper.publish("shipping.txt", SHIPPING)
            await paper.publish("oil.txt", OIL)
            await asyncio.sleep(max(0.0, (EIGHT - now()).total_seconds()))
            due, used = telegram.clock.now() - (now() - EIGHT).total_seconds(), time.process_time()
            await _until_sent(bots, telegram, len(wanted))
            return _sent(telegram, wanted, due, time.process_time() - used)

    return simulated.run(morning)


def in_real_time(data: Path, subscriptions: int, chats: int) -> Sent:
    """Deliver them with two processes on one database, by the real clock and over HTTP."""
    paper = Paper(data / "data", data / "paper")
    with Server() as server:
        world = server.world()
        wanted = load(world, subscriptions, chats)

        async def taken_on() -> None:
            async with AsyncExitStack() as stack:
                state = await stack.enter_async_context(await open_state(data))
                request = simulated.InProcess(world)
                bot = await begun(state, paper.shelf, data, request, stack, token=world.token)
                await bot.subscribe(wanted, utc_now())
                await paper.publish("shipping.txt", SHIPPING)
                await paper.publish("oil.txt", OIL)

        asyncio.run(taken_on())
        world.pace.on = True
        due, used = world.clock.now(), time.process_time()
        command = [sys.executable, "-m", "bench.deliveries_peer", str(data), world.address, world.token]
        peers = [subprocess.Popen(command, stdin=subprocess.PIPE, cwd=REPOSITORY) for _ in range(2)]  # noqa: S603 - our own module
        try:
            ends = time.monotonic() + 300
            while len(_messages(world)) < len(wanted):
                if time.monotonic() > ends or any(each.poll() is not None for each in peers):
                    raise WhoSaysError("two processes did not deliver what was due")
                time.sleep(0.2)
            time.sleep(3)
        finally:
            for each in peers:
                each.terminate()
                each.wait()
        return _sent(world, wanted, due, time.process_time() - used)


async def _until_sent(bots: Iterable[Morning], telegram: World, count: int) -> None:
    """Run the timetables until so many messages have come, and a while longer."""
    tasks = [asyncio.create_task(each.timetable.run()) for each in bots]
    ends = asyncio.get_running_loop().time() + _PATIENCE
    while len(_messages(telegram)) < count and asyncio.get_running_loop().time() < ends:
        await asyncio.sleep(5)
    await asyncio.sleep(_AFTERWARDS)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _messages(telegram: World) -> list[tuple[int, float]]:
    """The chats that messages went to, and when."""
    return [
        (int(each.params["chat_id"]), each.at)
        for each in [*telegram.calls]
        if each.method == "sendMessage" and each.refused is None
    ]


def _sent(telegram: World, wanted: Sequence[Wanted], due: float, processor: float) -> Sent:
    sent = _messages(telegram)
    moments = [at - due for _, at in sent]
    return Sent(wanted, [chat for chat, _ in sent], moments, telegram.pace.refusals, processor)


def _most(moments: Iterable[float], seconds: float) -> int:
    """The most moments in any stretch of so many seconds."""
    window: deque[float] = deque()
    most = 0
    for each in sorted(moments):
        window.append(each)
        while window[0] <= each - seconds:
            window.popleft()
        most = max(most, len(window))
    return most


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else 0.0
