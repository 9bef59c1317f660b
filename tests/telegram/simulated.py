"""A world without a network and without waiting: requests are calls, and sleeping moves the clock.

`run(make)` runs a coroutine on a loop whose clock leaps over waits as soon as nothing else is to do; a world
made by `world()` reads the same clock. Real threads are waited for.
"""

from __future__ import annotations

import asyncio
import json
import selectors
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Executor
from typing import Any, TypeVar

from telegram.request import BaseRequest, RequestData

from tests.telegram.clock import Clock, Pace
from tests.telegram.errors import Refusal
from tests.telegram.performing import perform, understood
from tests.telegram.world import World

T = TypeVar("T")
_GRACE = 0.008
"""Seconds in which a thread that is at work may still report, before a wait is leapt over."""


class _Leaping(selectors.DefaultSelector):
    """Waits for a moment only; what is left of the wait is added to the loop's clock."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0
        self.busy = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= _GRACE or self.busy:
            return super().select(timeout)
        events = super().select(_GRACE)
        if not events:
            self.ahead += timeout - _GRACE
        return events


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop whose waits take no time, except those for work in threads."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        return super().time() + self._leaping.ahead

    def run_in_executor(  # type: ignore[override] # typeshed names it with a TypeVarTuple of its own
        self,
        executor: Executor | None,
        func: Callable[..., T],
        *args: Any,  # noqa: ANN401
    ) -> asyncio.Future[T]:
        future = super().run_in_executor(executor, func, *args)
        self._leaping.busy += 1
        future.add_done_callback(self._done)
        return future

    def _done(self, _: object) -> None:
        self._leaping.busy -= 1


class LoopClock(Clock):
    """Unix time by the loop that is running."""

    def now(self) -> float:
        return self._base + asyncio.get_running_loop().time()


def world() -> World:
    """A world on the clock of the loop that is running, with Telegram's pace."""
    made = World("700000001:AAtest-simulated-token-of-this-server-only", "http://simulated")
    made.clock = LoopClock()
    made.pace = Pace(made.clock)
    made.pace.on = True
    return made


class InProcess(BaseRequest):
    """Requests as calls of the world's own methods."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(  # type: ignore[override] # the time-outs are of no use here
        self, url: str, method: str, request_data: RequestData | None = None, **_: object
    ) -> tuple[int, bytes]:
        await asyncio.sleep(0.002)  # the way there and back
        raw: Mapping[str, Any] = request_data.json_parameters if request_data else {}
        name = url.rsplit("/", 1)[-1]
        try:
            result = perform(self._world, name, understood(self._world, name, dict(raw), {}))
        except Refusal as refusal:
            return refusal.code, json.dumps(refusal.as_json()).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()


def run(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What the coroutine gives, run on a simulated clock."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(make())
