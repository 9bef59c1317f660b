"""Groups, topics, channels: what a bot sees of them, and where it may write."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.telegram.playing import bot_of
from tests.telegram.server import Server
from tests.telegram.world import World


async def texts(bot: Bot) -> list[str]:
    """The texts of all waiting updates, which are confirmed."""
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return [each.effective_message.text or "" for each in updates if each.effective_message]


def test_privacy_mode_hides_what_is_not_meant_for_the_bot(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann = telegram.person("Ann")
            club = telegram.group("Club", [ann])
            await bot.send_message(club.id, "hello")
            hello = await club.next_answer()
            club.say("just talk", ann)
            club.say("@whosays_bot a bare mention", ann)
            club.say("/ask why", ann)
            club.say("/ask@whosays_bot why", ann)
            club.say("/ask@other_bot why", ann)
            club.say("a reply", ann, reply_to=hello)
            assert await texts(bot) == ["/ask why", "/ask@whosays_bot why", "a reply"]
            club.set_bot("administrator", ann)
            club.say("now all of it", ann)
            assert (await texts(bot))[-1] == "now all of it"

    asyncio.run(play())


def test_without_privacy_mode_all_is_seen(telegram_server: Server) -> None:
    world = telegram_server.world(privacy=False)

    async def play() -> None:
        async with bot_of(world) as bot:
            assert bot.can_read_all_group_messages
            ann = world.person("Ann")
            world.group("Club", [ann]).say("just talk", ann)
            assert await texts(bot) == ["just talk"]

    asyncio.run(play())
    world.judges.check()


def test_topics_keep_apart(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann = telegram.person("Ann")
            forum = telegram.supergroup("Forum", [ann], forum=True, bot="administrator")
            news, sport = forum.open_topic("News", ann), forum.open_topic("Sport", ann)
            asked = forum.say("/ask why", ann, topic=news)
            (*_, update) = await bot.get_updates()
            assert update.message
            assert update.message.is_topic_message
            assert update.message.message_thread_id == news
            assert update.message.reply_to_message
            assert update.message.reply_to_message.forum_topic_created
            await bot.send_message(forum.id, "in sport", message_thread_id=sport)
            await bot.send_message(forum.id, "by the reply", reply_to_message_id=asked.id)
            assert [each.text for each in forum.answers(sport)] == ["in sport"]
            assert [each.text for each in forum.answers(news)] == ["by the reply"]
            own = await bot.create_forum_topic(forum.id, "Briefing")
            await bot.send_message(forum.id, "due", message_thread_id=own.message_thread_id)
            forum.delete_topic(sport)
            with pytest.raises(BadRequest, match="Message thread not found"):
                await bot.send_message(forum.id, "lost", message_thread_id=sport)

    asyncio.run(play())


def test_a_closed_topic_and_a_thread_that_is_no_topic(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann = telegram.person("Ann")
            forum = telegram.supergroup("Forum", [ann], forum=True)
            news = forum.open_topic("News", ann)
            forum.close_topic(news, ann)
            with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
                await bot.send_message(forum.id, "x", message_thread_id=news)
            forum.reopen_topic(news, ann)
            await bot.send_message(forum.id, "x", message_thread_id=news)
            plain = telegram.supergroup("Plain", [ann])
            first = plain.say("/ask one", ann)
            plain.say("/ask two", ann, reply_to=first)
            (*_, update) = await bot.get_updates()
            assert update.message
            assert update.message.message_thread_id == first.id
            assert not update.message.is_topic_message
            with pytest.raises(BadRequest, match="Message thread not found"):
                await bot.send_message(plain.id, "x", message_thread_id=first.id)

    asyncio.run(play())


def test_migration_to_a_supergroup(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann = telegram.person("Ann")
            group = telegram.group("Club", [ann])
            grown = group.migrate(ann)
            messages = [each.message for each in await bot.get_updates() if each.message]
            assert messages[0].migrate_to_chat_id == grown.id
            assert messages[1].migrate_from_chat_id == group.id
            with pytest.raises(ChatMigrated) as caught:
                await bot.send_message(group.id, "x")
            assert caught.value.new_chat_id == grown.id
            await bot.send_message(grown.id, "x")
            other = telegram.group("Other", [ann])
            moved = other.migrate_silently()
            with pytest.raises(ChatMigrated) as caught:
                await bot.send_message(other.id, "x")
            assert caught.value.new_chat_id == moved.id

    asyncio.run(play())


def test_being_added_muted_and_removed(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann = telegram.person("Ann")
            club = telegram.supergroup("Club", [ann], bot=None)
            with pytest.raises(Forbidden, match="not a member of the supergroup"):
                await bot.send_message(club.id, "x")
            club.set_bot("member", ann)
            club.set_bot("restricted", ann)
            with pytest.raises(BadRequest, match="Not enough rights to send text messages"):
                await bot.send_message(club.id, "x")
            club.set_bot("kicked", ann)
            with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
                await bot.send_message(club.id, "x")
            changes = [each.my_chat_member for each in await bot.get_updates() if each.my_chat_member]
            assert [each.new_chat_member.status for each in changes] == ["member", "restricted", "kicked"]
            assert changes[0].from_user.id == ann.id

    asyncio.run(play())


def test_channels_anonymous_administrators_and_channel_senders(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann = telegram.person("Ann")
            news = telegram.channel("News", [ann], username="news")
            post = news.post("A post")
            await bot.send_message("@news", "from the bot")
            club = telegram.supergroup("Club", [ann], bot="administrator")
            club.say_anonymously("/ask as admin")
            club.say_as_channel(news, "/ask as channel")
            club.auto_forward(post)
            updates = await bot.get_updates()
            assert updates[0].channel_post
            assert updates[0].effective_user is None
            assert updates[0].message is None
            anonymous, channel, automatic = [each.message for each in updates[1:]]
            assert anonymous
            assert anonymous.sender_chat
            assert anonymous.sender_chat.id == club.id
            assert channel
            assert channel.from_user
            assert channel.from_user.username == "Channel_Bot"
            assert automatic
            assert automatic.is_automatic_forward
            assert [each.text for each in news.answers()] == ["from the bot"]

    asyncio.run(play())


def test_who_is_in_a_chat(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann, bo = telegram.person("Ann"), telegram.person("Bo")
            club = telegram.supergroup("Club", [ann, bo], forum=True)
            chat = await bot.get_chat(club.id)
            assert (chat.title, chat.is_forum) == ("Club", True)
            assert [each.user.id for each in await bot.get_chat_administrators(club.id)] == [ann.id]
            assert (await bot.get_chat_member(club.id, bo.id)).status == "member"
            assert await bot.get_chat_member_count(club.id) == 3
            assert (await bot.get_chat_member(club.id, telegram.person("Cy").id)).status == "left"
            private = telegram.private(ann)
            assert (await bot.get_chat(private.id)).first_name == "Ann"
            await bot.leave_chat(club.id)
            with pytest.raises(Forbidden):
                await bot.get_chat(club.id)

    asyncio.run(play())


def test_members_come_and_go_unasked_for(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann, bo = telegram.person("Ann"), telegram.person("Bo")
            club = telegram.supergroup("Club", [ann])
            club.set_member(bo, "member", ann)
            (update,) = await bot.get_updates(allowed_updates=["message", "chat_member"])
            assert update.message
            assert update.message.new_chat_members[0].id == bo.id
            await bot.get_updates(offset=update.update_id + 1)
            club.set_member(bo, "administrator", ann)
            (update,) = await bot.get_updates()
            assert update.chat_member
            assert update.chat_member.new_chat_member.status == "administrator"

    asyncio.run(play())


def test_pins_copies_and_forwards(telegram: World) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann = telegram.person("Ann")
            chat = telegram.private(ann)
            said = chat.say("Look")
            club = telegram.supergroup("Club", [ann])
            forwarded = await bot.forward_message(club.id, chat.id, said.id)
            assert forwarded.forward_origin
            assert (await club.next_answer()).text == "Look"
            await bot.copy_message(club.id, chat.id, said.id)
            assert (await club.next_answer()).text == "Look"
            with pytest.raises(BadRequest, match="Not enough rights"):
                await bot.pin_chat_message(club.id, forwarded.message_id)
            club.set_bot("administrator", ann)
            await bot.pin_chat_message(club.id, forwarded.message_id)
            pinned = (await bot.get_chat(club.id)).pinned_message
            assert pinned
            assert pinned.message_id == forwarded.message_id
            await bot.set_message_reaction(club.id, forwarded.message_id, "👍")
            assert club.shown()[0].message.reactions == [{"type": "emoji", "emoji": "👍"}]

    asyncio.run(play())
