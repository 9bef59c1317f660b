"""Failures that a test scripts for requests to come."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Flood:
    """429: wait this many seconds."""

    retry_after: int = 1


@dataclass(frozen=True)
class ServerError:
    """A 5xx; with `html` it comes as a proxy's page and not as JSON."""

    code: int = 502
    html: bool = False


@dataclass(frozen=True)
class Refused:
    """Any other refusal, in full: `Refused(400, "Bad Request: …")`."""

    code: int
    description: str


@dataclass(frozen=True)
class Reset:
    """The connection breaks; with `delivered` only after the request took effect."""

    delivered: bool = False


@dataclass(frozen=True)
class Silence:
    """No answer until the client gives up; with `delivered` the request took effect all the same."""

    delivered: bool = False
    seconds: float = 30.0


@dataclass(frozen=True)
class Slow:
    """The answer comes, but late."""

    seconds: float


Fault = Flood | ServerError | Refused | Reset | Silence | Slow


class Faults:
    """Queues of faults by method ("file" for downloads); each request takes the next one."""

    def __init__(self) -> None:
        self._queues: dict[tuple[str, int | None], deque[Fault | None]] = defaultdict(deque)

    def script(self, method: str, *faults: Fault | None, chat: int | None = None) -> None:
        """Let the next requests of the method (in this chat alone) meet these; None lets one through."""
        self._queues[method.lower(), chat].extend(faults)

    def take(self, method: str, chat: int | None) -> Fault | None:
        for key in ((method.lower(), chat), (method.lower(), None)):
            if self._queues.get(key):
                return self._queues[key].popleft()
        return None

    @property
    def left(self) -> int:
        """How many scripted faults nothing has met yet."""
        return sum(len(queue) for queue in self._queues.values())
