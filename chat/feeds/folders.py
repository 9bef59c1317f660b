"""Folders that are re-read while the program runs, whenever a look at them shows another picture."""

from __future__ import annotations

import asyncio
from pathlib import Path

from chat.indexing import Indexer
from index.model import digest
from index.reading import walk
from index.store.places import Place


class Folders:
    """Keeps the common index in step with folders."""

    def __init__(self, indexer: Indexer, index: Place) -> None:
        """Index into `index`."""
        self._indexer = indexer
        self._index = index
        self._pictures: dict[Path, str] = {}

    async def remember(self, folder: Path) -> None:
        """Take the index to be in step with the folder as it is now."""
        self._pictures[folder] = await asyncio.to_thread(_picture, folder)

    async def check(self, place: str | Path) -> int:
        """How many documents are others now, where the folder has changed since the last look.

        Raises:
            ReadingError: a file takes too long to read.
            WhoSaysError: the index cannot be written.
        """
        folder = Path(place)
        picture = await asyncio.to_thread(_picture, folder)
        if self._pictures.get(folder) == picture:
            return 0
        changes, more = 0, True
        while more:
            some, more = await self._indexer.sync(self._index, folder)
            changes += some
        self._pictures[folder] = picture
        return changes


def _picture(folder: Path) -> str:
    """A digest of the names, sizes and times of all that can be read below a folder."""
    told = [str(folder.exists())]
    for path in walk([folder]).files:
        try:
            status = path.stat()
        except OSError:
            continue
        told.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return digest(*told)
