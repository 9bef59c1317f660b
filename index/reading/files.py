"""One file to its text: which reader takes it, and what keeps a file from being read."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from index.errors import BrokenFile, EmptyFile, OversizedFile, ReadingError, UnknownFormat, UnreadableFile
from index.model import SourceText
from index.reading.dates import date_in_name
from index.reading.formats import Format, format_by_content, format_by_name, known_suffixes, refuse_others
from index.reading.limits import MAX_BYTES
from index.reading.plain import read_plain

Reader = Callable[[bytes, str], SourceText]


def read(path: Path, *, shown: str | None = None, max_bytes: int = MAX_BYTES) -> SourceText:
    """The text of one file with its title, author, date and address where it gives them.

    `shown` is the path to store, by default `path` as given; files beyond `max_bytes` are refused.

    Raises:
        UnreadableFile: the file is not there, is no regular file, or may not be opened.
        EmptyFile: it holds no text.
        OversizedFile: it, or what it unpacks to, is too large.
        EncryptedFile: it needs a password.
        UnknownFormat: no reader takes it.
        BrokenFile: it is damaged or is not what its name says.
    """
    shown = str(path) if shown is None else shown
    data = _bytes_of(path, shown, max_bytes)
    source = _reader(_format_of(path, data, shown))(data, shown)
    if not any(character.isalnum() for character in source.text):
        raise EmptyFile(shown, "holds no text; if it is a scan, run it through text recognition first")
    return source if source.published else replace(source, published=_day_in_names(source.address, path))


def _day_in_names(address: str | None, path: Path) -> date | None:
    """The day that the address, or else the file's own name, is filed under: the last resort."""
    return (date_in_name(address) if address else None) or date_in_name(path.name)


def _reader(kind: Format) -> Reader:
    """The reader of a format. Each brings a library: none is loaded before a file asks for it."""
    match kind:
        case Format.PLAIN:
            return read_plain
        case Format.HTML:
            from index.reading.webpage import read_webpage as reader
        case Format.PDF:
            from index.reading.pdf import read_pdf as reader
        case Format.DOCX:
            from index.reading.word import read_word as reader
        case Format.EPUB:
            from index.reading.epub import read_epub as reader
        case Format.MAIL:
            from index.reading.mail import read_mail as reader
    return reader


def _bytes_of(path: Path, shown: str, max_bytes: int) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableFile(shown, "is a folder; name the files in it, or add the folder whole")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(shown, "is not a regular file; copy its contents into one")
        if status.st_size > max_bytes:
            raise _oversized(shown, status.st_size, max_bytes)
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError:
        raise UnreadableFile(shown, "is not there; check the path") from None
    except OSError as error:
        raise UnreadableFile(shown, f"cannot be opened ({error.strerror}); check its permissions") from None
    except ValueError:
        raise UnreadableFile(shown, "its name cannot be a path; rename the file") from None
    if len(data) > max_bytes:
        raise _oversized(shown, len(data), max_bytes)
    if not data.strip():
        raise EmptyFile(shown, "is empty; remove it or fill it")
    return data


def _oversized(shown: str, size: int, limit: int) -> ReadingError:
    return OversizedFile(shown, f"has {size:,} bytes, more than the {limit:,} allowed; split it into parts")


def _format_of(path: Path, data: bytes, shown: str) -> Format:
    """The reader's format: what the bytes prove goes before what the name says."""
    named, proved = format_by_name(path), format_by_content(data)
    if proved is not None:
        return proved
    refuse_others(data, shown)
    if named is None:
        raise UnknownFormat(
            shown, f"is of a format that is not read; convert it to one of {known_suffixes()}"
        )
    if named in (Format.PDF, Format.DOCX, Format.EPUB):
        raise BrokenFile(shown, f"is named {path.suffix} but is not one inside; export it again")
    return named
