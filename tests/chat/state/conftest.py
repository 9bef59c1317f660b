"""Every test of this room that asks for `database_url` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chat.state.opening import open_state
from chat.state.state import State
from tests.chat.state.postgresql import Postgresql

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **units: float) -> None:
        self.time += timedelta(**units)


Open = Callable[[], Awaitable[State]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Postgresql]:
    server = Postgresql()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, postgresql_server: Postgresql) -> str:
    if request.param == "postgresql":
        return postgresql_server.emptied()
    return f"sqlite:///{tmp_path / 'state.db'}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def open_one(
    database_url: str, tmp_path: Path, clock: Clock, anyio_backend: str
) -> AsyncIterator[Open]:
    """Opens the test's database anew, as another process would; all are closed at the end."""
    opened: list[State] = []

    async def opening() -> State:
        opened.append(await open_state(tmp_path, database_url, now=clock))
        return opened[-1]

    yield opening
    for each in opened:
        await each.close()


@pytest.fixture
async def state(open_one: Open) -> State:
    return await open_one()
