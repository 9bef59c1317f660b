"""getUpdates: long polling, one poller at a time."""

from __future__ import annotations

import asyncio

from tests.telegram.errors import Refusal
from tests.telegram.params import Params
from tests.telegram.records import Json
from tests.telegram.state import State
from tests.telegram.webhook import Bell

_HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def get_updates(state: State, params: Params, gone: asyncio.Task[object]) -> list[Json]:
    """The updates from the offset on; waits up to `timeout` seconds for one, or until the client is `gone`.

    Raises:
        Refusal: 409 where a webhook is set or a newer poller takes over.
    """
    if state.updates.webhook:
        raise Refusal(409, _HOOKED)
    if params.has("allowed_updates"):
        state.updates.allowed = params.raw("allowed_updates") or None
    me = state.poller = object()
    state.updates.ring()
    offset, limit = params.number("offset"), params.number("limit", 100)
    ends = asyncio.get_running_loop().time() + params.number("timeout")
    bell = Bell(state.updates)
    try:
        while True:
            if state.closed:
                raise Refusal(401, "Unauthorized")
            if state.poller is not me:
                raise Refusal(409, _OTHER)
            found = state.updates.take(offset, limit)
            left = ends - asyncio.get_running_loop().time()
            if found or left <= 0 or gone.done():
                return found
            await _until(bell, gone, left)
    finally:
        bell.stop()
        if state.poller is me:
            state.poller = None


async def _until(bell: Bell, gone: asyncio.Task[object], seconds: float) -> None:
    rung = asyncio.create_task(bell.wait())
    await asyncio.wait({rung, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    rung.cancel()
