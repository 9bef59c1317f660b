"""A question for the whole is answered with the main statements; any other goes on to the answerer."""

from pathlib import Path

import pytest

from answering.model import Answer, NotFound, Question
from briefing.overview import OverviewAnswerer
from index.build import sync
from index.model import Voice
from index.search import open_finder
from tests.fakes import FakeAnswerer


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> OverviewAnswerer:
    index_dir = tmp_path_factory.mktemp("overview") / "index"
    sync(index_dir, [Path("seeds"), Path("tests/data/documents/dev/column_bridge.txt")], mirror=True)
    return OverviewAnswerer(open_finder(index_dir), FakeAnswerer())


def ask(overview: OverviewAnswerer, text: str, *voices: Voice) -> Answer:
    result = overview.answer(Question(text, text, frozenset(voices)))
    assert isinstance(result, Answer)
    return result


def test_the_whole_is_told_in_three_voices(overview: OverviewAnswerer) -> None:
    answer = ask(overview, "What is this about?")
    assert {each.voice for each in answer.statements} == set(Voice)
    assert len({each.document.id for each in answer.citations}) == 2


def test_the_document_meant_is_told_of_alone(overview: OverviewAnswerer) -> None:
    answer = ask(overview, "Summarise the article on Russia and Iran")
    assert {each.document.author for each in answer.citations} == {"Stephen Lendman"}


def test_a_voice_filter_holds_and_every_citation_is_used(overview: OverviewAnswerer) -> None:
    answer = ask(overview, "Summarise it", Voice.OPINION)
    assert {each.voice for each in answer.statements} == {Voice.OPINION}
    assert {n for each in answer.statements for n in each.citations} == {each.n for each in answer.citations}


def test_another_question_is_passed_on(overview: OverviewAnswerer) -> None:
    assert isinstance(overview.answer(Question("Who signed?", "Who signed?")), NotFound)
