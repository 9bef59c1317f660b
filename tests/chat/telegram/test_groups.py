"""Groups, topics and channels, played by the real bot over HTTP."""

from __future__ import annotations

import pytest

from tests.chat.telegram.conftest import Bot
from tests.telegram.world import World

MURRAY = "What did Craig Murray say?"


def test_in_groups_only_what_is_addressed_is_answered(bot: Bot, telegram: World) -> None:
    """n3d1117#425: keywords waste tokens; answer only when addressed."""
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    group = telegram.group("News", [ann, ben], bot="administrator")

    async def scenario() -> None:
        group.say(MURRAY, ann)
        group.say("Russia and Iran, Craig Murray, Zarif?", ben)
        await group.quiet()
        assert not group.answers()
        asked = group.say(f"/ask {MURRAY}", ann)
        answer = await group.next_answer()
        assert answer.reply_to == asked.id
        assert "Craig Murray: " in answer.text
        mention = group.say(f"@{telegram.bot.username} {MURRAY}", ben)
        answer = await group.next_answer()
        assert answer.reply_to == mention.id
        assert "Craig Murray: " in answer.text
        group.say("/ask", ben)
        assert "/ask" in (await group.next_answer()).text

    bot.play(scenario)


def test_follow_ups_go_by_the_reply_chain_and_stay_with_their_member(bot: Bot, telegram: World) -> None:
    """onyx#1496: follow-ups in a thread ignored; here each by the reply it makes."""
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    group = telegram.supergroup("News", [ann, ben])

    async def scenario() -> None:
        group.say(f"/ask {MURRAY}", ann)
        about_murray = await group.next_answer()
        group.say("/ask What did Zarif tweet?", ben)
        about_zarif = await group.next_answer()
        group.say("Who said that?", ann, reply_to=about_murray)
        assert "Craig Murray" in (await group.next_answer()).text
        group.say("Who said that?", ben, reply_to=about_zarif)
        assert "Zarif" in (await group.next_answer()).text
        group.say("/ask Who said that?", ben)
        assert "Craig Murray" not in (await group.next_answer()).text

    bot.play(scenario)


def test_private_context_and_documents_never_reach_a_group(bot: Bot, telegram: World) -> None:
    """n3d1117#394: private context leaked into groups."""
    ann = telegram.person("Ann")
    private, group = telegram.private(ann), telegram.group("News", [ann])
    secret = "The Quillfeather report was written by Ines Quillfeather in March 2024.\n\n" * 3

    async def scenario() -> None:
        private.send_file("secret.txt", secret.encode())
        await telegram.until(lambda: any("Share of the text" in each.text for each in private.answers()), 60)
        private.say("Who wrote the Quillfeather report?")
        await telegram.until(lambda: "Ines Quillfeather" in private.answers()[-1].text, 20)
        group.say("/ask Who wrote the Quillfeather report?", ann)
        answer = await group.next_answer()
        assert "Ines" not in answer.text
        group.say("/documents", ann)
        assert "secret" not in (await group.next_answer()).text

    bot.play(scenario)


def test_the_words_replied_to_belong_to_the_question(bot: Bot, telegram: World) -> None:
    """openclaw#82002: the replied-to text was missing from the question."""
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    group = telegram.supergroup("News", [ann, ben], bot="administrator")

    async def scenario() -> None:
        claim = group.say("There is no quid pro quo", ann)
        group.say("/ask Who said this?", ben, reply_to=claim)
        answer = await group.next_answer()
        assert "quid pro quo" in answer.text
        assert "According to others" in answer.text

    bot.play(scenario)


def test_a_topic_is_answered_in_itself_and_a_deleted_one_not_elsewhere(bot: Bot, telegram: World) -> None:
    """hermes-agent#50668, openclaw#78755: output in the wrong topic."""
    ann = telegram.person("Ann")
    forum = telegram.supergroup("News", [ann], forum=True, bot="administrator")
    first, second = forum.open_topic("One", ann), forum.open_topic("Two", ann)

    async def scenario() -> None:
        forum.say(f"/ask {MURRAY}", ann, topic=second)
        answer = await forum.next_answer()
        assert answer.topic == second
        forum.press(answer, "Who says this?", ann)
        assert (await forum.next_answer()).topic == second
        before = len(forum.answers())
        forum.say(f"/ask {MURRAY}", ann, topic=first)
        forum.delete_topic(first)
        await forum.quiet(1.0)
        assert len(forum.answers()) == before

    bot.play(scenario)


def test_a_group_that_moves_keeps_its_conversation(bot: Bot, telegram: World) -> None:
    """gatus#179: dead after a group became a supergroup."""
    ann = telegram.person("Ann")
    group = telegram.group("News", [ann])

    async def scenario() -> None:
        group.say(f"/ask {MURRAY}", ann)
        await group.next_answer()
        moved = group.migrate(ann)
        await moved.quiet()
        moved.say("/ask What did Zarif tweet?", ann)
        answer = await moved.next_answer()
        moved.press(answer, "Passages", ann)
        assert "[1]" in (await moved.next_answer()).text

    bot.play(scenario)


def test_a_move_learnt_from_an_error_is_followed(bot: Bot, telegram: World) -> None:
    ann = telegram.person("Ann")
    group = telegram.group("News", [ann])

    async def scenario() -> None:
        group.say(f"/ask {MURRAY}", ann)
        moved = group.migrate_silently()
        assert "Craig Murray: " in (await moved.next_answer()).text

    bot.play(scenario)


def test_blocked_and_muted_the_bot_goes_on_with_others(bot: Bot, telegram: World) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    first, group = telegram.private(ann), telegram.supergroup("News", [ann, ben])

    async def scenario() -> None:
        first.say(MURRAY)
        first.block()
        group.set_bot("restricted", by=ann)
        group.say(f"/ask {MURRAY}", ben)
        other = telegram.private(ben)
        other.say(MURRAY)
        assert "Craig Murray: " in (await other.next_answer()).text

    bot.play(scenario)


def test_anonymous_administrators_and_channels_may_ask(bot: Bot, telegram: World) -> None:
    ann = telegram.person("Ann")
    group = telegram.supergroup("News", [ann], bot="administrator")
    channel = telegram.channel("Paper", [ann])

    async def scenario() -> None:
        group.say_anonymously(f"/ask {MURRAY}")
        assert "Craig Murray: " in (await group.next_answer()).text
        group.say_as_channel(channel, f"/ask {MURRAY}")
        assert "Craig Murray: " in (await group.next_answer()).text
        group.auto_forward(channel.post(f"A post about @{telegram.bot.username}"))
        await group.quiet()
        assert len(group.answers()) == 2

    bot.play(scenario)


def test_a_channel_is_answered_when_it_asks(bot: Bot, telegram: World) -> None:
    channel = telegram.channel("Paper", [telegram.person("Ann")])

    async def scenario() -> None:
        ignored = channel.post("A post like any other about Craig Murray.")
        channel.post(f"/ask {MURRAY}")
        assert "Craig Murray: " in (await channel.next_answer()).text
        channel.post("/brief")
        assert "Briefing" in (await channel.next_answer()).text
        assert not any(each.reply_to == ignored.id for each in channel.answers())

    bot.play(scenario)


def test_a_new_group_is_told_how_to_ask_and_what_privacy_mode_hides(bot: Bot, telegram: World) -> None:
    ann = telegram.person("Ann")
    group = telegram.group("News", [ann], bot=None)

    async def scenario() -> None:
        group.set_bot("member", by=ann)
        told = (await group.next_answer()).text
        assert "/ask" in told
        assert "privacy mode" in told

    bot.play(scenario)


def test_allow_lists(bot: Bot, telegram: World, capsys: pytest.CaptureFixture[str]) -> None:
    """n3d1117#276: a group allow-list; whom it leaves is said at the start."""
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    inside, outside = telegram.supergroup("In", [ann]), telegram.supergroup("Out", [ann])
    private = telegram.private(ben)

    async def scenario() -> None:
        outside.say(f"/ask {MURRAY}", ann)
        refused = (await outside.next_answer()).text
        assert str(outside.id) in refused
        inside.say(f"/ask {MURRAY}", ann)
        assert "Craig Murray: " in (await inside.next_answer()).text
        private.say(MURRAY)
        assert str(ben.id) in (await private.next_answer()).text

    bot.play(scenario, allowed_chats=(inside.id,))
    assert "Who may ask is limited: 0 user(s), 1 chat(s)" in capsys.readouterr().err
