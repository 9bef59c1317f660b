"""A question one fact away from what is told is refused, and its twin answered; opinions stay opinions."""

from pathlib import Path

import pytest

from answering.extractive import ExtractiveAnswerer
from answering.model import Answer, NotFound, Question
from bench.judging import Verdict
from bench.near_misses import DOCUMENTS, asked, pairs
from index.model import Voice

PAIRS = [each for each in pairs(Path("tests/data/near_misses"), "dev") if each.about == DOCUMENTS]


def test_most_near_misses_are_refused_and_most_twins_answered_right(dev: ExtractiveAnswerer) -> None:
    done = [asked(pair, dev) for pair in PAIRS]
    assert sum(each.refused for each in done) >= 15
    assert sum(each.twin.verdict is Verdict.STATEMENT for each in done) >= 20
    assert sum(each.twin.verdict is Verdict.WRONG for each in done) <= 2


@pytest.mark.parametrize(
    "question",
    [
        "How much cooler does the left branch run in August?",  # March is told
        "What did a crossing of the Corve Tunnel cost in 2010?",  # 1998 is told
        "How old is Ruth Amadi?",  # the chairman's age is told
        "Which ward does Hollis Lowther represent?",  # another member's is told
    ],
)
def test_the_fact_of_another_year_or_person_is_no_answer(dev: ExtractiveAnswerer, question: str) -> None:
    result = dev.answer(Question(question, question))
    assert isinstance(result, NotFound)
    assert result.nearest


@pytest.mark.parametrize(
    "question", ["Is Raab a liar?", "Did Britain break international law?", "Was the seizure piracy?"]
)
def test_an_opinion_asked_as_a_fact_is_never_told_as_one(answerer: ExtractiveAnswerer, question: str) -> None:
    result = answerer.answer(Question(question, question))
    if isinstance(result, Answer):
        assert {each.voice for each in result.statements} <= {Voice.OPINION, Voice.ATTRIBUTED}
        assert all(each.author or each.sources for each in result.statements)
