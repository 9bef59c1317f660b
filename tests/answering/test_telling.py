"""Misspelt words are read as the documents' own; what no passage is near to is not told."""

import pytest

from answering.asking import read_question
from answering.extractive import ExtractiveAnswerer
from answering.model import NotFound, Question
from answering.spelling import is_slip, mended
from answering.telling import TOLD, measures
from index.search import Finder


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("handel", "handl", True),
        ("aprentic", "apprentic", True),
        ("seizrue", "seizure", True),
        ("tonker", "tanker", True),
        ("tanker", "tanker", False),
        ("tanker", "banners", False),
        ("abcd", "badc", False),
    ],
)
def test_a_slip_is_one_letter_or_two_that_changed_places(one: str, other: str, slip: bool) -> None:
    assert is_slip(one, other) is slip
    assert is_slip(other, one) is slip


def test_a_misspelt_word_is_read_as_the_documents_word() -> None:
    asked = read_question("what happened to teh tonker")
    assert mended(asked, {"tanker", "happen"}).terms == {"tanker", "happen"}


def test_a_word_between_two_others_is_left_as_it_is() -> None:
    asked = read_question("what of the boaks")
    assert mended(asked, {"boats", "books", "boasts"}).terms == asked.terms


def told(finder: Finder, question: str) -> float:
    return measures(question, finder.find(question, limit=24), len(finder.documents())).chance


def test_what_the_article_tells_is_likelier_than_what_it_does_not(finder: Finder) -> None:
    inside = told(finder, "When was the agreement between Shoigu and Dehghan signed?")
    outside = told(finder, "How long should rice be boiled in salted water?")
    assert inside > TOLD > outside


def test_nothing_found_tells_nothing() -> None:
    assert measures("When was it signed?", [], 0).chance < TOLD


def test_what_is_far_from_every_passage_is_refused(answerer: ExtractiveAnswerer) -> None:
    text = "How long should rice be boiled in salted water?"
    assert isinstance(answerer.answer(Question(text, text)), NotFound)
