"""Whatever documents hold, messages are accepted by Telegram's own parser, within limits, losing nothing.

Markup, emoji, right-to-left, zero-width and joined signs, and texts of a hundred thousand characters.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answering.model import Answer
from briefing.model import Briefing
from chat.telegram.answers import IN_A_LIST, folded
from chat.telegram.bookshelf import _ON_A_PAGE, listed
from chat.telegram.briefings import briefing_rows
from chat.telegram.delivering import briefing_message
from chat.telegram.inline import offers
from chat.telegram.languages import WORDS
from chat.telegram.markup import Row, shown
from chat.telegram.summaries import share_rows, text_rows
from chat.telegram.words import Words
from index.model import Document, DocumentInfo, Labelling, Span, Voice, VoicedSpan
from tests.chat.telegram.anything import answers, articles, briefings, documents, judged, seen
from tests.chat.telegram.parsing import parsed, utf16

some_words = st.sampled_from(list(WORDS.values()))
EN = WORDS["en"]
LONG = "Это — <b>&amp; 😀👨‍👩‍👧 ליס\u200f. " * 4000


def together(rows: list[Row]) -> str:
    return seen("".join(each.text for each in rows))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(briefings(), some_words)
def test_any_briefing_is_accepted_and_complete(briefing: Briefing, words: Words) -> None:
    rows = briefing_rows(briefing, words, numbered=True)
    judged(rows)
    judged(folded(rows, 2000))
    judged(briefing_message(briefing, words))
    told = together(rows)
    for item in briefing.items:
        for each in (*item.statements, *(version for one in item.contradictions for version in one.versions)):
            assert seen(shown(each.text)) in told
    for cited in briefing.citations:
        assert seen(shown(cited.text)) in told


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(articles(), some_words)
def test_any_text_by_voice_is_accepted_and_complete(
    article: tuple[Document, Labelling], words: Words
) -> None:
    document, labelling = article
    judged(share_rows(document, labelling, words))
    rows = text_rows(document, labelling, words)
    judged(rows)
    told = together(rows)
    for each in labelling.spans:
        for line in each.span.of(document.text).split("\n"):
            assert seen(shown(line)) in told


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(documents, min_size=1, max_size=_ON_A_PAGE), some_words)
def test_any_list_of_documents_is_one_message(given_: list[DocumentInfo], words: Words) -> None:
    """A page is turned in its message: what is beyond it would not be shown."""
    page = list(enumerate(given_, start=1))
    (message,) = judged(listed(len(page), page, {"d"}, words))
    assert message.plain.count(words.of_this_chat) >= len(page)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers(), some_words)
def test_any_inline_result_is_accepted(answer: Answer, words: Words) -> None:
    found = offers(answer, words)
    assert len({each.id for each in found}) == len(found) <= 50
    for each in found:
        content = each.input_message_content.to_dict()
        text, _ = parsed(content["message_text"])
        assert 0 < utf16(text) <= 4096
        assert each.title.strip()


@pytest.mark.parametrize("voice", Voice)
def test_a_hundred_thousand_characters_of_one_voice_come_whole(voice: Voice) -> None:
    """ollama-telegram#79, AstrBot#6659: long answers cut or lost."""
    sources = ("Ann <Poole>",) if voice is Voice.ATTRIBUTED else ()
    spans = (VoicedSpan(Span(0, len(LONG)), voice, sources),)
    rows = text_rows(Document("p.txt", LONG), Labelling(spans), EN)
    assert len(judged(rows)) >= len(LONG) // 4096
    assert seen(LONG) in together(rows)


def test_marks_that_a_script_needs_are_kept_in_titles_and_texts() -> None:
    title = "שלום\u200f (\u200eRTL\u200e)"
    page = [(1, DocumentInfo("d", "p.txt", title))]
    assert title in judged(listed(1, page, (), EN))[0].plain
    spans = (VoicedSpan(Span(0, len(title)), Voice.REPORTED),)
    assert title in judged(text_rows(Document("p.txt", title), Labelling(spans), EN))[0].plain


def test_a_title_too_long_for_a_list_is_cut_there() -> None:
    (message,) = judged(listed(1, [(1, DocumentInfo("d", "p.txt", LONG))], (), EN))
    assert "…" in message.plain
    assert len(message.plain) < IN_A_LIST + 40
