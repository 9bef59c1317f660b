"""Briefings by the clock, played by the real bot over HTTP; the clock is the test's."""

from __future__ import annotations

from datetime import UTC, datetime

from chat.state.model import Length
from chat.telegram.application import Running
from tests.chat.telegram.conftest import Bot
from tests.chat.telegram.paper import AGAIN, OIL, SHIPPING, Clock, Paper, beside, play
from tests.telegram.faults import Reset, Silence
from tests.telegram.world import World


def test_a_briefing_comes_at_its_hour_with_what_is_new_alone(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    chat = telegram.private(telegram.person("Ann"))

    async def scenario(running: Running) -> None:
        chat.say("/subscribe daily 08:00")
        told = (await chat.next_answer()).text
        assert "every day at 08:00, UTC" in told
        assert "Tuesday 24 November, 08:00" in told
        await paper.publish("shipping.txt", SHIPPING)
        await chat.quiet()
        assert len(chat.answers()) == 1
        clock.to(running, hour=8)
        briefing = await chat.next_answer()
        assert "Marlow Shipping cut forty jobs" in briefing.text
        assert "harbour" not in briefing.text
        assert {"Reported", "According to others"} <= set(briefing.marked("bold"))
        clock.to(running, hour=8)
        await chat.quiet(0.6)
        assert len(chat.answers()) == 2  # nothing new: nothing
        await paper.publish("oil.txt", OIL)
        clock.to(running, hour=8)
        briefing = await chat.next_answer()
        assert "price of oil fell" in briefing.text
        assert "Marlow" not in briefing.text

    play(bot, scenario)


def test_what_was_told_days_ago_is_not_told_again(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    chat = telegram.private(telegram.person("Ann"))

    async def scenario(running: Running) -> None:
        chat.say("/subscribe daily 08:00")
        await chat.next_answer()
        for name, text, shows in (
            ("shipping.txt", SHIPPING, "forty jobs"),
            ("oil.txt", OIL, "sixty dollars"),
        ):
            await paper.publish(name, text)
            clock.to(running, hour=8)
            assert shows in (await chat.next_answer()).text
        await paper.publish("again.txt", AGAIN)
        clock.to(running, hour=8)
        third = (await chat.next_answer()).text.partition("Passages")[0]
        assert "Nine hundred people signed" in third
        assert "cut forty jobs in Norfolk" not in third

    play(bot, scenario)


def test_a_chat_that_wants_short_answers_gets_short_briefings(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    chat = telegram.private(telegram.person("Ann"))

    async def scenario(running: Running) -> None:
        chat.say("/subscribe daily 08:00")
        await chat.next_answer()
        await running.desk.state.chats.change_settings(chat.id, length=Length.SHORT)
        running.desk.settings_changed(chat.id)
        await paper.publish("shipping.txt", SHIPPING)
        clock.to(running, hour=8)
        told = (await chat.next_answer()).text.partition("Passages")[0]
        assert "cut forty jobs" in told
        assert told.count("\n•") <= 3

    play(bot, scenario)


def test_words_are_explained_and_mistakes_told(bot: Bot, paper: Paper, telegram: World) -> None:
    chat, other = (
        telegram.private(telegram.person("Ann")),
        telegram.private(telegram.person("Яна", language="ru")),
    )

    async def scenario() -> None:
        chat.say("/subscribe")
        assert "/subscribe weekdays 18:30 Europe/Berlin" in (await chat.next_answer()).text
        chat.say("/subscribe whenever")
        assert "'whenever' was not understood" in (await chat.next_answer()).text
        chat.say("/subscribe weekdays 18:30 Europe/Berlin about shipping, only facts")
        told = (await chat.next_answer()).text
        assert "every weekday at 18:30, Europe/Berlin" in told
        assert "shipping" in told
        assert "what is reported" in told
        assert "18:30 (Europe/Berlin)" in told
        other.say("/subscribe по будням 18:30 Europe/Moscow")
        assert "по будням в 18:30, Europe/Moscow" in (await other.next_answer()).text
        other.say("/subscribe когда-нибудь")
        assert "ежедневно 08:00" in (await other.next_answer()).text

    bot.play(scenario)


def test_a_topic_and_a_voice_are_kept_to(bot: Bot, paper: Paper, clock: Clock, telegram: World) -> None:
    oil, facts = telegram.private(telegram.person("Ann")), telegram.private(telegram.person("Ben"))

    async def scenario(running: Running) -> None:
        oil.say("/subscribe daily 08:00 about oil")
        facts.say("/subscribe daily 08:00 only facts")
        await oil.next_answer()
        await facts.next_answer()
        await paper.publish("shipping.txt", SHIPPING)
        await paper.publish("oil.txt", OIL)
        clock.to(running, hour=8)
        told = await oil.next_answer()
        assert "price of oil" in told.text
        assert "Marlow" not in told.text
        told = await facts.next_answer()
        assert "According to others" not in told.marked("bold")
        assert "Reported" in told.marked("bold")

    play(bot, scenario)


def test_in_a_topic_for_administrators_alone(bot: Bot, paper: Paper, clock: Clock, telegram: World) -> None:
    """hermes-agent#50668, openclaw#78755: scheduled output in the wrong topic."""
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    forum = telegram.supergroup("News", [ann, ben], forum=True, bot="administrator")
    topic = forum.open_topic("Morning", ann)

    async def scenario(running: Running) -> None:
        forum.say("/subscribe daily 08:00", ben, topic=topic)
        assert "administrators" in (await forum.next_answer()).text
        forum.say("/subscribe daily 08:00", ann, topic=topic)
        assert (await forum.next_answer()).topic == topic
        await paper.publish("shipping.txt", SHIPPING)
        clock.to(running, hour=8)
        briefing = await forum.next_answer()
        assert "Marlow" in briefing.text
        assert briefing.topic == topic

    play(bot, scenario)


def test_a_channel_is_subscribed_from_a_private_chat(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    channel = telegram.channel("Paper", [ann], username="paper_channel")
    closed = telegram.channel("Closed", [ann], bot=None, username="closed_channel")
    of_ann, of_ben = telegram.private(ann), telegram.private(ben)

    async def scenario(running: Running) -> None:
        of_ben.say("/subscribe @paper_channel daily 08:00")
        assert "Only administrators" in (await of_ben.next_answer()).text
        of_ann.say("/subscribe @closed_channel daily 08:00")
        assert "administrator" in (await of_ann.next_answer()).text
        of_ann.say("/subscribe @paper_channel daily 08:00")
        assert "“Paper”" in (await of_ann.next_answer()).text
        of_ann.say("/subscriptions")
        assert "“Paper” every day at 08:00" in (await of_ann.next_answer()).text
        await paper.publish("shipping.txt", SHIPPING)
        clock.to(running, hour=8)
        assert "Marlow" in (await channel.next_answer()).text
        assert not closed.answers()

    play(bot, scenario)


def test_pause_resume_and_end(bot: Bot, paper: Paper, clock: Clock, telegram: World) -> None:
    chat = telegram.private(telegram.person("Ann"))

    async def scenario(running: Running) -> None:
        chat.say("/subscribe daily 08:00")
        await chat.next_answer()
        chat.say("/subscriptions")
        shown = await chat.next_answer()
        chat.press(shown, "Pause 1")
        await telegram.until(lambda: "paused" in chat.look(shown).text)
        await paper.publish("shipping.txt", SHIPPING)
        clock.to(running, hour=8)
        await chat.quiet(0.6)
        assert len(chat.answers()) == 2
        chat.press(chat.look(shown), "Resume 1")
        await telegram.until(lambda: "next: " in chat.look(shown).text)
        chat.press(chat.look(shown), "Also tell when nothing is new (1)")
        await telegram.until(lambda: "says so" in chat.look(shown).text)
        clock.to(running, hour=8)
        assert "Marlow" in (await chat.next_answer()).text
        clock.to(running, hour=8)
        assert "Nothing new since Wednesday 25 November, 08:00" in (await chat.next_answer()).text
        chat.say("/unsubscribe")
        assert "Ended" in (await chat.next_answer()).text
        chat.say("/subscriptions")
        assert "Nothing is subscribed" in (await chat.next_answer()).text

    play(bot, scenario)


def test_what_was_missed_comes_once_and_late_or_not_at_all(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    chat = telegram.private(telegram.person("Ann"))

    async def subscribed(_: Running) -> None:
        chat.say("/subscribe every 6 hours")
        await chat.next_answer()

    async def late(_: Running) -> None:
        assert "due Wednesday 25 November, 12:00" in (await chat.next_answer()).text
        await chat.quiet(0.6)
        assert len(chat.answers()) == 2

    play(bot, subscribed)
    clock.time = datetime(2026, 11, 25, 13, tzinfo=UTC)
    play(bot, late, lambda: paper.publish("shipping.txt", SHIPPING))


def test_after_a_night_off_what_is_older_than_twelve_hours_is_left_to_the_next(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    chat = telegram.private(telegram.person("Ann"))

    async def subscribed(_: Running) -> None:
        chat.say("/subscribe daily 08:00")
        await chat.next_answer()
        await paper.publish("shipping.txt", SHIPPING)

    async def later(running: Running) -> None:
        await chat.quiet(0.6)
        assert len(chat.answers()) == 1
        clock.to(running, hour=8)
        told = (await chat.next_answer()).text
        assert "Marlow" in told
        assert "due" not in told

    play(bot, subscribed)
    clock.time = datetime(2026, 11, 24, 21, tzinfo=UTC)
    play(bot, later)


def test_summer_time_ends_and_the_hour_stays(bot: Bot, paper: Paper, clock: Clock, telegram: World) -> None:
    clock.time = datetime(2026, 10, 24, 7, tzinfo=UTC)
    chat = telegram.private(telegram.person("Ann"))

    async def scenario(running: Running) -> None:
        chat.say("/subscribe daily 08:00 Europe/Berlin")
        await chat.next_answer()
        await paper.publish("shipping.txt", SHIPPING)
        clock.time = datetime(2026, 10, 25, 6, 59, tzinfo=UTC)
        running.timetable.ring()
        await chat.quiet(0.6)
        assert len(chat.answers()) == 1
        clock.to(running, hour=7)
        assert "Marlow" in (await chat.next_answer()).text

    play(bot, scenario)


def test_two_processes_deliver_once(bot: Bot, paper: Paper, clock: Clock, telegram: World) -> None:
    chats = [telegram.private(telegram.person(f"P{number}")) for number in range(6)]

    async def scenario(running: Running) -> None:
        for chat in chats:
            chat.say("/subscribe daily 08:00")
            await chat.next_answer()
        await paper.publish("shipping.txt", SHIPPING)
        async with beside(bot, running) as timetable:
            clock.to(running, hour=8)
            timetable.ring()
            for chat in chats:
                assert "Marlow" in (await chat.next_answer()).text
            await chats[0].quiet(0.6)
        assert [len(chat.answers()) for chat in chats] == [2] * 6

    play(bot, scenario)


def test_a_send_whose_end_was_not_seen_is_not_repeated(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    chat = telegram.private(telegram.person("Ann"))

    async def scenario(running: Running) -> None:
        chat.say("/subscribe daily 08:00")
        await chat.next_answer()
        await paper.publish("shipping.txt", SHIPPING)
        telegram.faults.script("sendMessage", Reset(delivered=True))
        clock.to(running, hour=8)
        assert "Marlow" in (await chat.next_answer()).text
        await chat.quiet(1.5)
        assert len(chat.answers()) == 2

    play(bot, scenario)


def test_a_program_that_ends_while_it_sends_does_not_send_again(
    bot: Bot, paper: Paper, clock: Clock, telegram: World
) -> None:
    chat = telegram.private(telegram.person("Ann"))

    async def broken_off(running: Running) -> None:
        chat.say("/subscribe daily 08:00")
        await chat.next_answer()
        await paper.publish("shipping.txt", SHIPPING)
        telegram.faults.script("sendMessage", Silence(delivered=True))
        clock.to(running, hour=8)
        assert "Marlow" in (await chat.next_answer()).text

    async def again(running: Running) -> None:
        for _ in range(100):
            await chat.quiet(0.1)
            (kept,) = await running.desk.state.subscriptions.of(chat.id)
            if kept.sending_turn is None:
                break
        assert kept.sending_turn is None
        assert len(chat.answers()) == 2
        assert kept.next_at > clock.time
        chat.say("What did Edith Marlow say?", reply_to=chat.answers()[1])
        assert "no other choice" in (await chat.next_answer()).text

    play(bot, broken_off)
    play(bot, again)
