"""A collection that grows while the bot runs, and a clock that a test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chat.collection import Shelf, own_collection, stored_name
from chat.state.opening import open_state
from chat.telegram.application import Running
from chat.telegram.delivering import Delivering
from chat.telegram.news import Newsroom
from chat.telegram.stories import Stories
from chat.telegram.timetable import Timetable
from index.build import add
from tests.telegram.room import Room
from tests.telegram.seen import Seen

if TYPE_CHECKING:
    from tests.chat.telegram.conftest import Bot

OLD = """Harbour keeps its lights

By Ines Quill
2026-11-20

The harbour of Norfolk kept its lights on all night on Friday. The port authority paid the bill.

“The lights are a waste,” said Edith Marlow, the chairwoman of Marlow Shipping.
"""
SHIPPING = """Shipping firm cuts forty jobs in Norfolk

By Tom Bell
2026-11-24

Marlow Shipping cut forty jobs in Norfolk on Monday. The firm closed its smaller yard the same day.

“We had no other choice,” said Edith Marlow, the chairwoman. The union leader Sam Cole said that the
cuts would ruin the town.

It is a shameful decision, and a cowardly one.

Marlow Shipping had opened the yard in 1961. Twelve cranes stand there, and six of them were built in 1974.
The town council set aside two million dollars for training in October. The company moved its office to
Baltimore in May. Its last ship left Norfolk on Sunday with nine hundred containers. Ninety workers remain.
"""
OIL = """Oil price falls below sixty dollars

By Rosa Lind
2026-11-25

The price of oil fell below sixty dollars on Tuesday. Traders in London sold three million barrels.

The analyst Peter Holm said that the fall would not last.
"""
AGAIN = """Norfolk signs for its yard

By Uma Reed
2026-11-26

Marlow Shipping cut forty jobs in Norfolk on Monday. Nine hundred people signed a petition
for the yard by Thursday.
"""


class Clock:
    """Stands until it is moved."""

    def __init__(self, time: datetime = datetime(2026, 11, 24, 7, tzinfo=UTC)) -> None:
        self.time = time

    def __call__(self) -> datetime:
        return self.time

    def to(self, bot: Running, **changes: int) -> None:
        """Move on to the next moment with this hour and minute, and let the bot see it."""
        time = self.time.replace(**{"minute": 0, **changes})  # type: ignore[arg-type]
        self.time = time if time > self.time else time + timedelta(days=1)
        bot.timetable.ring()

    def advance(self, bot: Running, **units: float) -> None:
        """Move on by so much, and let the bot see it."""
        self.time += timedelta(**units)
        bot.timetable.ring()


class Paper:
    """A folder of documents and its index."""

    def __init__(self, data_dir: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "old.txt").write_text(OLD, "utf-8")
        self._folder = folder
        self._index = data_dir / "index"
        self.shelf: Shelf = own_collection(data_dir, folder)

    async def publish(self, name: str, text: str) -> None:
        """Put a document among those of everyone."""
        path = self._folder / name
        path.write_text(text, "utf-8")
        await asyncio.to_thread(add, self._index, [path], shown=stored_name)


Scenario = Callable[[Running], Coroutine[Any, Any, None]]


def play(bot: Bot, scenario: Scenario, before: Callable[[], Coroutine[Any, Any, None]] | None = None) -> None:
    """Run a scenario with the bot that is up, after something that happened while it was down."""

    async def played() -> None:
        if before is not None:
            await before()
        async with bot.running() as running:
            await scenario(running)

    asyncio.run(played())


@asynccontextmanager
async def beside(bot: Bot, running: Running) -> AsyncIterator[Timetable]:
    """The briefings of a second process on the same database, under a name of its own."""
    async with await open_state(bot.data, now=bot.now) as state:
        desk = replace(running.desk, state=state)
        timetable = Timetable(desk, Delivering(desk, Stories(desk), Newsroom(desk)))
        task = asyncio.create_task(timetable.run())
        try:
            yield timetable
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def next_with(room: Room, words: str) -> Seen:
    """The bot's next message that says this."""
    while True:
        answer = await room.next_answer()
        if words in answer.text:
            return answer
