"""What `python bot.py watch` does: the operator's sources, listed, changed and checked at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from chat import serialising, texts
from chat.feeds.checking import Checked, Checking
from chat.feeds.filing import CommonPlaces, Filing
from chat.feeds.folders import Folders
from chat.feeds.naming import name_those_of, named
from chat.indexing import Indexer
from chat.rendering import notice_blocks
from chat.safety import one_line
from chat.settings import Settings
from chat.state.model import BY_OPERATOR, BY_SETTINGS, EVERYONE, Source
from chat.state.opening import open_state
from chat.state.state import State
from chat.terminal import Screen
from index.errors import UsageError

_AT_ONCE = 4


class _Quiet:
    """Nobody is told anything: the command's own output says what came of it."""

    async def wanted(self, source: Source) -> bool:
        return True

    async def first_seen(self, source: Source, entries: int, feeds: Sequence[str]) -> None:
        return

    async def refused(self, source: Source, trouble: str) -> None:
        return

    async def gone(self, source: Source) -> None:
        return


def add(settings: Settings, sources: Sequence[str]) -> None:
    """Watch feeds, pages and folders for everyone.

    Raises:
        UsageError: one is neither an address nor there; nothing is watched then.
        StateError: the database cannot be used.
    """
    wanted = [named(each) for each in sources]

    async def adding() -> list[str]:
        async with await _opened(settings) as state:
            lines = []
            for address, kind in wanted:
                _, new = await state.sources.add(EVERYONE, address, made_by=BY_OPERATOR, kind=kind)
                lines.append(
                    (texts.WATCH_ADDED if new else texts.WATCH_KNOWN).format(source=one_line(address))
                )
            return lines

    _show(asyncio.run(adding()))


def remove(settings: Settings, names: Sequence[str]) -> None:
    """Watch these no longer; what was read of them stays.

    Raises:
        UsageError: one is not watched, or is named by the settings; nothing is changed then.
        StateError: the database cannot be used.
    """

    async def removing() -> list[str]:
        async with await _opened(settings) as state:
            sources = [_found(each, await state.sources.of(EVERYONE)) for each in names]
            for each in sources:
                await state.sources.remove(each.id)
            return [texts.WATCH_REMOVED.format(source=one_line(each.address)) for each in sources]

    _show(asyncio.run(removing()))


def show(settings: Settings, *, as_json: bool) -> None:
    """List what is watched for everyone.

    Raises:
        StateError: the database cannot be used.
    """

    async def listing() -> list[tuple[Source, int]]:
        async with await _opened(settings) as state:
            sources = await state.sources.of(EVERYONE)
            return [(each, await state.entries.count_read(each.id)) for each in sources]

    listed = asyncio.run(listing())
    if as_json:
        serialising.write({"sources": [_as_json(each) | {"read": count} for each, count in listed]})
        return
    lines = [f"{number}. {_line(each, count)}" for number, (each, count) in enumerate(listed, start=1)]
    _show(lines or [texts.WATCH_NOTHING])


def poll(settings: Settings, *, as_json: bool) -> None:
    """Check all that is watched for everyone now, due or not, and read what is new.

    Raises:
        StateError: the database cannot be used.
    """

    async def polling() -> None:
        async with await _opened(settings) as state:
            sources = [each for each in await state.sources.of(EVERYONE) if not each.stopped]
            if not sources and not as_json:
                _show([texts.WATCH_NOTHING])
            checking = _checking(settings, state)
            few = asyncio.Semaphore(_AT_ONCE)

            async def check(source: Source) -> None:
                async with few:
                    _tell(source, await checking.check(source.id), as_json=as_json)

            await asyncio.gather(*(check(each) for each in sources))

    asyncio.run(polling())


def _checking(settings: Settings, state: State) -> Checking:
    places, indexer = CommonPlaces(settings.index, settings.data_dir), Indexer()
    return Checking(
        state,
        Filing(state, indexer, places),
        Folders(indexer, places.index_dir(EVERYONE)),
        _Quiet(),
        every=timedelta(minutes=settings.feed_minutes),
    )


async def _opened(settings: Settings) -> State:
    """The state, with what the settings name."""
    url = settings.database_url
    state = await open_state(settings.data_dir, url.get_secret_value() if url else None)
    try:
        await name_those_of(settings.feeds, state)
    except BaseException:
        await state.close()
        raise
    return state


def _found(name: str, sources: Sequence[Source]) -> Source:
    """The source of a name: its address or path, or its number in the list."""
    names = {name}
    with suppress(UsageError):
        names.add(named(name)[0])
    for number, each in enumerate(sources, start=1):
        if each.address in names or name == str(number):
            if each.made_by == BY_SETTINGS:
                raise UsageError(texts.WATCH_NAMED.format(source=one_line(each.address)))
            return each
    raise UsageError(texts.WATCH_UNKNOWN.format(name=one_line(name)))


def _line(source: Source, count: int) -> str:
    parts = [_name(source), texts.WATCH_READ.format(count=count)]
    if source.trouble:
        parts.append(texts.WATCH_TROUBLE.format(reason=texts.TROUBLES[source.trouble].rstrip(".")))
    if source.checked_at is None:
        parts.append(texts.WATCH_NOT_YET)
    elif not source.stopped:
        parts.append(texts.WATCH_NEXT.format(moment=f"{source.next_at.astimezone():%Y-%m-%d %H:%M}"))
    return "; ".join(parts)


def _name(source: Source) -> str:
    address = one_line(source.address)
    return f"{one_line(source.title)} — {address}" if source.title else address


def _tell(source: Source, checked: Checked | None, *, as_json: bool) -> None:
    """What came of one source, as soon as it is known."""
    after = checked.source if checked else source
    if as_json:
        serialising.write(_as_json(after) | {"new": checked.new if checked else 0})
        return
    if checked is None:
        told = texts.WATCH_IN_HAND
    elif after.trouble:
        told = texts.WATCH_TROUBLE.format(reason=texts.TROUBLES[after.trouble].rstrip("."))
    else:
        told = texts.WATCH_NEW.format(count=checked.new)
    _show([f"{_name(after)}; {told}"])


def _as_json(source: Source) -> dict[str, Any]:
    def moment(time: datetime | None) -> str | None:
        return time.isoformat(timespec="seconds") if time else None

    return {
        "source": source.address,
        "kind": source.kind.value or None,
        "title": source.title or None,
        "by": "settings" if source.made_by == BY_SETTINGS else "operator",
        "checked": moment(source.checked_at),
        "next": None if source.stopped else moment(source.next_at),
        "trouble": source.trouble or None,
        "stopped": bool(source.stopped),
    }


def _show(lines: Sequence[str]) -> None:
    Screen().show(notice_blocks("\n".join(lines)))
