"""What a follow-up leaves out is filled in from the turns before it; what stands alone is left alone."""

import pytest

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import standalone
from answering.model import Question, Turn

SIGNED = "When did Shoigu and Dehghan sign the agreement?"


def turns(answerer: ExtractiveAnswerer, *questions: str) -> list[Turn]:
    done: list[Turn] = []
    for text in questions:
        question = Question(text, standalone(text, done))
        done.append(Turn(question, answerer.answer(question)))
    return done


@pytest.mark.parametrize(
    ("before", "question", "filled"),
    [
        (SIGNED, "What did he call it?", "What did Shoigu call the agreement?"),
        ("What did Shoigu call the agreement?", "And Khanzadi?", "What did Khanzadi call the agreement?"),
        ("What does the article say about Putin?", "what about the tanker?", "about the tanker?"),
        ("What does the article say about the tanker?", "What about Hormuz?", "about Hormuz?"),
        ("Who is Zarif?", "What did he tweet?", "Zarif tweet?"),
        ("What did Shoigu call the agreement?", "Does the author agree?", "What does the author think about"),
        (SIGNED, "Where?", "Where did Shoigu and Dehghan sign the agreement?"),
        ("What did Khanzadi say about the exercise?", "who said that?", "Who said “"),
    ],
)
def test_a_follow_up_is_filled_in(
    answerer: ExtractiveAnswerer, before: str, question: str, filled: str
) -> None:
    assert filled in standalone(question, turns(answerer, before))


@pytest.mark.parametrize(
    "question",
    [
        "When was the memorandum of understanding signed in Tehran?",
        "What did Dominic Raab say about the Stena Impero?",
        "Is it true that Russia lost $13 billion?",
        "How many crew were on the Grace 1?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(answerer: ExtractiveAnswerer, question: str) -> None:
    assert standalone(question, turns(answerer, SIGNED)) == question


def test_without_turns_nothing_is_filled_in() -> None:
    assert standalone("What did he call it?", ()) == "What did he call it?"


def test_a_name_lasts_over_several_turns(answerer: ExtractiveAnswerer) -> None:
    before = turns(answerer, "What did Shoigu call the agreement?", "When was it signed?")
    assert "Shoigu" in standalone("What else did he say?", before)
