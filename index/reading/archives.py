"""Zip files, which .docx and .epub are: opened only when what they unpack to is of sane size."""

from __future__ import annotations

import io
import zipfile
import zlib

from index.errors import BrokenFile, EncryptedFile, OversizedFile

MAX_UNPACKED = 200 * 1024 * 1024
# Markup becomes a tree many times its size; pictures stay bytes.
MAX_MARKUP = 40 * 1024 * 1024
_MARKUP = (".xml", ".rels", ".opf", ".ncx", ".html", ".htm", ".xhtml")
_MOST_MEMBERS = 20_000
_ENCRYPTED = 0x1


def open_zip(data: bytes, shown: str) -> zipfile.ZipFile:
    """The archive in `data`, its declared sizes checked; `zipfile` never unpacks a member beyond those.

    Raises:
        BrokenFile: it is no zip file, or is cut off.
        EncryptedFile: a member needs a password.
        OversizedFile: it would unpack to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise BrokenFile(shown, "is damaged or cut off; copy or download it again") from None
    members = archive.infolist()
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise EncryptedFile(shown, "needs a password; save a copy without one")
    markup = sum(member.file_size for member in members if member.filename.lower().endswith(_MARKUP))
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED or markup > MAX_MARKUP or len(members) > _MOST_MEMBERS:
        raise OversizedFile(shown, f"unpacks to {total:,} bytes, too much to read; split it into parts")
    return archive


def member(archive: zipfile.ZipFile, name: str, shown: str) -> bytes:
    """One member's bytes.

    Raises:
        BrokenFile: it is not there or is damaged.
    """
    try:
        return archive.read(name)
    except (
        KeyError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ):
        raise BrokenFile(shown, f"its part “{name}” is missing or damaged; export it again") from None
