"""Delivery of updates to a webhook, again and again until it takes them."""

from __future__ import annotations

import asyncio
from typing import Final

import httpx

from tests.telegram.errors import Refusal
from tests.telegram.performing import perform, understood
from tests.telegram.records import Json
from tests.telegram.state import State
from tests.telegram.updates import Updates, Webhook

_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 1.0


class Bell:
    """Rings in this event loop whenever an update comes."""

    def __init__(self, updates: Updates) -> None:
        loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

        def ring() -> None:
            loop.call_soon_threadsafe(self._event.set)

        self.stop = updates.listen(ring)

    async def wait(self) -> None:
        await self._event.wait()
        self._event.clear()


async def deliver(state: State) -> None:
    """Post each update in order while the bot has a webhook; retries what is not answered with 2xx."""
    bell, pause = Bell(state.updates), _FIRST_PAUSE
    try:
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            while hook := state.updates.webhook:
                update = state.updates.first()
                if update is None:
                    await _quiet_moment(bell)
                elif await _posted(client, state, hook, update):
                    state.updates.confirm(update)
                    pause = _FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, _LONGEST_PAUSE)
    finally:
        bell.stop()


async def _quiet_moment(bell: Bell) -> None:
    try:
        async with asyncio.timeout(0.2):
            await bell.wait()
    except TimeoutError:
        return


async def _posted(client: httpx.AsyncClient, state: State, hook: Webhook, update: Json) -> bool:
    headers = {_HEADER: hook.secret} if hook.secret else {}
    try:
        answer = await client.post(hook.url, json=update, headers=headers)
    except httpx.HTTPError as error:
        _failed(state, hook, 0, f"Connection failed: {type(error).__name__}")
        return False
    hook.attempts.append(answer.status_code)
    if not answer.is_success:
        _failed(state, hook, answer.status_code, f"Wrong response from the webhook: {answer.status_code}")
        return False
    _reply(state, answer)
    return True


def _failed(state: State, hook: Webhook, code: int, what: str) -> None:
    if code == 0:
        hook.attempts.append(0)
    hook.error, hook.failed_at = what, int(state.clock.now())


def _reply(state: State, answer: httpx.Response) -> None:
    """A webhook may answer with a method to call; its result is lost."""
    if not answer.headers.get("content-type", "").startswith("application/json") or not answer.content:
        return
    body = answer.json()
    if isinstance(body, dict) and "method" in body:
        method = str(body.pop("method"))
        try:
            perform(state, method, understood(state, method, body, {}))
        except Refusal:
            return
