"""Telegram's limits, and its parser's word on markup."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, RetryAfter

from tests.telegram import entities
from tests.telegram.content import formatted
from tests.telegram.judges import Judges
from tests.telegram.playing import bot_of
from tests.telegram.room import Room
from tests.telegram.world import World

# PTB warns of a change to come whenever it makes a RetryAfter.
pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning")
Sending = Callable[[Bot, Room], Awaitable[object]]


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[each] for each in buttons])


REFUSED: dict[str, tuple[str, str, Sending]] = {
    "too long": ("Message is too long", "4097", lambda b, r: b.send_message(r.id, "a" * 4097)),
    "too long in UTF-16": ("Message is too long", "4098", lambda b, r: b.send_message(r.id, "😀" * 2049)),
    "caption": (
        "Message caption is too long",
        "1025",
        lambda b, r: b.send_document(r.id, b"x", caption="a" * 1025),
    ),
    "unclosed tag": (
        "Can't find end tag",
        "parser on sendMessage",
        lambda b, r: b.send_message(r.id, "<b>a", parse_mode="HTML"),
    ),
    "unknown tag": (
        "Unsupported start tag",
        "parser on sendMessage",
        lambda b, r: b.send_message(r.id, "a <p>b</p>", parse_mode="HTML"),
    ),
    "markdown": (
        "Can't find end of",
        "parser on sendMessage",
        lambda b, r: b.send_message(r.id, "*a", parse_mode="MarkdownV2"),
    ),
    "callback data": (
        "button_data_invalid",
        "BUTTON_DATA_INVALID",
        lambda b, r: b.send_message(
            r.id, "a", reply_markup=keyboard(InlineKeyboardButton("a", callback_data="я" * 33))
        ),
    ),
    "button address": (
        "Wrong HTTP URL",
        "Wrong HTTP URL",
        lambda b, r: b.send_message(
            r.id, "a", reply_markup=keyboard(InlineKeyboardButton("a", url="no address"))
        ),
    ),
    "too many buttons": (
        "Reply markup is too long",
        "reply markup",
        lambda b, r: b.send_message(
            r.id, "a", reply_markup=keyboard(*[InlineKeyboardButton("a", callback_data="a")] * 101)
        ),
    ),
    "draft": ("Message is too long", "draft", lambda b, r: b.send_message_draft(r.id, 1, "a" * 4097)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_beyond_a_limit_is_refused_and_objected_to(telegram: World, what: str) -> None:
    words, objection, sending = REFUSED[what]

    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            with telegram.judges.expecting(objection), pytest.raises(BadRequest, match=f"(?i){words}"):
                await sending(bot, chat)
            assert chat.shown() == []
            assert chat.drafts == []

    asyncio.run(play())


def test_what_is_just_within(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            await bot.send_message(chat.id, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
            await bot.send_document(chat.id, b"x", caption="a" * 1024)
            markup = keyboard(InlineKeyboardButton("a", callback_data="я" * 32))
            await bot.send_message(chat.id, "  \n kept \n ", reply_markup=markup)
            assert [len(each.text) for each in chat.answers()] == [2048, 1024, 4]

    asyncio.run(play())


def test_a_blank_text_is_refused(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            for text in (" \n ", "<b> </b>"):
                with pytest.raises(BadRequest, match="Message text is empty"):
                    await bot.send_message(chat.id, text, parse_mode="HTML")

    asyncio.run(play())


def test_entities_beyond_a_hundred_are_not_shown(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            with telegram.judges.expecting("101 entities"):
                await bot.send_message(chat.id, "<b>a</b> " * 101, parse_mode="HTML")
            assert len((await chat.next_answer()).entities) == 100

    asyncio.run(play())


def test_what_telegram_does_not_nest(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            for html, shown in (
                ("<blockquote>a <blockquote>b</blockquote></blockquote>", ["blockquote"]),
                ("<code>a <b>b</b></code>", ["code"]),
            ):
                with telegram.judges.expecting("not shown"):
                    await bot.send_message(chat.id, html, "HTML")
                assert [each.kind for each in (await chat.next_answer()).entities] == shown
            await bot.send_message(
                chat.id, "<blockquote><b>a <i>b</i></b> <code>c</code></blockquote>", "HTML"
            )
            kinds = [each.kind for each in (await chat.next_answer()).entities]
            assert kinds == ["blockquote", "bold", "italic", "code"]

    asyncio.run(play())


def test_the_pace_of_a_group_by_a_fast_clock(telegram: World) -> None:
    telegram.pace.on = True

    async def play() -> None:
        async with bot_of(telegram) as bot:
            club = telegram.group("Club", [telegram.person("Ann")])
            for number in range(20):
                telegram.clock.advance(0.05)
                await bot.send_message(club.id, str(number))
            with pytest.raises(RetryAfter) as caught:
                await bot.send_message(club.id, "one more")
            wait = caught.value.retry_after  # a time span where the library's newer form is switched on
            assert 50 <= (wait.total_seconds() if isinstance(wait, timedelta) else wait) <= 60
            assert club.answers()[-1].text == "19"
            telegram.clock.advance(60)
            await bot.send_message(club.id, "one more")
            assert telegram.pace.refusals == 1
            chat = telegram.private(telegram.person("Bo"))
            telegram.pace.overall = 3
            telegram.clock.advance(2)
            telegram.clock.speed = 0.01
            for number in range(3):
                await bot.send_message(chat.id, str(number))
            with pytest.raises(RetryAfter):
                await bot.send_message(chat.id, "one more")

    asyncio.run(play())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
@settings(max_examples=200, deadline=None)
def test_entities_cover_what_they_covered_before_cleaning(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    judges = Judges()
    shown, found = formatted(judges, "sendMessage", f"x<b>{escaped}</b>y", "HTML", None)
    assert not judges.objections
    assert shown[0] == "x"
    assert shown[-1] == "y"
    bold = [entities.cut(shown, each["offset"], each["length"]) for each in found if each["type"] == "bold"]
    assert bold == ([shown[1:-1]] if shown[1:-1] else [])
