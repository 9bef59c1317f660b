"""Reads and indexes one file in a process of its own: `python -m chat.telegram.indexing INDEX FILE NAME`.

A file from a stranger may keep a reader busy, or bring it down; here it can neither hold up answers nor end
the bot. The process prints one line of JSON: the document's id, or why the file could not be read.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadingError, WhoSaysError

_ROOT = Path(__file__).parents[2]
_SECONDS = 300.0
_LOWER_PRIORITY = 10


@dataclass(frozen=True, slots=True)
class Indexed:
    """A file that is now in the index, under the document id it got."""

    document_id: str


class Indexer:
    """Indexes files one after another: the machine's other core is for answers."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        """Give each file at most this long."""
        self._seconds = seconds
        self._one_at_a_time = asyncio.Lock()

    async def index(self, index_dir: Path, file: Path, name: str) -> Indexed:
        """Put a file into an index, shown as `name`.

        Raises:
            ReadingError: it cannot be read, or takes too long.
            WhoSaysError: the index cannot be written.
        """
        async with self._one_at_a_time:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "chat.telegram.indexing", str(index_dir), str(file), name),
                cwd=_ROOT,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                async with asyncio.timeout(self._seconds):
                    out, _ = await process.communicate()
            except TimeoutError:
                raise ReadingError(name, "takes too long to read; send a part of it") from None
            finally:
                if process.returncode is None:
                    with suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()
            return _understood(out, name)

    async def remove(self, index_dir: Path, document_id: str) -> None:
        """Take a document out of an index.

        Raises:
            WhoSaysError: it is not in it, or the index cannot be written.
        """
        from index.build import remove

        async with self._one_at_a_time:
            await asyncio.to_thread(remove, index_dir, [document_id])


def _understood(out: bytes, name: str) -> Indexed:
    try:
        told: dict[str, str] = json.loads(out.splitlines()[-1])
    except (ValueError, IndexError):
        raise ReadingError(name, "could not be read") from None
    if "document" in told:
        return Indexed(told["document"])
    if "reason" in told:
        raise ReadingError(name, told["reason"])
    raise WhoSaysError(told["failure"])


def _indexed(index_dir: Path, file: Path, name: str) -> dict[str, str]:
    from index.build import add
    from index.search import open_finder

    report = add(index_dir, [file], shown=lambda _: name)
    if report.skipped:
        return {"reason": report.skipped[0].reason}
    finder = open_finder(index_dir)
    found = [info.id for info in finder.documents() if info.path == name]
    return {"document": found[0]} if found else {"reason": "could not be indexed"}


def main(arguments: list[str]) -> None:
    """Index the file that the arguments name, and print what came of it."""
    index_dir, file, name = arguments
    with suppress(OSError):
        os.nice(_LOWER_PRIORITY)
    try:
        told = _indexed(Path(index_dir), Path(file), name)
    except WhoSaysError as error:
        told = {"failure": str(error)}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
