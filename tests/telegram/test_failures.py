"""Scripted failures, and the judges on what no bot should send."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from telegram.error import (
    BadRequest,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.telegram.faults import Flood, Refused, Reset, ServerError, Silence, Slow
from tests.telegram.judges import Judges
from tests.telegram.playing import bot_of
from tests.telegram.registry import HANDLERS
from tests.telegram.server import Server
from tests.telegram.world import World

# PTB warns of a change to come whenever it makes a RetryAfter.
pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning")


def test_failures_before_and_after_delivery(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram, patience=1.5) as bot:
            chat = telegram.private(telegram.person("Ann"))
            telegram.faults.script(
                "sendMessage",
                Flood(3),
                ServerError(500),
                ServerError(502, html=True),
                Refused(400, "Bad Request: CHAT_RESTRICTED"),
                Reset(),
                Silence(),
                None,
                Reset(delivered=True),
                Silence(delivered=True),
                Slow(0.05),
            )
            for number, error in enumerate(
                (RetryAfter, NetworkError, TelegramError, BadRequest, NetworkError, TimedOut)
            ):
                with pytest.raises(error):
                    await bot.send_message(chat.id, f"lost {number}")
            await bot.send_message(chat.id, "through")
            for text, error in (("reset", NetworkError), ("timed out", TimedOut)):
                with pytest.raises(error):
                    await bot.send_message(chat.id, text)
            await bot.send_message(chat.id, "slow")
            assert [each.text for each in chat.answers()] == ["through", "reset", "timed out", "slow"]
            assert telegram.faults.left == 0
            calls = telegram.requests("sendMessage")
            assert {each.params["chat_id"] for each in calls} == {chat.id}
            assert len([each for each in calls if each.refused]) == 6

    asyncio.run(play())


def test_a_failure_in_one_chat_alone(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            one, two = (telegram.private(telegram.person(name)) for name in ("Ann", "Bo"))
            telegram.faults.script("sendMessage", Flood(), chat=one.id)
            await bot.send_message(two.id, "x")
            with pytest.raises(RetryAfter):
                await bot.send_message(one.id, "x")
            await bot.send_message(one.id, "x")

    asyncio.run(play())


def test_failures_of_polls_and_downloads(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            telegram.faults.script("getUpdates", ServerError(), Reset())
            for _ in range(2):
                with pytest.raises(NetworkError):
                    await bot.get_updates()
            sent = chat.send_file("a.txt", b"abc")
            assert len(await bot.get_updates()) == 1
            file = await bot.get_file(sent.content["document"]["file_id"])
            telegram.faults.script("file", Reset(), ServerError())
            for _ in range(2):
                with pytest.raises(NetworkError):
                    await file.download_as_bytearray()
            assert bytes(await file.download_as_bytearray()) == b"abc"

    asyncio.run(play())


def test_wrong_tokens(telegram_server: Server) -> None:
    world = telegram_server.world()
    telegram_server.close(world)

    async def play() -> None:
        with pytest.raises(InvalidToken):
            async with bot_of(world):
                pass
        async with httpx.AsyncClient(base_url=world.address) as client:
            answer = await client.get(f"/bot{world.token}/getMe")
            assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")
            assert (await client.get("/botnonsense/getMe")).status_code == 404

    asyncio.run(play())


WRONG = {
    "unknown parameter colour": ("sendMessage", {"text": "x", "colour": "red"}, 400),
    "parameter message_thread_id": ("sendMessage", {"text": "x", "message_thread_id": "first"}, 400),
    "parameter entities": ("sendMessage", {"text": "x", "entities": "[{]"}, 400),
    "unknown field loud": (
        "sendMessage",
        {"text": "x", "reply_parameters": '{"message_id": 1, "loud": 1}'},
        400,
    ),
    "parameter text is missing": ("sendMessage", {}, 400),
    "no such method": ("sendMassage", {"text": "x"}, 404),
    "lacks the method": ("sendDice", {}, 501),
}


@pytest.mark.parametrize("objection", WRONG)
def test_the_schema_judges_every_request(telegram: World, objection: str) -> None:
    method, parameters, code = WRONG[objection]
    chat = telegram.private(telegram.person("Ann"))

    async def play() -> None:
        async with httpx.AsyncClient(base_url=f"{telegram.base_url}{telegram.token}/") as client:
            answer = await client.post(method, data={"chat_id": str(chat.id)} | parameters)
            assert answer.status_code == code
            assert answer.json()["ok"] is False

    with telegram.judges.expecting(objection):
        asyncio.run(play())
    assert chat.shown() == []


def test_json_and_query_strings_are_understood(telegram: World) -> None:
    chat = telegram.private(telegram.person("Ann"))
    call = f"{telegram.base_url}{telegram.token}/sendMessage"

    async def play() -> None:
        async with httpx.AsyncClient() as client:
            body = {"chat_id": chat.id, "text": "json", "reply_markup": {"force_reply": True}}
            assert (await client.post(call, json=body)).json()["ok"]
            asked = {"chat_id": str(chat.id), "text": "query", "disable_notification": "true"}
            assert (await client.get(call, params=asked)).json()["result"]["text"] == "query"
            assert (
                await client.post(call, content=b"{", headers={"content-type": "application/json"})
            ).is_error
        assert [each.text for each in chat.answers()] == ["json", "query"]

    asyncio.run(play())


def test_the_judges_hold_the_test_to_account() -> None:
    judges = Judges()
    judges.object("limits", "sendMessage", "a text of 5000 UTF-16 units")
    with pytest.raises(AssertionError, match="5000"):
        judges.check()
    with pytest.raises(AssertionError, match="no judge objected"), judges.expecting("other"):
        judges.object("schema", "sendMessage", "unknown parameter colour")


def test_a_mistake_of_the_server_fails_the_test(telegram: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        raise ZeroDivisionError

    async def play() -> None:
        async with bot_of(telegram) as bot:
            monkeypatch.setitem(HANDLERS, "getchat", broken)
            with pytest.raises(NetworkError, match="Internal Server Error"):
                await bot.get_chat(1)
            monkeypatch.setitem(HANDLERS, "getchat", lambda *_: {"id": 1})
            await bot.do_api_request("getchat", {"chat_id": 1})

    with (
        telegram.judges.expecting("server on getChat: ZeroDivisionError"),
        telegram.judges.expecting("type: "),
    ):
        asyncio.run(play())


def test_the_server_judges_its_own_updates(telegram: World) -> None:
    with telegram.judges.expecting("server on message"):
        telegram.updates.push("message", {"message_id": 1})
    with telegram.judges.expecting("unknown field"):
        telegram.updates.push("my_message", {"message_id": 1})
