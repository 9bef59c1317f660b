"""What is asked and kept together is one transaction."""

from __future__ import annotations

import asyncio

import pytest

from chat.state.model import Allowance, Limits, Standing
from chat.state.state import State

pytestmark = pytest.mark.anyio


async def test_what_is_kept_together_is_there_afterwards_and_seen_inside(state: State) -> None:
    async with state.together():
        await state.chats.see(1, "private", "", Standing.MEMBER)
        assert await state.chats.get(1) is not None
        await state.chats.change_settings(1, language="ru")
        assert (await state.chats.settings(1)).language == "ru"
    assert (await state.chats.settings(1)).language == "ru"


async def test_of_what_breaks_off_nothing_is_kept(state: State) -> None:
    limits = Limits(user=Allowance(1))

    async def broken_off() -> None:
        async with state.together():
            assert (await state.limits.admit(1, 1, limits)).allowed
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await broken_off()
    assert (await state.limits.admit(1, 1, limits)).allowed
    assert not (await state.limits.admit(1, 1, limits)).allowed


async def test_other_tasks_do_not_join_in(state: State) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def broken_off() -> None:
        async with state.together():
            await state.chats.see(1, "private", "")
            begun.set()
            await ended.wait()
            raise ValueError

    first = asyncio.create_task(broken_off())
    await begun.wait()
    second = asyncio.create_task(state.chats.see(2, "private", ""))
    await asyncio.sleep(0.05)
    ended.set()
    await asyncio.gather(first, second, return_exceptions=True)
    assert [each.id for each in await state.chats.all()] == [2]
