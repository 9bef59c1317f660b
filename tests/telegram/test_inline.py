"""Inline mode: queries, results, and what is sent of them."""

from __future__ import annotations

import asyncio

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from tests.telegram.playing import bot_of
from tests.telegram.world import World


def article(key: str, text: str) -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode="HTML")
    button = InlineKeyboardButton("More", callback_data="m")
    return InlineQueryResultArticle(key, "Title", content, reply_markup=InlineKeyboardMarkup([[button]]))


def test_a_result_is_sent_to_a_chat(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann = telegram.person("Ann")
            club = telegram.group("Club", [ann])
            query = telegram.inline(ann, "who says so")
            (update,) = await bot.get_updates()
            assert update.inline_query
            assert update.inline_query.query == "who says so"
            await update.inline_query.answer([article("1", "<b>Ann</b> says so")], cache_time=0)
            telegram.choose(query, "1", club, feedback=True)
            (shown,) = club.shown()
            assert shown.text == "Ann says so"
            assert shown.marked("bold") == ["Ann"]
            club.press(shown, "More", ann)
            (*_, update, pressed) = await bot.get_updates()
            assert update.chosen_inline_result
            assert pressed.callback_query
            inline_id = update.chosen_inline_result.inline_message_id
            assert pressed.callback_query.inline_message_id == inline_id
            await bot.edit_message_text("changed", inline_message_id=inline_id)
            assert club.shown()[0].text == "changed"

    asyncio.run(play())


def test_results_beyond_limits(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            query = telegram.inline(telegram.person("Ann"), "x")
            with telegram.judges.expecting("RESULT_ID_DUPLICATE"), pytest.raises(BadRequest):
                await bot.answer_inline_query(query.id, [article("1", "a"), article("1", "b")])
            with telegram.judges.expecting("can't parse entities"), pytest.raises(BadRequest):
                await bot.answer_inline_query(query.id, [article("1", "<b>a")])
            with telegram.judges.expecting("4097 UTF-16"), pytest.raises(BadRequest):
                await bot.answer_inline_query(query.id, [article("1", "a" * 4097)])
            with pytest.raises(BadRequest, match="Query is too old"):
                await bot.answer_inline_query("1", [])

    asyncio.run(play())
