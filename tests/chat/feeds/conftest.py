"""Sources checked one by one, on a database of the test's own and by the test's clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chat.feeds.checking import Checked, Checking
from chat.feeds.entries import Feed, WebPage
from chat.feeds.filing import CommonPlaces, Filing
from chat.feeds.folders import Folders
from chat.feeds.parsing import NotParsed, understood
from chat.indexing import Indexed, Indexer, Known, content_of
from chat.state.model import EVERYONE, Source
from chat.state.opening import open_state
from chat.state.state import State
from index.errors import ReadingError
from index.model import Document, SourceText
from index.reading import read
from index.store.places import Place
from tests.newsstand import Newsstand

EVERY = timedelta(minutes=30)


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


class Shelf(Indexer):
    """Reads files as the index would, and keeps what it read, without the work of labelling it."""

    def __init__(self) -> None:
        super().__init__()
        self.documents: dict[str, SourceText] = {}

    async def index_all(
        self, place: Place, files: Sequence[tuple[Path, str]], known: Collection[str]
    ) -> list[Indexed | Known | ReadingError]:
        told: list[Indexed | Known | ReadingError] = []
        for file, name in files:
            try:
                source = read(file, shown=name)
            except ReadingError as error:
                told.append(error)
                continue
            content = content_of(source)
            if content in {*known, *(each.content for each in told if isinstance(each, Indexed))}:
                told.append(Known(content))
                continue
            identity = Document(name, source.text).id
            self.documents[identity] = source
            told.append(Indexed(identity, content))
        return told

    async def remove(self, place: Place, document_id: str) -> None:
        del self.documents[document_id]


@dataclass
class Told:
    """Keeps what the watcher tells."""

    said: list[str] = field(default_factory=list)
    everyone_wants: bool = True

    async def wanted(self, source: Source) -> bool:
        return self.everyone_wants

    async def first_seen(self, source: Source, entries: int, feeds: Sequence[str]) -> None:
        self.said.append(f"{source.kind.value} {source.title}: {entries} {' '.join(feeds)}".strip())

    async def refused(self, source: Source, trouble: str) -> None:
        self.said.append(f"refused {trouble}")

    async def gone(self, source: Source) -> None:
        self.said.append(f"gone {source.title}")


class Desk:
    """What a test watches with."""

    def __init__(self, state: State, clock: Clock, stand: Newsstand, data: Path, **limits: Any) -> None:  # noqa: ANN401
        self.state = state
        self.clock = clock
        self.stand = stand
        self.shelf = Shelf()
        self.told = Told()
        self.places = _Places(data)
        common = CommonPlaces(data / "index", data)
        filing = Filing(state, self.shelf, common, self.places, most_of_a_chat=12)
        folders = Folders(self.shelf, common.index_dir(EVERYONE))
        asking = stand.asking(**limits)
        self.checking = Checking(state, filing, folders, self.told, asking=asking, every=EVERY, parse=_parse)

    async def add(self, path: str, chat: int = EVERYONE) -> Source:
        address = self.stand.address if chat == EVERYONE else self.stand.public
        source, _ = await self.state.sources.add(chat, address + path, made_by=7, language="en")
        return source

    async def check(self, source: Source) -> Checked:
        checked = await self.checking.check(source.id)
        assert checked is not None
        return checked

    async def later(self, source: Source) -> Checked:
        """Check it when it is next due."""
        known = await self.state.sources.get(source.id)
        assert known is not None
        self.clock.time = max(self.clock.time, known.next_at)
        return await self.check(source)

    @property
    def titles(self) -> list[str]:
        return sorted(each.title or "" for each in self.shelf.documents.values())


async def _parse(data: bytes, address: str, content_type: str) -> Feed | WebPage:
    """As the process of its own does, without starting one."""
    found = understood(data, address, content_type)
    if found is None:
        raise NotParsed
    return found


class _Places:
    """Where the documents of chats lie."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def index_dir(self, chat: int) -> Path:
        return self._data / "chats" / str(chat) / "index"

    def files_dir(self, chat: int) -> Path:
        return self._data / "chats" / str(chat) / "files"

    def changed(self, chat: int) -> None:
        return


Play = Callable[..., None]


@pytest.fixture
def play(newsstand: Newsstand, tmp_path: Path) -> Play:
    """Runs a scenario with a desk; `limits` are those of what asks."""

    def playing(scenario: Callable[[Desk], Coroutine[Any, Any, None]], **limits: Any) -> None:  # noqa: ANN401
        async def played() -> None:
            clock = Clock()
            async with await open_state(tmp_path, now=clock) as state:
                await scenario(Desk(state, clock, newsstand, tmp_path, **limits))

        asyncio.run(played())

    return playing
