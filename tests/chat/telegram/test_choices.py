"""Settings, forgetting, commands and inline mode, played by the real bot over HTTP."""

from __future__ import annotations

import logging

import pytest

from chat.telegram import logs
from tests.chat.telegram.conftest import Bot
from tests.telegram.world import World

MURRAY = "What did Craig Murray say?"


def test_settings_change_language_and_voices_in_place(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.say("/settings")
        menu = await ann.next_answer()
        assert "✓ English" in menu.labels
        ann.press(menu, "Русский")
        await telegram.until(lambda: "Настройки этого чата" in ann.look(menu).text)
        ann.press(ann.look(menu), "Только мнения")
        await telegram.until(lambda: "✓ Только мнения" in ann.look(menu).labels)
        ann.say("What did the captain say?")
        answer = await ann.next_answer()
        assert "По словам других" not in answer.marked("bold")

    bot.play(scenario)


def test_a_russian_reader_is_greeted_in_russian(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Аня", language="ru"))

    async def scenario() -> None:
        ann.say("/start")
        assert "Я отвечаю на вопросы о документах" in (await ann.next_answer()).text
        ann.say(MURRAY)
        assert (await ann.next_answer()).marked("bold")[0] == "По словам других"

    bot.play(scenario)


def test_forget_erases_after_a_confirmation(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.say(MURRAY)
        answer = await ann.next_answer()
        ann.say("/forget")
        sure = await ann.next_answer()
        ann.press(sure, "Keep")
        await telegram.until(lambda: "Nothing was erased" in ann.look(sure).text)
        ann.say("/forget")
        sure = await ann.next_answer()
        ann.press(sure, "Erase")
        await telegram.until(lambda: "Erased" in ann.look(sure).text)
        pressed = ann.press(answer, "Passages")
        await telegram.until(lambda: pressed.answer is not None)
        assert "no longer kept" in str(pressed.answer)
        ann.say("Who said that?")
        assert "Craig Murray: " not in (await ann.next_answer()).text

    bot.play(scenario)


def test_commands_are_set_per_scope_and_language(bot: Bot, telegram: World) -> None:
    async def scenario() -> None:
        await telegram.until(lambda: telegram.commands_shown("all_chat_administrators", "ru"))
        assert "settings" not in telegram.commands_shown("all_group_chats")
        assert "forget" in telegram.commands_shown("all_private_chats")
        assert "forget" in telegram.commands_shown("all_chat_administrators", "ru")

    bot.play(scenario)


def test_inline_offers_cited_statements(bot: Bot, telegram: World) -> None:
    ann = telegram.person("Ann")

    async def scenario() -> None:
        typed = telegram.inline(ann, MURRAY)
        await telegram.until(lambda: typed.answer is not None)
        results = (typed.answer or {})["results"]
        assert results
        room = telegram.group("News", [ann])
        telegram.choose(typed, str(results[0]["id"]), room)
        sent = room.shown()[-1]
        assert "Craig Murray: " in sent.text
        assert "[1] Russia and Iran" in sent.marked("expandable_blockquote")[0]
        silent = telegram.inline(ann, "What")
        await telegram.until(lambda: silent.answer is not None)
        assert not (silent.answer or {})["results"]

    bot.play(scenario)


def test_no_log_line_holds_a_text_or_the_token() -> None:
    logs.quieten()
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert not logging.getLogger("telegram.ext").isEnabledFor(logging.ERROR)
    with pytest.raises(ValueError, match="Ann") as caught:
        int("what Ann asked")
    assert "Ann" not in logs.told(caught.value)
    assert logs.told(caught.value).startswith("ValueError < tests/chat/telegram/test_choices.py:")
