"""Files made to break a reader: each is read, or refused by name with a reason."""

import codecs
import io
import os
import struct
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from index.cleaning import clean
from index.errors import BrokenFile, EmptyFile, OversizedFile, ReadingError, UnreadableFile
from index.reading import read, walk

ARTICLE = "The bridge was closed on Monday, the mayor said. It will not open again before the spring. "
RUSSIAN = "Мост закрыт с понедельника, сообщил мэр города. Он откроется не раньше весны. "
_WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


def _write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", *_WIDE])
@pytest.mark.parametrize("times", [1, 40])
def test_russian_without_a_mark(tmp_path: Path, encoding: str, times: int) -> None:
    assert read(_write(tmp_path, "a.txt", (RUSSIAN * times).encode(encoding))).text == RUSSIAN * times


@pytest.mark.parametrize("mark", _WIDE)
def test_marks_of_wide_encodings(tmp_path: Path, mark: str) -> None:
    data = "\ufeff".encode(mark) + ARTICLE.encode(mark)
    assert read(_write(tmp_path, "a.txt", data)).text == ARTICLE


@pytest.mark.parametrize("named", ["utf-16", "utf-32", "rot13", "idna", "no-such", "undefined", "utf-8"])
def test_page_that_lies_about_its_encoding(tmp_path: Path, named: str) -> None:
    page = f'<meta charset="{named}"><p>caf\xe9 {ARTICLE}</p>'.encode("latin-1")
    assert f"café {ARTICLE}".strip() in read(_write(tmp_path, "a.html", page)).text


def test_page_that_is_utf8_whatever_it_says(tmp_path: Path) -> None:
    page = f'<meta charset="koi8-r"><p>{RUSSIAN}</p>'.encode()
    assert RUSSIAN.strip() in read(_write(tmp_path, "a.html", page)).text


@pytest.mark.parametrize("data", [b"\0" * 100, ARTICLE.encode() + b"\0" * 100, b"\0\x01" * 400])
def test_zero_bytes_are_no_text(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BrokenFile):
        read(_write(tmp_path, "a.txt", data))


def test_line_ends_of_every_kind_stay(tmp_path: Path) -> None:
    content = "One line.\r\nTwo.\rThree.\n\rFour.\x85Five.\u2029Six.\n"
    assert read(_write(tmp_path, "a.md", content.encode())).text == content


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.eml"])
def test_no_lone_surrogate_comes_out(tmp_path: Path, name: str) -> None:
    words = f"From: a@b.c\nSubject: \ud800 bridge\n\nx \ud800 y &#xD800; {ARTICLE}"
    source = read(_write(tmp_path, name, words.encode("utf-8", "surrogatepass")))
    assert (source.text + (source.title or "")).encode("utf-8")


def test_half_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    data = codecs.BOM_UTF16_LE + "a\ud800b".encode("utf-16-le", "surrogatepass")
    with pytest.raises(BrokenFile, match="UTF-16"):
        read(_write(tmp_path, "a.txt", data))


def test_fifty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    started = time.process_time()
    with pytest.raises(OversizedFile, match="52,428,800 bytes"):
        read(path)
    assert time.process_time() - started < 0.5


_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def _zip(members: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def _docx(body: str | bytes) -> bytes:
    return _zip({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": body})


def _epub(container: str | bytes) -> bytes:
    return _zip({"mimetype": "application/epub+zip", "META-INF/container.xml": container})


def _multiplying_entities() -> str:
    steps = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 9))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>&e8;</w:t></w:r></w:p></w:body>'
    body += "</w:document>"
    return f'<!DOCTYPE d [<!ENTITY e0 "{"x" * 1000}">{steps}]>{body}'


def _understated(data: bytes) -> bytes:
    """The archive with every size in its directory given as 1,000 bytes."""
    lying = bytearray(data)
    place = lying.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<I", lying, place + 24, 1000)
        place = lying.find(b"PK\x01\x02", place + 4)
    return bytes(lying)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.docx", _docx(bytes(60_000_000)), OversizedFile),
        (
            "a.epub",
            _epub(bytes(60_000_000)),
            OversizedFile,
        ),
        ("a.docx", _understated(_docx(b"<w>" + b"a" * 30_000_000 + b"</w>")), BrokenFile),
        ("a.docx", _docx(_multiplying_entities()), BrokenFile),
        (
            "a.epub",
            _epub(_multiplying_entities()),
            BrokenFile,
        ),
    ],
    ids=["docx", "epub", "understated", "docx entities", "epub entities"],
)
def test_bombs_are_not_set_off(tmp_path: Path, name: str, data: bytes, error: type[ReadingError]) -> None:
    started = time.process_time()
    with pytest.raises(error):
        read(_write(tmp_path, name, data))
    assert time.process_time() - started < 5


def test_page_without_a_body_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read(_write(tmp_path, "a.html", b"<html><head><title>Bridge</title></head></html>"))


@pytest.mark.parametrize("depth", [300, 1500])
def test_deep_page_is_read_whole(tmp_path: Path, depth: int) -> None:
    page = "<div>" * depth + f"<p>{ARTICLE}</p>" + "</div>" * depth
    assert ARTICLE.strip() in read(_write(tmp_path, "a.html", page.encode())).text


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li"])
def test_page_deeper_than_can_be_read_says_so(tmp_path: Path, tag: str) -> None:
    page = f"<p>Above.</p>{f'<{tag}>' * 50_000}{ARTICLE}"
    with pytest.raises(BrokenFile, match="too deeply"):
        read(_write(tmp_path, "a.html", page.encode()))


def test_huge_page_on_one_line(tmp_path: Path) -> None:
    page = f"<html><body><article><p>{ARTICLE * 30_000}</p></article></body></html>"
    started = time.process_time()
    assert len(read(_write(tmp_path, "a.html", page.encode())).text) > 2_500_000
    assert time.process_time() - started < 10


def _message(subject: str, words: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = subject, "Ann Lee <ann@example.org>"
    message.set_content(words, cte="quoted-printable")
    return message


def test_mail_with_attachments_in_quoted_printable(tmp_path: Path) -> None:
    message = _message("Bridge", f"Le café = fermé. {ARTICLE}")
    message.add_attachment(os.urandom(500), maintype="application", subtype="pdf", filename="a.pdf")
    assert read(_write(tmp_path, "a.eml", message.as_bytes())).text.startswith(
        f"Le café = fermé. {ARTICLE[:40]}"
    )


def test_mail_inside_a_mail_is_an_attachment(tmp_path: Path) -> None:
    outer = _message("Outer", "See the message below, which came on Monday.")
    outer.add_attachment(_message("Inner", ARTICLE))
    source = read(_write(tmp_path, "a.eml", outer.as_bytes()))
    assert (source.title, source.text.strip()) == ("Outer", "See the message below, which came on Monday.")


def test_mail_that_is_only_another_mail_says_so(tmp_path: Path) -> None:
    outer = EmailMessage()
    outer["Subject"], outer["From"] = "Outer", "ann@example.org"
    outer.add_attachment(_message("Inner", ARTICLE))
    with pytest.raises(EmptyFile, match="attachments"):
        read(_write(tmp_path, "a.eml", outer.as_bytes()))


_MESSAGES = b"From: a@b.c\nContent-Type: message/rfc822\n\n" * 3000
_PART = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n'
_PARTS = b"".join(_PART % (at, at) for at in range(2000))


@pytest.mark.parametrize("data", [_MESSAGES, b"From: a@b.c\n" + _PARTS], ids=["messages", "parts"])
def test_mail_nested_without_end_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BrokenFile):
        read(_write(tmp_path, "a.eml", data))


@pytest.mark.parametrize(
    "head",
    [
        b'Content-Type: text/plain; charset="no-such"',
        b'Content-Type: text/plain; charset="rot13"',
        b"From: \xff\xfe <a@b.c>\nDate: nonsense",
        b"Subject: =?utf-8?B?!!!?=",
    ],
)
def test_mail_with_nonsense_in_its_head_is_read(tmp_path: Path, head: bytes) -> None:
    data = b"From: a@b.c\nSubject: x\n" + head + b"\n\n" + ARTICLE.encode()
    assert ARTICLE.strip() in read(_write(tmp_path, "a.eml", data)).text


def test_page_named_txt_stays_the_files_own_text(tmp_path: Path) -> None:
    page = f"<!DOCTYPE html><html><body><p>{ARTICLE}</p></body></html>"
    assert read(_write(tmp_path, "a.txt", page.encode())).text == page


def test_text_named_html_is_read(tmp_path: Path) -> None:
    assert read(_write(tmp_path, "a.html", ARTICLE.encode())).text == ARTICLE.strip()


@pytest.mark.parametrize(
    "name", [b"bell\x07 and\nline.txt", b"\xff\xfe.txt", b"-rf.txt", "ночь\u202e.txt".encode()]
)
def test_strange_names_are_found_and_read(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_text(ARTICLE)
    assert walk([tmp_path]).files == (path,)
    assert clean(read(path)).id


def test_folder_named_as_a_file_is_entered_and_not_read(tmp_path: Path) -> None:
    inside = tmp_path / "x.pdf" / "a.txt"
    inside.parent.mkdir()
    inside.write_text(ARTICLE)
    assert walk([tmp_path]).files == (inside,)
    with pytest.raises(UnreadableFile, match="is a folder"):
        read(tmp_path / "x.pdf")


def test_empty_folder_holds_nothing(tmp_path: Path) -> None:
    found = walk([tmp_path])
    assert (found.files, found.skipped) == ((), ())


def test_links_to_nowhere_and_to_themselves_say_so(tmp_path: Path) -> None:
    os.symlink(tmp_path / "two.txt", tmp_path / "one.txt")
    os.symlink(tmp_path / "one.txt", tmp_path / "two.txt")
    os.symlink(tmp_path / "nowhere", tmp_path / "three.txt")
    for path in walk([tmp_path]).files:
        with pytest.raises(UnreadableFile):
            read(path)
    assert len(walk([tmp_path]).files) >= 2


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_closed_files_and_folders_say_so(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.txt", ARTICLE.encode())
    folder = tmp_path / "closed"
    folder.mkdir()
    path.chmod(0)
    folder.chmod(0)
    try:
        with pytest.raises(UnreadableFile, match="permission"):
            read(path)
        assert [error.path for error in walk([tmp_path]).skipped] == [str(folder)]
    finally:
        folder.chmod(0o700)
