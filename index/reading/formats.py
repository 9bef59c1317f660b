"""Which formats are read, known by name and by their first bytes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from index.errors import EncryptedFile, UnknownFormat


class Format(StrEnum):
    """A kind of file that has a reader."""

    PLAIN = "text"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    EPUB = "epub"
    MAIL = "eml"


_BY_SUFFIX = {
    ".txt": Format.PLAIN,
    ".text": Format.PLAIN,
    ".md": Format.PLAIN,
    ".markdown": Format.PLAIN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".epub": Format.EPUB,
    ".eml": Format.MAIL,
}


def is_known(path: Path) -> bool:
    """True when the name's suffix has a reader."""
    return path.suffix.lower() in _BY_SUFFIX


def format_by_name(path: Path) -> Format | None:
    """The format that the suffix promises."""
    return _BY_SUFFIX.get(path.suffix.lower())


def format_by_content(data: bytes) -> Format | None:
    """The format that the first bytes prove, whatever the name; None where they prove none."""
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return Format.PDF
    if not data.startswith(b"PK\x03\x04"):
        return None
    if b"application/epub+zip" in data[:200] or b"META-INF/container.xml" in data:
        return Format.EPUB
    # The names of an archive's members stand in it unpacked.
    return Format.DOCX if b"word/document.xml" in data else None


def refuse_others(data: bytes, shown: str) -> None:
    """Pass, unless the first bytes prove a format that is not read.

    Raises:
        EncryptedFile: a Word document behind a password.
        UnknownFormat: an old Office file, rich text.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedFile(shown, "needs a password; save a copy without one")
        raise UnknownFormat(shown, "is an old Office file; save it as .docx")
    if data.startswith(b"{\\rtf"):
        raise UnknownFormat(shown, "is rich text; save it as .docx or .txt")


def known_suffixes() -> str:
    """The suffixes that are read, for people: “.txt, .md, …”."""
    return ", ".join(_BY_SUFFIX)
