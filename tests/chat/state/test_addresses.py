"""DATABASE_URL is read as people write it, and no message ever shows its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from chat.state.addresses import PostgresqlServer, SqliteFile, address_of
from chat.state.errors import BadDatabaseAddress

HERE = Path("data")


@pytest.mark.parametrize("url", [None, "", "  "])
def test_without_a_setting_it_is_a_file_in_the_data_folder(url: str | None) -> None:
    assert address_of(url, HERE) == SqliteFile(HERE / "state.db")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///chats.db", "chats.db"),
        ("sqlite:////var/lib/bot/chats.db", "/var/lib/bot/chats.db"),
        ("sqlite+aiosqlite:///a b/ü.db", "a b/ü.db"),
        ("SQLite:///chats.db", "chats.db"),
    ],
)
def test_sqlite_addresses_name_a_file(url: str, path: str) -> None:
    assert address_of(url, HERE) == SqliteFile(Path(path))


@pytest.mark.parametrize(
    ("url", "dsn", "place"),
    [
        ("postgres://u:pw@host/db", "postgresql://u:pw@host/db", "host/db"),
        ("postgresql://u:pw@host:5433/db", "postgresql://u:pw@host:5433/db", "host:5433/db"),
        ("postgresql+asyncpg://u:p%40w@host/db", "postgresql://u:p%40w@host/db", "host/db"),
        (
            "postgresql+asyncpg://u@host/db?ssl=require",
            "postgresql://u@host/db?sslmode=require",
            "host/db",
        ),
        (
            "postgresql://u@host/db?sslmode=require&channel_binding=require",
            "postgresql://u@host/db?sslmode=require",
            "host/db",
        ),
        ("postgresql://u@/db?host=/run/pg", "postgresql://u@/db?host=/run/pg", "/run/pg/db"),
        ("postgresql:///db?host=/run/pg", "postgresql:///db?host=/run/pg", "/run/pg/db"),
        ("postgresql://u@host", "postgresql://u@host", "host"),
    ],
)
def test_postgresql_addresses_go_to_the_driver_in_its_own_form(url: str, dsn: str, place: str) -> None:
    assert address_of(url, HERE) == PostgresqlServer(dsn, place)


@pytest.mark.parametrize(
    "url",
    [
        "sesame",
        "sesame.db",
        "postgresql:sesame",
        "postgresql://",
        "postgresql://u:sesame@host:port/db",
        "postgresql://u:sesame@/db",
        "postgresql://u:sesame@host/db?sslmode",
        "postgresql://u:sesame@[host/db",
        "sqlite://sesame",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:sesame?mode=memory",
        "mysql://u:sesame@host/db",
        "postgresql+psycopg://u:sesame@host/db",
        "se same://u:sesame@host/db",
        "://sesame",
    ],
)
def test_what_is_no_address_is_said_without_repeating_it(url: str) -> None:
    with pytest.raises(BadDatabaseAddress) as caught:
        address_of(url, HERE)
    assert "DATABASE_URL" in str(caught.value)
    assert "sesame" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_the_password_is_not_in_what_is_shown_of_an_address() -> None:
    address = address_of("postgresql://user:sesame@host/db?password=sesame", HERE)
    assert "sesame" not in repr(address) + address.place
    assert "user" not in address.place
