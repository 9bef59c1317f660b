"""Word documents: paragraphs and table rows in order, title and author from the properties."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from lxml import etree

from index.errors import BrokenFile
from index.model import SourceText
from index.reading.archives import open_zip
from index.reading.head import read_head
from index.reading.names import author_of
from index.reading.signatures import Metadata

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRITTEN = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_word(data: bytes, shown: str) -> SourceText:
    """The words of a .docx file, its paragraphs divided by blank lines, a table row to a line, cells by tabs.

    Inserted words, text boxes and content controls are in; deleted words, headers and footnotes are not.

    Raises:
        BrokenFile, EncryptedFile, OversizedFile: as their names say.
    """
    open_zip(data, shown).close()
    try:
        document: Any = docx.Document(io.BytesIO(data))
        text = _text(document.element.body)
        properties = document.core_properties
        title, author = properties.title, properties.author
        styled = [one.text for one in document.paragraphs[:20] if one.style and one.style.name == "Title"]
    except Exception as error:  # noqa: BLE001 - a damaged part raises whatever its parser or python-docx happens to
        raise BrokenFile(shown, f"is damaged ({type(error).__name__}); export it again") from None
    title = next(iter(styled), None) or title
    head = read_head(text, Metadata(" ".join((title or "").split()) or None, author_of(author or "")))
    found = head.metadata
    return SourceText(shown, text, found.title, found.author, found.published, found.address, head.spans)


def _text(body: etree._Element) -> str:
    pieces: list[str] = []
    before = None
    for words, row in _paragraphs(body):
        if not words.strip():
            continue
        if pieces:
            between = "\n\n" if row is None or before is None else "\t" if row is before else "\n"
            pieces.append(between)
        # A row stays one line, so that its cells are read together.
        pieces.append(words if row is None else " ".join(words.split()))
        before = row
    return "".join(pieces)


def _paragraphs(body: etree._Element) -> Iterator[tuple[str, etree._Element | None]]:
    """Each paragraph's words with the table row it stands in, if any."""
    for paragraph in body.iter(f"{_W}p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield _words(paragraph), next(paragraph.iterancestors(f"{_W}tr"), None)


def _words(paragraph: etree._Element) -> str:
    pieces: list[str] = []
    for element in paragraph.iter(f"{_W}t", *_WRITTEN):
        # Tab stops of a paragraph's style have the same tag as tabs; text boxes hold their own paragraphs.
        if element.getparent().tag != f"{_W}r" or next(element.iterancestors(f"{_W}p")) is not paragraph:
            continue
        pieces.append(_WRITTEN.get(element.tag) or element.text or "")
    return "".join(pieces)
