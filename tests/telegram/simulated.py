"""A world without a network and without waiting: requests are calls, and sleeping moves the clock.

`run(make)` runs a coroutine on a loop whose clock is this process's processor time, so that a busy machine
does not make anything late, and leaps over waits as soon as nothing else is to do. Real threads are waited
for. A world made by `world()` reads the same clock, and its own work is not counted: it is another machine's.
"""

from __future__ import annotations

import asyncio
import json
import selectors
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar

import aiosqlite
from telegram.request import BaseRequest, RequestData

from tests.telegram.clock import Clock, Pace
from tests.telegram.errors import Refusal
from tests.telegram.performing import perform, understood
from tests.telegram.world import World

T = TypeVar("T")
_GRACE = 0.008
"""Seconds in which a thread that is at work may still report, before a wait is leapt over."""


class _Leaping(selectors.DefaultSelector):
    """Waits for a moment only; the wait is added to the loop's clock."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0
        self.busy = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0 or self.busy:
            return super().select(timeout)
        events = super().select(min(timeout, _GRACE))
        if not events:
            self.ahead += timeout
        return events


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop whose waits take no time, except those for work in threads."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        self._stands: float | None = None
        super().__init__(self._leaping)

    def time(self) -> float:
        return time.process_time() + self._leaping.ahead if self._stands is None else self._stands

    @contextmanager
    def standing(self) -> Iterator[None]:
        """While this is open the clock stands: the work is not ours."""
        self._stands, began = self.time(), time.process_time()
        try:
            yield
        finally:
            self._leaping.ahead -= time.process_time() - began
            self._stands = None

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

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """While this is open no wait is leapt over: a thread that the loop does not know of is at work."""
        self._leaping.busy += 1
        try:
            yield
        finally:
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
        loop = asyncio.get_running_loop()
        with loop.standing() if isinstance(loop, SimulatedLoop) else nullcontext():
            return self._answered(name, raw)

    def _answered(self, name: str, raw: Mapping[str, Any]) -> tuple[int, bytes]:
        try:
            result = perform(self._world, name, understood(self._world, name, dict(raw), {}))
        except Refusal as refusal:
            return refusal.code, json.dumps(refusal.as_json()).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()


def run(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What the coroutine gives, run on a simulated clock."""
    with _database_counted(), asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(make())


@contextmanager
def _database_counted() -> Iterator[None]:
    """Let the loop know when a connection's own thread is at work in the database."""
    connections: Any = aiosqlite.Connection
    execute = connections._execute  # the one way into that thread

    async def counted(connection: object, *args: Any, **kwargs: Any) -> object:  # noqa: ANN401
        loop = asyncio.get_running_loop()
        with loop.at_work() if isinstance(loop, SimulatedLoop) else nullcontext():
            return await execute(connection, *args, **kwargs)

    connections._execute = counted
    try:
        yield
    finally:
        connections._execute = execute
