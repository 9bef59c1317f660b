"""One open database: transactions to read and to write in, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, NullPool, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from chat.state import messages
from chat.state.addresses import Address, SqliteFile
from chat.state.errors import StateError
from chat.state.failures import FAILURES, state_error
from chat.state.postgresql import connect as connect_to_server
from chat.state.sqlite import READS, WRITES
from chat.state.sqlite import connect as connect_to_file
from chat.state.tables import Base

_WRITES = "writes"
_JOINED: ContextVar[tuple[Database, AsyncSession] | None] = ContextVar("joined", default=None)
"""The transaction that is open for all that the task does."""
# Where everything is logged, it would log the values of every statement: the texts of people.
logging.getLogger("aiosqlite").setLevel(logging.INFO)


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


class Database:
    """Sessions on an engine; a failure of the database comes out as a `StateError`.

    `now` is the clock that every expiry and window is reckoned by.
    """

    def __init__(self, address: Address, *, busy_seconds: float, now: Callable[[], datetime]) -> None:
        self.place = address.place
        self.now = now
        self._engine = engine_for(address, busy_seconds=busy_seconds)
        self._reading = async_sessionmaker(self._engine, expire_on_commit=False)
        writing = self._engine.execution_options(**{_WRITES: True})
        self._writing = async_sessionmaker(writing, expire_on_commit=False)
        # SQLite has one writer at a time. Waiting in line here is fair; SQLite's own waiting is a poll.
        self._turnstile = asyncio.Lock() if isinstance(address, SqliteFile) else None
        self._closed = False

    @property
    def engine(self) -> AsyncEngine:
        """The engine below."""
        return self._engine

    @property
    def is_sqlite(self) -> bool:
        """True on SQLite, where a writing transaction is alone from its beginning."""
        return self._engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A transaction that sees one state of the database.

        Raises:
            StateError: the database fails.
        """
        joined = _JOINED.get()
        if joined is not None and joined[0] is self:
            yield joined[1]
            return
        async with self._told(), self._reading.begin() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A transaction that is kept as a whole, or not at all when its block raises.

        Raises:
            StateError: the database fails.
        """
        joined = _JOINED.get()
        if joined is not None and joined[0] is self:
            yield joined[1]
            return
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._told())
            if self._turnstile:
                await stack.enter_async_context(self._turnstile)
            yield await stack.enter_async_context(self._writing.begin())

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """One writing transaction for all that is read and written inside, by this task alone.

        Nothing slow belongs inside: nobody else can write meanwhile.

        Raises:
            StateError: the database fails.
        """
        async with self.writing() as session:
            token = _JOINED.set((self, session))
            try:
                yield
            finally:
                _JOINED.reset(token)

    def insert(self, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
        """An insert that can say what happens on a conflict, in the dialect's own form."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    async def close(self) -> None:
        """Close every connection; more cannot be made."""
        self._closed = True
        await self._engine.dispose()

    @asynccontextmanager
    async def _told(self) -> AsyncIterator[None]:
        if self._closed:
            raise StateError(messages.CLOSED.format(place=self.place))
        try:
            yield
        except FAILURES as error:
            raise state_error(error, self.place) from None


def engine_for(address: Address, *, busy_seconds: float, migrating: bool = False) -> AsyncEngine:
    """An engine at the address; no connection is made yet. Its errors never hold a statement's values.

    With `migrating`, connections are not kept, and SQLite leaves foreign keys unchecked: a table that is
    rebuilt is away for a moment.
    """
    if isinstance(address, SqliteFile):
        return _sqlite_engine(address, busy_seconds, migrating=migrating)

    pool: dict[str, Any] = {"poolclass": NullPool} if migrating else {"pool_pre_ping": True, "pool_size": 5}
    creator = partial(connect_to_server, address.dsn)
    return create_async_engine("postgresql+asyncpg://", async_creator=creator, hide_parameters=True, **pool)


def _sqlite_engine(address: SqliteFile, busy_seconds: float, *, migrating: bool) -> AsyncEngine:
    engine = create_async_engine(
        # From its parts: "%" and "?" in a path are the path's own.
        URL.create("sqlite+aiosqlite", database=str(address.path)),
        async_creator=partial(connect_to_file, address.path, busy_seconds),
        hide_parameters=True,
        **({"poolclass": NullPool} if migrating else {"pool_size": 5, "max_overflow": 0}),
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - SQLAlchemy's own type is private
        cursor = connection.cursor()
        # A killed program loses nothing; a power cut may lose the last moments, never the file.
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute(f"PRAGMA foreign_keys = {'OFF' if migrating else 'ON'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        writes = migrating or options.get(_WRITES, False)
        connection.exec_driver_sql(WRITES if writes else READS)

    return engine
