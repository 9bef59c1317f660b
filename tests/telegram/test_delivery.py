"""How updates reach the bot: long polling, conflicts, duplicates, webhooks."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import httpx
import pytest
from telegram import Update
from telegram.error import Conflict
from telegram.ext import MessageHandler, filters

from tests.telegram.playing import bot_of, polling
from tests.telegram.world import World


def test_an_update_comes_until_it_is_confirmed(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            for text in ("one", "two", "three"):
                chat.say(text)
            first = await bot.get_updates(limit=2)
            assert [each.message.text for each in first if each.message] == ["one", "two"]
            assert [each.update_id for each in await bot.get_updates(limit=2)] == [e.update_id for e in first]
            (rest,) = await bot.get_updates(offset=first[-1].update_id + 1)
            assert rest.message
            assert rest.message.text == "three"
            (last,) = await bot.get_updates(offset=-1)
            assert last.update_id == rest.update_id
            assert await bot.get_updates(offset=last.update_id + 1) == ()
            assert telegram.updates.pending == 0

    asyncio.run(play())


def test_a_waiting_poll_gets_the_update_at_once(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            loop = asyncio.get_running_loop()
            poll = asyncio.create_task(bot.get_updates(timeout=10))
            await telegram.until(lambda: telegram.polls)
            began = loop.time()
            chat.say("now")
            (update,) = await poll
            assert update.message
            assert loop.time() - began < 3
            began = loop.time()
            assert await bot.get_updates(offset=update.update_id + 1, timeout=1) == ()
            assert loop.time() - began > 0.9

    asyncio.run(play())


def test_only_the_kinds_asked_for(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            await bot.get_updates(allowed_updates=["message"])
            said = chat.say("one")
            chat.edit(said, "two")
            assert [each.edited_message for each in await bot.get_updates()] == [None]
            assert [sorted(each)[0] for each in telegram.updates.withheld] == ["edited_message"]

    asyncio.run(play())


def test_a_second_poller_ends_the_first(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as one, bot_of(telegram) as two:
            first = asyncio.create_task(one.get_updates(timeout=10))
            await telegram.until(lambda: telegram.polls)
            second = asyncio.create_task(two.get_updates(timeout=1))
            with pytest.raises(Conflict, match="terminated by other getUpdates request"):
                await first
            assert await second == ()
            await two.set_webhook("https://example.org/hook")
            with pytest.raises(Conflict, match="webhook is active"):
                await one.get_updates()
            await two.delete_webhook()

    asyncio.run(play())


def test_an_update_repeated(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            chat.say("once")
            (update,) = await bot.get_updates()
            await bot.get_updates(offset=update.update_id + 1)
            telegram.updates.repeat(update.update_id)
            (again,) = await bot.get_updates(offset=update.update_id + 1)
            assert again.update_id == update.update_id
            assert again.message == update.message

    asyncio.run(play())


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_webhook_with_its_secret(telegram: World) -> None:
    port = _free_port()
    url = f"http://127.0.0.1:{port}/hook"

    async def echo(update: Update, _: Any) -> None:  # noqa: ANN401 - PTB's context
        assert update.message
        await update.message.reply_text(f"got {update.message.text}")

    async def play() -> None:
        async with polling(telegram, MessageHandler(filters.TEXT, echo)) as app:
            assert app.updater
            await app.updater.stop()
            chat = telegram.private(telegram.person("Ann"))
            await app.updater.start_webhook("127.0.0.1", port, "hook", webhook_url=url, secret_token="right")  # noqa: S106
            chat.say("one")
            assert (await chat.next_answer()).text == "got one"
            info = await app.bot.get_webhook_info()
            assert info.url == url
            async with httpx.AsyncClient() as client:
                assert (await client.post(url, json={"update_id": 1})).status_code == 403
            await app.updater.stop()
            await app.bot.delete_webhook()
            await app.updater.start_polling()
            chat.say("two")
            assert (await chat.next_answer()).text == "got two"

    asyncio.run(play())


async def _answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, codes: list[int]) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    size = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-l")
    )
    await reader.readexactly(size)
    writer.write(f"HTTP/1.1 {codes.pop(0)} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()


def test_a_webhook_that_fails_is_tried_again(telegram: World) -> None:
    codes = [500, 403, 200]

    async def play() -> None:
        listening = await asyncio.start_server(lambda r, w: _answering(r, w, codes), "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        async with listening, bot_of(telegram) as bot:
            await bot.set_webhook(f"http://127.0.0.1:{port}/hook")
            telegram.private(telegram.person("Ann")).say("one")
            await telegram.until(lambda: telegram.updates.pending == 0)
            hook = telegram.updates.webhook
            assert hook
            assert hook.attempts == [500, 403, 200]
            info = await bot.get_webhook_info()
            assert info.last_error_message == "Wrong response from the webhook: 403"
            await bot.delete_webhook()

    asyncio.run(play())
