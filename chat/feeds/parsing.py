"""Reads a feed in a process of its own: `python -m chat.feeds.parsing`, given a line of JSON and the bytes.

A feed is a stranger's text: here it can neither hold up answers nor end the bot. The process prints one line
of JSON: the feed; or what a page calls itself, and the feeds that it names.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from chat.feeds.entries import Entry, Feed, WebPage

_ROOT = Path(__file__).parents[2]
_SECONDS = 60.0
_MOST_MEMORY = 2 * 1024**3
_LOWER_PRIORITY = 10
_MOST_ENTRIES = 500
_SNIFFED = 64 * 1024
_FEEDS_OF_A_PAGE = 3
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 24 * 7, "monthly": 24 * 30, "yearly": 24 * 365}
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")

Json = dict[str, Any]


Parse = Callable[[bytes, str, str], Awaitable[Feed | WebPage]]
"""What is at an address, from its bytes, the address and the content type."""


class NotParsed(Exception):
    """It is neither a feed nor a page that can be read."""


async def parse(data: bytes, address: str, content_type: str, seconds: float = _SECONDS) -> Feed | WebPage:
    """What was found at an address.

    Raises:
        NotParsed: it is neither, or keeps the reader busy.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "chat.feeds.parsing"),
        cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    head = json.dumps({"address": address, "type": content_type}).encode()
    try:
        async with asyncio.timeout(seconds):
            out, _ = await process.communicate(head + b"\n" + data)
    except TimeoutError:
        raise NotParsed from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    try:
        told: Json = json.loads(out)
    except ValueError:
        raise NotParsed from None
    if "feed" in told:
        feed = told["feed"]
        entries = tuple(Entry(**each) for each in feed["entries"])
        return Feed(feed["title"], timedelta(seconds=feed["every"]), entries)
    if "page" in told:
        return WebPage(told["page"]["title"], tuple(told["page"]["feeds"]))
    raise NotParsed


def understood(data: bytes, address: str, content_type: str) -> Feed | WebPage | None:
    """As `parse`, in this process; None where it is neither."""
    if not _begins_as_feed(data):
        is_page = "html" in content_type or b"<html" in data[:_SNIFFED].lower()
        return _page(data, address) if is_page else (None if "xml" in content_type else WebPage())
    import feedparser

    headers = {"content-type": content_type, "content-location": address}
    # As a stream: bytes alone would be tried as the name of a file.
    found = feedparser.parse(BytesIO(data), response_headers=headers)
    if not found.version and not found.entries:
        return None
    feed_author = _author(found.feed) if found.version.startswith("atom") else ""
    entries = [_entry(each, address, feed_author) for each in found.entries[:_MOST_ENTRIES]]
    return Feed(_words(found.feed.get("title", "")), _every(found.feed), tuple(_oldest_first(entries)))


def _begins_as_feed(data: bytes) -> bool:
    head = data[:_SNIFFED].replace(b"\0", b"").lower()
    places = [at for tag in (b"<rss", b"<feed", b"<rdf:rdf", b"<atom:feed") if (at := head.find(tag)) >= 0]
    page = head.find(b"<html")
    return bool(places) and (page < 0 or min(places) < page)


def _page(data: bytes, address: str) -> WebPage | None:
    """The title of a page, and the feeds that its head names."""
    import lxml.html
    from lxml import etree

    try:
        tree = lxml.html.document_fromstring(data)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    base = urljoin(address, next(iter(tree.xpath("//base/@href")), ""))
    feeds = [
        urljoin(base, link.get("href"))
        for link in tree.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and (link.get("type") or "").lower() in _FEED_TYPES
        and link.get("href")
    ]
    title = next((each.text_content() for each in tree.iter("title")), "")
    return WebPage(" ".join(title.split())[:300], tuple(feeds[:_FEEDS_OF_A_PAGE]))


def _entry(found: Json, address: str, feed_author: str) -> Entry:
    link = found.get("feedburner_origlink") or found.get("link") or ""
    link = urljoin(address, link.strip()) if link else ""
    return Entry(
        guid=found.get("id", "").strip(),
        address=link if link.startswith(("http://", "https://")) else "",
        title=_words(found.get("title", ""))[:500],
        author=_author(found) or feed_author,
        published=_day(found),
        content=_content(found),
    )


def _content(found: Json) -> str:
    """The longest of the entry's texts, as HTML."""
    texts = [*found.get("content", []), found.get("summary_detail") or {}]
    best: Json = max(texts, key=lambda each: len(each.get("value", "")))
    value: str = best.get("value", "")
    if best.get("type") == "text/plain" and "<" not in value:
        return "".join(f"<p>{escape(part.strip())}</p>" for part in value.split("\n\n") if part.strip())
    return value


def _author(found: Json) -> str:
    names = [each.get("name", "") for each in found.get("authors", [])]
    names = [_words(each) for each in names if each]
    return (
        ", ".join(dict.fromkeys(names))[:200] or _words(found.get("author_detail", {}).get("name", ""))[:200]
    )


def _day(found: Json) -> str:
    """The day by the clock of who wrote it; empty without one, and for one that is still to come."""
    for name in ("published", "updated", "created"):
        if name not in found:
            continue
        day = _local_day(found[name]) or _as_day(found.get(f"{name}_parsed"))
        if day is not None and date(1980, 1, 1) < day <= date.today() + timedelta(days=2):
            return day.isoformat()
    return ""


def _local_day(written: str) -> date | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            return read(written.strip()).date()
    return None


def _as_day(parsed: Any) -> date | None:  # noqa: ANN401 - a time.struct_time or None
    with suppress(ValueError, TypeError):
        return date(*parsed[:3])
    return None


def _every(feed: Json) -> timedelta:
    """How long the feed asks to be left alone: its ttl, or its update period."""
    with suppress(ValueError, TypeError, OverflowError):
        return timedelta(minutes=max(0, int(feed["ttl"]))) if feed.get("ttl") else _period(feed)
    return timedelta()


def _period(feed: Json) -> timedelta:
    hours = _PERIODS.get(feed.get("sy_updateperiod", "").strip().lower(), 0)
    return timedelta(hours=hours) / max(1, int(feed.get("sy_updatefrequency") or 1))


def _oldest_first(entries: list[Entry]) -> Iterator[Entry]:
    """By their days where all have one, else the other way round: feeds show the newest first."""
    backwards = entries[::-1]
    yield from (
        sorted(backwards, key=lambda each: each.published)
        if all(each.published for each in entries)
        else backwards
    )


def _words(value: str) -> str:
    """A title or name without markup, on one line."""
    if "<" in value or "&" in value:
        import lxml.html
        from lxml import etree

        with suppress(etree.ParserError, ValueError):
            value = lxml.html.fromstring(f"<div>{value}</div>").text_content()
    return " ".join(value.split())


def _confine() -> None:
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    with suppress(OSError):
        os.nice(_LOWER_PRIORITY)


def main() -> None:
    """Read what is on standard input, and print what it is."""
    _confine()
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(head)
    found = understood(data, asked["address"], asked["type"].lower())
    told: Json = {}
    if isinstance(found, Feed):
        told["feed"] = {**asdict(found), "every": found.every.total_seconds()}
    elif found is not None:
        told["page"] = asdict(found)
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
