"""A question for several things is answered part by part, and the part that is not told is named."""

import pytest

from answering.extractive import ExtractiveAnswerer
from answering.model import Answer, NotFound, Question
from answering.parts import parts


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("When was it sold, and to whom?", ("When was it sold?", "To whom?")),
        ("How old is Bale and how old is Amadi?", ("How old is Bale?", "How old is Amadi?")),
        ("What was decided and why?", ("What was decided?", "Why?")),
        ("When and where was it signed?", ("When and where was it signed?",)),
        ("What did she say about oil and gas?", ("What did she say about oil and gas?",)),
        ("Did he say when and why it closed?", ("Did he say when and why it closed?",)),
    ],
)
def test_a_question_falls_into_its_parts(question: str, found: tuple[str, ...]) -> None:
    assert parts(question) == found


def ask(dev: ExtractiveAnswerer, question: str) -> Answer | NotFound:
    return dev.answer(Question(question, question))


def test_both_parts_are_answered(dev: ExtractiveAnswerer) -> None:
    result = ask(dev, "When was peat cutting licensed, and how many eels did Maarten’s group catch?")
    assert isinstance(result, Answer)
    told = " ".join(statement.text for statement in result.statements)
    assert "1961" in told
    assert "3,100" in told
    assert result.missing == ()
    assert [citation.n for citation in result.citations] == list(range(1, len(result.citations) + 1))
    cited = {citation.n: citation.text for citation in result.citations}
    for statement in result.statements:
        first = statement.text.split("[…]")[-1].strip()
        assert any(first in cited[n] for n in statement.citations)


def test_the_part_that_is_not_told_is_named(dev: ExtractiveAnswerer) -> None:
    result = ask(dev, "When was peat cutting licensed, and who owns the trout farm?")
    assert isinstance(result, Answer)
    assert result.missing == ("Who owns the trout farm?",)
    assert result.question.text.startswith("When was peat cutting licensed, and")


def test_where_no_part_is_told_the_whole_is_refused(dev: ExtractiveAnswerer) -> None:
    question = "Who owns the trout farm, and who is the minister for agriculture?"
    result = ask(dev, question)
    assert isinstance(result, NotFound)
    assert result.question.text == question
    assert result.nearest
