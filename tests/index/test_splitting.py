"""Passages are verbatim, cover the article once, and keep a quotation with its speaker."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from index.cleaning import clean
from index.model import Document, Labelling, SourceText, Span
from index.reading import read
from index.splitting import LIMIT_CHARACTERS, LIMIT_WORDS, split
from index.voices import label

SEED = Path("seeds/000_4336830fb34440f3.txt")
PIECES = st.sampled_from(
    [
        "“We will go,” she said. ",
        "He left. ",
        "\n\n",
        "\n",
        "“And on",
        "” ",
        "x" * 1200,
        "word " * 200,
        "Leave a Reply\n",
        "—",
        " \u00a0",
        "A: Yes.",
        "Q: Why?",
    ]
)
ANY_TEXT = st.lists(PIECES | st.text(max_size=40), max_size=25).map("".join)


@settings(deadline=None, max_examples=60)
@given(ANY_TEXT)
def test_passages_are_verbatim_and_cover_the_article_once(text: str) -> None:
    document = clean(SourceText("any.txt", text))
    held: set[int] = set()
    for passage in split(document, label(document)):
        assert passage.text == document.text[passage.span.start : passage.span.end]
        here = set(range(passage.span.start, passage.span.end))
        assert not held & here
        held |= here
    debris = {at for span in document.boilerplate for at in range(span.start, span.end)}
    assert not held & debris
    assert all(at in held | debris for at, character in enumerate(text) if not character.isspace())


@settings(deadline=None, max_examples=60)
@given(ANY_TEXT)
def test_passages_stay_within_what_the_model_reads(text: str) -> None:
    document = Document("any.txt", text)
    for passage in split(document, Labelling(())):
        assert len(passage.text.split()) <= LIMIT_WORDS
        assert len(passage.text) <= LIMIT_CHARACTERS


def _passages_of_the_seed() -> list[str]:
    document = clean(read(SEED))
    return [passage.text for passage in split(document, label(document))]


def test_a_quotation_after_a_colon_stays_with_its_speaker() -> None:
    texts = _passages_of_the_seed()
    assert any("Khanzadi called" in text and "A joint Russian-Iranian exercise" in text for text in texts)
    assert any("Zarif tweeted the following" in text and "For millennia" in text for text in texts)
    assert any("the captain adding" in text and "They didn’t care" in text for text in texts)


def test_a_heading_and_an_interviewers_question_stay_with_what_follows() -> None:
    text = "Running costs\n\nIt costs nine pounds a year to run.\n\nQ: Who taught you?\n\nA: My aunt did."
    document = Document("x.txt", text)
    texts = [passage.text for passage in split(document, label(document))]
    assert texts[0].startswith("Running costs")
    assert "nine pounds" in texts[0]
    assert any("Who taught you?" in each and "My aunt did." in each for each in texts)


def test_voices_of_a_passage_lie_within_it() -> None:
    document = clean(read(SEED))
    for passage in split(document, label(document)):
        assert passage.voiced
        assert all(
            Span(passage.span.start, passage.span.end).contains(voiced.span) for voiced in passage.voiced
        )


def test_no_line_of_the_comment_form_is_in_a_passage() -> None:
    joined = "\n".join(_passages_of_the_seed())
    for line in (
        "Leave a Reply",
        "Log Out",
        "bloggers like this",
        "VISIT MY NEW WEB SITE",
        "Connecting to",
        "Up ↑",
        "Facebook",
    ):
        assert line not in joined
