"""Telegram's limits kept before they are met: 30 messages a second in all, 20 a minute in a group.

Windows slide and first come is first served, so that in no second and no minute more goes out; a chat that
waits for its minute holds up no other.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import BaseRateLimiter

_Made = bool | dict[str, Any] | list[dict[str, Any]]
_COUNTED = ("send", "edit", "copy", "forward")
_FREE = ("sendChatAction", "sendMessageDraft")
"""They show that work is being done; where they are refused nothing is lost."""
_GROUPS_KEPT = 1000
MARGIN = 0.05
"""Seconds by which the windows are longer than Telegram's: what leaves evenly may arrive in bunches."""


class _Window:
    """At most `most` in any stretch of so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self.turn = asyncio.Lock()
        self._most = most
        self._seconds = seconds
        self._taken: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until one more fits."""
        while self._taken and self._taken[0] <= now - self._seconds:
            self._taken.popleft()
        return self._taken[0] + self._seconds - now if len(self._taken) >= self._most else 0.0

    def take(self, now: float) -> None:
        """Count one."""
        self._taken.append(now)

    async def room(self) -> None:
        """Return once one more fits."""
        clock = asyncio.get_running_loop().time
        while (wait := self.wait(clock())) > 0:
            await asyncio.sleep(wait)

    def is_idle(self, now: float) -> bool:
        """True when nothing is counted and nobody waits."""
        return not self.turn.locked() and self.wait(now) == 0 and not self._taken


class Pacing(BaseRateLimiter[int]):
    """Lets requests through at Telegram's pace; what it refuses all the same is the sender's to deal with."""

    def __init__(self) -> None:
        """Begin with empty windows."""
        self._all = _Window(30, 1 + MARGIN)
        self._groups: dict[int, _Window] = {}

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to take down."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Made]],
        args: Any,  # noqa: ANN401 - the library's own signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> _Made:
        """The request, made when it may be."""
        chat = data.get("chat_id")
        if chat is not None and endpoint.startswith(_COUNTED) and endpoint not in _FREE:
            await self._turn(chat)
        return await callback(*args, **kwargs)

    async def _turn(self, chat: int | str) -> None:
        clock = asyncio.get_running_loop().time
        if not isinstance(chat, int) or chat > 0:
            await self._take(None)
            return
        if len(self._groups) > _GROUPS_KEPT:
            now = clock()
            self._groups = {each: held for each, held in self._groups.items() if not held.is_idle(now)}
        group = self._groups.setdefault(chat, _Window(20, 60 + MARGIN))
        async with group.turn:
            await group.room()
            await self._take(group)

    async def _take(self, group: _Window | None) -> None:
        """Wait for room among all, and count it for all and for the group at the moment it leaves."""
        clock = asyncio.get_running_loop().time
        async with self._all.turn:
            await self._all.room()
            now = clock()
            self._all.take(now)
            if group is not None:
                group.take(now)
