"""Feeds as they are in the world: of every kind, in any encoding, broken, and hostile."""

from __future__ import annotations

import asyncio
import warnings
from datetime import timedelta

import pytest

from chat.feeds.entries import Entry, Feed, WebPage, found_in, plain_address, restored
from chat.feeds.parsing import NotParsed, parse, understood
from tests.newsstand import item, rss

HERE = "http://news.example/feeds/all.xml"
RDF = """<?xml version="1.0" encoding="koi8-r"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://news.example/"><title>Вести порта</title></channel>
<item rdf:about="http://news.example/1"><title>Судно пришло</title><link>http://news.example/1</link>
<dc:date>2026-11-24T01:00:00+03:00</dc:date><dc:creator>Яна Ли</dc:creator></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://base.example/d/">
<title type="html">The &lt;i&gt;Port&lt;/i&gt;</title><author><name>Ines Quill</name></author>
<entry><id>tag:2</id><title>Two</title><link rel="self" href="x.atom"/><link href="two.html"/>
<published>2026-11-24T23:00:00-05:00</published><updated>2026-11-26T10:00:00Z</updated>
<author><name>Tom Bell</name></author><author><name>Rosa Lind</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><a href="map">A map</a></div></content>
</entry>
<entry><id>tag:1</id><title>One</title><link href="one.html"/><updated>2026-11-23T10:00:00Z</updated>
<summary>Forty &amp; more</summary></entry></feed>"""


def feed_of(text: str | bytes, kind: str = "application/xml", address: str = HERE) -> Feed:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own, about how it finds dates
        found = understood(text.encode() if isinstance(text, str) else text, address, kind)
    assert isinstance(found, Feed)
    return found


def test_rss() -> None:
    feed = feed_of(
        rss(
            item("A <b>bold</b> move &amp; more", "/a", "1", "<p>Said <script>x()</script>so.</p>"),
            item("B", "b.html", "2", day="Tue, 24 Nov 2026 23:30:00 -0500", author="j@x.example (Jane Doe)"),
            title="Harbour &amp; News",
            head="<ttl>90</ttl>",
        )
    )
    two, one = feed.entries  # the newest stands first in a feed, and comes last here
    assert (feed.title, feed.every) == ("Harbour & News", timedelta(minutes=90))
    assert (one.title, one.address) == ("A bold move & more", "http://news.example/a")
    assert "so." in one.content
    assert "script" not in one.content
    assert two.address == "http://news.example/feeds/b.html"
    assert two.published == "2026-11-24"  # the day it was where it was written
    assert "Jane Doe" in two.author


def test_atom_with_its_own_base() -> None:
    feed = feed_of(ATOM)
    one, two = feed.entries
    assert feed.title == "The Port"
    assert (one.address, one.author) == ("http://base.example/d/one.html", "Ines Quill")
    assert one.content == "Forty &amp; more" or one.content == "<p>Forty &amp; more</p>"
    assert two.author == "Tom Bell, Rosa Lind"
    assert two.published == "2026-11-24"
    assert 'href="http://base.example/d/map"' in two.content


def test_rdf_in_another_encoding_whoever_names_it() -> None:
    for data, kind in (
        (RDF.encode("koi8-r"), "text/xml"),
        (RDF.replace(' encoding="koi8-r"', "").encode("cp1251"), "text/xml; charset=windows-1251"),
        (RDF.replace("koi8-r", "utf-16").encode("utf-16"), "application/rdf+xml"),
    ):
        feed = feed_of(data, kind)
        (entry,) = feed.entries
        assert (feed.title, entry.title, entry.author) == ("Вести порта", "Судно пришло", "Яна Ли")
        assert entry.published == "2026-11-24"


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    whole = rss(item("One", "/1", "1"), item("Two & more", "/2", "2"))
    for broken in (
        whole.replace("&amp;", "&"),
        whole[: whole.index("</item></channel>")],
        whole.replace("<?xml", "\n\n<?xml"),
        whole.replace("</dc:creator>", "</dc:creatr>", 1),
        whole.replace("One", "One \x0b\x00"),
    ):
        assert len(feed_of(broken).entries) == 2


def test_a_day_that_cannot_be_is_left_out() -> None:
    days = ["Thu, 01 Jan 1970 00:00:00 GMT", "yesterday", "Tue, 24 Nov 2999 00:00:00 GMT", "2026-13-45"]
    feed = feed_of(rss(*(item(str(n), guid=str(n), day=day) for n, day in enumerate(days))))
    assert [each.published for each in feed.entries] == [""] * 4


def test_the_update_period_is_asked_for_too() -> None:
    namespace = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    for frequency, hours in (("", 24), ("<sy:updateFrequency>4</sy:updateFrequency>", 6), ("junk", 24)):
        head = f"<sy:updatePeriod {namespace}>daily</sy:updatePeriod>{frequency}".replace(
            "<sy:updateFrequency>", f"<sy:updateFrequency {namespace}>"
        )
        assert feed_of(rss(item("One"), head=head)).every == timedelta(hours=hours)
    assert feed_of(rss(item("One"), head="<ttl>soon</ttl>")).every == timedelta()


def test_a_page_names_its_feeds() -> None:
    head = (
        '<base href="/d/"><link rel="alternate" type="application/rss+xml" href="feed">'
        '<link rel="alternate" hreflang="ru" href="/ru"><link rel="icon" href="i.png">'
    )
    page = (
        f"<html><head><title> The\n Port </title>{head}</head><body><p>An &lt;rss&gt; tag</p></body></html>"
    )
    found = understood(page.encode(), HERE, "text/html")
    assert found == WebPage("The Port", ("http://news.example/d/feed",))


@pytest.mark.parametrize(
    "data", [b"/etc/passwd", b"http://127.0.0.1/", b"", b"<urlset/>", b"\x00\x01\x02" * 90, b"<rss"]
)
def test_what_is_no_feed_is_none_and_opens_no_file(data: bytes) -> None:
    assert understood(data, HERE, "text/xml") in (None, Feed())


def test_entries_are_known_again_by_what_is_their_own() -> None:
    entries = [
        Entry("same", "http://x.example/1", "One"),
        Entry("same", "http://x.example/2", "Two"),
        Entry("a", "http://x.example/", "Note a"),
        Entry("b", "http://x.example/", "Note b"),
        Entry("", "http://x.example/3", "Three"),
        Entry("", "", "Four", content="Words"),
    ]
    found = found_in(entries)
    assert len({each.key for each in found}) == 6
    assert [bool(each.place) for each in found] == [True, True, False, False, True, False]
    assert [restored(each.payload) for each in found] == entries
    alone = found_in([Entry("a", "http://x.example/elsewhere", "Note a, corrected")])
    assert alone[0].key == found[2].key


def test_what_counts_clicks_is_no_part_of_an_address() -> None:
    plain = plain_address("http://X.example/a?id=7")
    assert plain_address("HTTP://x.example/a?utm_source=rss&id=7#comments") == plain
    assert plain_address("http://x.example") == plain_address("http://x.example/")
    assert plain_address("http://x.example/a?q=a%20b") == "http://x.example/a?q=a%20b"
    assert plain_address("http://[broken") == "http://[broken"


def test_in_a_process_of_its_own_a_bomb_does_no_harm() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    text = rss(item("Small", guid="1"), item("Huge", guid="2")).replace("?>", f"?>{bomb}]>", 1)

    async def scenario() -> None:
        found = await parse(text.replace("Huge", "&j;").encode(), HERE, "application/rss+xml")
        assert isinstance(found, Feed)
        assert len(str(found)) < 100_000
        found = await parse(rss(item("Один", guid="1")).encode(), HERE, "application/rss+xml")
        assert isinstance(found, Feed)
        assert found.entries[0].title == "Один"
        with pytest.raises(NotParsed):
            await parse(b"<urlset/>", HERE, "application/xml")
        with pytest.raises(NotParsed):
            await parse(text.encode(), HERE, "application/rss+xml", seconds=0.01)

    asyncio.run(scenario())
