"""The HTTP side: ADDRESS/bot<token>/METHOD and ADDRESS/file/bot<token>/PATH."""

from __future__ import annotations

import asyncio
import json
import re
import traceback
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.telegram.errors import Refusal, bad_request, flood
from tests.telegram.faults import Fault, Flood, Refused, Reset, ServerError, Silence, Slow
from tests.telegram.params import Params, Upload
from tests.telegram.performing import parts, perform, understood
from tests.telegram.polling import get_updates
from tests.telegram.records import Call, Json
from tests.telegram.state import State
from tests.telegram.webhook import deliver

Cut = Callable[[object], None]
_TOKEN: Final = re.compile(r"\d+:[\w-]+")


class _Nothing(Response):
    """No response at all: the connection is gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        return


class Api:
    """The application over the worlds of all bots, by token; `cut` breaks a client's connection."""

    def __init__(self, worlds: dict[str, State], cut: Cut) -> None:
        self._worlds = worlds
        self._cut = cut
        self._deliveries: dict[str, asyncio.Task[None]] = {}
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self.download),
            ],
        )

    def _world(self, request: Request) -> State:
        token = request.path_params["token"]
        if token in self._worlds:
            return self._worlds[token]
        raise Refusal(401, "Unauthorized") if _TOKEN.fullmatch(token) else Refusal(404, "Not Found")

    async def call(self, request: Request) -> Response:
        """One method call."""
        try:
            state = self._world(request)
            raw, files = await _body(request)
            method = request.path_params["method"]
            params = understood(state, method, raw, files)
            chat = params.raw("chat_id")
            fault = state.faults.take(method, chat if isinstance(chat, int) else None)
            return await self._met(state, request, params, fault)
        except Refusal as refusal:
            return JSONResponse(refusal.as_json(), refusal.code)
        except ClientDisconnect:  # it no longer wants to know, as with "typing" once the answer is ready
            return _Nothing()
        except Exception as error:  # noqa: BLE001 - whatever breaks in here has to fail the test
            return self._fell(request, error)

    def _fell(self, request: Request, error: Exception) -> Response:
        """A mistake of this server: it goes to the judges."""
        state = self._worlds.get(request.path_params["token"])
        if state is not None:
            where = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{error!r} in {where.filename}:{where.lineno}"
            state.judges.object("server", request.path_params["method"], what)
        return JSONResponse(Refusal(500, "Internal Server Error").as_json(), 500)

    async def _met(self, state: State, request: Request, params: Params, fault: Fault | None) -> Response:
        """The answer, with what the scripted fault makes of it."""
        method = request.path_params["method"]
        took_effect = fault is None or isinstance(fault, Slow) or _delivered(fault)
        if not took_effect:
            state.calls.append(Call(method, params.values, state.clock.now(), f"scripted: {fault}"))
        if isinstance(fault, (Flood, ServerError, Refused)):
            return _scripted(fault)
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
        result = await self._result(state, method, params, request) if took_effect else None
        if isinstance(fault, (Reset, Silence)):
            return await self._broken(request, fault)
        return JSONResponse({"ok": True, "result": result})

    async def _broken(self, request: Request, fault: Reset | Silence) -> Response:
        """Nothing but, sooner or later, the end of the connection."""
        if isinstance(fault, Silence):
            await _gone(request, fault.seconds)
        self._cut(request.scope["client"])
        await _gone(request, 5)
        return _Nothing()

    async def _result(self, state: State, method: str, params: Params, request: Request) -> object:
        if method.lower() == "getupdates":
            state.polls += 1
            gone: asyncio.Task[object] = asyncio.create_task(_gone(request, None))
            try:
                return await get_updates(state, params, gone)
            finally:
                gone.cancel()
        result = perform(state, method, params)
        if method.lower() == "setwebhook" and state.updates.webhook:
            self._deliver(state)
        return result

    def _deliver(self, state: State) -> None:
        running = self._deliveries.get(state.token)
        if running is None or running.done():
            self._deliveries[state.token] = asyncio.create_task(deliver(state))

    async def download(self, request: Request) -> Response:
        """The bytes of a file."""
        try:
            state = self._world(request)
            fault = state.faults.take("file", None)
            if isinstance(fault, (Flood, ServerError, Refused)):
                return _scripted(fault)
            if isinstance(fault, (Reset, Silence)):
                return await self._broken(request, fault)
            return Response(
                _stored(state, request.path_params["path"]), media_type="application/octet-stream"
            )
        except Refusal as refusal:
            return JSONResponse(refusal.as_json(), refusal.code)


def _stored(state: State, path: str) -> bytes:
    for file in [*state.files.values()]:
        if file.path == path:
            return file.data
    raise Refusal(404, "Not Found")


def _delivered(fault: Fault) -> bool:
    return isinstance(fault, (Reset, Silence)) and fault.delivered


def _scripted(fault: Flood | ServerError | Refused) -> Response:
    if isinstance(fault, Flood):
        refusal = flood(fault.retry_after)
    elif isinstance(fault, Refused):
        refusal = Refusal(fault.code, fault.description)
    elif fault.html:
        return Response("<html><h1>Bad Gateway</h1></html>", fault.code, media_type="text/html")
    else:
        refusal = Refusal(fault.code, "Bad Gateway" if fault.code == 502 else "Internal Server Error")
    return JSONResponse(refusal.as_json(), refusal.code)


async def _gone(request: Request, seconds: float | None) -> None:
    """Return once the client has hung up, or after so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return


async def _body(request: Request) -> tuple[Json, dict[str, Upload]]:
    """Parameters from the address and the body, and the files sent along."""
    raw: Json = dict(request.query_params)
    files: dict[str, Upload] = {}
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if not body:
        return raw, files
    if kind.startswith("application/json"):
        try:
            raw |= json.loads(body)
        except ValueError:
            raise bad_request("can't parse JSON object") from None
    elif kind.startswith("multipart/form-data"):
        fields, files = parts(kind, body)
        raw |= fields
    else:
        raw |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return raw, files
