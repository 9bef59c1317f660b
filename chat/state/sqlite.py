"""SQLite for SQLAlchemy, in few steps.

Each step goes to the connection's own thread and back, which costs more than most statements do. The driver
takes four for a statement (a cursor, the statement, its rows, the cursor's end); here it is one, and what
waits neither for a lock nor for the disk is none.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

T = TypeVar("T")
READS, WRITES = "BEGIN DEFERRED", "BEGIN IMMEDIATE"
"""How a transaction begins: a writer takes its lock at once, for one that reads first cannot wait for it."""
_STATEMENTS_KEPT = 256
_DRIVER: Any = SQLiteDialect_aiosqlite.import_dbapi().aiosqlite


async def connect(path: Path, busy_seconds: float) -> Connection:
    """A connection to the file; a lock is waited for so many seconds.

    Raises:
        sqlite3.Error: the file cannot be opened.
    """
    opened = partial(
        sqlite3.connect,
        path,
        timeout=busy_seconds,
        # The driver would begin transactions of its own, and only before some statements: not here.
        isolation_level=None,
        factory=_RollingBack,
        cached_statements=_STATEMENTS_KEPT,
        # One at a time uses it, and SQLite's own lock sees to the rest.
        check_same_thread=False,
    )
    connection = Connection(opened)
    await connection
    return connection


class Connection(_DRIVER.Connection):  # type: ignore[misc] # of a module that SQLAlchemy loads by its name
    """A connection that takes a step only for what may wait."""

    def __init__(self, opened: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(opened, iter_chunk_size=64)
        self._thread.daemon = True
        self._counting = threading.Lock()
        self._steps = 0
        self._reads = False

    def cursor(self) -> Cursor:
        """A cursor."""
        return Cursor(self)

    def opened_cursor(self) -> sqlite3.Cursor:
        """A cursor of the driver below."""
        opened: sqlite3.Cursor = self._conn.cursor()
        return opened

    async def step(self, call: Callable[[], T]) -> T:
        """What the call gives, on the connection's thread."""
        with self._counting:
            self._steps += 1

        def counted() -> T:
            try:
                return call()
            finally:
                with self._counting:
                    self._steps -= 1

        done: T = await self._execute(counted)
        return done

    def begins(self, statement: str) -> bool:
        """Note what kind of transaction a statement begins; True when it begins one that only reads."""
        if statement in (READS, WRITES):
            self._reads = statement == READS
        return statement == READS and self._idle

    async def commit(self) -> None:
        """Keep what was done; a transaction that only read has nothing to wait for."""
        if self._reads and self._idle:
            self._conn.commit()
        else:
            await self.step(self._conn.commit)

    async def rollback(self) -> None:
        """Give up what was done, if anything was."""
        if self._conn.in_transaction or not self._idle:
            await self.step(self._conn.rollback)

    @property
    def _idle(self) -> bool:
        """False while a step is under way that nobody waits for any more, as in a cancelled task."""
        with self._counting:
            return not self._steps


class Cursor:
    """A cursor whose statements are one step each, their rows fetched along."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.opened_cursor()
        self._rows: list[Any] = []

    @property
    def description(self) -> Any:  # noqa: ANN401 - the driver's own
        """As in PEP 249."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """As in PEP 249."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """As in PEP 249."""
        return self._cursor.lastrowid

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Carry out a statement, and fetch its rows."""
        if self._connection.begins(statement):
            self._cursor.execute(statement)
        else:
            self._rows = await self._connection.step(partial(self._fetched, statement, parameters))
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Carry out a statement for each of the parameters."""
        await self._connection.step(partial(self._cursor.executemany, statement, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        """The rows of the last statement, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Let go of the rows."""
        self._rows = []

    def _fetched(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        self._cursor.execute(statement, parameters)
        return self._cursor.fetchall() if self._cursor.description else []


class _RollingBack(sqlite3.Connection):
    """A connection that lets go of its locks when it is closed.

    Since Python 3.11, one that is closed while a statement is under way, as in a cancelled task, would keep
    its transaction open until that statement's cursor is collected, and keep all others from writing.
    """

    def close(self) -> None:
        """Give up what was not committed, and close."""
        try:
            if self.in_transaction:
                self.rollback()
        finally:
            super().close()
