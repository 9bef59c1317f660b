"""Asks a source's server whether there is anything new: conditionally, and one request at a time per host."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

import httpx

from chat.feeds.timing import fresh_for, pause_asked
from chat.fetching import Fetcher, NotFetched, Reply
from chat.state.model import EVERYONE, Source

AGENT = "WhoSays/1.0 (watches feeds for their readers; asks for what changed alone)"
_BETWEEN = 1.0
"""Seconds between the end of one request to a host and the beginning of the next."""
_BUSY = frozenset({429, 503})
_SERVER_ERROR = 500


class Trouble(StrEnum):
    """Why there was nothing to read, beside the reasons for which an address is not fetched at all."""

    BUSY = "BUSY"
    FAILED = "FAILED"
    REFUSED = "REFUSED"
    BROKEN = "BROKEN"
    GONE = "GONE"
    NOT_KEPT = "NOT_KEPT"


class Unanswered(Exception):
    """There was nothing to read; `trouble` says why, `pause` how long the server wants to be left alone."""

    def __init__(self, trouble: str, pause: timedelta | None = None) -> None:
        """Keep both."""
        super().__init__(trouble)
        self.trouble = trouble
        self.pause = pause

    @property
    def may_pass(self) -> bool:
        """True where another time may be better."""
        return self.trouble in (Trouble.BUSY, Trouble.FAILED, "UNREACHABLE", "TOO_SLOW")


@dataclass(frozen=True, slots=True)
class News:
    """What a server says: a reply with a body, or None where nothing has changed."""

    reply: Reply | None
    moved: str | None
    every: timedelta


class Hosts:
    """A queue for each host."""

    def __init__(
        self, between: float = _BETWEEN, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Leave a host alone for `between` seconds after each request."""
        self._between = between
        self._pause = pause
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}
        self._done: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, address: str) -> AsyncIterator[None]:
        """Hold the turn of the address's host."""
        host = (urlsplit(address).hostname or "").casefold()
        lock, users = self._locks.get(host, (asyncio.Lock(), 0))
        self._locks[host] = lock, users + 1
        now = asyncio.get_running_loop().time
        try:
            async with lock:
                await self._pause(max(0.0, self._done.get(host, 0.0) + self._between - now()))
                try:
                    yield
                finally:
                    self._done[host] = now()
        finally:
            lock, users = self._locks.pop(host)
            if users > 1:
                self._locks[host] = lock, users - 1
            self._forget(now())

    def _forget(self, now: float) -> None:
        for host in [each for each, done in self._done.items() if done + self._between < now]:
            del self._done[host]


class Asking:
    """Asks for sources, and for the pages of their entries."""

    def __init__(
        self, strangers: Fetcher | None = None, own: Fetcher | None = None, hosts: Hosts | None = None
    ) -> None:
        """Fetch for chats with `strangers`, public addresses alone; for the operator with `own`."""
        self._strangers = strangers or Fetcher(agent=AGENT)
        self._own = own or Fetcher(agent=AGENT, public_only=False)
        self._hosts = hosts or Hosts()

    async def news(self, source: Source, now: datetime) -> News:
        """What is new at a source's address.

        Raises:
            Unanswered: nothing could be learnt.
        """
        conditions = {"If-None-Match": source.etag, "If-Modified-Since": source.modified}
        conditions = {name: value for name, value in conditions.items() if value}
        reply = await self._ask(source, source.address, conditions)
        if reply.status == httpx.codes.NOT_MODIFIED and conditions:
            return News(None, reply.moved, fresh_for(reply.headers))
        _check(reply, now)
        return News(reply, reply.moved, fresh_for(reply.headers))

    async def page(self, source: Source, address: str, now: datetime) -> Reply:
        """The page of an entry.

        Raises:
            Unanswered: it could not be had.
        """
        reply = await self._ask(source, address, {})
        _check(reply, now)
        return reply

    async def _ask(self, source: Source, address: str, headers: dict[str, str]) -> Reply:
        fetcher = self._own if source.chat_id == EVERYONE else self._strangers
        async with self._hosts.turn(address):
            try:
                return await fetcher.ask(address, headers)
            except NotFetched as error:
                raise Unanswered(error.trouble.name) from None


def _check(reply: Reply, now: datetime) -> None:
    status = reply.status
    if status == httpx.codes.OK:
        return
    if status == httpx.codes.GONE:
        raise Unanswered(Trouble.GONE)
    pause = pause_asked(reply.headers, now)
    if status in _BUSY:
        raise Unanswered(Trouble.BUSY, pause)
    raise Unanswered(Trouble.FAILED if status >= _SERVER_ERROR else Trouble.REFUSED, pause)
