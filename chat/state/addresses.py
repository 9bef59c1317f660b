"""DATABASE_URL, read: which database, where, and how it may be named to people.

Never lets a password out: `place` is made of host, port, name or path alone, and no error has a cause
that holds the address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from chat.state import messages
from chat.state.errors import BadDatabaseAddress

_POSTGRESQL = {"postgres", "postgresql", "postgresql+asyncpg"}
_SQLITE = {"sqlite", "sqlite+aiosqlite"}
_FILE = "state.db"
# Parameters of libpq that the driver would hand to the server, which does not know them.
_LIBPQ_ONLY = {"channel_binding", "connect_timeout", "gssencmode"}


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A database in a file of its own."""

    path: Path

    @property
    def place(self) -> str:
        """The path, as people may see it."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    """A database on a server: `dsn` is for the driver alone, `place` for people."""

    dsn: str = field(repr=False)
    place: str


Address = SqliteFile | PostgresqlServer


def address_of(database_url: str | None, data_dir: Path) -> Address:
    """Where the database is: as the setting says, else `state.db` in `data_dir`.

    Accepts postgres://, postgresql://, postgresql+asyncpg://, sqlite:/// and sqlite+aiosqlite:///.

    Raises:
        BadDatabaseAddress: the setting is none of these.
    """
    if not database_url or not database_url.strip():
        return SqliteFile(data_dir / _FILE)
    database_url = database_url.strip()
    kind, separator, _ = database_url.partition("://")
    if not separator:
        raise BadDatabaseAddress(messages.BAD_ADDRESS)
    try:
        url = make_url(database_url)
        kind = kind.lower()
        if kind in _SQLITE:
            return _sqlite(url)
        if kind in _POSTGRESQL:
            return _postgresql(url, database_url)
    except (ArgumentError, ValueError):  # a port that is no number, a broken escape
        raise BadDatabaseAddress(messages.BAD_ADDRESS) from None
    if not kind.replace("+", "").isalnum():
        raise BadDatabaseAddress(messages.BAD_ADDRESS)
    raise BadDatabaseAddress(messages.OTHER_DATABASE.format(kind=kind))


def _sqlite(url: URL) -> SqliteFile:
    """The file; one in memory would forget everything, and connections would not share it."""
    if url.host:  # sqlite://path, with a slash too few
        raise BadDatabaseAddress(messages.BAD_ADDRESS)
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise BadDatabaseAddress(messages.NO_MEMORY)
    return SqliteFile(Path(url.database))


def _postgresql(url: URL, database_url: str) -> PostgresqlServer:
    """The address in the driver's own form, and the place without user and password."""
    if not urlsplit(database_url).hostname and "host" not in url.query and "service" not in url.query:
        raise BadDatabaseAddress(messages.BAD_ADDRESS)
    parts = urlsplit(database_url)
    query = [
        # SQLAlchemy's name for what the driver, like everybody else, calls sslmode.
        ("sslmode" if name == "ssl" else name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        if name not in _LIBPQ_ONLY
    ]
    dsn = parts._replace(
        scheme="postgresql", query=urlencode(query, safe="/", quote_via=quote), fragment=""
    ).geturl()
    if not parts.netloc:  # urlunsplit leaves out an empty one, which the driver's parser wants
        dsn = dsn.replace("postgresql:/", "postgresql:///", 1)
    return PostgresqlServer(dsn, _place(url))


def _place(url: URL) -> str:
    """Host, port and name; a socket's folder counts as a host."""
    queried = url.query.get("host")
    host = url.host or (queried if isinstance(queried, str) else "")
    port = f":{url.port}" if url.port else ""
    return f"{host}{port}/{url.database or ''}".rstrip("/")
