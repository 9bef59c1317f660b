"""The server's own clock, and Telegram's pace measured by it."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque

from tests.telegram.records import Chat


class Clock:
    """Unix time that can run faster than the wall's, or be moved on."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._began = time.monotonic()
        self._base = time.time()

    @property
    def speed(self) -> float:
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._base, self._began, self._speed = self.now(), time.monotonic(), speed

    def now(self) -> float:
        return self._base + (time.monotonic() - self._began) * self._speed

    def advance(self, seconds: float) -> None:
        self._base += seconds


class Pace:
    """How many messages Telegram lets through: off until switched on.

    `overall` a second in all chats together, `per_group` a minute in one group or channel,
    both by the world's clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.on = False
        self.overall = 30
        self.per_group = 20
        self.refusals = 0
        self._sent: deque[float] = deque()
        self._groups: dict[int, deque[float]] = defaultdict(deque)

    def wait(self, chat: Chat) -> int:
        """Seconds the bot has to wait, of the wall's clock, before this message may go; 0 takes it in."""
        if not self.on:
            return 0
        now = self._clock.now()
        waits = [_left(self._sent, 1.0, self.overall, now)]
        if chat.type != "private":
            waits.append(_left(self._groups[chat.id], 60.0, self.per_group, now))
        longest = max(waits)
        if longest > 0:
            self.refusals += 1
            return max(1, math.ceil(longest / self._clock.speed))
        self._sent.append(now)
        if chat.type != "private":
            self._groups[chat.id].append(now)
        return 0


def _left(times: deque[float], window: float, limit: int, now: float) -> float:
    while times and times[0] <= now - window:
        times.popleft()
    return times[0] + window - now if len(times) >= limit else 0.0
