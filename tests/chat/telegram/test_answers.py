"""Answers as messages, judged by Telegram's own parser: accepted, within limits, nothing lost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answering.model import Answer, Citation, NotFound, Question, Statement
from chat.telegram.answers import LONG, SHORT, about_bits, answer_rows, folded, title_of, who_says_rows
from chat.telegram.fitting import fitted
from chat.telegram.languages import WORDS, words_of
from chat.telegram.markup import bold, row, rows_of, shown, units
from index.model import DocumentInfo, Span, Voice
from tests.chat.samples import ANSWER, SILENCE
from tests.chat.telegram.anything import answers, judged, seen
from tests.chat.telegram.parsing import covered, parsed, utf16

EN = words_of("en")


def test_sections_have_bold_headings_and_sources_before_what_they_say() -> None:
    (message,) = judged(answer_rows(ANSWER, EN))
    assert covered(message.html, "Bold")[:3] == [
        "Reported",
        "According to others",
        "The author's opinion (Sam Reed)",
    ]
    assert "The Herald → Ann Poole: “a brazen swindle.” [1] [2]" in message.plain
    assert covered(message.html, "Underline") == ["shameless", "brazen"] or covered(
        message.html, "Underline"
    ) == ["brazen", "shameless"]


def test_passages_are_folded_each_with_title_author_and_date() -> None:
    """customgpt-integrations#3: a citation showed only a file name."""
    (message,) = judged(answer_rows(ANSWER, EN))
    assert covered(message.html, "ExpandableBlockQuote") == [
        "[1] The bridge, Sam Reed, 2021-05-06\n“a brazen swindle.”",
        "[2] The bridge, Sam Reed, 2021-05-06\nIt was a shameless theft of public money.",
    ]


def test_a_citation_leads_to_the_documents_address() -> None:
    """customgpt-integrations#3: a citation showed only a file name."""
    address = "https://news.example/a?b=1&c=“2”"
    document = DocumentInfo("d", "p.txt", "The <bridge>", "Sam Reed", None, address)
    answer = Answer(
        Question("q", "q"),
        (Statement("Said.", Voice.REPORTED, (), (1,)),),
        (Citation(1, document, Span(0, 2), "Sa"),),
    )
    (message,) = judged(answer_rows(answer, EN))
    _, entities = parsed(message.html)
    (link,) = [each for each in entities if each["type"]["@type"] == "textEntityTypeTextUrl"]
    assert link["type"]["url"].startswith("https://news.example/a?b=1&c=")
    assert covered(message.html, "TextUrl") == ["The <bridge>"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "seeds/a.txt", "https://a b", 'http://a"', "", None]
)
def test_what_is_no_web_address_is_no_link(address: str | None) -> None:
    bits = about_bits(DocumentInfo("d", "p.txt", "T", None, None, address))
    assert [each.link for each in bits] == [""]


@pytest.mark.parametrize(
    ("path", "title", "shown"),
    [
        ("chats/5/bridge report.pdf", None, "bridge report"),
        ("seeds/x.txt", " ", "x"),
        ("seeds/x.txt", "The\nbridge", "The bridge"),
        ("", None, "untitled"),
    ],
)
def test_a_document_without_a_title_is_called_as_its_file_without_the_suffix(
    path: str, title: str | None, shown: str
) -> None:
    assert title_of(DocumentInfo("d", path, title)) == shown


def test_no_marker_dangles() -> None:
    """ChatGPT-Telegram-Bot#118: [1] without a passage [1]."""
    for length in (SHORT, "normal", LONG):
        plain = "\n".join(each.plain for each in fitted(answer_rows(ANSWER, EN, length=length)))
        assert set(re.findall(r"\[\d+\]", plain)) == set(re.findall(r"^\[\d+\]", plain, re.MULTILINE))


def test_where_the_documents_say_nothing_no_answer_is_shown() -> None:
    """pdf-qa-bot#135: answers where the documents say nothing."""
    (message,) = judged(answer_rows(SILENCE, EN))
    assert message.plain.startswith("The documents do not say.")
    assert "Nearby, but no answer" in message.plain
    assert "Reported" not in message.plain


def test_a_long_group_answer_takes_one_screen() -> None:
    """ChatGPT-Telegram-Bot#69: fold long answers in groups."""
    many = _answer([f"Statement {n} says a good deal about the bridge." for n in range(40)], "p " * 900)
    (message,) = judged(folded(answer_rows(many, EN)))
    (fold,) = covered(message.html, "ExpandableBlockQuote")
    assert len(message.plain) - len(fold) < 700
    assert "Passages" in fold


def test_a_short_group_answer_is_not_folded() -> None:
    rows = answer_rows(NotFound(Question("x", "x")), EN)
    assert folded(rows) == rows


def test_who_says_gives_each_chain() -> None:
    (message,) = judged(who_says_rows(ANSWER.statements, EN))
    assert "→ The Herald → Ann Poole" in message.plain
    assert "→ Sam Reed, the author, as an opinion" in message.plain
    assert "→ the article itself, as fact" in message.plain


def test_a_heading_never_ends_a_message() -> None:
    rows = [row("x" * 4000), row(bold("Heading " * 5), leads=True), row("y" * 200)]
    first, second = fitted(rows)
    assert "Heading" not in first.plain
    assert second.plain.startswith("Heading")


def test_a_passage_that_fits_one_message_is_not_cut() -> None:
    passage = "word " * 300
    answer = _answer(["Said. " * 600], passage)
    messages = judged(answer_rows(answer, EN))
    assert [seen(passage) in seen(each.plain) for each in messages].count(True) == 1


def test_one_endless_word_is_cut_without_parting_a_sign() -> None:
    family = "👨‍👩‍👧"
    messages = judged([row(family * 3000)])
    assert all(each.plain.startswith("👨") for each in messages)


def test_a_hundred_thousand_characters_are_sent_whole() -> None:
    """ollama-telegram#79, AstrBot#6659: long answers cut or lost."""
    text = "Это — длинный отрывок <b>&amp; 😀 ليس. " * 2600
    messages = judged(answer_rows(_answer(["short one"], text), EN))
    assert len(messages) >= 25


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_every_language_renders_every_kind_of_answer(words: object) -> None:
    for each in WORDS.values():
        judged(answer_rows(ANSWER, each))
        judged(answer_rows(SILENCE, each))
    assert words in WORDS.values()


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers(), st.sampled_from([SHORT, "normal", LONG]))
def test_any_answer_is_accepted_and_complete(answer: Answer, length: str) -> None:
    """n3d1117#151: "can't parse entities" killed the reply."""
    rows = answer_rows(answer, EN, length=length)
    judged(rows)
    judged(folded(rows))
    judged(who_says_rows(answer.statements, EN))
    if length != SHORT:
        together = seen("".join(each.text for each in rows))
        for each in answer.statements:
            assert seen(shown(each.text)) in together
        for cited in answer.citations:
            if cited.n == 1:
                assert seen(shown(cited.text)) in together


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=50))
def test_lengths_are_counted_as_telegram_counts(text: str) -> None:
    clean = shown(text)
    assert units(clean) == utf16(clean)
    assert "".join(each.text for each in rows_of(clean)).replace("\n", "") == clean.replace("\n", "")


def test_many_marked_words_stay_below_the_limit_of_entities() -> None:
    text = "bad good " * 200
    loaded = tuple(Span(9 * n, 9 * n + 3) for n in range(200))
    document = DocumentInfo("d", "p.txt", "T")
    answer = Answer(
        Question("q", "q"),
        (Statement(text, Voice.OPINION, (), (1,), loaded),),
        (Citation(1, document, Span(0, 1), "p"),),
    )
    messages = judged(answer_rows(answer, EN))
    assert sum(len(covered(each.html, "Underline")) for each in messages) == 200


def _answer(said: list[str], passage: str) -> Answer:
    document = DocumentInfo("d", "p.txt", "Title", "Author", date(2026, 1, 2))
    return Answer(
        Question("q", "q"),
        tuple(Statement(each, Voice.REPORTED, (), (1,)) for each in said),
        (Citation(1, document, Span(0, len(passage)), passage),),
    )
