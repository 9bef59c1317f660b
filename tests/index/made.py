"""Real files of every format, made for the tests of the readers."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pypdf

from index.errors import ReadingError
from index.reading import read

ARTICLE = "The bridge was closed on Monday, the mayor said. It will not open again before the spring."


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


PAGE = [
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


def mail_of(body: str, subtype: str = "plain") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = "Re: Old Bridge", "Ann Lee <ann@example.org>"
    message["Date"] = "Tue, 03 May 2022 10:00:00 +0000"
    message.set_content(body, subtype=subtype)
    return message


def zip_of(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def docx_of() -> bytes:
    document, data = docx.Document(), io.BytesIO()
    document.add_paragraph(ARTICLE)
    document.save(data)
    return data.getvalue()


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def text_or_reason(path: Path) -> str:
    """What any file must give: text whose marks lie within it, or a typed error that names the file."""
    try:
        source = read(path)
    except ReadingError as error:
        return error.reason if error.path == str(path) else ""
    sound = all(0 <= span.start < span.end <= len(source.text) for span in source.boilerplate)
    return source.text if sound else ""
