"""Delivers what is due, in the order due: one loop over the database, nothing kept in memory.

A few are on their way at a time, one a chat, so that a chat that has to wait for its limit holds up nobody.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from chat.state.model import Subscription
from chat.telegram import logs
from chat.telegram.delivering import Delivering
from chat.telegram.desk import Desk
from index.errors import WhoSaysError

_log = logging.getLogger(__name__)
_AT_ONCE = 24
_LOOKED_AT = 96
_LONGEST_WAIT = 20.0
"""Seconds after which the database is asked again: another process may have taken on a subscription."""
_AGAIN = timedelta(minutes=1)
"""How long one that failed, or that another process has in hand, is left alone."""


class Timetable:
    """The clock of the briefings."""

    def __init__(self, desk: Desk, delivering: Delivering) -> None:
        """Hand what is due to `delivering`."""
        self._desk = desk
        self._delivering = delivering
        self._bell = asyncio.Event()
        self._under_way: dict[int, tuple[int, asyncio.Task[None]]] = {}
        self._left_alone: dict[int, datetime] = {}

    def ring(self) -> None:
        """Look anew what is due: something has changed."""
        self._bell.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            while True:
                wait = 1.0
                try:
                    wait = await self._round()
                except WhoSaysError as error:  # the database; asked again
                    _log.error("what is due is not known: %s", logs.told(error))
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._bell.wait()
                self._bell.clear()
        finally:
            await self._end()

    async def _round(self) -> float:
        """Begin what is due and has room; the seconds until there may be more."""
        now = self._desk.state.now()
        self._left_alone = {each: until for each, until in self._left_alone.items() if until > now}
        room = _AT_ONCE - len(self._under_way)
        if room > 0:
            for each in await self._due(now, room):
                task = asyncio.create_task(self._deliver(each))
                self._under_way[each.id] = each.wish.chat_id, task
        due = await self._desk.state.subscriptions.next_due(now)
        wait = min(_LONGEST_WAIT, (due - now).total_seconds()) if due else _LONGEST_WAIT
        return max(0.01, wait)

    async def _due(self, now: datetime, room: int) -> list[Subscription]:
        """What may begin: of one chat only the first, and none of a chat that has one under way."""
        chats = {chat for chat, _ in self._under_way.values()}
        without = [*self._left_alone, *self._under_way]
        first: dict[int, Subscription] = {}
        found = await self._desk.state.subscriptions.due(now, most=_LOOKED_AT, without=without, not_in=chats)
        for each in found:
            first.setdefault(each.wish.chat_id, each)
        return list(first.values())[:room]

    async def _deliver(self, due: Subscription) -> None:
        done = False
        try:
            done = await self._delivering.deliver(due)
        except Exception as error:  # noqa: BLE001 - one that fails must not stop the others
            _log.error("a briefing failed: %s", logs.told(error))
        finally:
            if not done:
                self._left_alone[due.id] = self._desk.state.now() + _AGAIN
            self._under_way.pop(due.id, None)
            self.ring()

    async def _end(self) -> None:
        """Let what is being sent arrive, for a moment, and break off the rest."""
        tasks = [task for _, task in self._under_way.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=3)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
