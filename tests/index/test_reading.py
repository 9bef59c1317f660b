"""One file in, its text and what it says about itself out."""

import codecs
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from index.model import SourceText
from index.reading import read
from tests.index.made import ARTICLE, PAGE, epub_of, mail_of, pdf_of, text_or_reason, written

SEED = Path(__file__).parents[2] / "seeds" / "000_4336830fb34440f3.txt"


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
    source = read(written(tmp_path, "a.md", f"{head}\n\n{ARTICLE}\n"))
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
    assert read(written(tmp_path, "a.txt", f"A Bridge Too Old\n\n{head}\n\n{ARTICLE}")).author is None


def test_a_date_that_names_two_days_stays_unread(tmp_path: Path) -> None:
    assert read(written(tmp_path, "a.txt", f"Old Bridge\n03/04/2024\n\n{ARTICLE}")).published is None
    assert read(written(tmp_path, "b.txt", f"Old Bridge\n23/04/2024\n\n{ARTICLE}")).published == date(
        2024, 4, 23
    )


def test_dateline_with_a_year_dates_the_article(tmp_path: Path) -> None:
    source = read(written(tmp_path, "a.txt", f"Old Bridge\n\nLONDON, 3 May 2022 (Wire) — {ARTICLE}"))
    assert source.published == date(2022, 5, 3)
    assert _marked(source) == ["Old Bridge"]


def test_front_matter_is_metadata_and_boilerplate(tmp_path: Path) -> None:
    front = '---\ntitle: "Old: a bridge"\nauthors:\n  - Ann Lee\n  - Bo Ek\ndate: 2020-02-03\nurl: https://e.org/x\n---'
    source = read(written(tmp_path, "a.md", f"{front}\n\n{ARTICLE}"))
    assert source.title == "Old: a bridge"
    assert source.author == "Ann Lee, Bo Ek"
    assert source.published == date(2020, 2, 3)
    assert source.address == "https://e.org/x"
    assert _marked(source) == [front]


@pytest.mark.parametrize(
    "content", ["\ufeffTitle here\r\n\r\nOne sentence.\r\nTwo\x0cthree\u2028four\r", "a\n\n\n b\t\n"]
)
def test_plain_text_is_the_files_own_characters(tmp_path: Path, content: str) -> None:
    assert read(written(tmp_path, "a.txt", content)).text == content


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
    assert read(written(tmp_path, "a.txt", data)).text == ARTICLE


def test_old_encodings_by_their_letters(tmp_path: Path) -> None:
    russian = "Мост закрыт с понедельника, сообщил мэр города. Он откроется не раньше весны. " * 5
    assert read(written(tmp_path, "a.txt", russian.encode("cp1251"))).text == russian
    french = "Le pont est fermé depuis lundi, a déclaré le maire. Il ne rouvrira pas avant l’été. " * 5
    assert read(written(tmp_path, "b.txt", french.encode("cp1252"))).text == french


def test_page_encoding_by_its_own_word(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="iso-8859-2"></head><body><p>Łódź. {ARTICLE}</p></body></html>'
    assert "Łódź" in read(written(tmp_path, "a.html", page.encode("iso-8859-2"))).text


def test_page(tmp_path: Path) -> None:
    page = f"""<html><head><title>Old Bridge - Daily</title><meta name="author" content="Ann Lee">
    <meta property="article:published_time" content="2020-02-03T10:00:00Z">
    <meta property="og:title" content="Old Bridge">
    <link rel="canonical" href="https://e.org/bridge"><script>var x = "<p>no</p>";</script></head><body>
    <nav><a href="/">Front</a></nav><article><h1>Old Bridge</h1>
    <p>{ARTICLE}</p><p>First<br>second &amp; third</p>
    <ul><li>one</li><li>two</li></ul><table><tr><td>Span</td><td>90 m</td></tr></table><p>No.</p></article>
    <footer>Small print</footer></body></html>"""
    source = read(written(tmp_path, "a.html", page))
    assert (source.title, source.author, source.published) == ("Old Bridge", "Ann Lee", date(2020, 2, 3))
    assert source.address == "https://e.org/bridge"
    assert f"{ARTICLE}\n\nFirst\nsecond & third\n\none\ntwo\n\nSpan\t90 m\n\nNo." in source.text
    assert {"Front", "Small print", "Old Bridge"} <= set(_marked(source))
    assert "<" not in source.text
    assert "var x" not in source.text


def test_page_nested_beyond_reason(tmp_path: Path) -> None:
    page = "<div>" * 5000 + f"<p>{ARTICLE}</p>" + "</div>" * 5000
    assert text_or_reason(written(tmp_path, "a.html", page))


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


def test_pdf_lines_become_paragraphs(tmp_path: Path) -> None:
    first = [*PAGE, "Page 1"]
    second = [
        "The Daily Gull",
        "the coast. Both cost a good deal, and neither is open at",
        "night.",
        "",
        "Page 2",
    ]
    pages = [first, second, ["The Daily Gull", "That is all that the mayor knows.", "Page 3"]]
    source = read(written(tmp_path, "a.pdf", pdf_of(*pages, title="Old Bridge")))
    assert source.title == "Old Bridge"
    assert "after an inspection found cracks in both of its piers, the mayor told us.\n\n" in source.text
    assert "It is a well-known bridge and was opened in the year 1911, when the" in source.text
    # A paragraph runs on over the page's end; head and foot do not stand in it.
    assert "over the hill to the coast. Both cost" in source.text
    assert sorted(_marked(source)[-1].split("\n\n")) == ["Page 1", "The Daily Gull"]


def test_pdf_title_that_is_a_file_name_is_none(tmp_path: Path) -> None:
    data = pdf_of(PAGE[1:], title="Microsoft Word - bridge_final.docx")
    assert read(written(tmp_path, "a.pdf", data)).title is None


def test_epub_reads_the_chapters_in_order(tmp_path: Path) -> None:
    data = epub_of({"one.xhtml": f"<h1>One</h1><p>{ARTICLE}</p>", "two.xhtml": "<p>Then it fell.</p>"})
    source = read(written(tmp_path, "a.epub", data))
    assert source.text == f"One\n\n{ARTICLE}\n\nThen it fell."
    assert (source.title, source.author, source.published) == ("Old Bridges", "Ann Lee", date(2020, 2, 3))


def test_mail(tmp_path: Path) -> None:
    reply = "On Mon, 2 May 2022, Bo Ek wrote:\n> Is it shut?\n> Really?\n"
    message = mail_of(f"{ARTICLE}\n\n{reply}\nIt is.\n\n-- \nAnn Lee\nEditor\n")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream")
    source = read(written(tmp_path, "a.eml", message.as_bytes()))
    assert (source.title, source.author, source.published) == ("Old Bridge", "Ann Lee", date(2022, 5, 3))
    assert source.text.startswith(ARTICLE)
    assert "".join(_marked(source)).split() == f"{reply} -- Ann Lee Editor".split()


def test_mail_of_a_page_alone(tmp_path: Path) -> None:
    source = read(written(tmp_path, "a.eml", mail_of(f"<p>{ARTICLE}</p>", "html").as_bytes()))
    assert source.text == ARTICLE
    assert source.author == "Ann Lee"
