"""What the lines above an article say of it, and what they do not."""

from datetime import date
from pathlib import Path

import pytest

from index.cleaning import clean
from index.model import Document
from index.reading import read
from index.reading.dates import date_line

ARTICLE = "The bridge was closed on Monday, the mayor said. It will not open again before the spring."
DAY = date(2024, 3, 8)


def _document(folder: Path, text: str, name: str = "a.txt") -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return clean(read(path))


def _left(document: Document) -> str:
    kept, at = [], 0
    for span in document.boilerplate:
        kept.append(document.text[at : span.start])
        at = span.end
    return "".join([*kept, document.text[at:]]).strip()


@pytest.mark.parametrize(
    ("head", "author", "published"),
    [
        ("Dr. Ottoline Feroz │ 8 March 2024 │ 4 min read", "Dr. Ottoline Feroz", DAY),
        ("Pim Auberon, 8 Mar 2024, updated 9 Mar", "Pim Auberon", DAY),
        ("Words: Jonah Petrie. Photographs: Lise Holm", "Jonah Petrie", None),
        ("Photographs: Lise Holm. Words: Jonah Petrie", "Jonah Petrie", None),
        ("By Local Democracy Reporter Phil Garside", "Phil Garside", None),
        ("Von Anna Schmidt\nFreitag, 8. März 2024, 17:32 Uhr", "Anna Schmidt", DAY),
        ("Par Jean Dupont\nPublié le 8 mars 2024 à 17h32", "Jean Dupont", DAY),
        ("Por María López\n8 de marzo de 2024", "María López", DAY),
        ("Автор: Иван Петров\n8 марта 2024 г., 12:30", "Иван Петров", DAY),
        ("Published: March 8, 2024 5:04 pm EST", None, DAY),
        ("Posted by Ann Lee on March 8, 2024 in News | 3 Comments", "Ann Lee", DAY),
        ("March 8, 2024 by Ann Lee Leave a Comment", "Ann Lee", DAY),
        ("Ann Lee / 8 March 2024 / 5 comments", "Ann Lee", DAY),
        ("Ann Lee and Bo Ek, 8 March 2024", "Ann Lee and Bo Ek", DAY),
        ("Ann Lee\nHealth Editor\n8 March 2024", "Ann Lee", DAY),
        ("Updated 8 March 2024 | Ann Lee | The Gull", None, DAY),
        ("Leeds, 8 March 2024", None, DAY),
        ("FOR IMMEDIATE RELEASE: 8 March 2024", None, DAY),
        ("Mon 3 Feb", None, None),
        ("Updated 2 March, 10:15", None, None),
    ],
)
def test_one_line_says_who_and_when_and_is_not_article(
    tmp_path: Path, head: str, author: str | None, published: date | None
) -> None:
    document = _document(tmp_path, f"The old bridge is shut again\n\n{head}\n\n{ARTICLE}\n\n{ARTICLE}\n")
    assert (document.title, document.author, document.published) == (
        "The old bridge is shut again",
        author,
        published,
    )
    if head != "Updated 8 March 2024 | Ann Lee | The Gull":
        assert _left(document) == f"{ARTICLE}\n\n{ARTICLE}"


@pytest.mark.parametrize(
    "line",
    [
        "Otto Lind, mapmaker, born 8 March 1931",
        "Von Anfang an war klar, dass",
        "Por favor",
        "3 February",
        "The mayor fell on 3 May 2022",
    ],
)
def test_other_lines_say_nothing(tmp_path: Path, line: str) -> None:
    document = _document(tmp_path, f"The old bridge is shut again\n\n{line}\n\n{ARTICLE}")
    assert (document.author, document.published) == (None, None)


def test_author_named_in_the_subtitle_of_a_tale_told_in_the_first_person(tmp_path: Path) -> None:
    head = "Eleven hours to Sorrow\n\nBeatrix Lund takes the slow way over the hills\n\n"
    tale = "I had a bunk, a paper bag of plums and a ticket with the name of somebody else on it."
    assert _document(tmp_path, head + tale).author == "Beatrix Lund"
    assert _left(_document(tmp_path, head + tale)) == tale


@pytest.mark.parametrize(
    "tale",
    [
        "I met Lund on the platform at nine, and she had brought a bag of plums for the guard.",
        "The train left at nine with two hundred people, and nobody had a seat by the window.",
    ],
)
def test_subtitle_names_whom_the_article_is_about(tmp_path: Path, tale: str) -> None:
    head = "Eleven hours to Sorrow\n\nBeatrix Lund takes the slow way over the hills\n\n"
    assert _document(tmp_path, head + tale).author is None


@pytest.mark.parametrize("between", ["Home · About · Donate\n\n", ""])
def test_site_name_above_the_title_in_markdown(tmp_path: Path, between: str) -> None:
    text = f"# The Orrin Watch\n\n{between}## They are draining the lake\n\n*By Ann Lee*\n\n{ARTICLE}"
    document = _document(tmp_path, text, "a.md")
    assert document.title == "They are draining the lake"
    assert _left(document) == ARTICLE


def test_subtitle_below_the_title_in_markdown_is_no_title(tmp_path: Path) -> None:
    text = f"# Eleven hours to Sorrow\n\n## A slow train over the hills\n\n*By Ann Lee*\n\n{ARTICLE}"
    assert _document(tmp_path, text, "a.md").title == "Eleven hours to Sorrow"


def test_title_is_no_brief_sentence_of_a_dialogue(tmp_path: Path) -> None:
    tale = f'The clerk looked up.\n\n"Name?"\n\n"You have it there."\n\n{ARTICLE}'
    document = _document(tmp_path, f"At the window\nBy Rune Falk\n\n{tale}")
    assert (document.title, document.author) == ("At the window", "Rune Falk")
    assert _left(document) == tale


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("2024-03-08-bridge.txt", DAY),
        ("bridge_2024-03-08.txt", DAY),
        ("000_4336830fb34440f3.txt", None),
        ("2024-03-08_to_2024-03-09.txt", None),
        ("20240308.txt", None),
        ("bridge-2024-13-08.txt", None),
    ],
)
def test_file_name_dates_an_article_that_does_not(tmp_path: Path, name: str, published: date | None) -> None:
    assert _document(tmp_path, f"Bridge shut again\n\n{ARTICLE}", name).published == published


def test_the_articles_own_date_goes_before_its_address_and_that_before_the_file_name(tmp_path: Path) -> None:
    address = "https://e.org/2023/02/01/bridge"
    dated = f"Bridge shut again\n8 March 2024\n{address}\n\n{ARTICLE}"
    assert _document(tmp_path, dated, "2020-01-01.txt").published == DAY
    undated = f"Bridge shut again\n{address}\n\n{ARTICLE}"
    assert _document(tmp_path, undated, "2020-01-01.txt").published == date(2023, 2, 1)


@pytest.mark.parametrize("words", ["03/04/2024", "03.04.2024", "31 February 2024", "March 2024", "2024"])
def test_no_day_is_guessed(words: str) -> None:
    assert date_line(words) is None
