"""Which updates wait for each other: those of one chat and topic keep their order, all others run at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseUpdateProcessor

from chat.telegram.bringing import carries_document

_AT_ONCE = 4096
"""Updates held at once, those that wait for their turn included."""


class Turns:
    """A queue for each key: who comes later with the same key waits."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, key: Hashable) -> AsyncIterator[None]:
        """Hold the key's turn; first come, first served. A key that nobody waits for is forgotten."""
        lock, users = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = lock, users + 1
        try:
            async with lock:
                yield
        finally:
            lock, users = self._locks.pop(key)
            if users > 1:
                self._locks[key] = lock, users - 1


class OldestFirst:
    """Short work, one piece at a time, whoever came first before all others.

    Of many questions that come together the first is then ready when its own work is done; were they served
    in turns, it would be ready when nearly all are.
    """

    def __init__(self) -> None:
        self._busy = False
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._asked = 0

    @asynccontextmanager
    async def at(self, order: int) -> AsyncIterator[None]:
        """Do a piece of work when nobody of a lower order waits; nothing slow belongs inside."""
        if self._busy:
            turn = asyncio.get_running_loop().create_future()
            self._asked += 1
            heappush(self._waiting, (order, self._asked, turn))
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._pass_on()
                raise
        self._busy = True
        try:
            yield
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            *_, turn = heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._busy = False


class InOrder(BaseUpdateProcessor):
    """Sequential per chat and topic, parallel across."""

    __slots__ = ("_done", "_let_go", "_tasks", "_turns")

    def __init__(
        self,
        done: Callable[[int], Awaitable[None]],
        let_go: Callable[[int], None],
    ) -> None:
        """`done` is told of each update's id when it has been dealt with, `let_go` when it was broken off."""
        super().__init__(_AT_ONCE)
        self._turns = Turns()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._done = done
        self._let_go = let_go

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to take down."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handlers when it is this update's turn."""
        number = update.update_id if isinstance(update, Update) else 0
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            async with self._turns.of(key_of(update)):
                await coroutine
                await self._done(number)
        except BaseException:
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # its turn may never have come
            self._let_go(number)
            raise

    async def end(self, grace: float) -> None:
        """Let what is in hand finish for `grace` seconds, and break off the rest."""
        tasks = [each for each in self._tasks if not each.done()]
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def key_of(update: object) -> Hashable:
    """The queue an update waits in: its chat and topic, else whom it is from, else its own."""
    if not isinstance(update, Update):
        return object()
    message = update.effective_message
    if update.callback_query is not None:
        # A press answers at once, however long the chat's question before it takes.
        return ("press", update.callback_query.id)
    if message is not None and update.effective_chat is not None:
        key = (update.effective_chat.id, topic_of(message))
        # Reading a document takes long; questions that come meanwhile do not wait for it.
        return (*key, "document") if carries_document(message) else key
    if update.effective_chat is not None:
        return (update.effective_chat.id, None)
    return update.effective_user.id if update.effective_user is not None else update.update_id


def topic_of(message: Message) -> int | None:
    """The topic a message stands in; replies outside of topics carry a thread id that is none."""
    return message.message_thread_id if message.is_topic_message else None
