"""A language model makes follow-ups whole over the real protocol, and adds nothing of its own."""

from collections.abc import Iterator

import pytest

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import standalone
from answering.model import Question, Tokens, Turn
from answering.model_follow_up import ModelRewriter, is_borne_out
from answering.openai_model import OpenAIModel
from chat.conversation import Conversation
from tests.endpoint import Endpoint, Scripted, running, writes

CALLED = "What did Shoigu call the agreement?"
ASKED = "And what did he say about it to Dehghan?"
WHOLE = "What did Sergei Shoigu say about the military cooperation agreement to Dehghan?"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with running() as endpoint:
        yield endpoint


@pytest.fixture
def rewriter(endpoint: Endpoint) -> ModelRewriter:
    return ModelRewriter(
        OpenAIModel("scripted", key="none", base_url=endpoint.address, timeout=0.5, retries=1)
    )


@pytest.fixture
def before(answerer: ExtractiveAnswerer) -> list[Turn]:
    question = Question(CALLED, CALLED)
    return [Turn(question, answerer.answer(question))]


def test_what_the_conversation_bears_out_stands(
    endpoint: Endpoint, rewriter: ModelRewriter, before: list[Turn]
) -> None:
    endpoint.script = [writes(f"Question: “{WHOLE}”\nIt is a great step.")]
    assert rewriter.rewrite(ASKED, before) == (WHOLE, Tokens(321, 45))
    asked = endpoint.requests[0]
    assert asked["temperature"] == 0
    shown = asked["messages"][1]["content"]
    assert f"Question: {CALLED}" in shown
    assert "great step in consolidating" in shown
    assert ASKED in shown


def test_the_same_conversation_is_asked_about_once(
    endpoint: Endpoint, rewriter: ModelRewriter, before: list[Turn]
) -> None:
    endpoint.script = [writes(WHOLE), writes("What did Hossein Dehghan say about the agreement to Shoigu?")]
    first, _ = rewriter.rewrite(ASKED, before)
    assert rewriter.rewrite(ASKED, before) == (first, Tokens())
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize("question", ["When was the memorandum signed in Tehran?", "Who is Craig Murray?"])
def test_a_question_that_stands_alone_costs_nothing(
    endpoint: Endpoint, rewriter: ModelRewriter, before: list[Turn], question: str
) -> None:
    assert rewriter.rewrite(question, before) == (question, Tokens())
    assert endpoint.requests == []


@pytest.mark.parametrize(
    "written",
    [
        "What did Sergei Shoigu secretly say about the agreement to Dehghan?",
        "What did Sergei Shoigu say about it to Dehghan in 2016?",
        "What did Sergei Shoigu not say about the agreement to Dehghan?",
        "What did Sergei Shoigu say about the agreement?",
        "When did Sergei Shoigu say that about the agreement to Dehghan?",
        "He called it a great step.",
        "What did Shoigu say about the agreement to Dehghan? And why?",
        "NONE",
        "",
    ],
)
def test_what_it_does_not_bear_out_gives_way_to_the_rules(
    endpoint: Endpoint, rewriter: ModelRewriter, before: list[Turn], written: str
) -> None:
    endpoint.script = [writes(written)]
    form, tokens = rewriter.rewrite(ASKED, before)
    assert form == standalone(ASKED, before)
    assert tokens == Tokens(321, 45)
    assert not is_borne_out(written, ASKED, before)


@pytest.mark.parametrize(
    "reply",
    [
        Scripted(status=500),
        Scripted(status=401),
        Scripted(("What did",), unfinished=True),
        Scripted(broken=True),
    ],
)
def test_when_the_model_fails_the_rules_go_on(
    endpoint: Endpoint, rewriter: ModelRewriter, before: list[Turn], reply: Scripted
) -> None:
    endpoint.script = [reply]
    form, _ = rewriter.rewrite(ASKED, before)
    assert form == standalone(ASKED, before)


def test_its_tokens_are_counted_into_the_answers(
    endpoint: Endpoint, rewriter: ModelRewriter, answerer: ExtractiveAnswerer
) -> None:
    endpoint.script = [writes("What did Sergei Shoigu sign?")]
    conversation = Conversation(answerer, rewriter)
    assert conversation.ask(CALLED).result.tokens == Tokens()
    result = conversation.ask("What did he sign?").result
    assert result.question.standalone == "What did Sergei Shoigu sign?"
    assert result.tokens == Tokens(321, 45)
