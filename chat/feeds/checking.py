"""Checks one source: asks what is new, notes it, and reads what is still to be read."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlsplit

from chat.feeds.asking import Asking, Trouble, Unanswered
from chat.feeds.composing import page_of
from chat.feeds.entries import Entry, Feed, WebPage, found_in
from chat.feeds.filing import Filing
from chat.feeds.folders import Folders
from chat.feeds.parsing import NotParsed, Parse, parse
from chat.feeds.reading import Reading
from chat.feeds.timing import SELDOMEST, after_failure, after_success
from chat.fetching import Reply
from chat.indexing import Indexed
from chat.state.model import EVERYONE, Source, SourceKind
from chat.state.state import State
from index.errors import ReadingError, WhoSaysError

_log = logging.getLogger(__name__)
AT_FIRST = 10
"""Entries that are read of a feed that is new: the latest."""
_FOLDER_EVERY = timedelta(minutes=1)
_UNWANTED = SELDOMEST / 4


class Telling(Protocol):
    """Who is told what comes of sources."""

    async def wanted(self, source: Source) -> bool:
        """False where nobody would see it now, as where the bot was thrown out."""
        ...

    async def first_seen(self, source: Source, entries: int, feeds: Sequence[str]) -> None:
        """A new source was found to be a feed, or a page which names these feeds."""
        ...

    async def refused(self, source: Source, trouble: str) -> None:
        """A chat's new source could not be read, and is not watched."""
        ...

    async def gone(self, source: Source) -> None:
        """A source is gone for good, and no longer watched."""
        ...


@dataclass(frozen=True, slots=True)
class Checked:
    """A source as it is after it was checked, and how many documents came of it."""

    source: Source
    new: int = 0


class Checking:
    """Checks sources."""

    def __init__(
        self,
        state: State,
        filing: Filing,
        folders: Folders,
        telling: Telling,
        *,
        asking: Asking | None = None,
        every: timedelta = timedelta(minutes=30),
        parse: Parse = parse,
    ) -> None:
        """Ask each source again after `every`, or later where its server asks for that."""
        self._state = state
        self._filing = filing
        self._folders = folders
        self._telling = telling
        self._asking = asking or Asking()
        self._reading = Reading(state, filing, self._asking)
        self._every = every
        self._parse = parse

    async def check(self, source_id: int) -> Checked | None:
        """What came of it; None where another process has the source in hand, or nobody watches it any more.

        Raises:
            StateError: the database fails.
        """
        source = await self._state.sources.claim(source_id)
        if source is None:
            return None
        try:
            if not await self._telling.wanted(source):
                await self._state.sources.keep(replace(source, next_at=self._state.now() + _UNWANTED))
                return None
            return await (self._folder(source) if source.kind is SourceKind.FOLDER else self._web(source))
        except Unanswered as error:
            return await self._failed(source, error)
        except (WhoSaysError, OSError) as error:
            _log.error("what source %s shows was not kept: %s", source.id, type(error).__name__)
            return await self._failed(source, Unanswered(Trouble.NOT_KEPT))
        finally:
            await self._state.sources.let_go(source_id)

    async def _folder(self, source: Source) -> Checked:
        changes = await self._folders.check(source.address)
        now = self._state.now()
        fresh = replace(source, checked_at=now, failures=0, trouble="", next_at=now + _FOLDER_EVERY)
        await self._state.sources.keep(fresh)
        return Checked(fresh, changes)

    async def _web(self, source: Source) -> Checked:
        now = self._state.now()
        news = await self._asking.news(source, now)
        fresh = replace(source, address=news.moved or source.address, checked_at=now, failures=0, trouble="")
        new = 0
        if news.reply is not None:
            fresh, new = await self._shown(fresh, news.reply, is_new=source.kind is SourceKind.UNKNOWN)
        new += await self._reading.read(fresh)
        wait = after_success(self._every, max(fresh.every, news.every))
        fresh = replace(fresh, next_at=self._state.now() + wait)
        await self._state.sources.keep(fresh)
        return Checked(fresh, new)

    async def _shown(self, source: Source, reply: Reply, *, is_new: bool) -> tuple[Source, int]:
        """The source with what it shows noted, and how many documents came of it at once."""
        body = hashlib.sha256(reply.data).hexdigest()[:16]
        fresh = replace(
            source,
            etag=reply.headers.get("etag", ""),
            modified=reply.headers.get("last-modified", ""),
        )
        if source.kind is SourceKind.FEED and body == source.content:
            return fresh, 0
        if source.kind is SourceKind.PAGE and await self._state.entries.has(source.id, body):
            return fresh, 0
        shown = await self._parsed(reply)
        if is_new and isinstance(shown, WebPage) and shown.feeds and _is_front(reply.address):
            return await self._from_front(source, shown.feeds[0])
        if isinstance(shown, Feed) and source.kind is not SourceKind.PAGE:
            return await self._feed(replace(fresh, content=body), shown, is_new=is_new), 0
        if isinstance(shown, WebPage) and source.kind is not SourceKind.FEED:
            return await self._page(fresh, reply, shown, body)
        raise Unanswered(Trouble.BROKEN)

    async def _parsed(self, reply: Reply) -> Feed | WebPage:
        try:
            return await self._parse(reply.data, reply.address, reply.headers.get("content-type", ""))
        except NotParsed:
            raise Unanswered(Trouble.BROKEN) from None

    async def _from_front(self, source: Source, address: str) -> tuple[Source, int]:
        """The feed that a site's front page names: that is what is meant by it."""
        there = replace(source, address=address)
        news = await self._asking.news(there, self._state.now())
        if news.reply is None or not isinstance(await self._parsed(news.reply), Feed):
            raise Unanswered(Trouble.BROKEN)
        return await self._shown(replace(there, kind=SourceKind.FEED), news.reply, is_new=True)

    async def _feed(self, source: Source, feed: Feed, *, is_new: bool) -> Source:
        fresh = replace(
            source, kind=SourceKind.FEED, title=feed.title or source.title, every=min(feed.every, SELDOMEST)
        )
        most = AT_FIRST if is_new else None
        count = await self._state.entries.note(fresh, found_in(feed.entries), most=most)
        if is_new:
            await self._telling.first_seen(fresh, count, ())
        return fresh

    async def _page(self, source: Source, reply: Reply, shown: WebPage, body: str) -> tuple[Source, int]:
        """Read a page as it is now, in the place of what it was."""
        is_new = source.kind is SourceKind.UNKNOWN
        fresh = replace(source, kind=SourceKind.PAGE, title=shown.title or source.title)
        entry = Entry(address=reply.address)
        paper = await asyncio.to_thread(page_of, entry, reply)
        if paper is None or not await self._filing.has_room(source):
            raise Unanswered(Trouble.BROKEN if paper is None else Trouble.NOT_KEPT)
        known = {source.content} - {""}
        (outcome,) = await self._filing.file(fresh, [paper], known)
        if isinstance(outcome, ReadingError):
            raise Unanswered(Trouble.BROKEN)
        document = outcome.document_id if isinstance(outcome, Indexed) else ""
        old = await self._state.entries.note_version(source.id, body, document, outcome.content)
        await self._filing.drop(fresh, old)
        fresh = replace(fresh, content=outcome.content)
        if is_new:
            await self._telling.first_seen(fresh, 1, shown.feeds)
        return fresh, int(bool(document))

    async def _failed(self, source: Source, error: Unanswered) -> Checked:
        now = self._state.now()
        _log.info("source %s: %s", source.id, error.trouble)
        failing = replace(source, checked_at=now, trouble=error.trouble, failures=source.failures + 1)
        if source.kind is SourceKind.UNKNOWN and source.chat_id != EVERYONE:
            await self._state.sources.remove(source.id)
            await self._telling.refused(failing, error.trouble)
            return Checked(failing)
        if error.trouble == Trouble.GONE:
            failing = replace(failing, stopped=Trouble.GONE)
            await self._state.sources.keep(failing)
            await self._telling.gone(failing)
            return Checked(failing)
        wait = after_failure(self._every, source.failures, error.pause)
        failing = replace(failing, next_at=now + wait)
        await self._state.sources.keep(failing)
        return Checked(failing)


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query
