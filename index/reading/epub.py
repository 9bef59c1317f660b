"""Electronic books: the chapters in reading order through the page reader, metadata from the package file."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from index.errors import BrokenFile, EncryptedFile
from index.model import SourceText, Span
from index.reading.archives import member, open_zip
from index.reading.dates import find_date
from index.reading.decoding import decode
from index.reading.head import read_head
from index.reading.markup import Block, blocks_of
from index.reading.names import author_of
from index.reading.signatures import Metadata
from index.reading.webpage import laid_out, parse

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_CHAPTER = ("application/xhtml+xml", "text/html")


@dataclass(frozen=True, slots=True)
class _Package:
    metadata: Metadata
    chapters: tuple[str, ...]


def read_epub(data: bytes, shown: str) -> SourceText:
    """The words of an .epub file's chapters in reading order, paragraphs divided by blank lines.

    Raises:
        BrokenFile, EncryptedFile, OversizedFile: as their names say.
    """
    with open_zip(data, shown) as archive:
        package = _package(archive, shown)
        _refuse_locked(archive, package, shown)
        blocks: list[Block] = []
        for chapter in package.chapters:
            blocks += blocks_of(parse(decode(member(archive, chapter, shown), shown), shown))
    text, spans = laid_out(blocks, [not block.furniture for block in blocks])
    head = read_head(text, package.metadata)
    found = head.metadata
    marks: tuple[Span, ...] = tuple(sorted({*spans, *head.spans}))
    return SourceText(shown, text, found.title, found.author, found.published, found.address, marks)


def _package(archive: zipfile.ZipFile, shown: str) -> _Package:
    container = _xml(member(archive, _CONTAINER, shown), shown)
    name = next((element.get("full-path") for element in container.iter("{*}rootfile")), None)
    if not name:
        raise BrokenFile(shown, "does not say where its contents are; export it again")
    package = _xml(member(archive, name, shown), shown)
    items = {item.get("id"): item for item in package.iter("{*}item")}
    folder = posixpath.dirname(name)
    chapters = [
        posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        for reference in package.iter("{*}itemref")
        if (item := items.get(reference.get("idref"))) is not None
        and item.get("media-type") in _CHAPTER
        and "nav" not in (item.get("properties") or "").split()
    ]
    return _Package(_metadata(package), tuple(chapters))


def _metadata(package: etree._Element) -> Metadata:
    def first(name: str) -> str:
        found = package.find(f".//{{http://purl.org/dc/elements/1.1/}}{name}")
        return " ".join((found.text or "").split()) if found is not None else ""

    day, source = find_date(first("date")), first("source")
    return Metadata(
        first("title") or None,
        author_of(first("creator")),
        day[0] if day else None,
        source if source.startswith(("http://", "https://")) else None,
    )


def _refuse_locked(archive: zipfile.ZipFile, package: _Package, shown: str) -> None:
    """Refuse books whose chapters are locked; fonts alone may be, and often are."""
    if _ENCRYPTION not in archive.namelist():
        return
    locked = _xml(member(archive, _ENCRYPTION, shown), shown).iter("{*}CipherReference")
    if {unquote(element.get("URI") or "") for element in locked} & set(package.chapters):
        raise EncryptedFile(shown, "is locked by its seller; use a copy without such protection")


def _xml(data: bytes, shown: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BrokenFile(shown, "its list of contents is damaged; export it again") from None
