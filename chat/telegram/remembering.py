"""Values remembered for a while, so that the database need not be asked for each message."""

from __future__ import annotations

from collections import OrderedDict
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")
_MOST = 5000


class Remembered(Generic[T]):
    """A value for each chat, forgotten after so many seconds."""

    def __init__(self, seconds: float) -> None:
        """Remember for `seconds`."""
        self._seconds = seconds
        self._kept: OrderedDict[int, tuple[float, T]] = OrderedDict()

    def get(self, chat: int) -> T | None:
        """The chat's value, while it is remembered."""
        known = self._kept.get(chat)
        if known is None or monotonic() - known[0] > self._seconds:
            return None
        return known[1]

    def keep(self, chat: int, value: T) -> None:
        """Remember a value from now on; of very many chats only the latest."""
        self._kept[chat] = monotonic(), value
        self._kept.move_to_end(chat)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def drop(self, chat: int) -> None:
        """Forget the chat's value."""
        self._kept.pop(chat, None)
