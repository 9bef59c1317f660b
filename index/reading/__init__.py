"""A file in, its text and what it says about itself out; one reader for each format.

`read` takes one file, `walk` lists the files below some folders.
"""

from index.reading.files import MAX_BYTES, read
from index.reading.walking import Walk, walk

__all__ = ["MAX_BYTES", "Walk", "read", "walk"]
