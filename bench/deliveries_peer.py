"""One of two processes that deliver what is due: `python -m bench.deliveries_peer DATA ADDRESS TOKEN`.

It works on the state and the index in DATA until its standard input ends or it is terminated.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from telegram.request import HTTPXRequest

from bench.mornings import begun
from chat.collection import Names, Shelf
from chat.state.opening import open_state
from chat.telegram import logs
from index.search import open_finder


async def main(data: Path, address: str, token: str) -> None:
    """Deliver until standard input ends."""
    shelf = Shelf(open_finder(data / "data" / "index"), Names(()))
    async with AsyncExitStack() as stack:
        state = await stack.enter_async_context(await open_state(data))
        request = HTTPXRequest(connection_pool_size=64)
        bot = await begun(state, shelf, data, request, stack, token=token, base_url=f"{address}/bot")
        delivering = asyncio.create_task(bot.timetable.run())
        await asyncio.to_thread(sys.stdin.read)
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)


if __name__ == "__main__":
    logs.quieten()
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
