"""Floods, lost connections, refusals, restarts and wrong settings; played by the real bot over HTTP."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chat.state.opening import open_state
from index.errors import WhoSaysError
from tests.chat.telegram.conftest import Bot
from tests.telegram.faults import Flood, Refused, Reset, ServerError, Silence
from tests.telegram.world import World

MURRAY = "What did Craig Murray say?"


@pytest.mark.parametrize(
    "fault",
    [Flood(1), ServerError(502), ServerError(500), ServerError(502, html=True), Reset(), Silence(seconds=1)],
    ids=str,
)
def test_the_answer_outlives_any_trouble(bot: Bot, telegram: World, fault: Flood) -> None:
    ann = telegram.private(telegram.person("Ann"))
    telegram.faults.script("sendMessage", fault, fault)

    async def scenario() -> None:
        ann.say(MURRAY)
        assert "Craig Murray: " in (await ann.next_answer(20)).text
        await ann.quiet(0.5)
        assert len(ann.answers()) == 1

    bot.play(scenario)


@pytest.mark.parametrize("fault", [Reset(delivered=True), Silence(delivered=True, seconds=1)], ids=str)
def test_a_send_that_arrived_unseen_is_not_repeated(bot: Bot, telegram: World, fault: Reset) -> None:
    ann = telegram.private(telegram.person("Ann"))
    telegram.faults.script("sendMessage", fault)

    async def scenario() -> None:
        ann.say(MURRAY)
        await ann.next_answer(20)
        await ann.quiet(1.5)
        assert len(ann.answers()) == 1
        ann.say("Who said that?")  # goes on from it: it is known as an answer
        assert "Craig Murray" in (await ann.next_answer()).text

    bot.play(scenario)


def test_refused_markup_is_sent_as_plain_text(bot: Bot, telegram: World) -> None:
    """n3d1117#151: "can't parse entities" killed the reply."""
    ann = telegram.private(telegram.person("Ann"))
    telegram.faults.script("sendMessage", Refused(400, "Bad Request: can't parse entities: at byte 7"))

    async def scenario() -> None:
        ann.say(MURRAY)
        answer = await ann.next_answer()
        assert "Craig Murray: " in answer.text
        assert not answer.marked("bold")

    bot.play(scenario)


def test_groups_see_no_stream_of_edits(bot: Bot, telegram: World) -> None:
    """anything-llm#5447, agno#7360: floods from stream edits."""
    ann = telegram.person("Ann")
    group = telegram.supergroup("News", [ann])

    async def scenario() -> None:
        group.say(f"/ask {MURRAY}", ann)
        await group.next_answer()
        await group.quiet()
        spent = [each for each in telegram.calls if each.params.get("chat_id") == group.id]
        methods = [each.method for each in spent]
        assert methods in (["sendMessage"], ["sendChatAction", "sendMessage"])

    bot.play(scenario)


def test_one_flooded_chat_does_not_hold_up_another(bot: Bot, telegram: World) -> None:
    ann, ben = telegram.private(telegram.person("Ann")), telegram.private(telegram.person("Ben"))
    telegram.faults.script("sendMessage", Flood(5), chat=ann.id)

    async def scenario() -> None:
        ann.say(MURRAY)
        await asyncio.sleep(0.3)
        ben.say(MURRAY)
        await ben.next_answer(3)
        assert not ann.answers()
        await ann.next_answer(10)

    bot.play(scenario)


def test_a_budget_of_0_is_none(bot: Bot, telegram: World) -> None:
    """n3d1117#384: a budget of 0 meant unlimited."""
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.say(MURRAY)
        assert "budget here is 0" in (await ann.next_answer()).text

    bot.play(scenario, user_tokens_per_day=0)
    bot.play(scenario, chat_questions_per_minute=0)


def test_too_many_questions_are_told_how_long_to_wait(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.say(MURRAY)
        ann.say(MURRAY)
        await ann.next_answer()
        assert "again in" in (await ann.next_answer()).text

    bot.play(scenario, user_questions_per_minute=1)


def test_what_was_asked_while_the_bot_was_down_is_answered_once(bot: Bot, telegram: World) -> None:
    """n3d1117#70: lost on redeploy."""
    ann = telegram.private(telegram.person("Ann"))

    async def stopped_before_sending() -> None:
        telegram.faults.script("sendMessage", *[Flood(60)] * 3)
        ann.say(MURRAY)
        ann.say("What did Zarif tweet?")
        await telegram.until(lambda: telegram.requests("sendMessage"))

    async def later() -> None:
        assert "Craig Murray: " in (await ann.next_answer(15)).text
        assert "Zarif" in (await ann.next_answer(15)).text
        await ann.quiet(0.5)
        assert len(ann.answers()) == 2

    bot.play(stopped_before_sending)
    telegram.faults = type(telegram.faults)()
    bot.play(later)


def test_the_same_update_twice_is_answered_once(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.say(MURRAY)
        await ann.next_answer()
        telegram.updates.repeat(100_001)
        await ann.quiet(0.5)
        assert len(ann.answers()) == 1

    bot.play(scenario)


def test_a_chat_keeps_its_order(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))
    questions = [MURRAY, "What did Zarif tweet?", "What did Shoigu say?", "What did Dehghan say?"]

    async def scenario() -> None:
        for question in questions:
            ann.say(question)
        answers = [(await ann.next_answer()).text for _ in questions]
        for name, answer in zip(("Craig Murray", "Zarif", "Shoigu", "Dehghan"), answers, strict=True):
            assert name in answer

    bot.play(scenario)


def _start_fails(bot: Bot, **changes: object) -> str:
    async def started() -> None:
        async with bot.running(**changes) as running:
            await running.receiving

    with pytest.raises(WhoSaysError) as caught:
        asyncio.run(started())
    message = str(caught.value)
    assert bot.world.token not in message
    return message


def test_a_wrong_token_is_told(bot: Bot) -> None:
    assert "TELEGRAM_BOT_TOKEN" in _start_fails(bot, telegram_bot_token="123456:wrong")  # noqa: S106 - no token of anybody


def test_no_network_is_told(bot: Bot) -> None:
    message = _start_fails(bot, telegram_api_url="http://127.0.0.1:9")
    assert "cannot be reached at http://127.0.0.1:9" in message


def test_a_second_poller_is_told(bot: Bot, telegram: World) -> None:
    telegram.faults.script("getUpdates", Refused(409, "Conflict: terminated by other getUpdates request"))
    assert "Another program" in _start_fails(bot)


def test_a_locked_database_is_told(bot: Bot) -> None:
    async def made() -> None:
        async with await open_state(bot.data):
            pass

    asyncio.run(made())
    with closing(sqlite3.connect(bot.data / "state.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert "locked" in _start_fails(bot)


def test_a_webhook_takes_updates_with_the_secret_alone(bot: Bot, telegram: World, tmp_path: Path) -> None:
    import socket

    import httpx

    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        await telegram.until(lambda: telegram.requests("setWebhook"))
        ann.say(MURRAY)
        assert "Craig Murray: " in (await ann.next_answer()).text
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"{address}/health")).json() == {"status": "ok"}
            refused = await client.post(f"{address}/telegram", json={"update_id": 1})
            assert refused.status_code == 403

    bot.play(scenario, telegram_webhook_url=address, telegram_webhook_port=port)
