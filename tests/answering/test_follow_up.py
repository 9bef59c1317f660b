"""What a follow-up leaves out is filled in from the turns before it; what stands alone is left alone."""

import pytest

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import standalone
from answering.model import Answer, Question, Turn

SIGNED = "When did Shoigu and Dehghan sign the agreement?"
CALLED = "What did Shoigu call the agreement?"
ABOUT = "What does the article say about Putin?"
HELICOPTERS = "How many helicopters took over the Grace 1?"


def turns(answerer: ExtractiveAnswerer, *questions: str) -> list[Turn]:
    done: list[Turn] = []
    for text in questions:
        question = Question(text, standalone(text, done))
        done.append(Turn(question, answerer.answer(question)))
    return done


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        (SIGNED, "What did he call it?", "What did Sergei Shoigu call the agreement?"),
        (CALLED, "And Khanzadi?", "What did Khanzadi call the agreement?"),
        (CALLED, "What about the memorandum?", "What did Shoigu call the memorandum?"),
        (ABOUT, "what about the tanker?", "What does the article say about the tanker?"),
        (ABOUT, "What about Hormuz?", "What does the article say about Hormuz?"),
        ("Who is Zarif?", "What did he tweet?", "What did Zarif tweet?"),
        (CALLED, "Does the author agree?", "Does the author agree with Sergei Shoigu about the agreement?"),
        (SIGNED, "Where?", "Where did Shoigu and Dehghan sign the agreement?"),
        (SIGNED, "And in 2020?", "When did Shoigu and Dehghan sign the agreement in 2020?"),
        ("Who signed the agreement?", "What did they call it?", "What did Sergei Shoigu call the agreement?"),
        ("How many marines took over the Grace 1?", "And how many helicopters?", HELICOPTERS),
        ("Is the exercise to be held soon?", "Why not?", "Why isn’t the exercise to be held soon?"),
        ("What did Raab tell the BBC?", "When?", "When did Raab tell the BBC that?"),
        (
            "What did Trump tweet about the Iranians?",
            "To whom?",
            "To whom did Trump tweet that about the Iranians?",
        ),
        ("What did Trump tweet about the Iranians?", "Did he lie?", "Did Trump lie?"),
        ("What did Zarif say?", "What did Trump say about him?", "What did Trump say about Zarif?"),
        ("When did Zarif tweet?", "How old was he when he tweeted?", "How old was Zarif when he tweeted?"),
        ("Does the Strait of Hormuz matter?", "And the Caspian Sea?", "Does the Caspian Sea matter?"),
        ("What did Shoigu call the agreement?", "Anything else?", "What else did Shoigu call the agreement?"),
        ("What did Shoigu say in Tehran?", "and in Moscow?", "What did Shoigu say in Moscow?"),
        (
            "What did Dehghan say?",
            "And the agreement, what did he call it?",
            "What did Hossein Dehghan call the agreement?",
        ),
    ],
)
def test_a_follow_up_is_made_whole(
    answerer: ExtractiveAnswerer, before: str, question: str, whole: str
) -> None:
    assert standalone(question, turns(answerer, before)) == whole


def test_who_says_so_asks_for_the_words_told(answerer: ExtractiveAnswerer) -> None:
    before = turns(answerer, "What did Khanzadi say about the exercise?")
    asked = standalone("who said that?", before)
    assert asked.startswith("Who said “")
    quoted = asked.removeprefix("Who said “").removesuffix("”?").removesuffix(" …")
    result = before[0].result
    assert isinstance(result, Answer)
    assert any(quoted in each.text for each in result.statements)


def test_the_other_one_of_two(answerer: ExtractiveAnswerer) -> None:
    before = turns(answerer, SIGNED, "What did Shoigu call the agreement?")
    assert standalone("And the other one?", before) == "What did Hossein Dehghan call the agreement?"


@pytest.mark.parametrize(
    "question",
    [
        "When was the memorandum of understanding signed in Tehran?",
        "What did Dominic Raab say about the Stena Impero?",
        "Is it true that Russia lost $13 billion?",
        "How many crew were on the Grace 1?",
        "What did Hossein Dehghan say?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(answerer: ExtractiveAnswerer, question: str) -> None:
    assert standalone(question, turns(answerer, SIGNED)) == question


@pytest.mark.parametrize("said", ["thanks", "When will the exercise be held?", "What did Putin say?"])
def test_nothing_is_hung_on_what_refers_to_nothing(answerer: ExtractiveAnswerer, said: str) -> None:
    assert standalone(said, turns(answerer, "What does Zarif say about the US?")) == said


def test_without_turns_nothing_is_filled_in() -> None:
    assert standalone("What did he call it?", ()) == "What did he call it?"


def test_a_name_lasts_over_several_turns(answerer: ExtractiveAnswerer) -> None:
    before = turns(answerer, "What did Shoigu call the agreement?", "When was it signed?")
    assert "Shoigu" in standalone("What else did he say?", before)
