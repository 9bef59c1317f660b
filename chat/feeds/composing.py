"""An entry as a file that a reader takes: its page as it came, or its own words as a page.

What the feed says of the entry (title, author, date, address) stands in the file itself, so that the document
is the same whenever it is read again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape

from chat.feeds.entries import Entry
from chat.fetching import Reply, suffix_of
from index.errors import ReadingError
from index.reading.decoding import decode
from index.reading.webpage import GIVEN

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style|head|noscript)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_PROSE_FROM = 400
"""Letters from which an entry's own words are enough to tell whether a page holds them."""
_RUN = 6
_UNFIT = re.compile(r"[^\w()-]+")
_LONGEST_NAME = 70
FULL_FROM = 1_500
"""Letters from which an entry's own words are likely to be all of them."""
LEAST = 20
"""Letters without which there is nothing to read."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to be: its bytes, a name for it, and where it is from."""

    name: str
    data: bytes = field(repr=False)
    address: str


def page_of(entry: Entry, reply: Reply) -> Paper | None:
    """The page of an entry; None where it lacks what the entry says, as where a wall stands before it."""
    suffix, title = suffix_of(reply), entry.title or _tail(reply.address)
    if suffix not in (".html", ".xhtml"):
        return Paper(_name(title, suffix), _with_front(entry, reply), reply.address)
    try:
        text = _decoded(reply)
    except ReadingError:
        return None
    if not _holds(text, entry.content):
        return None
    given = _given(entry, entry.address or reply.address)
    return Paper(_name(title, ".html"), f"{given}\n{text}".encode("utf-8", "replace"), reply.address)


def words_of(entry: Entry) -> Paper | None:
    """An entry's own words; None where it has hardly any."""
    if letters(entry.content) < LEAST:
        return None
    title = escape(entry.title)
    page = (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8">{_given(entry, entry.address)}'
        f"<title>{title}</title></head>\n<body><article><h1>{title}</h1>\n{entry.content}\n</article></body></html>\n"
    )
    return Paper(_name(entry.title, ".html"), page.encode("utf-8", "replace"), entry.address)


def letters(html: str) -> int:
    """How many letters and digits are seen of a piece of HTML."""
    return sum(map(str.isalnum, _seen(html)))


def _seen(html: str) -> str:
    return unescape(_TAG.sub(" ", _UNSEEN.sub(" ", html)))


def _holds(page: str, content: str) -> bool:
    """True where the page has the entry's words, or these are too few to tell."""
    if letters(content) < _PROSE_FROM:
        return True
    words, there = _plain(content).split(), _plain(page)
    starts = [len(words) * part // 4 for part in (1, 2, 3)]
    return any(" ".join(words[start : start + _RUN]) in there for start in starts)


def _plain(html: str) -> str:
    return " ".join(re.sub(r"\W+", " ", _seen(html)).casefold().split())


def _decoded(reply: Reply) -> str:
    """The page's characters: UTF-8 where they are, else as the server says, else as the page does."""
    named = _CHARSET.search(reply.headers.get("content-type", ""))
    for encoding in ("utf-8", named[1] if named else None):
        try:
            if encoding:
                return reply.data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return decode(reply.data, reply.address)


def _given(entry: Entry, address: str) -> str:
    """What is known of the entry, as tags that the reader of web pages puts first."""
    known = {
        "title": entry.title,
        "author": entry.author,
        "published": entry.published,
        "address": address,
    }
    return "".join(
        f'<meta name="{GIVEN}{name}" content="{escape(value)}">' for name, value in known.items() if value
    )


def _with_front(entry: Entry, reply: Reply) -> bytes:
    """A text with what is known of the entry before it; other formats as they came."""
    if suffix_of(reply) not in (".txt", ".md"):
        return reply.data
    known = {"title": entry.title, "author": entry.author, "date": entry.published, "url": entry.address}
    lines = [f'{name}: "{" ".join(value.split())}"' for name, value in known.items() if value]
    try:
        text = _decoded(reply)
    except ReadingError:
        return reply.data
    return "\n".join(["---", *lines, "---", "", text]).encode("utf-8", "replace")


def _tail(address: str) -> str:
    """What an address ends in, as a name."""
    parts = [part for part in address.split("?")[0].split("/") if part]
    return parts[-1].rsplit(".", 1)[0] if parts else ""


def _name(title: str, suffix: str) -> str:
    """A file's name: the title's words, no separators, not too long."""
    words = _UNFIT.sub(" ", title).strip(" .-_")[:_LONGEST_NAME].strip()
    return (words or "entry") + suffix
