"""The server as a whole: worlds apart from each other, tests apart from the network."""

from __future__ import annotations

import asyncio
import socket

import pytest
from telegram.error import BadRequest

from tests.telegram.playing import bot_of
from tests.telegram.server import Server
from tests.telegram.world import World


def test_worlds_know_nothing_of_each_other(telegram: World, telegram_server: Server) -> None:
    other = telegram_server.world()
    chat = telegram.private(telegram.person("Ann"))

    async def play() -> None:
        async with bot_of(telegram) as here, bot_of(other) as there:
            assert here.id != there.id
            chat.say("only here")
            assert await there.get_updates() == ()
            assert len(await here.get_updates()) == 1
            with pytest.raises(BadRequest, match="Chat not found"):
                await there.send_message(chat.id, "x")

    asyncio.run(play())
    telegram_server.close(other)


def test_a_test_with_the_server_reaches_this_machine_alone(telegram: World) -> None:
    host, port = telegram.address.removeprefix("http://").split(":")
    socket.create_connection((host, int(port))).close()
    with socket.socket() as outside, pytest.raises(AssertionError, match="network"):
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="network"):
        socket.getaddrinfo("example.org", 443)


def test_a_test_without_it_reaches_nothing() -> None:
    with socket.socket() as inside, pytest.raises(AssertionError, match="network"):
        inside.connect(("127.0.0.1", 9))


def test_message_ids_are_as_telegram_counts_them(telegram: World) -> None:
    ann = telegram.person("Ann")
    private, group = telegram.private(ann), telegram.group("Club", [ann])
    large, channel = telegram.supergroup("Large", [ann]), telegram.channel("News", [ann])
    ids = [private.say("a").id, group.say("b", ann).id, private.say("c").id]
    assert ids == [1, 2, 3]
    assert [large.say("d", ann).id, channel.post("e").id, large.say("f", ann).id] == [1, 1, 2]
