"""One line above an article: what it says of the article, when that is all it says.

Bylines, dates, addresses and labelled fields, alone or beside each other. Knows no page and no position.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.reading.dates import date_line, find_date, is_yearless_date_line, without_dates
from index.reading.furniture import is_furniture, is_menu_word, is_wordless
from index.reading.names import author_of, byline, lone_name

_ADDRESS = re.compile(
    r"(?:(?:source|url|link|address|permalink|original|from|via|available at|web|retrieved from)\s*[:\-–]\s*)?<?(https?://[^\s<>\"]+)>?",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?P<label>title|headline|topic|subject|author|byline|written by|date|published|publication date|"
    r"pubdate|updated|dateline|source|url)"
    r"\s*:\s*(?P<value>\S.{0,300})",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:posted|published|written|submitted|updated|filed|added|started|created)\b", re.IGNORECASE
)
_POSTED_LABEL = re.compile(
    rf"{_POSTED.pattern}|\bon\b|\bat\b|\d{{1,2}}[:.]\d{{2}}(?:\s*[ap]\.?m\.?)?", re.IGNORECASE
)
_BY = re.compile(r"\bby\s+(\S+(?:\s+\S+){0,5})", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[|│¦•·;,]|\s[—–/-]\s)\s*")
_MARK = re.compile(r"\s[—–/]\s")
_LONGEST_SIGNATURE = 140
_LONGEST_NAMES = 5
_READ_COUNT = re.compile(r"\s*\(read [\d.,]+ times?\)$", re.IGNORECASE)
_BREAKS = re.compile(r"[|│¦•·;,:()]|\s[—–/-]\s")
_AND = re.compile(r"\s*(?:&|\band\b|\bund\b|\bet\b)\s*")
_COUNTED = re.compile(r"\s*[|·•]?\s*(?:leave a (?:comment|reply)|(?:\d+|no) comments?)$", re.IGNORECASE)
_LONGEST_OUTLET = 7
_WORD = re.compile(r"\w+")
_SMALL_WORDS = frozenset(
    "of the and for in on at de la le der die das und et y no s release immediate".split()
)
_LIFE = re.compile(r"\b(?:born|died|since|until|from|geboren|gestorben|née?|mort|nacid[oa])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says about itself; None where it does not say."""

    title: str | None = None
    author: str | None = None
    published: date | None = None
    address: str | None = None

    def or_else(self, other: Metadata) -> Metadata:
        """These values, with `other`'s where one is missing."""
        return Metadata(
            self.title or other.title,
            self.author or other.author,
            self.published or other.published,
            self.address or other.address,
        )


def said_by(words: str) -> Metadata | None:
    """What one line says of its document; None for a line that says nothing of it."""
    if len(words) > 400:
        return None
    address = _ADDRESS.fullmatch(words)
    if address:
        return Metadata(address=address[1].rstrip(".,;"))
    day = date_line(words)
    if day or is_yearless_date_line(words):
        return Metadata(published=day)
    author = byline(words)
    if author:
        found = find_date(words)
        return Metadata(author=author, published=found[0] if found else None)
    return _labelled(words) or _posted(words) or _signed_and_dated(words)


def _labelled(words: str) -> Metadata | None:
    match = _LABELLED.fullmatch(words)
    if match is None:
        return None
    label, value = match["label"].lower(), match["value"].strip()
    if label in ("title", "headline", "topic", "subject"):
        return Metadata(title=_READ_COUNT.sub("", value))
    if label in ("author", "byline", "written by"):
        author = author_of(value)
        return Metadata(author=author) if author else None
    if label in ("source", "url"):
        return None
    found = find_date(value)
    return Metadata(published=found[0]) if found else None


def _posted(words: str) -> Metadata | None:
    """“Posted on 3 May 2022 by Ann Lee”, in either order: the date, and the name if it reads as one."""
    found = find_date(words) if _POSTED.match(words) and len(words) <= 120 else None
    if found is None:
        return None
    rest = _POSTED_LABEL.sub("", f"{words[: found[1]]} {words[found[2] :]}").strip(" ,.|·•@:")
    signed = _BY.search(rest)
    if len((rest[: signed.start()] if signed else rest).split()) > 1:
        return None
    author = byline(f"by {signed[1].strip(' ,.|·•')}") if signed else None
    return Metadata(author=author, published=found[0])


def _signed_and_dated(words: str) -> Metadata | None:
    """“Jane Doe │ March 3, 2020 │ 4 min read”: a name only where a date stands beside it, and little else."""
    words = _COUNTED.sub("", words)
    found = find_date(words) if len(words) <= _LONGEST_SIGNATURE else None
    if found is None:
        return None
    pieces = _PARTS.split(_MARK.sub("|", f"{words[: found[1]]}|{words[found[2] :]}"))
    rest = [piece for piece in map(str.strip, pieces) if _says_more(piece)]
    name = _names_alone(rest[0]) if len(rest) == 1 else None
    return Metadata(author=name, published=found[0]) if name else _dated_outlet(words, found, rest)


def _names_alone(piece: str) -> str | None:
    """“Jane Doe”, “Jane Doe and John Roe” or “by Jane Doe”; None for a lone word: places have one."""
    people = _AND.split(piece)
    if all(map(lone_name, people)):
        return lone_name(piece) if len(people) == 1 else byline(f"by {piece}")
    name = byline(piece)
    return name if name and 2 <= len(name.split()) <= _LONGEST_NAMES else None


def _dated_outlet(words: str, found: tuple[date, int, int], rest: list[str]) -> Metadata | None:
    """“Leeds, 3 March 2023” or “The Gull · No. 42 · 3 March 2023”: names alone, and one date set apart."""
    day, start, end = found
    before, after = _BREAKS.split(words[:start])[-1], _BREAKS.split(words[end:])[0]
    if without_dates(f"{before} {after}").split() or find_date(words[end:]) or _LIFE.search(words):
        return None
    tokens = [token for piece in rest for token in _WORD.findall(piece)]
    named = all(not token[0].islower() or token in _SMALL_WORDS for token in tokens)
    return Metadata(published=day) if named and len(tokens) <= _LONGEST_OUTLET else None


def _says_more(piece: str) -> bool:
    """False for what is no name beside a date: the date's own labels, counts, a section, a sign."""
    if is_furniture(piece) or is_menu_word(piece) or is_wordless(piece):
        return False
    return bool(without_dates(piece).split())
