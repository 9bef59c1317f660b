"""PTB's own bot and application, pointed at a world."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot
from telegram.ext import Application, ApplicationBuilder, BaseHandler
from telegram.request import HTTPXRequest

from tests.telegram.world import World

App = Application[Any, Any, Any, Any, Any, Any]


def bot_of(world: World, *, patience: float = 5.0) -> Bot:
    """A bot that gives up on an answer after so many seconds; use it as an async context manager."""
    return Bot(
        world.token,
        base_url=world.base_url,
        base_file_url=world.base_file_url,
        request=HTTPXRequest(read_timeout=patience),
    )


@asynccontextmanager
async def polling(world: World, *handlers: BaseHandler[Any, Any, Any], **options: Any) -> AsyncIterator[App]:  # noqa: ANN401
    """An application with these handlers, polling while this is open."""
    builder = ApplicationBuilder().token(world.token)
    app = builder.base_url(world.base_url).base_file_url(world.base_file_url).build()
    app.add_handlers(handlers)
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(poll_interval=0, timeout=5, **options)
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()
