"""Two processes on one database: nothing is done twice, nothing is left out, no limit is passed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from typing import Any

import pytest

from chat.state.state import State
from tests.chat.state.conftest import Open
from tests.chat.state.racer import ALLOWED, BUDGET, TOKENS, TURNS
from tests.running import ROOT

pytestmark = pytest.mark.anyio


class Racers:
    """Two processes on one database, started together."""

    def __init__(self, url: str) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.chat.state.racer", url],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
            for _ in range(2)
        ]

    def __enter__(self) -> Racers:
        assert self.told() == ["ready", "ready"]
        return self

    def race(self, kind: str) -> tuple[list[int], list[int]]:
        """What each of them got."""
        for each in self._processes:
            assert each.stdin
            each.stdin.write(kind + "\n")
            each.stdin.flush()
        here, there = self.told()
        return here, there

    def told(self) -> list[Any]:
        """A line of each."""
        return [json.loads(each.stdout.readline()) for each in self._processes if each.stdout]

    def __exit__(self, *_: object) -> None:
        for each in self._processes:
            each.kill()
            each.communicate()


async def test_two_processes_share_the_work_and_the_limits(database_url: str, open_one: Open) -> None:
    state = await open_one()
    received = []
    for number in range(TURNS):
        question = await state.questions.receive(
            1000 + number, chat_id=number // 2, thread_id=None, user_id=7, message_id=number, payload="{}"
        )
        assert question is not None
        received.append(question.id)
    await state.questions.release()
    await state.close()
    with Racers(database_url) as racers:
        here, there = racers.race("questions")
        assert sorted(here + there) == received
        assert here
        assert there
        for kind in ("updates", "deliveries"):
            here, there = racers.race(kind)
            assert sorted(here + there) == list(range(TURNS)), kind
        here, there = racers.race("admissions")
        assert len(here) + len(there) == ALLOWED
        here, there = racers.race("tokens")
        assert sum(here) + sum(there) == BUDGET // TOKENS * TOKENS


async def test_many_chats_at_once_wait_for_each_other_and_lose_nothing(state: State) -> None:
    async def ask(chat: int) -> bool:
        question = await state.questions.receive(
            chat, chat_id=chat, thread_id=None, user_id=chat, message_id=1, payload="{}"
        )
        return question is not None and await state.questions.finish(question.id)

    assert all(await asyncio.gather(*(ask(chat) for chat in range(1, 101))))
    assert (await state.stats()).pending == 0


async def test_who_is_cancelled_keeps_nobody_out(state: State) -> None:
    for number in range(100):
        task = asyncio.create_task(state.updates.first_time(number))
        await asyncio.sleep(0.0001 * number)  # at every stage of its transaction
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await asyncio.wait_for(state.updates.first_time(1000 + number), 3)
