"""The right to change one owner's documents: one process at a time, wherever it runs.

Milvus has no lock, but a row written is seen by every later strong read. Whoever wants to write first claims,
then looks: of two that claim at once, the one that looks later sees the other and steps back.
"""

from __future__ import annotations

import os
import random
import threading
import time
import uuid
from contextlib import suppress

from index.errors import StoreBusy, StoreError
from index.store.cluster.ledger import Ledger, machine

_HELD = 60.0  # seconds that a claim holds without being renewed
_RENEWED = 15.0
_NANO = 1_000_000_000
_BETWEEN = 0.2  # seconds between two tries


class Lease:
    """The right to write, once `acquire` has come back."""

    def __init__(self, ledger: Ledger, shown: str) -> None:
        self._ledger = ledger
        self._shown = shown
        self._name = uuid.uuid4().hex
        self._until = 0
        self._ended = threading.Event()
        self._renewing: threading.Thread | None = None

    def acquire(self, wait: float) -> None:
        """Wait up to `wait` seconds for the others to finish.

        Raises:
            StoreBusy: another process has the right.
        """
        last = time.monotonic() + wait
        while not self._tried():
            if time.monotonic() >= last:
                raise StoreBusy(
                    f"another process is changing the documents on {self._shown}; try again when it has "
                    "finished (a minute after it was killed)"
                )
            time.sleep(_BETWEEN * (1 + random.random()))  # noqa: S311 - so that two do not keep meeting
        self._renewing = threading.Thread(target=self._renew, name="milvus-lease", daemon=True)
        self._renewing.start()

    def check(self) -> None:
        """Make sure that it still holds.

        Raises:
            StoreBusy: it ended, since the server could not be reached for a minute.
        """
        if time.time_ns() >= self._until:
            raise StoreBusy(f"this process lost the right to change {self._shown}; try again")

    def release(self) -> None:
        """Give it back."""
        self._ended.set()
        if self._renewing is not None:
            self._renewing.join()
        self._ledger.unclaim(self._name)

    def _renew(self) -> None:
        """Hold it for longer, again and again: a long document is worked on for minutes."""
        while not self._ended.wait(_RENEWED) and time.time_ns() < self._until:
            with suppress(StoreError):  # the next time, or it ends
                self._claim()

    def _tried(self) -> bool:
        if self._others():
            return False
        self._claim()
        if self._others():
            self._ledger.unclaim(self._name)
            return False
        return True

    def _claim(self) -> None:
        until = time.time_ns() + int(_HELD * _NANO)
        self._ledger.claim(self._name, until)
        self._until = until

    def _others(self) -> bool:
        now, here = time.time_ns(), machine()
        return any(
            until > now and not _gone(process, here)
            for name, (until, process) in self._ledger.claims().items()
            if name != self._name
        )


def _gone(process: str, here: str) -> bool:
    """True for a process of this machine that has ended."""
    node, _, number = process.rpartition("/")
    if node != here:
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
