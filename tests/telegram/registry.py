"""The Bot API methods that this server has, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.telegram.params import Params
from tests.telegram.state import State

Handler = Callable[[State, Params], object]
HANDLERS: Final[dict[str, Handler]] = {}


def method(*names: str) -> Callable[[Handler], Handler]:
    """Register a function as what these methods do."""

    def registered(handler: Handler) -> Handler:
        HANDLERS.update((name.lower(), handler) for name in names)
        return handler

    return registered
