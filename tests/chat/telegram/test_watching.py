"""Feeds and pages that chats have watched, played by the real bot over HTTP; the clock is the test's."""

from __future__ import annotations

import asyncio
from pathlib import Path

from chat.telegram.application import Running
from tests.chat.telegram.conftest import Bot
from tests.chat.telegram.paper import OIL, Clock, Paper, play
from tests.newsstand import Newsstand, item, page
from tests.telegram.room import Room
from tests.telegram.seen import Seen
from tests.telegram.world import World

JOBS = (
    "Marlow Shipping cut forty jobs in Norfolk on Monday. The firm closed its smaller yard the same day.",
    "“We had no other choice,” said Edith Marlow, the chairwoman of the firm.",
)
FERRY = (
    "The ferry to Quillfeather ran aground on Tuesday with ninety passengers on board.",
    "“Nobody was hurt,” said Sam Reed, the captain of the ferry.",
)
LONG = 240.0
"""Seconds that reading a document may take on a busy machine."""
_PATIENCE = 200


def first(stand: Newsstand) -> None:
    stand.show("/jobs", page("Forty jobs go", *JOBS))
    stand.feed("/feed", item("Forty jobs go", "/jobs", "1", day="Mon, 23 Nov 2026 10:00:00 +0000"))


def second(stand: Newsstand) -> None:
    stand.show("/ferry", page("Ferry runs aground", *FERRY))
    stand.feed(
        "/feed",
        item("Ferry runs aground", "/ferry", "2", day="Tue, 24 Nov 2026 10:00:00 +0000", author="Ines Quill"),
        item("Forty jobs go", "/jobs", "1", day="Mon, 23 Nov 2026 10:00:00 +0000"),
    )


async def next_with(room: Room, words: str) -> Seen:
    """The bot's next message that says this; what has to be fetched and read first takes its time."""
    while True:
        answer = await room.next_answer(LONG)
        if words in answer.text:
            return answer


async def read(running: Running, chat: int, count: int, clock: Clock | None = None) -> None:
    """Return once the chat has so many documents of its own.

    With the `clock`, what did not come soon is looked for again, as a busy machine may make it necessary.
    """
    async with asyncio.timeout(LONG):
        looked = 0
        while len(await running.desk.state.documents.of(chat)) != count:
            if clock is not None and looked % _PATIENCE == 0:
                clock.advance(running, minutes=40)
                running.watcher.ring()
            looked += 1
            await asyncio.sleep(0.2)


def test_what_is_new_in_a_feed_is_in_the_next_briefing(
    bot: Bot, paper: Paper, clock: Clock, telegram: World, newsstand: Newsstand
) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    group = telegram.supergroup("News", [ann, ben], bot="administrator")
    other = telegram.private(ben)
    bot.asking = newsstand.asking()
    first(newsstand)

    async def scenario(running: Running) -> None:
        group.say(f"/watch {newsstand.public}/feed", ben)
        assert "administrators" in (await group.next_answer()).text
        group.say(f"/watch {newsstand.public}/feed", ann)
        assert "Looking at" in (await group.next_answer()).text
        await next_with(group, "Watching “Harbour News”")
        await read(running, group.id, 1)
        group.say("/ask What did Edith Marlow say of the choice?", ann)
        assert "no other choice" in (await next_with(group, "Marlow")).text
        group.say("/subscribe daily 23:00", ann)
        await next_with(group, "every day at 23:00")
        second(newsstand)
        await read(running, group.id, 2, clock)
        clock.to(running, hour=23)
        briefing = await next_with(group, "What is new")
        assert "ran aground" in briefing.text
        assert "Ferry runs aground" in briefing.text
        assert "Ines Quill" in briefing.text
        assert "forty jobs" not in briefing.text
        links = {each.url for each in briefing.entities if each.kind == "text_link"}
        assert f"{newsstand.public}/ferry" in links
        other.say("What ran aground on Tuesday?")
        assert "do not say" in (await other.next_answer()).text  # another chat's is not this one's

    play(bot, scenario)


def test_the_list_ends_what_is_watched_and_what_was_read_stays(
    bot: Bot, paper: Paper, telegram: World, newsstand: Newsstand
) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    group = telegram.supergroup("News", [ann, ben])
    bot.asking = newsstand.asking()
    first(newsstand)

    async def scenario(running: Running) -> None:
        group.say("/watching", ann)
        assert "Nothing is watched here" in (await group.next_answer()).text
        group.say(f"/watch {newsstand.public}/feed", ann)
        await next_with(group, "Watching “Harbour News”")
        group.say(f"/watch {newsstand.public}/feed", ann)
        assert "watched here already: Harbour News" in (await group.next_answer()).text
        await read(running, group.id, 1)
        group.say("/watching", ben)
        shown = await group.next_answer()
        assert f"1. Harbour News — {newsstand.public}/feed; " in shown.text
        pressed = group.press(shown, "Stop 1", ben)
        await telegram.until(lambda: pressed.answer, LONG)
        assert "administrators" in str(pressed.answer)
        group.press(shown, "Stop 1", ann)
        await telegram.until(lambda: "Nothing is watched here" in group.look(shown).text, LONG)
        asked = len(newsstand.asked)
        running.watcher.ring()
        await group.quiet(0.5)
        assert len(newsstand.asked) == asked
        group.say("/documents", ann)
        assert "Forty jobs go" in (await group.next_answer()).text

    play(bot, scenario)


def test_mistakes_are_told_and_nothing_is_watched(bot: Bot, telegram: World, newsstand: Newsstand) -> None:
    ann = telegram.private(telegram.person("Ann"))
    yana = telegram.private(telegram.person("Яна", language="ru"))
    bot.asking = newsstand.asking()
    newsstand.show("/gone", status=410)
    newsstand.show("/map", "<urlset/>", "application/xml")

    async def scenario() -> None:
        ann.say("/watch")
        assert "/watch https://example.org/feed" in (await ann.next_answer()).text
        for address, reason in (
            ("http://127.0.0.1/feed", "not a public address"),
            ("http://inside.example/feed", "not a public address"),
            ("http://nowhere.example/feed", "nobody answers"),
            (f"{newsstand.public}/nothing", "not there"),
            (f"{newsstand.public}/gone", "gone for good"),
            (f"{newsstand.public}/map", "neither a feed nor a page"),
        ):
            ann.say(f"/watch {address}")
            assert reason in (await next_with(ann, "cannot watch")).text
        ann.say("/watching")
        assert "Nothing is watched" in (await ann.next_answer()).text
        yana.say("/watch http://127.0.0.1/feed")
        assert "он не общедоступен" in (await next_with(yana, "Не могу")).text

    bot.play(scenario)


def test_of_a_page_its_feed_is_offered_and_a_channel_watches_by_a_post(
    bot: Bot, paper: Paper, telegram: World, newsstand: Newsstand
) -> None:
    ann = telegram.person("Ann")
    channel = telegram.channel("Paper", [ann], username="paper_channel")
    bot.asking = newsstand.asking()
    first(newsstand)
    head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    newsstand.show("/ferry", page("Ferry runs aground", *FERRY, head=head))

    async def scenario(running: Running) -> None:
        channel.post(f"/watch {newsstand.public}/ferry")
        offer = await next_with(channel, "Watching the page")
        assert offer.labels == ["Watch its feed instead"]
        channel.press(offer, "Watch its feed instead", ann)
        await next_with(channel, "Watching “Harbour News”")
        await read(running, channel.id, 2)
        channel.post("/watching")
        assert f"1. Harbour News — {newsstand.public}/feed" in (await channel.next_answer()).text

    play(bot, scenario)


def test_what_the_settings_name_is_read_for_everyone(
    bot: Bot, paper: Paper, telegram: World, newsstand: Newsstand, tmp_path: Path
) -> None:
    ann = telegram.private(telegram.person("Ann"))
    bot.asking = newsstand.asking()
    first(newsstand)
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "oil.txt").write_text(OIL, "utf-8")

    async def played() -> None:
        feeds = f"{newsstand.address}/feed, {folder}"
        async with bot.running(feeds=feeds) as running:
            shelf = running.desk.libraries.common.articles
            async with asyncio.timeout(LONG):
                while len(shelf.documents()) != 3:
                    await asyncio.sleep(0.2)
            ann.say("Who said that the fall of the oil price would not last?")
            assert "Peter Holm" in (await ann.next_answer()).text
            ann.say("What did Edith Marlow say of the choice?")
            assert "no other choice" in (await ann.next_answer()).text
        async with bot.running() as running:
            assert await running.desk.state.sources.of(0) == []
            assert len(running.desk.libraries.common.articles.documents()) == 3

    asyncio.run(played())


def test_the_folder_of_documents_is_read_again_while_the_bot_runs(
    bot: Bot, paper: Paper, telegram: World, tmp_path: Path
) -> None:
    """As `Watcher` does every minute, asked for at once."""
    folder = tmp_path / "paper"

    async def played() -> None:
        async with bot.running(documents_dir=folder) as running:
            shelf = running.desk.libraries.common.articles
            assert len(shelf.documents()) == 1
            await running.watcher.look()
            (folder / "oil.txt").write_text(OIL, "utf-8")
            await running.watcher.look()
            assert sorted(each.title or "" for each in shelf.documents())[1].startswith("Oil price")
            (folder / "old.txt").unlink()
            await running.watcher.look()
            assert len(shelf.documents()) == 1

    asyncio.run(played())
