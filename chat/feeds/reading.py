"""Reads the entries of a feed that are still to be read: each one's page, or else its own words."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from chat.feeds.asking import Asking, Trouble, Unanswered
from chat.feeds.composing import FULL_FROM, Paper, letters, page_of, words_of
from chat.feeds.entries import Entry, restored
from chat.feeds.filing import Filing
from chat.indexing import Indexed, ReaderDown
from chat.state.model import Source, WaitingEntry
from chat.state.state import State
from index.errors import ReadingError

_log = logging.getLogger(__name__)
_AT_ONCE = 5
_MOST = 60
"""Entries read in one go; what is left waits for the next time."""
_TRIES = 3
"""How often an entry whose page could not be had, or read, is put off: then its own words must do."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """An entry that can be filed."""

    waiting: WaitingEntry
    entry: Entry
    paper: Paper
    is_page: bool


class Reading:
    """Reads entries."""

    def __init__(self, state: State, filing: Filing, asking: Asking) -> None:
        """Ask for pages by way of `asking`, and put them where `filing` puts them."""
        self._state = state
        self._filing = filing
        self._asking = asking

    async def read(self, source: Source) -> int:
        """How many documents came of the entries that wait.

        Raises:
            WhoSaysError: the index or the database fails; what was not read is read another time.
            OSError: a file cannot be written.
        """
        waiting = await self._state.entries.waiting(source.id, _MOST)
        shut: set[str] = set()
        count = 0
        for start in range(0, len(waiting), _AT_ONCE):
            if await self._state.sources.get(source.id) is None:  # somebody has stopped it
                break
            ready: list[_Ready] = []
            for each in waiting[start : start + _AT_ONCE]:
                if await self._filing.has_room(source, len(ready)):
                    ready += await self._ready(source, each, shut)
            count += await self._filed(source, ready)
        return count

    async def _ready(self, source: Source, waiting: WaitingEntry, shut: set[str]) -> list[_Ready]:
        """The entry with its page or its own words; nothing where it has to wait, or has neither.

        Hosts in `shut` are not asked again in this go.
        """
        entry = restored(waiting.payload)
        own = words_of(entry)
        host = urlsplit(entry.address).hostname or ""
        if waiting.place and host in shut:
            return []
        if waiting.place:
            paper, may_come = await self._page(source, entry, shut)
            if paper is not None:
                return [_Ready(waiting, entry, paper, is_page=True)]
            is_full = own is not None and letters(entry.content) >= FULL_FROM
            if may_come and waiting.tries < _TRIES and not is_full:
                await self._state.entries.put_off(waiting.id)
                return []
        if own is None:
            await self._state.entries.leave(waiting.id)
            return []
        return [_Ready(waiting, entry, own, is_page=False)]

    async def _page(self, source: Source, entry: Entry, shut: set[str]) -> tuple[Paper | None, bool]:
        """The entry's page, and whether it may come another time where it did not."""
        try:
            reply = await self._asking.page(source, entry.address, self._state.now())
        except Unanswered as error:
            if error.may_pass and error.trouble != Trouble.FAILED:
                shut.add(urlsplit(entry.address).hostname or "")
            return None, error.may_pass
        return await asyncio.to_thread(page_of, entry, reply), False

    async def _filed(self, source: Source, ready: Sequence[_Ready]) -> int:
        """How many of these are documents now; where a page cannot be read, the entry's own words."""
        if not ready:
            return 0
        known = await self._state.entries.contents(source.chat_id)
        outcomes = await self._filing.file(source, [each.paper for each in ready], known)
        count = 0
        again: list[_Ready] = []
        for each, outcome in zip(ready, outcomes, strict=True):
            if isinstance(outcome, Indexed):
                await self._state.entries.read(each.waiting.id, outcome.document_id, outcome.content)
                count += 1
                continue
            if isinstance(outcome, ReaderDown) and each.waiting.tries < _TRIES:
                _log.warning("the reader ended at an entry of source %s; it is tried again", source.id)
                await self._state.entries.put_off(each.waiting.id)
                continue
            own = words_of(each.entry) if each.is_page and isinstance(outcome, ReadingError) else None
            if own is None:
                await self._state.entries.leave(each.waiting.id)
            else:
                again.append(_Ready(each.waiting, each.entry, own, is_page=False))
        return count + await self._filed(source, again)
