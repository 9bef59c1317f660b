"""Indexing progress on standard error: a bar on a terminal, one line elsewhere, or nothing."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

from chat import texts
from chat.safety import one_line
from chat.streams import say


class Progress:
    """A callback `(name, done, total)` for the indexer; it shows nothing until it is first called."""

    def __init__(self, doing: str = texts.INDEXING) -> None:
        self._doing = doing
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._announced = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, name: str, done: int, total: int) -> None:
        """Show that `done` of `total` documents are through and `name` is the current one."""
        if sys.stderr.isatty():
            self._draw(name, done, total)
        elif not self._announced:
            self._announced = True
            say(f"{self._doing} {texts.count_of_documents(total)} …")

    def _draw(self, name: str, done: int, total: int) -> None:
        if self._bar is None or self._task is None:
            columns = (
                TextColumn(self._doing),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[name]}"),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self._doing, total=total, name="")
            self._bar.start()
        shown = one_line(name).replace("[", r"\[")[-50:]
        self._bar.update(self._task, completed=done, total=total, name=shown)
