"""Private conversations, played by the real bot over HTTP."""

from __future__ import annotations

import re
import time

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import FollowUpRewriter
from answering.model import Answer, NotFound, Question
from chat.conversation import Conversation
from tests.chat.telegram.conftest import Bot
from tests.telegram.world import World

MURRAY = "What did Craig Murray say?"


def test_start_shows_documents_and_questions_that_get_answers(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.say("/start")
        welcome = await ann.next_answer()
        assert "Russia and Iran Expand Military Cooperation, Stephen Lendman" in welcome.text
        assert len(welcome.labels) == 3
        for label in welcome.labels:
            ann.press(welcome, label)
            answer = await ann.next_answer()
            assert "Passages" in answer.marked("bold")
        assert not telegram.unanswered

    bot.play(scenario)


def test_an_answer_has_voices_sources_markers_and_folded_passages(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.say(MURRAY)
        answer = await ann.next_answer()
        assert answer.marked("bold")[0] == "According to others"
        assert "Craig Murray: " in answer.marked("italic")
        assert "[1]" in answer.text
        (fold,) = answer.marked("expandable_blockquote")
        assert "never had a foreign secretary remotely as xenophobic" in fold
        assert "Stephen Lendman" in fold

    bot.play(scenario)


def test_follow_ups_by_writing_on_and_afresh_after_new(bot: Bot, telegram: World) -> None:
    """n3d1117#70: context lost; here also across a restart."""
    ann = telegram.private(telegram.person("Ann"))

    async def first() -> None:
        ann.say(MURRAY)
        await ann.next_answer()

    async def second() -> None:
        ann.say("Who said that?")
        answer = await ann.next_answer()
        assert "Craig Murray" in answer.text
        ann.say("/new")
        assert "afresh" in (await ann.next_answer()).text
        ann.say("Who said that?")
        assert "Craig Murray: " not in (await ann.next_answer()).text

    bot.play(first)
    bot.play(second)


def test_an_edited_question_is_not_answered_twice(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        asked = ann.say(MURRAY)
        await ann.next_answer()
        ann.edit(asked, "What did Zarif tweet?")
        await ann.quiet()
        assert len(ann.answers()) == 1

    bot.play(scenario)


def test_buttons_filter_explain_and_survive_a_restart(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def ask() -> None:
        ann.say("What did the captain say?")
        await ann.next_answer()

    async def press() -> None:
        (answer,) = ann.answers()
        assert answer.labels == ["Only facts", "Only opinions", "Who says this?", "Passages", "More"]
        ann.press(answer, "Who says this?")
        chain = await ann.next_answer()
        assert chain.text.startswith("Who says this")
        assert re.search(r"→ .*captain", chain.text)
        ann.press(answer, "Passages")
        assert "[1]" in (await ann.next_answer()).text
        ann.press(answer, "Only opinions")
        opinions = await ann.next_answer()
        assert "According to others" not in opinions.text
        ann.press(answer, "More")
        await ann.next_answer()
        assert not telegram.unanswered

    bot.play(ask)
    bot.play(press)


class Slow:
    """Answers after a while, as a language model does."""

    def __init__(self, answerer: ExtractiveAnswerer) -> None:
        self._answerer = answerer

    def answer(self, question: Question) -> Answer | NotFound:
        time.sleep(1.6)
        return self._answerer.answer(question)


def test_a_draft_shows_that_a_slow_answer_is_on_its_way(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))
    bot.converse = lambda finder: Conversation(Slow(ExtractiveAnswerer(finder)), FollowUpRewriter())

    async def scenario() -> None:
        ann.say(MURRAY)
        answer = await ann.next_answer()
        assert "Craig Murray: " in answer.text
        assert [each.text for each in ann.drafts] == ["Looking it up …"]
        assert [each.name for each in ann.actions] == ["typing"]

    bot.play(scenario)


def test_many_chats_at_once_lose_no_question_and_repeat_none(bot: Bot, telegram: World) -> None:
    rooms = [telegram.private(telegram.person(f"P{number}")) for number in range(30)]

    async def scenario() -> None:
        for room in rooms:
            room.say(MURRAY)
        for room in rooms:
            assert "Craig Murray: " in (await room.next_answer(60)).text
        await rooms[-1].quiet(0.5)
        assert [len(room.answers()) for room in rooms] == [1] * len(rooms)

    bot.play(scenario)


def test_a_word_in_passing_gets_a_short_one_and_no_answer(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.say("Hi!")
        greeting = await ann.next_answer()
        assert greeting.text.startswith("Hello!")
        assert len(greeting.labels) == 3
        ann.say(MURRAY)
        assert "Craig Murray: " in (await ann.next_answer()).text
        ann.say("Thanks! 🙏")
        assert (await ann.next_answer()).text == "You are welcome."
        ann.say("👍👍")
        assert "/help" in (await ann.next_answer()).text
        ann.say("Who said that?")  # goes on from the answer, whatever was said in between
        assert "Craig Murray" in (await ann.next_answer()).text

    bot.play(scenario)


def test_what_cannot_be_read_and_unknown_commands_are_told_in_private(bot: Bot, telegram: World) -> None:
    person = telegram.person("Ann")
    ann, group = telegram.private(person), telegram.supergroup("News", [person], bot="administrator")
    photo = {"photo": [{"file_id": "p", "file_unique_id": "q", "width": 9, "height": 9}]}

    async def scenario() -> None:
        for content in ({"location": {"latitude": 1.0, "longitude": 2.0}}, photo):
            ann.send(content)
            assert "I read words" in (await ann.next_answer()).text
        ann.say("/nonsense")
        assert "do not know that command" in (await ann.next_answer()).text
        ann.say("/brief@other_bot")
        group.send(photo, person)
        group.say("/nonsense", person)
        await ann.quiet()
        assert not group.answers()
        assert len(ann.answers()) == 3

    bot.play(scenario)
