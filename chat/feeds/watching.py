"""Watches: checks what is due, a few sources at a time, and looks at folders, until it is cancelled."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from chat.feeds.checking import Checking
from chat.feeds.folders import Folders
from chat.state.model import Source
from chat.state.state import State
from index.errors import WhoSaysError

_log = logging.getLogger(__name__)
_AT_ONCE = 4
_LOOKED_AT = 16
_LONGEST_WAIT = 20.0
"""Seconds after which the database is asked again: another process may have added a source."""
_AGAIN = timedelta(minutes=2)
"""How long one that could not be checked at all is left alone."""
FOLDER_SECONDS = 60.0


class Watcher:
    """The clock of what is watched."""

    def __init__(
        self,
        state: State,
        checking: Checking,
        folders: Folders,
        own: Sequence[Path] = (),
        folder_seconds: float = FOLDER_SECONDS,
    ) -> None:
        """Look at the folders `own` as well, which the index was in step with at the start."""
        self._state = state
        self._checking = checking
        self._folders = folders
        self._own = own
        self._folder_seconds = folder_seconds
        self._bell = asyncio.Event()
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._left_alone: dict[int, datetime] = {}

    def ring(self) -> None:
        """Look anew what is due: something has changed."""
        self._bell.set()

    async def run(self) -> None:
        """Watch until cancelled."""
        looking = asyncio.create_task(self._keep_looking())
        try:
            while True:
                wait = 1.0
                try:
                    wait = await self._round()
                except WhoSaysError as error:  # the database; asked again
                    _log.error("what is to be checked is not known: %s", type(error).__name__)
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._bell.wait()
                self._bell.clear()
        finally:
            tasks = [looking, *self._under_way.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _round(self) -> float:
        """Begin what is due and has room; the seconds until there may be more."""
        now = self._state.now()
        self._left_alone = {each: until for each, until in self._left_alone.items() if until > now}
        room = _AT_ONCE - len(self._under_way)
        if room > 0:
            without = [*self._under_way, *self._left_alone]
            for each in (await self._state.sources.due(now, most=_LOOKED_AT, without=without))[:room]:
                self._under_way[each.id] = asyncio.create_task(self._check(each))
        due = await self._state.sources.next_due(now)
        wait = min(_LONGEST_WAIT, (due - now).total_seconds()) if due else _LONGEST_WAIT
        return max(0.01, wait)

    async def _check(self, source: Source) -> None:
        try:
            checked = await self._checking.check(source.id)
            if checked is None or checked.source.next_at <= self._state.now():
                self._left_alone[source.id] = self._state.now() + _AGAIN
        except Exception as error:  # noqa: BLE001 - one that fails must not stop the others
            _log.error("source %s was not checked: %s", source.id, type(error).__name__)
            self._left_alone[source.id] = self._state.now() + _AGAIN
        finally:
            self._under_way.pop(source.id, None)
            self.ring()

    async def look(self) -> None:
        """Look at the folders of its own now, and read what has changed in them."""
        for folder in self._own:
            try:
                await self._folders.check(folder)
            except (WhoSaysError, OSError) as error:
                _log.error("the folder of documents was not read again: %s", type(error).__name__)

    async def _keep_looking(self) -> None:
        for folder in self._own:
            await self._folders.remember(folder)
        while True:
            await asyncio.sleep(self._folder_seconds)
            await self.look()
