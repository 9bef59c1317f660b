"""Reads and indexes files in a process of its own: `python -m chat.indexing`, asked by a line of JSON.

A file from a stranger may keep a reader busy, or bring it down; here it can neither hold up answers nor end
the bot. The process prints one line of JSON: for each file the document's id, or why it could not be read.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.errors import ReadingError, WhoSaysError
from index.model import SourceText, digest
from index.store.places import AidedFolder, Cluster, Endpoint, Place, endpoint_of

_ROOT = Path(__file__).parents[1]
_SECONDS = 300.0
_LOWER_PRIORITY = 10
_FILES_AT_ONCE = 10

Json = dict[str, Any]


class ReaderDown(ReadingError):
    """The process ended without a word, or took too long: it may be the file, or the machine."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A file that is now in the index, under the document id it got, with a digest of its words."""

    document_id: str
    content: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A file that was left out, since a document with the same words is known."""

    content: str


class Indexer:
    """Indexes files one after another: the machine's other core is for answers."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        """Give each run at most this long."""
        self._seconds = seconds
        self._one_at_a_time = asyncio.Lock()

    async def index(self, place: Place, file: Path, name: str) -> Indexed:
        """Put a file into an index, shown as `name`.

        Raises:
            ReadingError: it cannot be read, or takes too long.
            WhoSaysError: the index cannot be written.
        """
        told = await self._run({"index": _told(place), "files": [[str(file), name]]}, name)
        indexed = _understood(told["files"][0], name)
        if isinstance(indexed, ReadingError):
            raise indexed
        if isinstance(indexed, Known):
            raise ReadingError(name, "is known already")
        return indexed

    async def index_all(
        self, place: Place, files: Sequence[tuple[Path, str]], known: Collection[str]
    ) -> list[Indexed | Known | ReadingError]:
        """As `index`, for several files at once; those whose words have a digest in `known` are left out.

        Raises:
            ReaderDown: one of them brings the reader down, or all take too long; none is told from another.
            WhoSaysError: the index cannot be written.
        """
        request = {
            "index": _told(place),
            "files": [[str(file), name] for file, name in files],
            "known": [*known],
        }
        told = await self._run(request, files[0][1])
        pairs = zip(told["files"], files, strict=True)
        return [_understood(each, name) for each, (_, name) in pairs]

    async def sync(self, place: Place, folder: Path) -> tuple[int, bool]:
        """Bring an index a step nearer to a folder: how many documents are others now, and if there are more.

        Raises:
            ReaderDown: it takes too long.
            WhoSaysError: the index cannot be written.
        """
        request = {"index": _told(place), "folder": str(folder)}
        told = await self._run(request, str(folder))
        return told["changes"], told["more"]

    async def remove(self, place: Place, document_id: str) -> None:
        """Take a document out of an index.

        Raises:
            WhoSaysError: it is not in it, or the index cannot be written.
        """
        from index.build import remove

        async with self._one_at_a_time:
            await asyncio.to_thread(remove, place, [document_id])

    async def _run(self, request: Json, name: str) -> Json:
        """What the process says; what is wrong is told of `name`."""
        async with self._one_at_a_time:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "chat.indexing"),
                cwd=_ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                async with asyncio.timeout(self._seconds):
                    out, _ = await process.communicate(json.dumps(request).encode())
            except TimeoutError:
                raise ReaderDown(name, "takes too long to read; send a part of it") from None
            finally:
                if process.returncode is None:
                    with suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()
        try:
            told: Json = json.loads(out.splitlines()[-1])
        except (ValueError, IndexError):
            raise ReaderDown(name, "could not be read") from None
        if "failure" in told:
            raise WhoSaysError(told["failure"])
        return told


def content_of(source: SourceText) -> str:
    """A digest of the article's letters and digits: the same for the same words in another dress."""
    text, at = [], 0
    for span in sorted(source.boilerplate):
        text.append(source.text[at : max(at, span.start)])
        at = max(at, span.end)
    words = "".join([*text, source.text[at:]])
    return digest("".join(character for character in words.casefold() if character.isalnum()))


def _told(place: Place) -> Json:
    """A place for the process, which gets it on its input: it may hold a password or a key."""
    if isinstance(place, Cluster):
        return {"uri": place.uri, "owner": place.owner}
    endpoint = endpoint_of(place)
    return {"folder": str(place), **({"endpoint": asdict(endpoint)} if endpoint else {})}


def _place(told: Json) -> Place:
    if "uri" in told:
        return Cluster(told["uri"], told["owner"])
    folder = Path(told["folder"])
    return AidedFolder(folder, Endpoint(**told["endpoint"])) if "endpoint" in told else folder


def _understood(told: dict[str, str], name: str) -> Indexed | Known | ReadingError:
    if "document" in told:
        return Indexed(told["document"], told.get("content", ""))
    if "known" in told:
        return Known(told["known"])
    return ReadingError(name, told["reason"])


def _indexed(request: Json) -> Json:
    """What came of each file."""
    from index.build import add
    from index.search import open_finder

    place = _place(request["index"])
    names = {Path(file): name for file, name in request["files"]}
    told, contents = _sifted(names, request["known"]) if "known" in request else ({}, {})
    files = [file for file in names if file not in told]
    report = add(place, files, shown=lambda file: names[file])
    reasons = {error.path: error.reason for error in report.skipped}
    ids = {info.path: info.id for info in open_finder(place).documents()} if files else {}
    for file in files:
        name = names[file]
        if name in reasons or name not in ids:
            told[file] = {"reason": reasons.get(name, "could not be indexed")}
        else:
            told[file] = {"document": ids[name], "content": contents.get(file, "")}
    return {"files": [told[file] for file in names]}


def _sifted(names: dict[Path, str], known: Collection[str]) -> tuple[dict[Path, Json], dict[Path, str]]:
    """The files that need not be indexed, with why; and digests of what is in the others."""
    from index.reading import read

    told: dict[Path, Json] = {}
    contents: dict[Path, str] = {}
    seen = set(known)
    for file, name in names.items():
        try:
            content = content_of(read(file, shown=name))
        except ReadingError as error:
            told[file] = {"reason": error.reason}
            continue
        if content in seen:
            told[file] = {"known": content}
        else:
            contents[file] = content
            seen.add(content)
    return told, contents


def _synced(request: Json) -> Json:
    """A folder's files compared in steps; the first step that changes something is the last."""
    from chat.collection import stored_name
    from index.build import sync
    from index.reading import walk

    place, folder = _place(request["index"]), Path(request["folder"])
    files = walk([folder]).files
    for start in range(0, len(files), _FILES_AT_ONCE):
        some = files[start : start + _FILES_AT_ONCE]
        report = sync(place, some, mirror=False, shown=stored_name)
        changes = len(report.added) + len(report.changed)
        if changes:
            return {"changes": changes, "more": True}
    return {"changes": len(sync(place, [folder], mirror=True, shown=stored_name).removed), "more": False}


def main() -> None:
    """Do what the line on standard input asks for, and print what came of it."""
    request = json.loads(sys.stdin.read())
    with suppress(OSError):
        os.nice(_LOWER_PRIORITY)
    try:
        told = _synced(request) if "folder" in request else _indexed(request)
    except WhoSaysError as error:
        told = {"failure": str(error)}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
