"""Fixtures: one Bot API server a session, one world a test.

Everything heavy is imported when a test asks for it, so that other tests start as fast as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.telegram.server import Server
    from tests.telegram.world import World


@pytest.fixture(scope="session")
def telegram_server() -> Iterator[Server]:
    """The running server; tests that use it may open sockets to this machine alone."""
    from tests.telegram.server import Server

    with Server() as server:
        yield server


@pytest.fixture
def telegram(telegram_server: Server) -> Iterator[World]:
    """A fresh world with a bot of its own; afterwards the test fails where a judge objected."""
    world = telegram_server.world()
    yield world
    telegram_server.close(world)
    world.judges.check()
