"""One file in, its text and what it says about itself out."""

import codecs
import io
import os
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml import parse_xml
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
from index.model import SourceText
from index.reading import read

SEED = Path(__file__).parents[2] / "seeds" / "000_4336830fb34440f3.txt"
ARTICLE = "The bridge was closed on Monday, the mayor said. It will not open again before the spring."


def _write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _text_or_reason(path: Path) -> str:
    """What any file must give: text whose marks lie within it, or a typed error that names the file."""
    try:
        source = read(path)
    except ReadingError as error:
        return error.reason if error.path == str(path) else ""
    sound = all(0 <= span.start < span.end <= len(source.text) for span in source.boilerplate)
    return source.text if sound else ""


def _marked(source: SourceText) -> list[str]:
    return [span.of(source.text) for span in source.boilerplate]


def test_seed_gives_its_title_once_and_its_author() -> None:
    source = read(SEED)
    assert source.title == "Russia and Iran Expand Military Cooperation"
    assert source.author == "Stephen Lendman"
    assert source.published is None
    assert source.text == SEED.read_bytes().decode("utf-8")
    assert source.path == str(SEED)


@pytest.mark.parametrize(
    ("head", "title", "author", "published", "address"),
    [
        (
            "Bridge Shut\n\nBy JANE DOE, Staff Writer\nMarch 12, 2024",
            "Bridge Shut",
            "Jane Doe",
            date(2024, 3, 12),
            None,
        ),
        ("Bridge Shut\n\nPublished 12 March 2024", "Bridge Shut", None, date(2024, 3, 12), None),
        ("Bridge Shut\nTuesday, 3 May 2022", "Bridge Shut", None, date(2022, 5, 3), None),
        ("Bridge Shut\n2022-05-03", "Bridge Shut", None, date(2022, 5, 3), None),
        ("Bridge Shut\n\nWords: Ann McKay", "Bridge Shut", "Ann McKay", None, None),
        ("Bridge Shut\n\nSource: https://example.org/a", "Bridge Shut", None, None, "https://example.org/a"),
        ("Bridge Shut\nhttps://example.org/b", "Bridge Shut", None, None, "https://example.org/b"),
        ("# Bridge *Shut*\n\n*By Ann Lee and Bo Ek*", "Bridge Shut", "Ann Lee and Bo Ek", None, None),
        ("Bridge Shut\n\nAnn Lee\n3 May 2022", "Bridge Shut", "Ann Lee", date(2022, 5, 3), None),
        ("Bridge Shut\n\nAnn Lee | 3 May 2022", "Bridge Shut", "Ann Lee", date(2022, 5, 3), None),
        ("Bridge Shut\nPosted on 3 May 2022 by Ann Lee", "Bridge Shut", "Ann Lee", date(2022, 5, 3), None),
        (
            "Title: Bridge Shut\nAuthor: Ann Lee\nDate: 3 May 2022",
            "Bridge Shut",
            "Ann Lee",
            date(2022, 5, 3),
            None,
        ),
        (
            "Home\nNews\nSubscribe\n\nThe Daily Gull\n\nBridge Shut For Good Now\n\nBy Ann Lee",
            None,
            "Ann Lee",
            None,
            None,
        ),
    ],
)
def test_head_lines(
    tmp_path: Path,
    head: str,
    title: str | None,
    author: str | None,
    published: date | None,
    address: str | None,
) -> None:
    source = read(_write(tmp_path, "a.md", f"{head}\n\n{ARTICLE}\n"))
    assert title in (source.title, None)
    assert (source.author, source.published, source.address) == (author, published, address)
    assert not any(ARTICLE[:20] in marked for marked in _marked(source))


@pytest.mark.parametrize(
    "head",
    [
        "By noon the square was empty, and the mayor had gone home to bed.",
        "By Lisbon, the talks had failed.",
        "New York\n3 May 2022",
        "03/04/2024",
        "The mayor spoke to us on 3 May 2022.",
    ],
)
def test_no_guess_is_better_than_a_wrong_one(tmp_path: Path, head: str) -> None:
    assert read(_write(tmp_path, "a.txt", f"A Bridge Too Old\n\n{head}\n\n{ARTICLE}")).author is None


def test_a_date_that_names_two_days_stays_unread(tmp_path: Path) -> None:
    assert read(_write(tmp_path, "a.txt", f"Old Bridge\n03/04/2024\n\n{ARTICLE}")).published is None
    assert read(_write(tmp_path, "b.txt", f"Old Bridge\n23/04/2024\n\n{ARTICLE}")).published == date(
        2024, 4, 23
    )


def test_dateline_with_a_year_dates_the_article(tmp_path: Path) -> None:
    source = read(_write(tmp_path, "a.txt", f"Old Bridge\n\nLONDON, 3 May 2022 (Wire) — {ARTICLE}"))
    assert source.published == date(2022, 5, 3)
    assert _marked(source) == ["Old Bridge"]


def test_front_matter_is_metadata_and_boilerplate(tmp_path: Path) -> None:
    front = '---\ntitle: "Old: a bridge"\nauthors:\n  - Ann Lee\n  - Bo Ek\ndate: 2020-02-03\nurl: https://e.org/x\n---'
    source = read(_write(tmp_path, "a.md", f"{front}\n\n{ARTICLE}"))
    assert source.title == "Old: a bridge"
    assert source.author == "Ann Lee, Bo Ek"
    assert source.published == date(2020, 2, 3)
    assert source.address == "https://e.org/x"
    assert _marked(source) == [front]


@pytest.mark.parametrize(
    "content", ["\ufeffTitle here\r\n\r\nOne sentence.\r\nTwo\x0cthree\u2028four\r", "a\n\n\n b\t\n"]
)
def test_plain_text_is_the_files_own_characters(tmp_path: Path, content: str) -> None:
    assert read(_write(tmp_path, "a.txt", content)).text == content


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF16_LE + ARTICLE.encode("utf-16-le"),
        ARTICLE.encode("utf-16-le"),
        ARTICLE.encode("utf-16-be"),
        ARTICLE.encode("utf-32"),
    ],
)
def test_wide_encodings(tmp_path: Path, data: bytes) -> None:
    assert read(_write(tmp_path, "a.txt", data)).text == ARTICLE


def test_old_encodings_by_their_letters(tmp_path: Path) -> None:
    russian = "Мост закрыт с понедельника, сообщил мэр города. Он откроется не раньше весны. " * 5
    assert read(_write(tmp_path, "a.txt", russian.encode("cp1251"))).text == russian
    french = "Le pont est fermé depuis lundi, a déclaré le maire. Il ne rouvrira pas avant l’été. " * 5
    assert read(_write(tmp_path, "b.txt", french.encode("cp1252"))).text == french


def test_page_encoding_by_its_own_word(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="iso-8859-2"></head><body><p>Łódź. {ARTICLE}</p></body></html>'
    assert "Łódź" in read(_write(tmp_path, "a.html", page.encode("iso-8859-2"))).text


def test_page(tmp_path: Path) -> None:
    page = f"""<html><head><title>Old Bridge - Daily</title><meta name="author" content="Ann Lee">
    <meta property="article:published_time" content="2020-02-03T10:00:00Z">
    <meta property="og:title" content="Old Bridge">
    <link rel="canonical" href="https://e.org/bridge"><script>var x = "<p>no</p>";</script></head><body>
    <nav><a href="/">Front</a></nav><article><h1>Old Bridge</h1>
    <p>{ARTICLE}</p><p>First<br>second &amp; third</p>
    <ul><li>one</li><li>two</li></ul><table><tr><td>Span</td><td>90 m</td></tr></table><p>No.</p></article>
    <footer>Small print</footer></body></html>"""
    source = read(_write(tmp_path, "a.html", page))
    assert (source.title, source.author, source.published) == ("Old Bridge", "Ann Lee", date(2020, 2, 3))
    assert source.address == "https://e.org/bridge"
    assert f"{ARTICLE}\n\nFirst\nsecond & third\n\none\ntwo\n\nSpan\t90 m\n\nNo." in source.text
    assert {"Front", "Small print", "Old Bridge"} <= set(_marked(source))
    assert "<" not in source.text
    assert "var x" not in source.text


def test_page_nested_beyond_reason(tmp_path: Path) -> None:
    page = "<div>" * 5000 + f"<p>{ARTICLE}</p>" + "</div>" * 5000
    assert _text_or_reason(_write(tmp_path, "a.html", page))


def test_word_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Old Bridge", 0)
    document.add_paragraph(ARTICLE)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Span", "90 m"
    document.add_paragraph("It is old.")
    document.core_properties.author = "Ann Lee"
    document.save(str(tmp_path / "a.docx"))
    source = read(tmp_path / "a.docx")
    assert (source.title, source.author) == ("Old Bridge", "Ann Lee")
    assert source.text == f"Old Bridge\n\n{ARTICLE}\n\nSpan\t90 m\n\nIt is old."


def test_word_document_keeps_inserted_words(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("It is ")
    inserted = parse_xml(
        '<w:ins xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:r><w:t>very old.</w:t></w:r></w:ins>"
    )
    paragraph._p.append(inserted)
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").text == "It is very old."


def pdf_of(*pages: list[str], title: str | None = None, locked: bool = False) -> bytes:
    """A real PDF: one line of text per string, in Helvetica."""
    writer = pypdf.PdfWriter()
    for lines in pages:
        page = writer.add_blank_page(612, 792)
        shown = "\n".join(f"({line}) Tj T*" for line in lines)
        stream = pypdf.generic.DecodedStreamObject()
        stream.set_data(f"BT /F1 11 Tf 14 TL 50 740 Td\n{shown}\nET".encode("latin-1"))
        font = pypdf.generic.DictionaryObject(
            {
                pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/Font"),
                pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Type1"),
                pypdf.generic.NameObject("/BaseFont"): pypdf.generic.NameObject("/Helvetica"),
                pypdf.generic.NameObject("/Encoding"): pypdf.generic.NameObject("/WinAnsiEncoding"),
            }
        )
        fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): writer._add_object(font)})
        page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
            {pypdf.generic.NameObject("/Font"): fonts}
        )
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    if title:
        writer.add_metadata({"/Title": title})
    if locked:
        writer.encrypt("open sesame", algorithm="AES-256")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


_PAGE = [
    "The Daily Gull",
    "The old bridge at Marl was closed on Monday after an inspec-",
    "tion found cracks in both of its piers, the mayor told us.",
    "",
    "It is a well-known bridge and was opened in the year 1911,",
    "when the well-known engineer Lund was still alive and",
    "working.",
    "",
    "Nobody lives below it. Traffic goes by the ferry, which runs",
    "each hour, and by the new road over the hill to",
]


def test_pdf_lines_become_paragraphs(tmp_path: Path) -> None:
    first = [*_PAGE, "Page 1"]
    second = [
        "The Daily Gull",
        "the coast. Both cost a good deal, and neither is open at",
        "night.",
        "",
        "Page 2",
    ]
    pages = [first, second, ["The Daily Gull", "That is all that the mayor knows.", "Page 3"]]
    source = read(_write(tmp_path, "a.pdf", pdf_of(*pages, title="Old Bridge")))
    assert source.title == "Old Bridge"
    assert "after an inspection found cracks in both of its piers, the mayor told us.\n\n" in source.text
    assert "It is a well-known bridge and was opened in the year 1911, when the" in source.text
    # A paragraph runs on over the page's end; head and foot do not stand in it.
    assert "over the hill to the coast. Both cost" in source.text
    assert sorted(_marked(source)[-1].split("\n\n")) == ["Page 1", "The Daily Gull"]


def test_pdf_title_that_is_a_file_name_is_none(tmp_path: Path) -> None:
    data = pdf_of(_PAGE[1:], title="Microsoft Word - bridge_final.docx")
    assert read(_write(tmp_path, "a.pdf", data)).title is None


def epub_of(chapters: dict[str, str], *, locked: str | None = None, container: str | None = None) -> bytes:
    """A real EPUB with the chapters in order."""
    item = '<item id="c{}" href="{}" media-type="application/xhtml+xml"/>'
    items = "".join(item.format(number, name) for number, name in enumerate(chapters))
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Old Bridges</dc:title><dc:creator>Ann Lee</dc:creator>"
        "<dc:date>2020-02-03</dc:date></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/container.xml",
            container
            or '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/p.opf"/></rootfiles></container>',
        )
        archive.writestr("OEBPS/p.opf", package)
        for name, body in chapters.items():
            markup = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
            archive.writestr(f"OEBPS/{name}", f'<?xml version="1.0" encoding="utf-8"?>{markup}')
        if locked:
            archive.writestr("META-INF/encryption.xml", f'<e><CipherReference URI="OEBPS/{locked}"/></e>')
    return data.getvalue()


def test_epub_reads_the_chapters_in_order(tmp_path: Path) -> None:
    data = epub_of({"one.xhtml": f"<h1>One</h1><p>{ARTICLE}</p>", "two.xhtml": "<p>Then it fell.</p>"})
    source = read(_write(tmp_path, "a.epub", data))
    assert source.text == f"One\n\n{ARTICLE}\n\nThen it fell."
    assert (source.title, source.author, source.published) == ("Old Bridges", "Ann Lee", date(2020, 2, 3))


def _mail(body: str, subtype: str = "plain") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = "Re: Old Bridge", "Ann Lee <ann@example.org>"
    message["Date"] = "Tue, 03 May 2022 10:00:00 +0000"
    message.set_content(body, subtype=subtype)
    return message


def test_mail(tmp_path: Path) -> None:
    reply = "On Mon, 2 May 2022, Bo Ek wrote:\n> Is it shut?\n> Really?\n"
    message = _mail(f"{ARTICLE}\n\n{reply}\nIt is.\n\n-- \nAnn Lee\nEditor\n")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream")
    source = read(_write(tmp_path, "a.eml", message.as_bytes()))
    assert (source.title, source.author, source.published) == ("Old Bridge", "Ann Lee", date(2022, 5, 3))
    assert source.text.startswith(ARTICLE)
    assert "".join(_marked(source)).split() == f"{reply} -- Ann Lee Editor".split()


def test_mail_of_a_page_alone(tmp_path: Path) -> None:
    source = read(_write(tmp_path, "a.eml", _mail(f"<p>{ARTICLE}</p>", "html").as_bytes()))
    assert source.text == ARTICLE
    assert source.author == "Ann Lee"


def _zip(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


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
        ("a.txt", _zip({"a.bin": os.urandom(2000)}), BrokenFile),
        ("a.pdf", b"%PDF-1.7\nnothing of the kind", BrokenFile),
        ("a.pdf", pdf_of(_PAGE)[:400], BrokenFile),
        ("a.pdf", ARTICLE.encode(), BrokenFile),
        ("a.docx", ARTICLE.encode(), BrokenFile),
        ("a.docx", _zip({"word/document.xml": b"<no", "[Content_Types].xml": b"<x/>"}), BrokenFile),
        ("a.epub", epub_of({"a.xhtml": ARTICLE})[:300], BrokenFile),
        ("a.epub", epub_of({"a.xhtml": ARTICLE}, container="<nothing/>"), BrokenFile),
        ("a.eml", ARTICLE.encode(), BrokenFile),
        ("a.pdf", pdf_of(_PAGE, locked=True), EncryptedFile),
        ("a.epub", epub_of({"a.xhtml": ARTICLE}, locked="a.xhtml"), EncryptedFile),
        ("a.docx", _OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedFile),
        ("a.eml", _LOCKED_MAIL, EncryptedFile),
        ("a.docx", _zip({"word/document.xml": b" " * 60_000_000}), OversizedFile),
        ("a.docx", _OLE, UnknownFormat),
        ("a.txt", b"{\\rtf1\\ansi text}", UnknownFormat),
        ("a.xyz", ARTICLE.encode(), UnknownFormat),
    ],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, name: str, data: bytes, error: type[ReadingError]
) -> None:
    path = _write(tmp_path, name, data)
    with pytest.raises(error) as caught:
        read(path, shown="shown.name")
    assert caught.value.path == "shown.name"
    assert len(caught.value.reason) > 10


def test_oversized(tmp_path: Path) -> None:
    with pytest.raises(OversizedFile):
        read(_write(tmp_path, "a.txt", "word " * 100), max_bytes=100)


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
    assert "old bridge at Marl" in read(_write(tmp_path, "a.txt", pdf_of(_PAGE))).text


def test_article_about_pdf_files_is_text(tmp_path: Path) -> None:
    content = "A PDF begins with %PDF-1.7, says the standard."
    assert read(_write(tmp_path, "a.txt", content)).text == content


def test_control_characters_stay(tmp_path: Path) -> None:
    content = f"{ARTICLE * 10} a\x00b\x07c"
    assert read(_write(tmp_path, "a.txt", content)).text == content


_SUFFIXES = st.sampled_from([".txt", ".md", ".html", ".pdf", ".docx", ".epub", ".eml", ".bin", ""])
_MAGIC = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04word/document.xml", b"From: a\n\n", b"<p>", b"---\n", b"\xff\xfe"]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suffix=_SUFFIXES, magic=_MAGIC, data=st.binary(max_size=600))
def test_any_bytes_are_read_or_refused_by_name(
    tmp_path: Path, suffix: str, magic: bytes, data: bytes
) -> None:
    path = _write(tmp_path, f"any{suffix}", magic + data)
    assert _text_or_reason(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_are_read_or_refused_by_name(tmp_path: Path, data: st.DataObject) -> None:
    name, whole = data.draw(st.sampled_from(_WHOLE))
    place = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, 40))
    path = _write(tmp_path, name, whole[:place] + data.draw(st.binary(max_size=10)) + whole[place + length :])
    assert _text_or_reason(path)


def _docx_bytes() -> bytes:
    document, data = docx.Document(), io.BytesIO()
    document.add_paragraph(ARTICLE)
    document.save(data)
    return data.getvalue()


_WHOLE = [
    ("a.pdf", pdf_of(_PAGE)),
    ("a.docx", _docx_bytes()),
    ("a.epub", epub_of({"a.xhtml": f"<p>{ARTICLE}</p>"})),
    ("a.eml", _mail(f"{ARTICLE}\n\n-- \nAnn").as_bytes()),
]
