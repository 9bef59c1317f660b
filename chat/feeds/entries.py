"""What a feed shows, as values, and by what an entry is known again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from chat.state.model import Found
from index.model import digest

# What senders of newsletters and feeds add to an address to count clicks: the page is the same without.
_COUNTING = ("utm_", "at_", "ns_", "mc_", "fbclid", "gclid", "cmpid", "ref_src")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its own words as HTML in `content`; `published` is YYYY-MM-DD. Empty is what it lacks."""

    guid: str = ""
    address: str = ""
    title: str = ""
    author: str = ""
    published: str = ""
    content: str = field(default="", repr=False)

    @property
    def payload(self) -> str:
        """The entry as one line of JSON; `restored` makes it an entry again."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its entries, the oldest first, and how long it asks to be left alone."""

    title: str = ""
    every: timedelta = timedelta()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page that is no feed, and the addresses of the feeds that it names."""

    title: str = ""
    feeds: tuple[str, ...] = ()


def restored(payload: str) -> Entry:
    """The entry of a payload."""
    return Entry(**json.loads(payload))


def found_in(entries: Sequence[Entry]) -> list[Found]:
    """The entries with digests of what each is known by.

    That is its guid, except where several entries of the feed share it; then its address, except where that
    is shared too, as where all lead to the same page; then its words.
    """
    addresses_of: dict[str, set[str]] = defaultdict(set)
    guids_of: dict[str, set[str]] = defaultdict(set)
    for each in entries:
        addresses_of[each.guid].add(plain_address(each.address))
        guids_of[plain_address(each.address)].add(each.guid or each.title)
    return [
        _found(each, len(addresses_of[each.guid]) == 1, len(guids_of[plain_address(each.address)]) == 1)
        for each in entries
    ]


def plain_address(address: str) -> str:
    """The address without what does not change the page: its fragment, and what counts clicks."""
    try:
        parts = urlsplit(address)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return address
    kept = [(name, value) for name, value in query if not name.casefold().startswith(_COUNTING)]
    # Written anew only where something goes: a page may mind how its query is written.
    asked = parts.query if len(kept) == len(query) else urlencode(kept)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", asked, ""))


def _found(entry: Entry, own_guid: bool, own_address: bool) -> Found:
    place = digest("place", plain_address(entry.address)) if entry.address and own_address else ""
    if entry.guid and own_guid:
        key = digest("guid", entry.guid)
    else:
        key = place or digest("words", entry.title, entry.content)
    return Found(key, place, entry.payload)
