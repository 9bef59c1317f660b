"""A file in, its text and what it says about itself out; one reader for each format.

`read` takes one file, `walk` lists the files below some folders.
"""

from __future__ import annotations

from pathlib import Path

from index.model import SourceText
from index.reading.limits import MAX_BYTES
from index.reading.walking import Walk, walk

__all__ = ["MAX_BYTES", "Walk", "read", "walk"]


def read(path: Path, *, shown: str | None = None, max_bytes: int = MAX_BYTES) -> SourceText:
    """As `index.reading.files.read`, whose patterns are loaded when there is a first file to read."""
    from index.reading import files  # a tenth of the time of a question: an unchanged folder needs none

    return files.read(path, shown=shown, max_bytes=max_bytes)
