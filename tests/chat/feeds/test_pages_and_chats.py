"""Pages that are watched, and what chats may watch."""

from __future__ import annotations

from chat.state.model import SourceKind
from tests.chat.feeds.conftest import Desk, Play
from tests.chat.feeds.test_checking import OIL, SHIPPING, WORDS
from tests.newsstand import Newsstand, item, page


def test_a_page_is_read_again_when_its_words_change(play: Play, newsstand: Newsstand) -> None:
    newsstand.show("/a", page("The port", *SHIPPING))

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/a")
        checked = await desk.check(source)
        assert (checked.source.kind, checked.new) == (SourceKind.PAGE, 1)
        assert desk.told.said == ["page The port | The Site: 1"]
        newsstand.show("/a", page("The port", *SHIPPING, head="<meta name=x content=other>"))
        assert (await desk.later(source)).new == 0
        newsstand.show("/a", page("The port", *SHIPPING, *OIL))
        assert (await desk.later(source)).new == 1
        (document,) = desk.shelf.documents.values()
        assert OIL[0] in document.text
        assert document.address == f"{newsstand.address}/a"

    play(scenario)


def test_a_front_page_stands_for_its_feed_and_another_page_names_it(play: Play, newsstand: Newsstand) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    newsstand.feed("/feed", item("One", html=WORDS))
    newsstand.show("/", page("Harbour News", *SHIPPING, head=head))
    newsstand.show("/a", page("The port", *SHIPPING, head=head))

    async def scenario(desk: Desk) -> None:
        checked = await desk.check(await desk.add("/"))
        assert (checked.source.kind, checked.source.address) == (SourceKind.FEED, f"{newsstand.address}/feed")
        await desk.check(await desk.add("/a"))
        assert desk.told.said[-1].endswith(f"1 {newsstand.address}/feed")

    play(scenario)


def test_a_chat_may_watch_public_addresses_alone(play: Play, newsstand: Newsstand) -> None:
    newsstand.feed("/feed", item("Inside", "http://inside.example/secret", "1"), item("One", html=WORDS))

    async def scenario(desk: Desk) -> None:
        inside, _ = await desk.state.sources.add(5, f"{newsstand.address}/feed", made_by=5)
        await desk.check(inside)
        assert desk.told.said == ["refused NOT_PUBLIC"]
        assert await desk.state.sources.of(5) == []
        assert newsstand.asked == []
        source = await desk.add("/feed", chat=5)
        assert (await desk.check(source)).new == 1
        assert [each.name for each in await desk.state.documents.of(5)] == ["One.html"]

    play(scenario)


def test_a_chat_that_is_full_lets_its_oldest_go(play: Play, newsstand: Newsstand) -> None:
    def items(last: int) -> list[str]:
        return [item(f"No. {n}", guid=str(n), html=f"{WORDS} It was {n} then.") for n in range(last, 0, -1)]

    newsstand.feed("/feed", *items(10))

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed", chat=5)
        await desk.check(source)
        newsstand.feed("/feed", *items(16))
        assert (await desk.later(source)).new == 6
        names = [each.name for each in await desk.state.documents.of(5)]
        assert len(names) == 12
        assert "No 16.html" in names
        assert len(desk.shelf.documents) == len(names)

    play(scenario)


def test_what_nobody_would_see_is_not_asked_for(play: Play, newsstand: Newsstand) -> None:
    newsstand.feed("/feed", item("One", html=WORDS))

    async def scenario(desk: Desk) -> None:
        desk.told.everyone_wants = False
        source = await desk.add("/feed", chat=5)
        assert await desk.checking.check(source.id) is None
        assert newsstand.asked == []
        assert (await desk.state.sources.of(5))[0].next_at > desk.clock()

    play(scenario)
