"""What goes wrong with files, told as the errors of `index.errors`."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST, errno.ELOOP}
_FROM_TANTIVY = re.compile(
    r"os error \d|IO ?Error|IO error|LockFailure|lockfile|error occurred in a thread", re.I
)
_WRITE_FAILED = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMOPEN,  # what a full disk gives when the log's index is to be made
}


class StoreDamaged(StoreError):
    """The index's own files are not what was written."""


class StoreOutdated(StoreError):
    """The index was made in another format or with another model; the next change rebuilds it."""


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn what the disk, SQLite and tantivy raise into a `StoreError` that names `folder`."""
    try:
        yield
    except sqlite3.Error as error:
        raise _from_sqlite(folder, error) from error
    except OSError as error:
        raise _from_errno(folder, error.errno, str(error)) from error
    except ValueError as error:  # what tantivy raises for everything, with the system's number in its text
        if not _FROM_TANTIVY.search(str(error)):
            raise
        number = re.search(r"os error (\d+)|code: (\d+)", str(error))
        code = int(number.group(1) or number.group(2)) if number else None
        raise _from_errno(folder, code, str(error)) from error


def _from_sqlite(folder: Path, error: sqlite3.Error) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL or code in _WRITE_FAILED:
        return _full(folder)
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return _read_only(folder)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy(folder)
    if primary == sqlite3.SQLITE_IOERR:
        return _from_errno(folder, None, str(error))
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StoreDamaged(f"the index in {folder} is damaged ({error}); delete that folder and index again")
    return StoreError(f"the index in {folder} cannot be used ({error}); delete that folder and index again")


def _from_errno(folder: Path, code: int | None, detail: str) -> StoreError:
    if code in _FULL:
        return _full(folder)
    if code in _READ_ONLY:
        return _read_only(folder)
    return StoreError(f"the index in {folder} cannot be used ({detail}); check the disk and its permissions")


def _full(folder: Path) -> StoreFull:
    return StoreFull(
        f"the disk is full: the index in {folder} was left as it was; free some space and try again"
    )


def _read_only(folder: Path) -> StoreReadOnly:
    return StoreReadOnly(
        f"the index folder {folder} cannot be written; check its permissions or choose another"
    )


def busy(folder: Path) -> StoreBusy:
    """The error for an index that another process is changing."""
    return StoreBusy(f"another process is changing the index in {folder}; try again when it has finished")
