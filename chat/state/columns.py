"""Column types that mean the same on every database."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

# PostgreSQL takes no NUL in a text, and neither database takes half a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""A number of 64 bits that SQLite can count up by itself."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, in UTC both ways; one without a time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment with its time zone, which SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class AnyText(TypeDecorator[str]):
    """A text from outside; the few characters that no database takes become U+FFFD."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it can be stored."""
        return None if value is None else _UNSTORABLE.sub("�", value)
