"""The Bot API server itself: uvicorn in a thread, on a free port of this machine."""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
import time
from types import TracebackType
from typing import Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.telegram.app import Api
from tests.telegram.state import State
from tests.telegram.world import World


class Server:
    """A context manager: inside it the server answers at `address`, for every world made with `world()`."""

    def __init__(self) -> None:
        self._worlds: dict[str, State] = {}
        self._numbers = itertools.count(1)
        self._open: dict[object, asyncio.Transport] = {}
        # Named as TCP, or asyncio leaves Nagle's algorithm on and each answer waits 40 ms.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            Api(self._worlds, self._cut).app,
            http=_tracked(self._open),
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            timeout_graceful_shutdown=1,
            # Longer than any test: a connection closed just as a request leaves would be a failure of ours.
            timeout_keep_alive=600,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="bot-api", daemon=True)

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))

    def __enter__(self) -> Self:
        self._thread.start()
        ends = time.monotonic() + 20
        while not self._server.started:
            if time.monotonic() > ends or not self._thread.is_alive():
                raise RuntimeError("the Bot API server for tests did not start")
            time.sleep(0.005)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=20)
        self._socket.close()

    def world(self, *, privacy: bool = True) -> World:
        """A new world with a bot and token of its own."""
        number = next(self._numbers)
        token = f"{700_000_000 + number}:AAtest-{number:04d}-token-of-this-server-only"
        world = World(token, self.address, privacy=privacy)
        self._worlds[token] = world
        return world

    def close(self, world: World) -> None:
        """Forget a world: from now on its token is unknown."""
        world.updates.webhook = None
        world.closed = True
        self._worlds.pop(world.token, None)
        world.updates.ring()

    def _cut(self, client: object) -> None:
        transport = self._open.get(client)
        if transport is not None:
            transport.abort()


def _tracked(open_: dict[object, asyncio.Transport]) -> type[asyncio.Protocol]:
    """uvicorn's protocol, with each open connection kept by its client's address."""

    class Tracked(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            open_[self.client] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            open_.pop(self.client, None)
            super().connection_lost(exc)

    return Tracked
