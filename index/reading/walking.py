"""Folders to files: what there is to read below some paths, in a stable order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadingError, UnknownFormat, UnreadableFile
from index.reading.formats import is_known, known_suffixes


@dataclass(frozen=True, slots=True)
class Walk:
    """What lies below some paths: `files` to read, in order, each once; what was passed over, with why."""

    files: tuple[Path, ...]
    skipped: tuple[ReadingError, ...]


def walk(roots: Sequence[Path]) -> Walk:
    """Every readable file below `roots`; hidden names passed over, links in a circle entered once.

    A root that is a file is taken whatever its name. Files of unknown suffix inside a folder, folders that
    cannot be opened and roots that are not there come back in `skipped`.
    """
    files: dict[Path, Path] = {}
    skipped: list[ReadingError] = []
    seen: set[Path] = set()
    for root in roots:
        for found in _below(root, seen):
            if isinstance(found, ReadingError):
                skipped.append(found)
            else:
                files.setdefault(_resolved(found), found)
    return Walk(tuple(files.values()), tuple(skipped))


def _below(root: Path, seen: set[Path]) -> Iterator[Path | ReadingError]:
    if root.is_dir():
        yield from _in_folder(root, seen)
    elif os.path.lexists(root):
        yield root
    else:
        yield UnreadableFile(str(root), "is not there; check the path")


def _in_folder(root: Path, seen: set[Path]) -> Iterator[Path | ReadingError]:
    pending = [root]
    while pending:
        folder = pending.pop()
        real = _resolved(folder)
        if real in seen:
            continue
        seen.add(real)
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            yield UnreadableFile(str(folder), f"cannot be opened ({error.strerror}); check its permissions")
            continue
        visible = [entry for entry in entries if not entry.name.startswith(".")]
        for entry in visible:
            if not _is_folder(entry):
                yield entry if is_known(entry) else _unknown(entry)
        pending.extend(entry for entry in reversed(visible) if _is_folder(entry))


def _unknown(entry: Path) -> UnknownFormat:
    what = f"files ending in “{entry.suffix}”" if entry.suffix else "files without a suffix"
    return UnknownFormat(str(entry), f"{what} are not read; convert it to one of {known_suffixes()}")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _resolved(path: Path) -> Path:
    """The real path; a link that leads to itself stands for itself."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()
