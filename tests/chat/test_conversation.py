"""Questions are checked, follow-ups see the earlier turns, and other languages are turned away."""

from dataclasses import replace

import pytest

from answering.model import NotFound, Prices, Tokens
from chat.conversation import LONGEST_QUESTION, Conversation
from chat.languages import LanguageGate
from index.errors import UsageError
from index.model import Document, Labelling, Span, Voice, VoicedSpan
from tests.chat.samples import ANSWER, BRIDGE, LABELLING
from tests.fakes import FakeAnswerer, FakeFinder, FakeRewriter

GERMAN_TEXT = (
    "Der Stadtrat hat die Brücke am Montag gesperrt, weil das Geländer gebrochen ist.\n\n"
    "Die Bürgermeisterin kündigte an, dass die Arbeiten bis zum Herbst dauern werden."
)
GERMAN = (
    Document("bruecke.txt", GERMAN_TEXT),
    Labelling((VoicedSpan(Span(0, len(GERMAN_TEXT)), Voice.REPORTED),)),
)
ENGLISH = (BRIDGE, LABELLING)


def test_a_turn_keeps_the_question_and_its_standalone_form() -> None:
    answerer = FakeAnswerer(replace(ANSWER), replace(ANSWER))
    conversation = Conversation(answerer, FakeRewriter())
    conversation.ask("What happened?")
    conversation.ask("And then?")
    assert [question.standalone for question in answerer.asked] == ["What happened?", "(1) And then?"]
    assert len(conversation.turns) == 2
    conversation.forget()
    assert not conversation.turns


def test_only_the_last_turns_are_kept() -> None:
    conversation = Conversation(FakeAnswerer(), FakeRewriter())
    for number in range(20):
        conversation.ask(f"Question {number}?")
    assert 0 < len(conversation.turns) < 20
    assert conversation.turns[-1].question.text == "Question 19?"


def test_the_voice_filter_goes_along() -> None:
    answerer = FakeAnswerer()
    conversation = Conversation(answerer, FakeRewriter())
    conversation.voices = frozenset({Voice.OPINION})
    conversation.ask("What happened?")
    assert answerer.asked[0].voices == {Voice.OPINION}


def test_tokens_of_all_steps_are_told_with_what_they_cost() -> None:
    answer = replace(ANSWER, tokens=Tokens(1000, 100))
    conversation = Conversation(
        FakeAnswerer(answer, answer), FakeRewriter(), prices=Prices(prompt=2.0, completion=10.0)
    )
    assert conversation.ask("What?").result.tokens == Tokens(1000, 100, 0.003)
    assert conversation.resumed(conversation.turns).ask("And?").result.tokens == Tokens(1001, 101, 0.003012)
    free = Conversation(FakeAnswerer(answer), FakeRewriter()).ask("What?")
    assert free.result.tokens == Tokens(1000, 100)


def test_milliseconds_are_told_by_step() -> None:
    answer = replace(ANSWER, milliseconds={"find": 1.5, "answer": 2.5})
    times = Conversation(FakeAnswerer(answer), FakeRewriter()).ask("What?").result.milliseconds
    assert list(times) == ["rewrite", "find", "answer", "total"]
    assert times["find"] == 1.5
    assert times["total"] >= times["rewrite"] >= 0


@pytest.mark.parametrize("question", ["", "  \n ", "\x00\x1b\u202e"])
def test_an_empty_question_is_refused(question: str) -> None:
    conversation = Conversation(FakeAnswerer(), FakeRewriter())
    with pytest.raises(UsageError, match="empty"):
        conversation.ask(question)
    assert conversation.turns == ()


def test_a_question_may_be_long_but_not_longer_than_the_limit() -> None:
    conversation = Conversation(FakeAnswerer(), FakeRewriter())
    assert len(conversation.ask("w" * LONGEST_QUESTION).result.question.text) == LONGEST_QUESTION
    with pytest.raises(UsageError, match=r"10,001 characters.*10,000"):
        conversation.ask("w" * (LONGEST_QUESTION + 1))


def test_control_characters_are_taken_out_of_a_question() -> None:
    answerer = FakeAnswerer()
    Conversation(answerer, FakeRewriter()).ask("What\x1b]0;x\x07 did\nhe say?\udce9")
    assert answerer.asked[0].text == "What]0;x did he say?"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Was ist das Abkommen zwischen Russland und Iran?", "German"),
        ("Quand a-t-il signé l'accord avec la Russie ?", "French"),
        ("Что сказал мэр о мосте?", "Russian"),
        ("داریوش چه گفت", "Persian"),
        ("什么时候签署的协议", "Chinese"),
        ("Мэр?", "another language"),
    ],
)
def test_a_question_in_a_language_of_no_document_is_turned_away(question: str, language: str) -> None:
    answerer = FakeAnswerer()
    conversation = Conversation(answerer, FakeRewriter(), LanguageGate(FakeFinder(ENGLISH)).objection)
    reply = conversation.ask(question)
    assert isinstance(reply.result, NotFound)
    assert reply.notice is not None
    assert "English" in reply.notice
    if language != "another language":
        assert language in reply.notice
    assert answerer.asked == []
    assert conversation.turns == ()


@pytest.mark.parametrize(
    "question",
    [
        "When did Shoigu and Dehghan sign the agreement?",
        "What about Khamenei?",
        "Shoigu Dehghan Khanzadi?",
        "Did Le Monde report it?",
        "What is Raab's quid pro quo?",
        "Mein Kampf author?",
        "And Zarif?",
        "why",
        "JCPOA",
        "what do guv say bout iran n russia plz",
        "What does “спутник” mean in the article?",
        "12 + 5?",
    ],
)
def test_names_short_questions_and_sloppy_english_pass(question: str) -> None:
    assert LanguageGate(FakeFinder(ENGLISH)).objection(question) is None


def test_the_language_is_judged_by_the_documents_not_by_english() -> None:
    gate = LanguageGate(FakeFinder(GERMAN))
    assert gate.objection("Wann hat der Stadtrat die Brücke gesperrt?") is None
    objection = gate.objection("When did the council close the bridge for repairs?")
    assert objection is not None
    assert "German" in objection
    both = LanguageGate(FakeFinder(GERMAN, ENGLISH))
    assert both.objection("When did the council close the bridge for repairs?") is None
    assert "German" in (both.objection("Quand a-t-on fermé le pont de la ville ?") or "")
