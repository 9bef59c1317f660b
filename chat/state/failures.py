"""What the drivers' errors mean to an operator.

Errors are raised without a cause: those of the drivers can hold kept texts and the address.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chat.state import messages
from chat.state.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnreachable,
    StateError,
)
from chat.state.postgresql import DRIVER_ERRORS

FAILURES: tuple[type[Exception], ...] = (SQLAlchemyError, *DRIVER_ERRORS, sqlite3.Error, OSError)
"""What may come out of a database; `TimeoutError` is an `OSError`."""

_SQLITE_MEANINGS: dict[int, tuple[type[StateError], str]] = {
    sqlite3.SQLITE_BUSY: (DatabaseBusy, messages.BUSY),
    sqlite3.SQLITE_LOCKED: (DatabaseBusy, messages.BUSY),
    sqlite3.SQLITE_READONLY: (DatabaseReadOnly, messages.READ_ONLY),
    sqlite3.SQLITE_PERM: (DatabaseReadOnly, messages.READ_ONLY),
    sqlite3.SQLITE_FULL: (DatabaseFull, messages.FULL),
    sqlite3.SQLITE_CORRUPT: (DatabaseDamaged, messages.DAMAGED),
    sqlite3.SQLITE_NOTADB: (DatabaseDamaged, messages.DAMAGED),
}
_POSTGRESQL_MEANINGS: dict[str, tuple[type[StateError], str]] = {
    "28": (DatabaseUnreachable, messages.TURNED_AWAY),
    "3D": (DatabaseUnreachable, messages.NO_SUCH_DATABASE),
    "42501": (DatabaseReadOnly, messages.NOT_PERMITTED),
    "25006": (DatabaseReadOnly, messages.READ_ONLY_SERVER),
    "53100": (DatabaseFull, messages.FULL),
    "55P03": (DatabaseBusy, messages.BUSY),
    "40": (DatabaseBusy, messages.BUSY),
}
_REFUSING = ("08", "53", "57")
"""Classes of a server that breaks off, has no room left, or is starting or stopping."""


def state_error(error: Exception, place: str) -> StateError:
    """The error for an operator; its message holds the place, and nothing that was in the statement."""
    cause = _driver_error(error)
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause, place)
    sqlstate = getattr(cause, "sqlstate", None)
    if isinstance(sqlstate, str):
        return _of_postgresql(sqlstate, cause, place)
    if isinstance(cause, (OSError, PoolTimeout, *DRIVER_ERRORS)):
        return DatabaseUnreachable(messages.UNREACHABLE.format(place=place, reason=_reason(cause)))
    return StateError(messages.FAILED.format(place=place, kind=type(cause).__name__))


def _driver_error(error: BaseException) -> BaseException:
    """The driver's own error below SQLAlchemy's wrappings."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return _driver_error(error.orig)
    if not isinstance(error, (sqlite3.Error, OSError, *DRIVER_ERRORS)) and error.__cause__ is not None:
        return _driver_error(error.__cause__)
    return error


def _of_sqlite(error: sqlite3.Error, place: str) -> StateError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _SQLITE_MEANINGS:
        kind, message = _SQLITE_MEANINGS[code]
        return kind(message.format(place=place))
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return DatabaseUnreachable(messages.CANNOT_OPEN.format(place=place, reason=str(error)))
    return StateError(messages.FAILED.format(place=place, kind=type(error).__name__))


def _of_postgresql(sqlstate: str, error: BaseException, place: str) -> StateError:
    meaning = _POSTGRESQL_MEANINGS.get(sqlstate) or _POSTGRESQL_MEANINGS.get(sqlstate[:2])
    if meaning:
        kind, message = meaning
        return kind(message.format(place=place))
    if sqlstate[:2] in _REFUSING:
        return DatabaseUnreachable(messages.UNREACHABLE.format(place=place, reason=type(error).__name__))
    return StateError(messages.FAILED.format(place=place, kind=type(error).__name__))


def _reason(error: BaseException) -> str:
    """Why nothing answered, in the system's words; a driver's own words may quote the address."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
