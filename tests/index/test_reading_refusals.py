"""What cannot be read is refused by name with the reason, and no damage is ever more than that."""

import codecs
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import (
    BrokenFile,
    EmptyFile,
    EncryptedFile,
    OversizedFile,
    ReadingError,
    UnknownFormat,
    UnreadableFile,
)
from index.reading import read
from tests.index.made import ARTICLE, PAGE, docx_of, epub_of, mail_of, pdf_of, text_or_reason, written, zip_of

_LOCKED_MAIL = b"From: a@b.c\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIIB"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.txt", b"", EmptyFile),
        ("a.txt", b" \n\t\r\n", EmptyFile),
        ("a.txt", b"*** --- ...", EmptyFile),
        ("a.html", b"<html><body><script>1</script></body></html>", EmptyFile),
        ("a.pdf", pdf_of([]), EmptyFile),
        ("a.eml", b"From: a@b.c\nSubject: x\n\n", EmptyFile),
        ("a.txt", bytes(range(256)) * 40, BrokenFile),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 50, BrokenFile),
        ("a.txt", codecs.BOM_UTF16_LE + b"\x00\xd8a", BrokenFile),
        ("a.txt", zip_of({"a.bin": os.urandom(2000)}), BrokenFile),
        ("a.pdf", b"%PDF-1.7\nnothing of the kind", BrokenFile),
        ("a.pdf", pdf_of(PAGE)[:400], BrokenFile),
        ("a.pdf", ARTICLE.encode(), BrokenFile),
        ("a.docx", ARTICLE.encode(), BrokenFile),
        ("a.docx", zip_of({"word/document.xml": b"<no", "[Content_Types].xml": b"<x/>"}), BrokenFile),
        ("a.epub", epub_of({"a.xhtml": ARTICLE})[:300], BrokenFile),
        ("a.epub", epub_of({"a.xhtml": ARTICLE}, container="<nothing/>"), BrokenFile),
        ("a.eml", ARTICLE.encode(), BrokenFile),
        ("a.pdf", pdf_of(PAGE, locked=True), EncryptedFile),
        ("a.epub", epub_of({"a.xhtml": ARTICLE}, locked="a.xhtml"), EncryptedFile),
        ("a.docx", _OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedFile),
        ("a.eml", _LOCKED_MAIL, EncryptedFile),
        ("a.docx", zip_of({"word/document.xml": b" " * 60_000_000}), OversizedFile),
        ("a.docx", _OLE, UnknownFormat),
        ("a.txt", b"{\\rtf1\\ansi text}", UnknownFormat),
        ("a.xyz", ARTICLE.encode(), UnknownFormat),
    ],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, name: str, data: bytes, error: type[ReadingError]
) -> None:
    path = written(tmp_path, name, data)
    with pytest.raises(error) as caught:
        read(path, shown="shown.name")
    assert caught.value.path == "shown.name"
    assert len(caught.value.reason) > 10


def test_oversized(tmp_path: Path) -> None:
    with pytest.raises(OversizedFile):
        read(written(tmp_path, "a.txt", "word " * 100), max_bytes=100)


def test_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path / "none.txt")
    with pytest.raises(UnreadableFile):
        read(tmp_path)
    with pytest.raises(UnreadableFile):
        read(Path("a\0b.txt"))
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile):
        read(tmp_path / "pipe.txt")


def test_pdf_named_txt_is_read_as_pdf(tmp_path: Path) -> None:
    assert "old bridge at Marl" in read(written(tmp_path, "a.txt", pdf_of(PAGE))).text


def test_article_about_pdf_files_is_text(tmp_path: Path) -> None:
    content = "A PDF begins with %PDF-1.7, says the standard."
    assert read(written(tmp_path, "a.txt", content)).text == content


def test_control_characters_stay(tmp_path: Path) -> None:
    content = f"{ARTICLE * 10} a\x00b\x07c"
    assert read(written(tmp_path, "a.txt", content)).text == content


_SUFFIXES = st.sampled_from([".txt", ".md", ".html", ".pdf", ".docx", ".epub", ".eml", ".bin", ""])
_MAGIC = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04word/document.xml", b"From: a\n\n", b"<p>", b"---\n", b"\xff\xfe"]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suffix=_SUFFIXES, magic=_MAGIC, data=st.binary(max_size=600))
def test_any_bytes_are_read_or_refused_by_name(
    tmp_path: Path, suffix: str, magic: bytes, data: bytes
) -> None:
    path = written(tmp_path, f"any{suffix}", magic + data)
    assert text_or_reason(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_are_read_or_refused_by_name(tmp_path: Path, data: st.DataObject) -> None:
    name, whole = data.draw(st.sampled_from(_WHOLE))
    place = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, 40))
    path = written(
        tmp_path, name, whole[:place] + data.draw(st.binary(max_size=10)) + whole[place + length :]
    )
    assert text_or_reason(path)


_WHOLE = [
    ("a.pdf", pdf_of(PAGE)),
    ("a.docx", docx_of()),
    ("a.epub", epub_of({"a.xhtml": f"<p>{ARTICLE}</p>"})),
    ("a.eml", mail_of(f"{ARTICLE}\n\n-- \nAnn").as_bytes()),
]
