"""Private chats: what the bot sends is what a reader sees."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, Forbidden
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from tests.telegram.playing import bot_of, polling
from tests.telegram.world import World

KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Only facts", callback_data="7:facts")],
        [InlineKeyboardButton("Site", url="https://example.org/a")],
    ]
)


def test_a_question_gets_its_answer_and_a_button_edits_it(telegram: World) -> None:
    async def answer(update: Update, _: Any) -> None:  # noqa: ANN401 - PTB's context
        assert update.message
        await update.message.reply_html(
            f"<b>Reported</b>\n{update.message.text}", reply_markup=KEYBOARD, do_quote=True
        )

    async def pressed(update: Update, _: Any) -> None:  # noqa: ANN401
        query = update.callback_query
        assert query
        await query.answer("Filtered.")
        await query.edit_message_text(f"{query.data} only")

    async def play() -> None:
        handlers = MessageHandler(filters.TEXT, answer), CallbackQueryHandler(pressed)
        async with polling(telegram, *handlers):
            chat = telegram.private(telegram.person("Ann", "ann"))
            asked = chat.say("Who says so?")
            shown = await chat.next_answer()
            assert shown.text == "Reported\nWho says so?"
            assert shown.marked("bold") == ["Reported"]
            assert shown.reply_to == asked.id
            assert shown.labels == ["Only facts", "Site"]
            query = chat.press(shown, "Only facts")
            await telegram.until(lambda: chat.look(shown).edits)
            assert chat.look(shown).text == "7:facts only"
            assert chat.look(shown).labels == []
            assert query.answer
            assert query.answer["text"] == "Filtered."
            assert not telegram.unanswered

    asyncio.run(play())


def test_drafts_and_typing_are_seen(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            await bot.send_chat_action(chat.id, "typing")
            await bot.send_message_draft(chat.id, 5, "Rep")
            await bot.send_message_draft(chat.id, 5, "<b>Reported</b>", parse_mode="HTML")
            group = telegram.group("Club", [telegram.person("Bo")])
            with pytest.raises(BadRequest):
                await bot.send_message_draft(group.id, 5, "x")
            assert [each.name for each in chat.actions] == ["typing"]
            assert [each.text for each in chat.drafts] == ["Rep", "Reported"]
            assert chat.shown() == []
            assert chat.draft
            telegram.clock.advance(31)
            assert chat.draft is None
            await bot.send_message_draft(chat.id, 6, "Attributed")
            assert chat.draft
            await bot.send_message(chat.id, "Attributed: all of it")
            assert chat.draft is None

    asyncio.run(play())


def test_documents_go_both_ways(telegram: World) -> None:
    data = bytes(range(256)) * 3 + b"\r\n--\r\n"

    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            sent = chat.send_file("news.pdf", data, caption="/add it", mime="application/pdf")
            (update,) = await bot.get_updates()
            assert update.message
            assert update.message.document
            assert update.message.caption_entities[0].type == "bot_command"
            file = await update.message.document.get_file()
            assert bytes(await file.download_as_bytearray()) == data
            await bot.send_document(
                chat.id, data, filename="back.bin", caption="<i>yours</i>", parse_mode="HTML"
            )
            shown = await chat.next_answer()
            assert (shown.document, shown.text, chat.file(shown)) == ("back.bin", "yours", data)
            await bot.send_document(chat.id, sent.content["document"]["file_id"])
            assert (await chat.next_answer()).document == "news.pdf"
            for name in ("a.txt", "b.txt"):
                chat.send_file(name, b"x", album="7")
            chat.send({"dice": {"emoji": "🎲", "value": 3}})
            *album, dice = [each.message for each in (await bot.get_updates())[-3:]]
            assert [each.media_group_id for each in album if each] == ["7", "7"]
            assert dice
            assert dice.dice
            large = chat.send_file("large.pdf", b"x", size=21 * 1024 * 1024)
            with pytest.raises(BadRequest, match="File is too big"):
                await bot.get_file(large.content["document"]["file_id"])

    asyncio.run(play())


def test_edits_and_deletions(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            message = await bot.send_message(chat.id, "one", reply_markup=KEYBOARD)
            with pytest.raises(BadRequest, match="Message is not modified"):
                await message.edit_text("one", reply_markup=KEYBOARD)
            await message.edit_reply_markup(None)
            await message.edit_text("two")
            assert [(each.text, each.labels) for each in chat.shown()] == [("two", [])]
            theirs = chat.say("mine")
            with pytest.raises(BadRequest, match="Message can't be edited"):
                await bot.edit_message_text("x", chat.id, theirs.id)
            await message.delete()
            with pytest.raises(BadRequest, match="Message to edit not found"):
                await message.edit_text("three")
            with pytest.raises(BadRequest, match="Message to delete not found"):
                await message.delete()
            assert [each.text for each in chat.shown()] == ["mine"]

    asyncio.run(play())


def test_replies_to_what_is_gone(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            asked = chat.say("The mayor said 😀 no.")
            await bot.send_message(
                chat.id,
                "so",
                reply_parameters=ReplyParameters(asked.id, quote="said 😀 no", quote_position=10),
            )
            assert (await chat.next_answer()).quote == "said 😀 no"
            with pytest.raises(BadRequest, match=r"(?i)quote_text_invalid"):
                await bot.send_message(chat.id, "so", reply_parameters=ReplyParameters(asked.id, quote="yes"))
            chat.delete(asked)
            with pytest.raises(BadRequest, match="Message to be replied not found"):
                await bot.send_message(chat.id, "so", reply_to_message_id=asked.id)
            await bot.send_message(
                chat.id, "so", reply_to_message_id=asked.id, allow_sending_without_reply=True
            )
            assert (await chat.next_answer()).reply_to is None

    asyncio.run(play())


def test_whom_the_bot_cannot_reach(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            stranger = telegram.person("Cy")
            with pytest.raises(BadRequest, match="Chat not found"):
                await bot.send_message(stranger.id, "hello")
            chat = telegram.private(stranger)
            chat.block()
            with pytest.raises(Forbidden, match="bot was blocked by the user"):
                await bot.send_message(chat.id, "hello")
            chat.unblock()
            await bot.send_message(chat.id, "hello")
            changes = [each.my_chat_member for each in await bot.get_updates()]
            assert [each.new_chat_member.status for each in changes if each] == ["kicked", "member"]

    asyncio.run(play())


def test_what_people_send(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann = telegram.person("Ann", language="ru")
            chat = telegram.private(ann)
            first = chat.say("<b>bold</b> see https://example.org", html=True)
            chat.say("this part?", reply_to=first, quote="bold")
            news = telegram.channel("News", username="news")
            chat.forward(news.post("A post"))
            chat.forward(first, hidden=True)
            chat.edit(first, "changed")
            updates = await bot.get_updates()
            messages = [each.message for each in updates if each.message]
            assert [e.type for e in messages[0].entities] == ["bold", "url"]
            assert messages[0].from_user
            assert messages[0].from_user.language_code == "ru"
            assert messages[1].reply_to_message
            assert messages[1].quote
            assert messages[1].quote.text == "bold"
            assert [m.forward_origin.type for m in messages if m.forward_origin] == ["channel", "hidden_user"]
            assert updates[-1].edited_message
            assert updates[-1].edited_message.text == "changed"
            assert updates[-1].message is None

    asyncio.run(play())


def test_commands_and_words_about_the_bot(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            assert bot.username == "whosays_bot"
            assert bot.can_read_all_group_messages is False
            await bot.set_my_commands([BotCommand("ask", "Ask"), BotCommand("new", "Begin afresh")])
            groups = BotCommandScopeAllGroupChats()
            await bot.set_my_commands([BotCommand("ask", "Спросить")], scope=groups, language_code="ru")
            assert telegram.commands_shown() == ["ask", "new"]
            assert telegram.commands_shown("all_group_chats", "ru") == ["ask"]
            (command,) = await bot.get_my_commands(scope=groups, language_code="ru")
            assert command.description == "Спросить"
            await bot.delete_my_commands(scope=groups, language_code="ru")
            assert telegram.commands_shown("all_group_chats", "ru") == []
            with pytest.raises(BadRequest):
                await bot.set_my_commands([BotCommand("Ask!", "Ask")])
            await bot.set_my_description("What it does")
            await bot.set_my_short_description("Short", language_code="ru")
            assert (await bot.get_my_description()).description == "What it does"
            assert (await bot.get_my_short_description("ru")).short_description == "Short"
            assert (await bot.get_my_name()).name == "WhoSays"

    asyncio.run(play())


def test_a_private_chat_with_topics(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann = telegram.person("Ann")
            chat = telegram.private(ann)
            topic = chat.open_topic("Eels", ann)
            chat.say("why?", topic=topic)
            (*_, update) = await bot.get_updates()
            assert update.message
            assert update.message.message_thread_id == topic
            await bot.send_message_draft(chat.id, 1, "so", message_thread_id=topic)
            await bot.send_message(chat.id, "so", message_thread_id=topic)
            assert [each.text for each in chat.answers(topic)] == ["so"]
            assert chat.drafts[0].topic == topic

    asyncio.run(play())


def test_old_presses_and_old_queries(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            chat = telegram.private(telegram.person("Ann"))
            await bot.send_message(chat.id, "one", reply_markup=KEYBOARD)
            chat.press(await chat.next_answer(), "7:facts", inaccessible=True)
            (update,) = await bot.get_updates()
            assert update.callback_query
            assert update.callback_query.message
            assert not update.callback_query.message.is_accessible
            assert len(telegram.unanswered) == 1
            telegram.expire(telegram.unanswered[0])
            with pytest.raises(BadRequest, match="Query is too old"):
                await update.callback_query.answer()

    asyncio.run(play())
