"""Files as the store tells them apart: where they lie, how they look, what they hold."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from pathlib import Path

from index.reading import MAX_BYTES
from index.store.entries import Origin

# A file written within this time of being looked at may change again without looking different.
_RACY = 2_000_000_000  # nanoseconds


def place_of(path: Path) -> str:
    """The resolved absolute path, which names a file whatever the working directory."""
    try:
        return str(path.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return os.path.abspath(path)


def looks_same(path: Path, origin: Origin) -> bool:
    """True when size and time prove that the file has not changed since."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return False
    settled = origin.modified + _RACY < origin.looked
    return settled and (status.st_size, status.st_mtime_ns) == (origin.size, origin.modified)


def origin_of(path: Path) -> Origin:
    """The file as it is now, its content hashed; looked at before it is read, so that no change is missed.

    Raises:
        OSError: it cannot be read, is no regular file, or is larger than any reader takes.
        ValueError: its name cannot be a path.
    """
    looked = time.time_ns()
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
        raise OSError(f"{path} is nothing to read")
    with path.open("rb") as file:
        content_hash = hashlib.file_digest(file, "sha256").hexdigest()
    return Origin(place_of(path), content_hash, status.st_size, status.st_mtime_ns, looked)
