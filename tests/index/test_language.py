"""Sentences and quotation marks, on any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.quotes import quotes
from index.language.sentences import paragraphs, sentences
from index.language.words import words
from index.model import Span

ANY_TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from(list("“”\"'‘’«»„ .\n—:,aA1")), max_size=400)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “no” and left.", ["“no”"]),
        ("He said \"no\" and 'yes, perhaps' and left.", ['"no"', "'yes, perhaps'"]),
        ("« Non », dit-il. „Nein“, sagte er.", ["« Non »", "„Nein“"]),
        ("She said “the “inner” one” today", ["“the “inner” one”"]),
        ("“It goes on, he said", ["“It goes on, he said"]),
        ("it went on.” She left.", ["it went on.”"]),
        ("The workers’ plan and the '90s don't count.", []),
        ("‘It’s the firm’s,’ she said.", ["‘It’s the firm’s,’"]),
    ],
)
def test_quotations_of_every_kind_are_found(text: str, quoted: list[str]) -> None:
    assert [quote.span.of(text) for quote in quotes(text, Span(0, len(text)))] == quoted


@given(ANY_TEXT)
def test_quotations_are_apart_in_order_and_inside(text: str) -> None:
    at = 0
    for quote in quotes(text, Span(0, len(text))):
        assert at <= quote.span.start < quote.span.end <= len(text)
        assert quote.span.start <= quote.inner.start <= quote.inner.end <= quote.span.end
        at = quote.span.end


@given(ANY_TEXT)
def test_sentences_hold_every_word_of_their_paragraphs(text: str) -> None:
    held: set[int] = set()
    for paragraph in paragraphs(text):
        for sentence in sentences(text, paragraph):
            assert not held & set(range(sentence.start, sentence.end))
            held |= set(range(sentence.start, sentence.end))
    assert all(at in held for at, character in enumerate(text) if not character.isspace())


@given(ANY_TEXT)
def test_words_stand_where_they_say(text: str) -> None:
    assert all(text[word.start : word.end] == word.text for word in words(text))


def test_wrapped_lines_are_one_paragraph_and_long_lines_each_their_own() -> None:
    wrapped = (
        "The council met on Monday to hear the case of the\n"
        "bridge, which has been closed since the storm of\nlast year.\n\nNext."
    )
    assert len(paragraphs(wrapped)) == 2
    line = (
        "The council met on Monday to hear the case of the bridge, closed since the storm of last year. " * 2
    )
    assert len(paragraphs(f"{line}\n{line}\n{line}")) == 3


def test_a_sentence_end_inside_emphasis_counts() -> None:
    text = "**Fact: it broke.** The code says so."
    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == [
        "**Fact: it broke.**",
        "The code says so.",
    ]
