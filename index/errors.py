"""The errors of the document side.

WhoSaysError
 ├─ UsageError              the caller asked for something that cannot be: exit status 2
 ├─ ReadingError            one file could not be read; the others go on
 │   ├─ EmptyFile  BrokenFile  EncryptedFile  OversizedFile  UnknownFormat  UnreadableFile
 ├─ ModelMissing            a model file is not there or is not the one expected
 └─ StoreError              the index could not be used
     ├─ StoreBusy           another process is changing it
     ├─ StoreFull           the disk is full
     └─ StoreReadOnly       its folder cannot be written

The message of each says what happened and what to do, in words fit for an operator.
"""

from __future__ import annotations


class WhoSaysError(Exception):
    """Something an operator can act on; `str(error)` is the message to show."""


class UsageError(WhoSaysError):
    """The request itself is mistaken."""


class ReadingError(WhoSaysError):
    """One file could not be read; `path` names it, `reason` says why."""

    def __init__(self, path: str, reason: str) -> None:
        """Keep both, so that a report can list files with their reasons."""
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class EmptyFile(ReadingError):
    """The file holds no text."""


class BrokenFile(ReadingError):
    """The file is damaged or is not what its name says."""


class EncryptedFile(ReadingError):
    """The file needs a password."""


class OversizedFile(ReadingError):
    """The file is larger than the limit."""


class UnknownFormat(ReadingError):
    """No reader takes this kind of file."""


class UnreadableFile(ReadingError):
    """The file is not there, or this user may not open it."""


class ModelMissing(WhoSaysError):
    """A model file is not there, or its checksum differs."""


class StoreError(WhoSaysError):
    """The index cannot be used."""


class StoreBusy(StoreError):
    """Another process is changing the index."""


class StoreFull(StoreError):
    """The disk is full."""


class StoreReadOnly(StoreError):
    """The index folder cannot be written."""
