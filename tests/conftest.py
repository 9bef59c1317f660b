"""What every test runs under: no test reaches the network by accident."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from tests.telegram.fixtures import telegram, telegram_server

if TYPE_CHECKING:
    from tests.newsstand import Newsstand

__all__ = ["telegram", "telegram_server"]

# Tests that use one of these may reach servers on this machine, and nothing else.
_LOCAL_SERVERS = {"telegram_server", "endpoint", "newsstand"}
_LOCAL_HOSTS = {"127.0.0.1", "::1", "localhost", None}
# Tests that use one of these may connect to files that are sockets: nothing leaves the machine through them.
_SOCKET_FILE_SERVERS = {"postgresql_server"}


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("network"):
        return

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a test tried to reach the network")

    local = not _LOCAL_SERVERS.isdisjoint(request.fixturenames)
    files = not _SOCKET_FILE_SERVERS.isdisjoint(request.fixturenames)
    for owner, name in (
        (socket.socket, "connect"),
        (socket.socket, "connect_ex"),
        (socket, "getaddrinfo"),
    ):
        real = getattr(owner, name)
        guarded = _only_here(real, refuse) if local else refuse
        monkeypatch.setattr(owner, name, _or_files(real, guarded) if files else guarded)


@pytest.fixture
def newsstand() -> Iterator[Newsstand]:
    """A server of feeds and pages on this machine, with nothing to read yet."""
    from tests.newsstand import running  # heavy: only for tests that ask for it

    with running() as stand:
        yield stand


def _only_here(real: Callable[..., Any], refuse: Callable[..., NoReturn]) -> Callable[..., Any]:
    """The real function for this machine's own addresses, a refusal for all others."""

    def guarded(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as the function it stands for
        hosts = {each[0] if isinstance(each, tuple) else each for each in arguments[:2]}
        return real(*arguments, **options) if hosts & _LOCAL_HOSTS else refuse()

    return guarded


def _or_files(real: Callable[..., Any], guarded: Callable[..., Any]) -> Callable[..., Any]:
    """The real function for sockets that are files, the guarded one for all others."""

    def either(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as the function it stands for
        is_file = isinstance(arguments[0], socket.socket) and arguments[0].family == socket.AF_UNIX
        return (real if is_file else guarded)(*arguments, **options)

    return either
