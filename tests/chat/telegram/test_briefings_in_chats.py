"""Briefings when their chat moves, closes or asks on, played by the real bot over HTTP."""

from __future__ import annotations

from chat.telegram.application import Running
from tests.chat.telegram.conftest import Bot
from tests.chat.telegram.paper import SHIPPING, Clock, Paper, next_with, play
from tests.telegram.world import World


def test_a_group_that_moves_takes_its_briefings_along(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    """gatus#179: alerts dead after a group became a supergroup."""
    ann = telegram.person("Ann")
    group, silent = telegram.group("News", [ann]), telegram.group("More", [ann])

    async def scenario(running: Running) -> None:
        for each in (group, silent):
            each.say("/subscribe daily 08:00", ann)
            await each.next_answer()
        moved = group.migrate(ann)
        await moved.quiet()
        learnt = silent.migrate_silently()
        await paper.publish("shipping.txt", SHIPPING)
        clock.to(running, hour=8)
        assert "Marlow" in (await moved.next_answer()).text
        assert "Marlow" in (await learnt.next_answer()).text

    play(bot, scenario)


def test_thrown_out_the_bot_rests_and_tells_who_subscribed(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    kicked, muted = telegram.supergroup("Kicked", [ann]), telegram.supergroup("Muted", [ben])
    of_ann, of_ben = telegram.private(ann), telegram.private(ben)

    async def scenario(running: Running) -> None:
        kicked.say("/subscribe daily 08:00", ann)
        muted.say("/subscribe daily 08:00", ben)
        await kicked.next_answer()
        await muted.next_answer()
        kicked.set_bot("kicked", by=ann)
        assert "“Kicked” are paused" in (await of_ann.next_answer()).text
        muted.set_bot("restricted", by=ben)
        assert "“Muted” are paused" in (await of_ben.next_answer()).text
        await paper.publish("shipping.txt", SHIPPING)
        clock.to(running, hour=8)
        await kicked.quiet(0.6)
        assert len(kicked.answers()) == 1
        muted.set_bot("administrator", by=ben)
        muted.say("/subscriptions", ben)
        shown = await next_with(muted, "Subscriptions")
        assert "could not write" in shown.text
        muted.press(shown, "Resume 1", ben)
        await telegram.until(lambda: "next: " in muted.look(shown).text)
        clock.to(running, hour=8)
        assert "Marlow" in (await muted.next_answer()).text

    play(bot, scenario)


def test_a_deleted_topic_gets_nothing_elsewhere_and_who_subscribed_is_told(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    ann = telegram.person("Ann")
    forum = telegram.supergroup("News", [ann], forum=True, bot="administrator")
    topic, private = forum.open_topic("Morning", ann), telegram.private(ann)

    async def scenario(running: Running) -> None:
        forum.say("/subscribe daily 08:00", ann, topic=topic)
        await forum.next_answer()
        forum.delete_topic(topic)
        await paper.publish("shipping.txt", SHIPPING)
        before = len(forum.answers())
        clock.to(running, hour=8)
        assert "“News” are paused" in (await private.next_answer()).text
        assert len(forum.answers()) <= before

    play(bot, scenario)


def test_each_story_tells_more_and_questions_are_about_the_briefing_first(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    ann = telegram.person("Ann")
    group = telegram.supergroup("News", [ann])

    async def scenario(running: Running) -> None:
        group.say("/subscribe daily 08:00", ann)
        await group.next_answer()
        await paper.publish("shipping.txt", SHIPPING)
        clock.to(running, hour=8)
        briefing = await group.next_answer()
        assert briefing.labels == ["More on 1"]
        group.say("What did Edith Marlow say?", ann, reply_to=briefing)
        answer = await group.next_answer()
        assert "no other choice" in answer.text
        assert "lights" not in answer.text  # what she said of them is not in this briefing
        group.say("/ask What did Edith Marlow say?", ann)
        assert "lights" in (await group.next_answer()).text
        group.say("What did the port authority pay?", ann, reply_to=briefing)
        assert "paid the bill" in (await group.next_answer()).text  # not in the briefing: then elsewhere
        group.press(briefing, "More on 1", ann)
        more = await group.next_answer()
        assert "Reported" in more.text
        assert not {*more.text.split("\n")} & {
            line for line in briefing.text.split("\n") if line.startswith("•")
        }

    play(bot, scenario)


def test_brief_at_once_has_the_buttons_too(bot: Bot, paper: Paper, telegram: World) -> None:
    chat = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        await paper.publish("shipping.txt", SHIPPING)
        chat.say("/brief")
        briefing = await chat.next_answer()
        assert "More on 1" in briefing.labels
        chat.say("Who said that the cuts would ruin the town?", reply_to=briefing)
        assert "Sam Cole" in (await chat.next_answer()).text

    bot.play(scenario)
