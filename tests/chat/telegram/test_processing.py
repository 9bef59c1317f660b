"""Order: who came first is served first, also when asking again later."""

from __future__ import annotations

import asyncio

import pytest

from chat.telegram.processing import OldestFirst


async def _done(turns: OldestFirst, order: int, log: list[str], pieces: int = 2) -> None:
    for piece in range(pieces):
        async with turns.at(order):
            await asyncio.sleep(0)
            log.append(f"{order}.{piece}")
        await asyncio.sleep(0)


def test_the_oldest_is_ready_before_the_youngest_has_begun() -> None:
    async def many() -> list[str]:
        turns, log = OldestFirst(), list[str]()
        await asyncio.gather(*(_done(turns, order, log) for order in range(6)))
        return log

    log = asyncio.run(many())
    assert sorted(log) == [f"{order}.{piece}" for order in range(6) for piece in range(2)]
    assert log.index("0.1") < log.index("3.0")


def test_one_at_a_time_and_none_is_kept_out_by_who_fails_or_is_cancelled() -> None:
    async def played() -> list[str]:
        turns, log = OldestFirst(), list[str]()

        async def failing() -> None:
            async with turns.at(0):
                await asyncio.sleep(0.01)
                raise ValueError("broken")

        failed = asyncio.create_task(failing())
        await asyncio.sleep(0)
        cancelled = [asyncio.create_task(_done(turns, order, log)) for order in (1, 2)]
        last = asyncio.create_task(_done(turns, 3, log))
        await asyncio.sleep(0)
        cancelled[0].cancel()
        with pytest.raises(ValueError, match="broken"):
            await failed
        cancelled[1].cancel()  # its turn has come, it has not begun
        await asyncio.wait_for(last, 1)
        return log

    assert asyncio.run(played()) == ["3.0", "3.1"]
