"""The bot as a running program: built from its parts, started, and ended cleanly."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram import LinkPreviewOptions, Update
from telegram.error import InvalidToken, NetworkError
from telegram.ext import Application, ApplicationBuilder, Defaults, ExtBot
from telegram.request import HTTPXRequest

from chat import texts
from chat.feeds.asking import Asking
from chat.feeds.naming import name_those_of
from chat.indexing import Indexer
from chat.settings import Settings
from chat.state.database import utc_now
from chat.state.opening import open_state
from chat.streams import say
from chat.telegram import logs
from chat.telegram.announcing import announce
from chat.telegram.desk import Desk
from chat.telegram.handlers import Context, Handlers
from chat.telegram.journal import Journal
from chat.telegram.libraries import Converse, Libraries
from chat.telegram.pacing import Pacing
from chat.telegram.parts import parts_of
from chat.telegram.processing import InOrder
from chat.telegram.receiving import Accept, Polling, Webhook
from chat.telegram.uniting import Articles
from index.errors import UsageError, WhoSaysError

_log = logging.getLogger(__name__)
_AT_ONCE = 4
"""Questions answered side by side: a language model lets one wait while others are answered."""
_GRACE = 5.0
_CONNECTIONS = 64
_READ_SECONDS = 30.0

App = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What the entry hands over: the settings, the common documents, and how to converse over documents.

    `common` is called once Telegram has taken the token: a wrong one is told at once, before any indexing.
    `now` is the clock that limits and briefings go by; `asking` asks for what is watched.
    """

    settings: Settings
    common: Callable[[], Articles]
    converse: Converse
    now: Callable[[], datetime] = utc_now
    asking: Asking = field(default_factory=Asking)


def run(ingredients: Ingredients) -> None:
    """Answer on Telegram until stopped by Ctrl-C or a signal.

    Raises:
        WhoSaysError: the token is wrong, Telegram cannot be reached, another program uses the token, or the
            database cannot be used.
    """
    logs.set_up()
    asyncio.run(_until_stopped(ingredients))


async def _until_stopped(ingredients: Ingredients) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        bot = await Running.started(ingredients, stack)
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait({waiting, bot.receiving}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if bot.receiving.done():
            bot.receiving.result()  # raises what ended it


class Running:
    """A bot at work."""

    def __init__(self, app: App, desk: Desk) -> None:
        """Made by `started`."""
        self.app = app
        self.desk = desk
        self._source = _source(desk, self.accept)
        self.receiving: asyncio.Task[None]

    @classmethod
    async def started(cls, ingredients: Ingredients, stack: AsyncExitStack) -> Running:
        """A bot that answers; the stack ends it.

        Raises:
            WhoSaysError: as `run`.
        """
        settings = ingredients.settings
        url = settings.database_url
        state = await stack.enter_async_context(
            await open_state(settings.data_dir, url.get_secret_value() if url else None, now=ingredients.now)
        )
        bot = bot_of(settings)
        journal = Journal(state, bot)
        app = build(bot, journal)
        await _introduced(app, settings)
        stack.push_async_callback(app.shutdown)
        work = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="answer")
        stack.callback(work.shutdown, wait=False, cancel_futures=True)
        common = await asyncio.to_thread(ingredients.common)
        libraries = Libraries(settings.data_dir / "chats", common, ingredients.converse)
        desk = Desk(settings, state, libraries, Indexer(), bot, bot.bot, work, journal, ingredients.asking)
        running = cls(app, desk)
        await running._start(stack)
        return running

    async def accept(self, updates: Sequence[Update]) -> None:
        """Keep updates, and queue them for their handlers."""
        for update in await self.desk.journal.note(updates):
            await self.app.update_queue.put(update)

    async def _start(self, stack: AsyncExitStack) -> None:
        parts = parts_of(self.desk)
        Handlers(self.desk, parts).register(self.app)
        await parts.newsroom.note()  # what is there before anybody subscribes is new to nobody
        await self.app.start()
        stack.push_async_callback(self._stop)
        await self._take_up()
        await name_those_of(self.desk.settings.feeds, self.desk.state)
        self.receiving = asyncio.create_task(self._source.run())
        self._keeping = asyncio.create_task(self._keep_up())
        self.timetable = parts.timetable
        self._briefing = asyncio.create_task(parts.timetable.run())
        self.watcher = parts.watcher
        self._watching = asyncio.create_task(parts.watcher.run())
        self.desk.aside(announce(self.desk))
        _tell(self.desk)

    async def _stop(self) -> None:
        """Receive nothing more, let what is in hand finish for a while, and give back the rest."""
        tasks = (self.receiving, self._keeping, self._briefing, self._watching)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._source.confirm()
        if isinstance(self.app.update_processor, InOrder):
            await self.app.update_processor.end(_GRACE)
        await self.app.stop()
        await self.desk.settled()
        await self.desk.state.questions.release()
        await self.desk.state.deliveries.release()

    async def _take_up(self) -> None:
        """Queue what was asked before a restart, or of a process that is gone."""
        while (update := await self.desk.journal.left_over()) is not None:
            await self.app.update_queue.put(update)

    async def _keep_up(self) -> None:
        state = self.desk.state
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(state.lease.total_seconds() / 3):
                    await self.desk.journal.more.wait()
            self.desk.journal.more.clear()
            try:
                await state.questions.renew()
                await state.deliveries.renew()
                await state.prune()
                await self._take_up()
            except WhoSaysError as error:  # tried again at the next turn
                _log.error("updates in hand: %s", logs.told(error))


def bot_of(settings: Settings) -> ExtBot[int]:
    """The bot of the settings' token, at their server."""
    token = settings.telegram_bot_token
    if token is None:
        raise UsageError(texts.UNKNOWN_TO_TELEGRAM)
    address = str(settings.telegram_api_url).rstrip("/")
    return ExtBot(
        token.get_secret_value(),
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=HTTPXRequest(connection_pool_size=_CONNECTIONS, read_timeout=_READ_SECONDS),
        defaults=Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)),
        # A wait that one chat has to keep must not hold up the others: the outbox waits for each letter.
        rate_limiter=Pacing(),
    )


def build(bot: ExtBot[int], journal: Journal) -> App:
    """The application without its handlers; the journal is told of updates done."""
    app = (
        ApplicationBuilder()
        .bot(bot)
        .concurrent_updates(InOrder(journal.done, journal.let_go))
        .updater(None)
        .job_queue(None)
        .build()
    )
    app.add_error_handler(_on_error)
    return app


async def _on_error(update: object, context: Context) -> None:
    """Log what went wrong, without a word of what was said."""
    error = context.error
    number = update.update_id if isinstance(update, Update) else "none"
    _log.error("update %s failed: %s", number, logs.told(error) if error else "unknown")


async def _introduced(app: App, settings: Settings) -> None:
    """Start the connection and ask Telegram who we are."""
    try:
        await app.initialize()
    except InvalidToken:
        await app.bot.shutdown()
        raise WhoSaysError(texts.UNKNOWN_TO_TELEGRAM) from None
    except NetworkError as error:
        await app.bot.shutdown()
        cause = error.__cause__ or error
        raise WhoSaysError(
            texts.NO_NETWORK.format(place=settings.telegram_api_url, reason=type(cause).__name__)
        ) from None


def _source(desk: Desk, accept: Accept) -> Polling | Webhook:
    settings = desk.settings
    if settings.telegram_webhook_url is None:
        return Polling(desk.bot, accept)
    secret = settings.telegram_webhook_secret
    return Webhook(
        desk.bot,
        accept,
        url=str(settings.telegram_webhook_url),
        port=settings.telegram_webhook_port,
        secret=secret.get_secret_value() if secret else None,
    )


def _tell(desk: Desk) -> None:
    """Say at the start who may ask, for an empty list allows everyone."""
    settings = desk.settings
    count = len(desk.libraries.common.articles.documents())
    say(texts.BOT_RUNS.format(name=desk.me.username, documents=texts.count_of_documents(count)))
    if settings.allowed_users or settings.allowed_chats:
        limited = (len(settings.allowed_users), len(settings.allowed_chats))
        say(texts.ALLOWED_SOME.format(users=limited[0], chats=limited[1]))
    else:
        say(texts.ALLOWED_EVERYONE)
