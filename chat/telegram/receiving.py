"""How updates arrive: by long polling, or by a webhook with a health page beside it.

An update is kept before Telegram is told that it has come, so that whatever ends the program loses none.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from chat import texts
from chat.state.errors import StateError
from chat.telegram import logs
from chat.telegram.outcomes import seconds_of
from index.errors import WhoSaysError

_log = logging.getLogger(__name__)
ALLOWED = [
    Update.MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]
_SECONDS = 30
_TOGETHER = 20
"""Updates kept in one transaction: enough to save work, few enough for others not to wait for it."""
_LONGEST_PAUSE = 30.0
_HEADER = "x-telegram-bot-api-secret-token"

Accept = Callable[[Sequence[Update]], Awaitable[None]]


class Polling:
    """Asks Telegram for updates until it is stopped."""

    def __init__(self, bot: Bot, accept: Accept) -> None:
        """Hand all updates to `accept` before the next are asked for."""
        self._bot = bot
        self._accept = accept
        self._offset: int | None = None

    async def run(self) -> None:
        """Receive until cancelled.

        Raises:
            WhoSaysError: another program polls with this token, or the token is no longer good.
        """
        await self._bot.delete_webhook()
        pause = 0.0
        while True:
            try:
                await self._receive()
                pause = 0.0
            except RetryAfter as error:
                pause = seconds_of(error)
            except Conflict:
                raise WhoSaysError(texts.SECOND_POLLER) from None
            except InvalidToken:
                raise WhoSaysError(texts.UNKNOWN_TO_TELEGRAM) from None
            except StateError as error:
                if not error.retryable:
                    raise
                pause = min(_LONGEST_PAUSE, pause * 2 + 0.5)
                _log.warning("the database is not at hand, trying again: %s", logs.told(error))
            except NetworkError as error:
                pause = min(_LONGEST_PAUSE, pause * 2 + 0.5)
                _log.warning("Telegram cannot be reached, trying again: %s", type(error).__name__)
            await asyncio.sleep(pause)

    async def confirm(self) -> None:
        """Tell Telegram that what was received need not be sent again."""
        if self._offset is not None:
            try:
                await self._bot.get_updates(offset=self._offset, timeout=0, allowed_updates=ALLOWED)
            except TelegramError as error:  # then they come once more and are known
                _log.info("the last updates were not confirmed: %s", type(error).__name__)

    async def _receive(self) -> None:
        updates = await self._bot.get_updates(
            offset=self._offset, timeout=_SECONDS, allowed_updates=ALLOWED, read_timeout=_SECONDS + 10
        )
        for start in range(0, len(updates), _TOGETHER):
            some = updates[start : start + _TOGETHER]
            await self._accept(some)
            self._offset = some[-1].update_id + 1


class _Server(uvicorn.Server):
    """A server that leaves signals to the program around it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Webhook:
    """Lets Telegram bring the updates to an address of ours; `/health` says that the bot is up."""

    def __init__(self, bot: Bot, accept: Accept, *, url: str, port: int, secret: str | None) -> None:
        """Listen on `port`; requests without the secret are refused. Without a `secret` one is made up."""
        self._bot = bot
        self._accept = accept
        self._url = url.rstrip("/")
        self._port = port
        self._secret = secret or secrets.token_urlsafe(32)

    async def run(self) -> None:
        """Receive until cancelled.

        Raises:
            WhoSaysError: the port is taken.
        """
        server = _Server(
            uvicorn.Config(self._app(), log_config=None, access_log=False, lifespan="off", ws="none")
        )
        listening = self._listening()
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            await self._bot.set_webhook(
                f"{self._url}/telegram", secret_token=self._secret, allowed_updates=ALLOWED
            )
            # Shielded: whoever cancels us must leave the server time to close its connections.
            await asyncio.shield(serving)
        finally:
            server.should_exit = True
            await asyncio.shield(serving)
            listening.close()

    async def confirm(self) -> None:
        """Nothing to tell: each update was confirmed by its own response."""

    def _listening(self) -> socket.socket:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("0.0.0.0", self._port))  # noqa: S104 - Telegram comes from outside
        except OSError:
            listening.close()
            raise WhoSaysError(texts.PORT_TAKEN.format(port=self._port)) from None
        return listening

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/telegram", self._update, methods=["POST"]),
                Route("/health", self._health),
            ]
        )

    async def _update(self, request: Request) -> Response:
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return Response(status_code=403)
        try:
            update = Update.de_json(await request.json(), self._bot)
        except (ValueError, TypeError, KeyError):
            return Response(status_code=400)
        try:
            await self._accept([update])
        except WhoSaysError as error:  # the database; Telegram brings the update again
            _log.error("an update was not taken: %s", logs.told(error))
            return Response(status_code=503)
        return Response(status_code=200)

    async def _health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"})
