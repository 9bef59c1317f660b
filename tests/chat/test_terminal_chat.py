"""The conversation line by line: commands, questions, mistakes, and JSON in order."""

import io
import json
from collections.abc import Iterable

import pytest

from answering.model import Answer, NotFound, Question
from chat import texts
from chat.collection import Names, Shelf
from chat.conversation import LONGEST_QUESTION, Conversation
from chat.terminal import Screen
from chat.terminal_chat import TerminalChat, answer_json, lines_of
from index.errors import StoreBusy, WhoSaysError
from tests.chat.contract import check_answer
from tests.chat.samples import ANSWER, BRIDGE, LABELLING
from tests.fakes import FakeAnswerer, FakeFinder, FakeRewriter


def chatted(*lines: str, answerer: FakeAnswerer | None = None) -> str:
    """What a terminal chat prints for these lines."""
    out = io.StringIO()
    shelf = Shelf(FakeFinder((BRIDGE, LABELLING)), Names(()))
    conversation = Conversation(answerer or FakeAnswerer(ANSWER), FakeRewriter())
    TerminalChat(conversation, shelf, Screen(out), echo=False).run(iter(lines))
    return out.getvalue()


def test_a_question_is_answered_with_its_passages() -> None:
    text = chatted("What happened?")
    assert "Reported\n" in text
    assert "[1] The bridge" in text


def test_blank_lines_are_passed_over_and_quit_ends() -> None:
    answerer = FakeAnswerer(ANSWER)
    assert chatted("", "  ", "/quit", "What happened?", answerer=answerer) == ""
    assert answerer.asked == []


def test_help_names_every_command() -> None:
    listed = {line.split()[0] for line in texts.HELP.splitlines() if line.strip().startswith("/")}
    assert "/help" in listed
    for command in listed - {"/quit"}:
        assert "There is no command" not in chatted(command)


@pytest.mark.parametrize("command", ["/nonsense", "/", "/HELPP me", "/\x1b[31m"])
def test_an_unknown_command_is_told_and_not_asked(command: str) -> None:
    answerer = FakeAnswerer(ANSWER)
    text = chatted(command, answerer=answerer)
    assert text.startswith("There is no command /")
    assert answerer.asked == []
    assert "\x1b" not in text


def test_a_word_in_passing_gets_a_short_one_and_is_not_asked() -> None:
    answerer = FakeAnswerer(ANSWER)
    text = chatted("Hello!", "спасибо", "👍", "What can you do?", answerer=answerer)
    assert answerer.asked == []
    for told in ("questions about 1 document.", texts.THANKED, texts.NOTHING_ASKED, "/standalone"):
        assert told in text
    chatted("Thanks to whom was it closed?", answerer=answerer)
    assert len(answerer.asked) == 1


def test_filters_hold_until_all() -> None:
    answerer = FakeAnswerer()
    text = chatted("/opinions", "One?", "/ALL", "Two?", answerer=answerer)
    assert [sorted(question.voices) for question in answerer.asked] == [["opinion"], []]
    assert "Answers show: the author's opinion." in text
    assert "Answers show: all three voices." in text


def test_documents_and_read() -> None:
    text = chatted("/documents", "/read 1")
    assert "1. The bridge, by Sam Reed" in text
    assert "[A: The Herald → Ann Poole] “a ‹brazen› swindle.”" in text


@pytest.mark.parametrize("argument", ["", "0", "2", "-1", "x", "²", "9" * 30])
def test_read_without_a_listed_number_says_which(argument: str) -> None:
    assert "from 1 to 1" in chatted(f"/read {argument}")


def test_new_forgets_and_standalone_shows_the_question_as_understood() -> None:
    text = chatted("/standalone", "One?", "Two?", "/standalone", "/new", "/standalone")
    assert text.count(texts.NO_QUESTION_YET) == 2
    assert "(1) Two?" in text
    assert texts.NEW_CONVERSATION in text


def test_too_long_a_question_is_refused_and_the_next_answered() -> None:
    text = chatted("w" * (LONGEST_QUESTION + 1), "What happened?")
    assert text.startswith("The question has 10,001 characters")
    assert "Reported\n" in text


class Unbuffered(io.StringIO):
    """Counts how often it was flushed with a whole line in it."""

    def __init__(self) -> None:
        super().__init__()
        self.flushed: list[int] = []

    def flush(self) -> None:
        self.flushed.append(self.getvalue().count("\n"))


def json_chat(lines: Iterable[str]) -> list[dict[str, object]]:
    out = Unbuffered()
    answer_json(Conversation(FakeAnswerer(ANSWER), FakeRewriter()), iter(lines), out)
    objects = [json.loads(line) for line in out.getvalue().splitlines()]
    assert out.flushed == list(range(1, len(objects) + 1))
    return objects


def test_json_gives_one_object_a_line_in_order_flushed_at_once() -> None:
    lines = ["What happened?", "", "w" * 10_001, "/help", "And then?"]
    objects = json_chat(lines)
    for value in objects:
        check_answer(value)
    assert [value["question"] for value in objects] == lines
    assert [value["answered"] for value in objects] == [True, False, False, False, False]
    assert "empty" in str(objects[1]["notice"])
    assert objects[4]["standalone_question"] == "(2) And then?"


class FailingAnswerer(FakeAnswerer):
    """Fails on the questions that ask it to."""

    def answer(self, question: Question) -> Answer | NotFound:
        if "fail" in question.text:
            raise StoreBusy("Another process is changing the index.")
        return super().answer(question)


def test_one_failure_does_not_take_the_questions_after_it_along() -> None:
    text = chatted("Please fail.", "What happened?", answerer=FailingAnswerer(ANSWER))
    assert text.startswith("Another process is changing the index.\n")
    assert "Reported\n" in text
    out = io.StringIO()
    conversation = Conversation(FailingAnswerer(ANSWER), FakeRewriter())
    with pytest.raises(WhoSaysError, match="1 question"):
        answer_json(conversation, iter(["Please fail.", "What happened?"]), out)
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    check_answer(first)
    assert first["notice"] == "Another process is changing the index."
    assert second["answered"]


def test_lines_end_with_the_input_and_keep_what_lacks_a_line_feed() -> None:
    assert list(lines_of(io.StringIO("one\r\n\ntwo"))) == ["one", "", "two"]
