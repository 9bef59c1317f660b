"""The JSON keeps its contract, whatever is in the documents."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from answering.model import Answer, NotFound, Prices, Question, Statement, Tokens
from briefing.brief import brief
from chat import serialising
from chat.conversation import Reply
from index.model import Voice
from tests.chat.contract import check_answer, check_article, check_briefing
from tests.chat.samples import ANSWER, BRIDGE, LABELLING, SILENCE
from tests.fakes import FakeFinder, info_of


def test_an_answer_keeps_the_contract() -> None:
    value = serialising.answer(Reply(ANSWER))
    check_answer(value)
    assert value["answered"] is True
    assert value["statements"][1] == {
        "text": "“a brazen swindle.”",
        "voice": "attributed",
        "sources": ["The Herald", "Ann Poole"],
        "citations": [1, 2],
        "loaded": [[3, 9]],
        "author": None,
        "quotation": None,
        "speculative": False,
    }
    cited = value["citations"][0]
    assert BRIDGE.text[cited["start"] : cited["end"]] == cited["text"]


def test_silence_and_refusal_keep_the_contract_too() -> None:
    silent = serialising.answer(Reply(SILENCE))
    check_answer(silent)
    assert (silent["answered"], silent["statements"], len(silent["citations"])) == (False, [], 1)
    refused = serialising.answer(Reply(NotFound(Question("¿Qué?", "¿Qué?")), "Ask in English."))
    check_answer(refused)
    assert refused["notice"] == "Ask in English."
    check_answer(serialising.refusal("", "The question is empty."))


def test_the_cost_is_a_number_only_where_there_are_prices() -> None:
    assert serialising.answer(Reply(ANSWER))["cost"] is None
    priced = replace(ANSWER, tokens=Prices(0.15, 0.6).charged(Tokens(1000, 100)))
    assert serialising.answer(Reply(priced))["cost"] == pytest.approx(0.00021)


def test_an_article_keeps_the_contract() -> None:
    value = serialising.article(BRIDGE, LABELLING)
    check_article(value)
    assert value["document"] == "news/bridge.txt"
    assert value["boilerplate"] == [[BRIDGE.text.index("Share"), len(BRIDGE.text)]]


def test_a_briefing_keeps_the_contract() -> None:
    briefing = brief(FakeFinder((BRIDGE, LABELLING)), [info_of(BRIDGE)])
    until = datetime(2021, 6, 1, tzinfo=UTC).isoformat()
    value = serialising.briefing(briefing, None, until)
    check_briefing(value)
    assert value["items"][0]["statements"]


def test_lone_surrogates_are_escaped_and_come_back() -> None:
    answer = Answer(ANSWER.question, (Statement("a\ud800b “c”", Voice.REPORTED, (), (1,)),), ANSWER.citations)
    line = serialising.as_line(serialising.answer(Reply(answer)))
    line.encode("utf-8")
    assert json.loads(line)["statements"][0]["text"] == "a\ud800b “c”"


def test_a_line_is_one_line_whatever_it_holds() -> None:
    line = serialising.as_line({"text": "a\nb\u2028c\x1bd\x85e"})
    assert line.splitlines() == [line]
