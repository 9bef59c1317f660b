"""The updates of one bot, waiting to be fetched or delivered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.telegram.judges import Judges
from tests.telegram.records import Json
from tests.telegram.schema import wrong_update

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Webhook:
    """Where updates are delivered, and how the last delivery went."""

    url: str
    secret: str | None
    error: str | None = None
    failed_at: int | None = None
    attempts: list[int] = field(default_factory=list)


class Updates:
    """Updates in order; `allowed` as the bot last asked for, None meaning all but the unasked ones."""

    def __init__(self, judges: Judges) -> None:
        self.allowed: list[str] | None = None
        self.webhook: Webhook | None = None
        self.withheld: list[Json] = []
        self.confirmed: list[Json] = []
        self._judges = judges
        self._waiting: list[Json] = []
        self._again: list[Json] = []
        self._next = 100_001
        self._lock = threading.RLock()
        self._listeners: list[Callable[[], None]] = []

    def push(self, kind: str, payload: Json) -> int:
        """Queue an update; returns its id, or 0 where the bot did not ask for this kind."""
        with self._lock:
            update: Json = {"update_id": self._next, kind: payload}
            for wrong in wrong_update(update):
                self._judges.object("server", kind, wrong)
            if not self._wanted(kind):
                self.withheld.append(update)
                return 0
            self._next += 1
            self._waiting.append(update)
        self.ring()
        return int(update["update_id"])

    def repeat(self, update_id: int | None = None) -> None:
        """Deliver an update (the latest) once more under the same id, though it was confirmed."""
        with self._lock:
            known = [*self.confirmed, *self._waiting]
            chosen = update_id or known[-1]["update_id"]
            self._again.append(next(each for each in known if each["update_id"] == chosen))
        self.ring()

    def take(self, offset: int, limit: int) -> list[Json]:
        """Confirm what lies before the offset and return what follows; a negative one counts from the end."""
        with self._lock:
            if offset < 0:
                offset = self._waiting[offset:][0]["update_id"] if self._waiting else 0
            self.confirmed += [each for each in self._waiting if each["update_id"] < offset]
            self._waiting = [each for each in self._waiting if each["update_id"] >= offset]
            again, self._again = self._again, []
            return [*again, *self._waiting][:limit]

    def confirm(self, update: Json) -> None:
        """Confirm an update that a webhook has taken."""
        with self._lock:
            if update in self._again:
                self._again.remove(update)
            elif update in self._waiting:
                self._waiting.remove(update)
                self.confirmed.append(update)

    def first(self) -> Json | None:
        with self._lock:
            return next(iter([*self._again, *self._waiting]), None)

    def drop(self) -> None:
        with self._lock:
            self._waiting.clear()
            self._again.clear()

    @property
    def pending(self) -> int:
        with self._lock:
            return len(self._waiting) + len(self._again)

    def ring(self) -> None:
        """Wake all who listen."""
        with self._lock:
            for tell in self._listeners:
                tell()

    def listen(self, tell: Callable[[], None]) -> Callable[[], None]:
        """Have `tell` called on every new update; returns what ends it."""
        with self._lock:
            self._listeners.append(tell)

        def stop() -> None:
            with self._lock:
                self._listeners.remove(tell)

        return stop

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in UNASKED
