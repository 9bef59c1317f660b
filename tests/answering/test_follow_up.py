"""What a follow-up leaves out is filled in from the turns before it; what stands alone is left alone."""

import pytest

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import standalone
from answering.model import Answer, NotFound, Question, Turn

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
        (SIGNED, "Why was it signed there?", "Why was the agreement signed there?"),
        ("Who voted against the levy?", "And in favour?", "Who voted in favour of the levy?"),
        ("Who should buy the mop?", "and who shouldn't?", "Who shouldn't buy the mop?"),
        ("When did the fire in Port Sabine start?", "What happened there?", "What happened in Port Sabine?"),
        ("How many fines did the EU ban bring?", "Is it legal?", "Is the EU ban legal?"),
        ("What did the club's press release call the fire?", "Is it true?", "Is it true?"),
        ("What does the usher ask Ann?", "How old is he?", "How old is the usher?"),
        (
            "How many members did NATO have at its founding?",
            "And now?",
            "How many members does NATO have now?",
        ),
        (
            "Who sank the ferry?",
            "Does the author think that's legal?",
            "Does the author think the ferry is legal?",
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


@pytest.mark.parametrize(
    "question",
    [
        "Which families lost their homes?",
        "Which maker sought protection from its creditors?",
        "What share of its emissions does Veldhuis offset?",
        "How many versions of the speech were there?",
        "Whose idea was it to sell the lido?",
        "Was it an offence to split the contract?",
        "Who painted the wall that was wet?",
        "Is there a recording one can buy of the concert?",
        "Who owns the pipe?",
    ],
)
def test_a_word_that_refers_within_its_question_is_left_alone(question: str) -> None:
    asked = Question("When did the Carrow ferry sink?", "When did the Carrow ferry sink?")
    assert standalone(question, [Turn(asked, NotFound(asked))]) == question


def test_agreeing_is_with_what_was_answered_last(answerer: ExtractiveAnswerer) -> None:
    before = turns(answerer, CALLED, "What did Putin say about the budget?")
    assert isinstance(before[-1].result, NotFound)
    asked = standalone("Does the author agree?", before)
    assert asked == "Does the author agree with Sergei Shoigu about the agreement?"


def test_without_turns_nothing_is_filled_in() -> None:
    assert standalone("What did he call it?", ()) == "What did he call it?"


def test_a_name_lasts_over_several_turns(answerer: ExtractiveAnswerer) -> None:
    before = turns(answerer, "What did Shoigu call the agreement?", "When was it signed?")
    assert "Shoigu" in standalone("What else did he say?", before)
