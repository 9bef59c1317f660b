"""Puts what was fetched where it is answered from: a file, the index it belongs to, and the chat's list."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from chat.collection import stored_name
from chat.feeds.composing import Paper
from chat.indexing import Indexed, Indexer, Known, ReaderDown
from chat.state.model import EVERYONE, ChatDocument, Origin, Source
from chat.state.state import State
from index.errors import ReadingError, WhoSaysError
from index.store.places import Place

Outcome = Indexed | Known | ReadingError


class Places(Protocol):
    """Where the documents of chats lie."""

    def index_dir(self, chat: int) -> Place:
        """Where the chat's own index lies."""
        ...

    def files_dir(self, chat: int) -> Path:
        """The folder of the files behind it."""
        ...

    def changed(self, chat: int) -> None:
        """Told when the chat's documents are others."""
        ...


class CommonPlaces:
    """Where the documents of everyone lie; the same for every chat."""

    def __init__(self, index: Place, data_dir: Path) -> None:
        """The index as the settings say, the files below `data_dir`."""
        self._index = index
        self._data_dir = data_dir

    def index_dir(self, chat: int) -> Place:
        """As `Places.index_dir`."""
        return self._index

    def files_dir(self, chat: int) -> Path:
        """As `Places.files_dir`."""
        return self._data_dir / "watched"

    def changed(self, chat: int) -> None:
        """An open index follows its changes by itself."""


@dataclass(frozen=True, slots=True)
class _Filed:
    """A paper as a file, under the name that is shown; `fresh` where there was no such file before."""

    path: Path
    name: str
    content: str
    paper: Paper
    fresh: bool


class Filing:
    """Files papers."""

    def __init__(
        self,
        state: State,
        indexer: Indexer,
        common: Places,
        places: Places | None = None,
        most_of_a_chat: int = 200,
    ) -> None:
        """For everyone where `common` says, for chats where `places` says, up to so many documents each."""
        self._state = state
        self._indexer = indexer
        self._common = common
        self._chats = places or common
        self._most = most_of_a_chat

    async def file(self, source: Source, papers: Sequence[Paper], known: Collection[str]) -> list[Outcome]:
        """What came of each paper; those whose words have a digest in `known` are not indexed again.

        Raises:
            WhoSaysError: the index cannot be written.
            OSError: a file cannot be written.
        """
        filed = await self._as_files(source, papers)
        outcomes: dict[Path, Outcome] = {}
        try:
            outcomes = await self._indexed(source, filed, known)
        finally:
            for each in filed:
                if each.fresh and not isinstance(outcomes.get(each.path), Indexed):
                    await asyncio.to_thread(each.path.unlink, missing_ok=True)
        if source.chat_id != EVERYONE:
            await self._list(source, filed, outcomes)
        return [outcomes[each.path] for each in filed]

    async def drop(self, source: Source, document_ids: Collection[str]) -> None:
        """Take out documents that newer ones replace."""
        chat = source.chat_id
        if chat == EVERYONE:
            for each in document_ids:
                with suppress(WhoSaysError):  # it was not in the index any more
                    await self._indexer.remove(self._common.index_dir(chat), each)
            return
        for known in await self._state.documents.of(chat):
            if known.id in document_ids:
                await self._drop(chat, known)

    async def has_room(self, source: Source, coming: int = 0) -> bool:
        """True where the chat may have one more, beside those `coming`; the oldest watched ones make room."""
        if source.chat_id == EVERYONE:
            return True
        documents = [*await self._state.documents.of(source.chat_id)]
        watched = [each for each in documents if each.origin is Origin.WATCHED]
        over = len(documents) + coming + 1 - self._most
        if over > len(watched):
            return False
        for each in watched[: max(0, over)]:
            await self._drop(source.chat_id, each)
        return True

    async def _as_files(self, source: Source, papers: Sequence[Paper]) -> list[_Filed]:
        taken = {each.name for each in await self._state.documents.of(source.chat_id)}
        filed: list[_Filed] = []
        for paper in papers:
            content = hashlib.sha256(paper.data).hexdigest()
            if source.chat_id == EVERYONE:
                name = PurePosixPath(paper.name)
                shown = _unlike(f"{name.stem} {content[:8]}{name.suffix}", taken)
                path = self._common.files_dir(EVERYONE) / str(source.id) / shown
                filed.append(_Filed(path, stored_name(path), content, paper, not path.exists()))
            else:
                shown = _unlike(paper.name, taken)
                path = self._chats.files_dir(source.chat_id) / content[:16] / shown
                filed.append(_Filed(path, shown, content, paper, not path.exists()))
            taken.add(shown)
        await asyncio.to_thread(_write, filed)
        return filed

    async def _indexed(
        self, source: Source, filed: Sequence[_Filed], known: Collection[str]
    ) -> dict[Path, Outcome]:
        chat = source.chat_id
        index_dir = (self._common if chat == EVERYONE else self._chats).index_dir(chat)
        files = [(each.path, each.name) for each in filed]
        try:
            outcomes = await self._indexer.index_all(index_dir, files, known)
        except ReaderDown as error:
            if len(files) == 1:
                return {files[0][0]: error}
            told: dict[Path, Outcome] = {}
            for each in filed:  # one of them is to blame, and the others are not
                told |= await self._indexed(source, [each], known)
            return told
        return dict(zip([path for path, _ in files], outcomes, strict=True))

    async def _list(self, source: Source, filed: Sequence[_Filed], outcomes: dict[Path, Outcome]) -> None:
        """Put new documents on the chat's list."""
        for each in filed:
            outcome = outcomes[each.path]
            if isinstance(outcome, Indexed):
                await self._state.documents.add(
                    source.chat_id,
                    document_id=outcome.document_id,
                    content=each.content,
                    name=each.name,
                    origin=Origin.WATCHED,
                    source=each.paper.address,
                    added_by=source.made_by,
                )
        self._chats.changed(source.chat_id)

    async def _drop(self, chat: int, document: ChatDocument) -> None:
        with suppress(WhoSaysError):  # it was not in the index any more
            await self._indexer.remove(self._chats.index_dir(chat), document.id)
        await self._state.documents.remove(chat, document.id)
        folder = self._chats.files_dir(chat) / document.content[:16]
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        self._chats.changed(chat)


def _unlike(name: str, taken: Collection[str]) -> str:
    """The name, or the first of "name (2)", "name (3)" … that is not taken."""
    path, number = PurePosixPath(name), 1
    while name in taken:
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    return name


def _write(filed: Sequence[_Filed]) -> None:
    for each in filed:
        each.path.parent.mkdir(parents=True, exist_ok=True)
        each.path.write_bytes(each.paper.data)
