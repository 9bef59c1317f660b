"""Opens the state: finds the database, brings it to this version, hands out the parts."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from chat.state import messages
from chat.state.addresses import SqliteFile, address_of
from chat.state.database import Database, utc_now
from chat.state.errors import DatabaseReadOnly, DatabaseUnreachable
from chat.state.failures import state_error
from chat.state.migrating import migrate_database
from chat.state.state import LEASE, State

BUSY_SECONDS = 5.0
_PAUSE = 0.02


async def open_state(
    data_dir: Path,
    database_url: str | None = None,
    *,
    lease: timedelta = LEASE,
    busy_seconds: float = BUSY_SECONDS,
    now: Callable[[], datetime] = utc_now,
) -> State:
    """The state in the database that `database_url` names, or in `state.db` in `data_dir`; made if not there.

    A lock on an SQLite file is waited for `busy_seconds`. To be closed, or used with `async with`.

    Raises:
        BadDatabaseAddress: the address is not one of a database.
        DatabaseTooNew: a newer version of the program has changed the database.
        StateError: the database cannot be reached, is locked, read-only, full or damaged.
    """
    address = address_of(database_url, data_dir)
    if isinstance(address, SqliteFile):
        await asyncio.to_thread(_check_file, address.path, busy_seconds)
    await migrate_database(address, busy_seconds=busy_seconds)
    return State(Database(address, busy_seconds=busy_seconds, now=now), lease=lease)


def _check_file(path: Path, busy_seconds: float) -> None:
    """Make the file if there is none, and write to it.

    The asynchronous driver leaves a thread behind when it fails at this, which may end noisily.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)  # what people ask is nobody else's business
        with closing(sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)) as connection:
            _write_ahead(connection, time.monotonic() + busy_seconds)
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()
    except PermissionError:
        raise DatabaseReadOnly(messages.READ_ONLY.format(place=path)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DatabaseUnreachable(messages.CANNOT_OPEN.format(place=path, reason=reason)) from None
    except sqlite3.Error as error:
        raise state_error(error, str(path)) from None


def _write_ahead(connection: sqlite3.Connection, until: float) -> None:
    """Switch to a write-ahead log; SQLite itself does not wait where another is switching just then."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return
