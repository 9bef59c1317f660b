"""Feeds and pages that are watched: asked politely, read once, and what goes wrong."""

from __future__ import annotations

from datetime import date, timedelta

from tests.chat.feeds.conftest import EVERY, Desk, Play
from tests.newsstand import Newsstand, item, page

SHIPPING = (
    "Marlow Shipping cut forty jobs in Norfolk on Monday. The firm closed its smaller yard the same day.",
    "“We had no other choice,” said Edith Marlow, the chairwoman of the firm.",
)
OIL = ("The price of oil fell below sixty dollars on Tuesday. Traders in London sold three million barrels.",)
WORDS = "<p>The harbour of Norfolk kept its lights on all night. The port authority paid the bill.</p>"


def harbour(stand: Newsstand) -> None:
    """A feed of two entries with their pages."""
    stand.show("/shipping", page("Shipping firm cuts forty jobs", *SHIPPING))
    stand.show("/oil", page("Oil price falls", *OIL))
    stand.feed(
        "/feed",
        item("Oil price falls", "/oil", "2", "Short.", "Wed, 25 Nov 2026 08:00:00 +0000"),
        item("Forty jobs go", "/shipping?utm_source=rss", "1", "Short.", "Mon, 23 Nov 2026 23:30:00 -0500"),
    )


def test_a_new_feed_is_read_with_what_it_says_of_its_entries(play: Play, newsstand: Newsstand) -> None:
    harbour(newsstand)

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed")
        checked = await desk.check(source)
        assert checked.new == 2
        assert desk.told.said == ["feed Harbour News: 2"]
        read = {each.title: each for each in desk.shelf.documents.values()}
        jobs = read["Forty jobs go"]  # as the feed calls it, not as the page does
        assert (jobs.author, jobs.published) == ("Tom Bell", date(2026, 11, 23))
        assert jobs.address == f"{newsstand.address}/shipping?utm_source=rss"
        assert SHIPPING[1] in jobs.text
        assert checked.source.next_at >= desk.clock() + EVERY

    play(scenario)


def test_what_has_not_changed_is_not_sent_again(play: Play, newsstand: Newsstand) -> None:
    harbour(newsstand)

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed")
        await desk.check(source)
        again = await desk.later(source)
        assert again.new == 0
        assert [(each.path, each.status) for each in newsstand.asked][-1] == ("/feed", 304)
        assert len(newsstand.asked) == 4  # the feed, two pages, the feed

    play(scenario)


def test_last_modified_is_sent_back_and_a_server_without_either_is_read_once(
    play: Play, newsstand: Newsstand
) -> None:
    day = "Tue, 24 Nov 2026 08:00:00 GMT"
    newsstand.feed("/feed", item("One", html=WORDS), conditional=False, headers={"Last-Modified": day})

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed")
        assert (await desk.check(source)).new == 1
        assert (await desk.later(source)).new == 0
        assert newsstand.asked[-1].headers["if-modified-since"] == day
        assert len(desk.shelf.documents) == 1

    play(scenario)


def test_new_entries_alone_are_read(play: Play, newsstand: Newsstand) -> None:
    newsstand.feed("/feed", item("One", guid="1", html=WORDS))

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed")
        await desk.check(source)
        newsstand.feed(
            "/feed", item("Two", guid="2", html=f"<p>{OIL[0]}</p>"), item("One", guid="1", html=WORDS)
        )
        assert (await desk.later(source)).new == 1
        assert desk.titles == ["One", "Two"]

    play(scenario)


def test_of_a_long_feed_the_latest_are_read_at_first_and_then_all_that_is_new(
    play: Play, newsstand: Newsstand
) -> None:
    items = [
        item(f"No. {n}", guid=str(n), html=f"<p>{WORDS} It was {n} o'clock.</p>") for n in range(40, 0, -1)
    ]
    newsstand.feed("/feed", *items)

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed")
        assert (await desk.check(source)).new == 10
        assert "No. 31" in desk.titles
        assert "No. 30" not in desk.titles
        more = [item(f"No. {n}", guid=str(n), html=f"{WORDS} It was {n}.") for n in range(43, 40, -1)]
        newsstand.feed("/feed", *more, *items)
        assert (await desk.later(source)).new == 3

    play(scenario)


def test_the_same_article_is_read_once_whatever_leads_to_it(play: Play, newsstand: Newsstand) -> None:
    newsstand.show("/a", page("Shipping firm cuts jobs", *SHIPPING))
    newsstand.show("/copy", page("Shipping firm cuts jobs", *SHIPPING))
    newsstand.feed("/one", item("Jobs", "/a", "1"))
    newsstand.feed("/two", item("Jobs again", "/a?utm_medium=x#top", "another"), item("Copied", "/copy", "3"))

    async def scenario(desk: Desk) -> None:
        one, two = await desk.add("/one"), await desk.add("/two")
        assert (await desk.check(one)).new == 1
        assert (await desk.check(two)).new == 0
        assert newsstand.paths() == ["/one", "/a", "/two", "/copy"]
        assert len(desk.shelf.documents) == 1

    play(scenario)


def test_entries_that_share_a_guid_or_an_address_are_told_apart(play: Play, newsstand: Newsstand) -> None:
    newsstand.show("/1", page("First", *SHIPPING))
    newsstand.show("/2", page("Second", *OIL))
    newsstand.feed("/guids", item("First", "/1", "same"), item("Second", "/2", "same"))
    newsstand.show("/home", page("Home", "Nothing to see here at all, said nobody in particular today."))
    notes = [item(f"Note {n}", "/home", str(n), f"{WORDS} It was {n} o'clock in the town.") for n in (1, 2)]
    newsstand.feed("/notes", *notes)

    async def scenario(desk: Desk) -> None:
        assert (await desk.check(await desk.add("/guids"))).new == 2
        assert (await desk.check(await desk.add("/notes"))).new == 2
        assert "/home" not in newsstand.paths()
        assert desk.titles == ["First", "Note 1", "Note 2", "Second"]

    play(scenario)


def test_where_there_is_no_page_the_entry_tells_in_its_own_words(play: Play, newsstand: Newsstand) -> None:
    newsstand.show("/closed", "Pay first.", status=403)
    newsstand.show("/scan.pdf", b"%PDF-1.4 nothing", "application/pdf")
    wall = page("Before you go on", "We value your privacy. Accept all cookies, or choose which you want.")
    newsstand.show("/wall", wall)
    long = "".join(
        f"<p>Sentence {n} of a long story about the port of Norfolk and its lights.</p>" for n in range(20)
    )
    newsstand.feed(
        "/feed",
        item("Closed", "/closed", "1", WORDS),
        item("Broken", "/scan.pdf", "2", f"<p>{OIL[0]}</p>"),
        item("Walled", "/wall", "3", long),
        item("Empty", "/closed?", "4", "<img src='x.png'>"),
    )

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed")
        assert (await desk.check(source)).new == 3
        assert desk.titles == ["Broken", "Closed", "Walled"]
        walled = next(each for each in desk.shelf.documents.values() if each.title == "Walled")
        assert "Sentence 19" in walled.text
        assert "privacy" not in walled.text
        assert (await desk.later(source)).new == 0

    play(scenario)


def test_a_page_that_fails_is_asked_for_again_before_the_entry_tells_itself(
    play: Play, newsstand: Newsstand
) -> None:
    newsstand.show("/a", status=503)
    newsstand.show("/b", status=503)
    newsstand.feed("/feed", item("A", "/a", "1", WORDS), item("B", "/b", "2", f"<p>{OIL[0]}</p>"))

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed")
        assert (await desk.check(source)).new == 0
        assert newsstand.paths() == ["/feed", "/b"]  # a server that is busy once is left alone
        newsstand.show("/a", page("A", *SHIPPING))
        counts = [(await desk.later(source)).new for _ in range(4)]
        assert sum(counts) == 2
        texts = {each.title: each.text for each in desk.shelf.documents.values()}
        assert SHIPPING[0] in texts["A"]
        assert OIL[0] in texts["B"]
        assert newsstand.paths().count("/b") == 4

    play(scenario)


def test_a_server_that_asks_for_a_pause_gets_it(play: Play, newsstand: Newsstand) -> None:
    newsstand.show("/feed", status=429, headers={"Retry-After": "7200"})

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed")
        checked = await desk.check(source)
        assert checked.source.trouble == "BUSY"
        assert checked.source.next_at == desk.clock() + timedelta(hours=2)
        newsstand.feed("/feed", item("One", guid="1", html=WORDS), head="<ttl>240</ttl>")
        checked = await desk.later(source)
        assert (checked.source.trouble, checked.new) == ("", 1)
        assert checked.source.next_at >= desk.clock() + timedelta(hours=4)

    play(scenario)


def test_cache_control_is_kept_to(play: Play, newsstand: Newsstand) -> None:
    newsstand.feed("/feed", item("One", html=WORDS), headers={"Cache-Control": "public, max-age=10800"})

    async def scenario(desk: Desk) -> None:
        checked = await desk.check(await desk.add("/feed"))
        assert timedelta(hours=3) <= checked.source.next_at - desk.clock() <= timedelta(hours=3.3)

    play(scenario)


def test_one_that_fails_is_asked_less_and_less_and_then_as_before(play: Play, newsstand: Newsstand) -> None:
    newsstand.show("/feed", status=500)

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed")
        waits = []
        for _ in range(9):
            checked = await desk.later(source)
            waits.append(checked.source.next_at - desk.clock())
        assert waits[0] >= EVERY
        assert waits[3] > 2 * waits[0]
        assert timedelta(hours=12) < waits[-1] <= timedelta(days=1)
        newsstand.feed("/feed", item("One", html=WORDS))
        checked = await desk.later(source)
        assert (checked.new, checked.source.failures) == (1, 0)
        assert checked.source.next_at <= desk.clock() + 1.2 * EVERY

    play(scenario)


def test_without_network_nothing_breaks_and_the_next_time_is_tried(play: Play, newsstand: Newsstand) -> None:
    newsstand.feed("/feed", item("One", html=WORDS))

    async def scenario(desk: Desk) -> None:
        source, _ = await desk.state.sources.add(0, "http://127.0.0.1:9/feed", made_by=7)
        checked = await desk.check(source)
        assert checked.source.trouble == "UNREACHABLE"
        assert checked.source.next_at > desk.clock()
        assert await desk.state.sources.keep(checked.source)

    play(scenario)


def test_one_that_moved_for_good_is_asked_at_its_new_address(play: Play, newsstand: Newsstand) -> None:
    newsstand.show("/old", status=301, headers={"Location": "/new"})
    newsstand.show("/now", status=302, headers={"Location": "/new"})
    newsstand.feed("/new", item("One", html=WORDS))

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/old")
        await desk.check(source)
        await desk.later(source)
        assert newsstand.paths() == ["/old", "/new", "/new"]
        for_now = await desk.add("/now")
        await desk.check(for_now)
        await desk.later(for_now)
        assert newsstand.paths()[3:] == ["/now", "/new", "/now", "/new"]
        assert (await desk.add("/old")).id == source.id  # it is known by the address it was named by

    play(scenario)


def test_one_that_is_gone_is_told_of_and_never_asked_again(play: Play, newsstand: Newsstand) -> None:
    newsstand.feed("/feed", item("One", html=WORDS))

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed")
        await desk.check(source)
        newsstand.show("/feed", status=410)
        checked = await desk.later(source)
        assert checked.source.stopped
        assert desk.told.said[-1] == "gone Harbour News"
        assert await desk.state.sources.due(desk.clock() + timedelta(days=9), most=9) == []
        revived, _ = await desk.state.sources.add(0, source.address, made_by=7)
        assert not revived.stopped

    play(scenario)


def test_huge_slow_and_broken_ones_are_troubles_and_no_more(play: Play, newsstand: Newsstand) -> None:
    newsstand.show("/huge", b"<rss>", "application/rss+xml", endless=True)
    newsstand.feed("/slow", item("One", html=WORDS), seconds=3)
    newsstand.show("/broken", "<?xml version='1.0'?><urlset><loc>x</loc></urlset>", "application/xml")

    async def scenario(desk: Desk) -> None:
        troubles = [
            (await desk.check(await desk.add(path))).source.trouble for path in ("/huge", "/slow", "/broken")
        ]
        assert troubles == ["TOO_LARGE", "TOO_SLOW", "BROKEN"]

    play(scenario, seconds=1.5)


def test_a_feed_that_shows_an_error_page_for_a_while_stays_a_feed(play: Play, newsstand: Newsstand) -> None:
    newsstand.feed("/feed", item("One", guid="1", html=WORDS))

    async def scenario(desk: Desk) -> None:
        source = await desk.add("/feed")
        await desk.check(source)
        newsstand.show("/feed", page("Maintenance", "We will be back soon, said the site."))
        assert (await desk.later(source)).source.trouble == "BROKEN"
        newsstand.feed(
            "/feed", item("One", guid="1", html=WORDS), item("Two", guid="2", html=f"<p>{OIL[0]}</p>")
        )
        checked = await desk.later(source)
        assert (checked.new, checked.source.trouble) == (1, "")
        assert desk.titles == ["One", "Two"]

    play(scenario)
