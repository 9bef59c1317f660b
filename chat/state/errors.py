"""The errors of the database of chats.

WhoSaysError
 ├─ UsageError
 │   └─ BadDatabaseAddress   DATABASE_URL is not an address of a database: exit status 2
 └─ StateError               the database could not be used
     ├─ DatabaseUnreachable  the server does not answer, or turns us away; `retryable`
     ├─ DatabaseBusy         another process holds it locked; `retryable`
     ├─ DatabaseReadOnly     it cannot be written
     ├─ DatabaseFull         the disk is full
     ├─ DatabaseDamaged      the file is not a database, or a broken one
     └─ DatabaseTooNew       a newer version of the program has changed it

The message of each says what happened and what to do; none ever shows a password or a kept text.
"""

from __future__ import annotations

from index.errors import UsageError, WhoSaysError


class BadDatabaseAddress(UsageError):
    """The setting is not an address that can be used."""


class StateError(WhoSaysError):
    """The database of chats cannot be used."""

    retryable = False


class DatabaseUnreachable(StateError):
    """The server does not answer, does not know the database, or turns the user away."""

    retryable = True


class DatabaseBusy(StateError):
    """Another process holds the database locked."""

    retryable = True


class DatabaseReadOnly(StateError):
    """The database, its file or its folder cannot be written."""


class DatabaseFull(StateError):
    """The disk is full."""


class DatabaseDamaged(StateError):
    """The file is no database, or a broken one."""


class DatabaseTooNew(StateError):
    """The database was changed by a newer version of the program."""
