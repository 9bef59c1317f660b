"""Keeping the documents that are answered from: list, add, remove."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from chat import serialising, texts
from chat.collection import Names, check_paths, own_collection, stored_name, tell
from chat.progress import Progress
from chat.rendering import document_blocks, notice_blocks
from chat.settings import Settings
from chat.terminal import Screen
from index.errors import UsageError, WhoSaysError


def show(settings: Settings, *, as_json: bool) -> None:
    """List the documents.

    Raises:
        WhoSaysError: there is none, or the index cannot be used.
    """
    documents = own_collection(settings.data_dir, settings.documents_dir, settings.index).documents()
    if as_json:
        serialising.write(serialising.documents(documents))
    else:
        Screen().show(document_blocks(documents))


def add(settings: Settings, paths: Sequence[Path], *, as_json: bool) -> None:
    """Index files and whole folders, for every command that is not given --docs.

    Raises:
        UsageError: a path is not there.
        WhoSaysError: none of the files could be read, or the index cannot be used.
    """
    check_paths(paths)
    from index.build import add as index_paths  # heavy: only once the paths are known to be there

    with Progress() as progress:
        report = index_paths(settings.index, paths, shown=stored_name, progress=progress)
    tell(report)
    taken = (*report.added, *report.changed, *report.unchanged)
    if not taken:
        place = ", ".join(map(str, paths))
        raise WhoSaysError((texts.ALL_SKIPPED if report.skipped else texts.NO_DOCUMENTS).format(place=place))
    names = Names((*paths, settings.documents_dir))
    if as_json:
        serialising.write(serialising.changes(report, names.shown))
    else:
        counts = (len(report.added), len(report.changed), len(report.unchanged))
        Screen().show(notice_blocks(texts.ADDED.format(*counts)))


def remove(settings: Settings, names: Sequence[str], *, as_json: bool) -> None:
    """Take documents out of the index; their files stay, and they stay out until they are added again.

    Raises:
        UsageError: no indexed document has such a name; nothing is removed then.
        WhoSaysError: the index cannot be used.
    """
    from index.build import remove as remove_from_index
    from index.search import open_finder

    stored = [document.path for document in open_finder(settings.index).documents()]
    removed = remove_from_index(settings.index, [_stored(name, stored) for name in names])
    shown = [Names((settings.documents_dir,)).shown(document.path) for document in removed]
    if as_json:
        serialising.write({"removed": shown})
    else:
        Screen().show(notice_blocks("\n".join(texts.REMOVED.format(name=name) for name in shown)))


def move(settings: Settings, to: str) -> None:
    """Move the index to Milvus, or from there into the data folder; after a kill the same call goes on.

    Raises:
        UsageError: `to` is neither, no server is set, or there is nothing to move.
        WhoSaysError: a store cannot be used; the documents are where they were.
    """
    folder = settings.data_dir / "index"
    if to not in ("milvus", "local"):
        raise UsageError(texts.BAD_STORE.format(name=to))
    source, target = (folder, settings.cluster) if to == "milvus" else (settings.cluster, folder)
    from index.moving import move as move_index  # heavy: only once it is known where to

    with Progress(texts.MOVING) as progress:
        moved = move_index(source, target, progress)
    count = texts.count_of_documents
    said = [texts.MOVED.format(documents=count(moved.documents), passages=moved.passages, place=target)]
    said += [texts.MOVED_EARLIER.format(documents=count(moved.earlier))] if moved.earlier else []
    said.append(texts.KEEP_MILVUS if to == "milvus" else texts.DROP_MILVUS)
    Screen().show(notice_blocks("\n".join(said)))


def _stored(name: str, stored: Sequence[str]) -> str:
    """The name as the index knows it: a path from here as the stored one, anything else as it is."""
    absolute = stored_name(Path(name))
    inside = os.path.join(absolute, "")
    known = any(path == absolute or path.startswith(inside) for path in stored)
    return absolute if known else name
