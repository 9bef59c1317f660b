"""The one place that knows PostgreSQL's driver: how to connect, and what it raises."""

from __future__ import annotations

# The driver carries no types; whatever comes out of here has one.
import asyncpg

_CONNECT_SECONDS = 10

DRIVER_ERRORS: tuple[type[Exception], ...] = (asyncpg.PostgresError, asyncpg.InterfaceError)
"""What the driver raises while connecting; later SQLAlchemy wraps it."""


async def connect(dsn: str) -> object:
    """A connection for SQLAlchemy; the driver's own reader of addresses knows more forms than SQLAlchemy's.

    Raises:
        OSError: nobody answers.
    """
    return await asyncpg.connect(dsn, timeout=_CONNECT_SECONDS)
