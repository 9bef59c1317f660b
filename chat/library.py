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
from index.errors import WhoSaysError


def show(settings: Settings, *, as_json: bool) -> None:
    """List the documents.

    Raises:
        WhoSaysError: there is none, or the index cannot be used.
    """
    documents = own_collection(settings.data_dir, settings.documents_dir).documents()
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
        report = index_paths(_index_dir(settings), paths, shown=stored_name, progress=progress)
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

    stored = [document.path for document in open_finder(_index_dir(settings)).documents()]
    removed = remove_from_index(_index_dir(settings), [_stored(name, stored) for name in names])
    shown = [Names((settings.documents_dir,)).shown(document.path) for document in removed]
    if as_json:
        serialising.write({"removed": shown})
    else:
        Screen().show(notice_blocks("\n".join(texts.REMOVED.format(name=name) for name in shown)))


def _stored(name: str, stored: Sequence[str]) -> str:
    """The name as the index knows it: a path from here as the stored one, anything else as it is."""
    absolute = stored_name(Path(name))
    inside = os.path.join(absolute, "")
    known = any(path == absolute or path.startswith(inside) for path in stored)
    return absolute if known else name


def _index_dir(settings: Settings) -> Path:
    return settings.data_dir / "index"
