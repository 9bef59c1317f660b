"""Objections of the outside authorities, kept until a test asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Objection:
    """What a judge holds against a request of the bot, or against an answer of this server."""

    judge: Literal["schema", "parser", "limits", "server"]
    method: str
    what: str

    def __str__(self) -> str:
        return f"{self.judge} on {self.method}: {self.what}"


class Judges:
    """Collects objections; `check` fails a test over those it did not expect."""

    def __init__(self) -> None:
        self.objections: list[Objection] = []

    def object(self, judge: Literal["schema", "parser", "limits", "server"], method: str, what: str) -> None:
        self.objections.append(Objection(judge, method, what))

    @contextmanager
    def expecting(self, pattern: str) -> Iterator[None]:
        """Take objections that match the pattern as right while this is open; there must be one."""
        before = len(self.objections)
        yield
        new = self.objections[before:]
        kept = [each for each in new if not re.search(pattern, str(each))]
        if len(kept) == len(new):
            raise AssertionError(f"no judge objected with {pattern!r}, only {[*map(str, new)]}")
        self.objections[before:] = kept

    def check(self) -> None:
        """Raise AssertionError with all that was objected to."""
        if self.objections:
            raise AssertionError("judges object:\n" + "\n".join(map(str, self.objections)))
