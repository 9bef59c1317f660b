"""What an article says about itself above its first sentence: title, author, date, address.

Judges text alone, whatever the format. No guess is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.model import Span
from index.reading.dates import date_line, find_date
from index.reading.furniture import is_aside, is_furniture, is_image, is_menu_word, is_wordless
from index.reading.names import author_of, byline, lone_name
from index.reading.units import Unit, units_of

_FARTHEST = 60
_LONGEST_TITLE = 24
_LONGEST_QUESTION = 20
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
_NAVIGATION = re.compile(
    r"(?:(?:main |site )?menu|skip to\b|jump to\b|subscribe(?: now)?$|sign (?:in|up)\b|log ?in\b|register$|"
    r"search$|home$|about(?: us)?$|by subscribing|already (?:a|have)|e-?edition$|we use cookies|"
    r"accept(?: all)?$|news$|sports?$|opinion$|"
    r"(?:home|news)\b.{0,40}[|»›>/])",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:in this article|part of\b|last updated|listen to\b|share\b|follow\b|photo\b|.{0,200}image credit)|"
    r".*[.!?][\"”’]? [A-Z].*[.!?]|.{0,80} [—–] .*\?$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[^\W\d_][\w .,’'/()-]{1,80}?\s*(?:—|–|--|-)\s")
_NAME_AND_DATE = re.compile(r"(?P<name>[^|•·—–]{4,60}?)\s*[|•·—–,]\s*(?P<date>.{6,60})")


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


@dataclass(frozen=True, slots=True)
class Head:
    """The metadata found, and the spans of the lines that gave it."""

    metadata: Metadata
    spans: tuple[Span, ...]


def read_head(text: str, known: Metadata | None = None, units: Sequence[Unit] | None = None) -> Head:
    """Metadata from the lines above the first sentence of `text`, completing what is `known` already."""
    units = units_of(text) if units is None else units
    known = known or Metadata()
    head = _above_the_article(units)
    found = Metadata()
    spans: list[Span] = []
    candidates: list[Unit] = []
    for number, unit in enumerate(head):
        said = _said_by(unit)
        if said is None and candidates and number + 1 < len(head):
            said = _signed_above_date(unit, head[number + 1])
        if said is not None:
            found = found.or_else(said)
            spans.append(unit.span)
        elif _could_be_title(unit) or (number == 0 and _is_masthead_title(head)):
            candidates.append(unit)
    metadata = known.or_else(found)
    title = _choose_title(candidates, metadata.title, units)
    if title is not None:
        metadata = replace(metadata, title=metadata.title or title.plain)
        spans.extend(unit.span for unit in head if unit.key == title.key)
    if metadata.published is None and len(head) < len(units):
        metadata = replace(metadata, published=_from_dateline(units[len(head)]))
    return Head(metadata, tuple(sorted(set(spans))))


def _above_the_article(units: Sequence[Unit]) -> list[Unit]:
    head: list[Unit] = []
    for number, unit in enumerate(units[:_FARTHEST]):
        aside = is_furniture(unit.plain) or is_aside(unit.plain) or _said_by(unit) is not None
        if unit.is_prose and not aside and not _asks(unit, head, units[number + 1 : number + 3]):
            return head
        head.append(unit)
    # No sentence in sight: a list or a poem, whose first lines are not a head.
    return head if len(units) > _FARTHEST else []


def _asks(unit: Unit, above: list[Unit], below: Sequence[Unit]) -> bool:
    """True for a title that ends as a sentence does, “Is it safe to run?”, with a byline or date below."""
    if unit.word_count > _LONGEST_QUESTION or unit.plain[-1] not in "?!" or any(map(_could_be_title, above)):
        return False
    return any(_said_by(unit) or is_furniture(unit.plain) or lone_name(unit.plain) for unit in below)


def _said_by(unit: Unit) -> Metadata | None:
    """What one line says of the document; None for any other line."""
    words = unit.plain
    if len(words) > 400:
        return None
    address = _ADDRESS.fullmatch(words)
    if address:
        return Metadata(address=address[1].rstrip(".,;"))
    day = date_line(words)
    if day:
        return Metadata(published=day)
    author = byline(words)
    if author:
        found = find_date(words)
        return Metadata(author=author, published=found[0] if found else None)
    return _labelled(words) or _posted(words) or _name_and_date(words)


def _labelled(words: str) -> Metadata | None:
    match = _LABELLED.fullmatch(words)
    if match is None:
        return None
    label, value = match["label"].lower(), match["value"].strip()
    if label in ("title", "headline", "topic", "subject"):
        return Metadata(title=value)
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


def _name_and_date(words: str) -> Metadata | None:
    """“Jane Doe | March 3, 2020”: a name only where a date stands beside it."""
    match = _NAME_AND_DATE.fullmatch(words)
    if match is None:
        return None
    day, name = date_line(match["date"]), byline(f"by {match['name']}")
    return Metadata(author=name, published=day) if day and name and 2 <= len(name.split()) <= 4 else None


def _signed_above_date(unit: Unit, below: Unit) -> Metadata | None:
    """A bare name, or a name with its role, right above the date: both below the title."""
    name = lone_name(unit.plain)
    return Metadata(author=name) if name and date_line(below.plain) else None


def _is_masthead_title(head: list[Unit]) -> bool:
    """True when the first line, though a section's name, has the date right below it: a letters page, say."""
    return len(head) > 1 and is_menu_word(head[0].plain) and date_line(head[1].plain) is not None


def _could_be_title(unit: Unit) -> bool:
    words = unit.plain
    if not 1 <= unit.word_count <= _LONGEST_TITLE or words[-1] in ".,;:" or is_wordless(words):
        return False
    first = next((character for character in words if character.isalnum()), "")
    if first.islower() or "|" in words or words.startswith(("@", "http", "www.")) or _NO_TITLE.match(words):
        return False
    return not (is_furniture(words) or is_menu_word(words) or is_image(unit.words_on_one_line))


def _choose_title(candidates: list[Unit], known: str | None, units: Sequence[Unit]) -> Unit | None:
    """The title's line: the known one, a markdown heading, a repeated one, or the first long enough."""
    if known is not None:
        key = " ".join(known.split()).casefold()
        return next((unit for unit in candidates if unit.key == key), None)
    if not candidates:
        return None
    candidates = _below_navigation(candidates, units)
    keys = [unit.key for unit in candidates]
    repeated = next((unit for unit in candidates if keys.count(unit.key) > 1), None)
    marked = next((unit for unit in candidates if unit.words_on_one_line.startswith("# ")), None)
    long = next((unit for unit in candidates if unit.word_count >= 4), None)
    if is_menu_word(candidates[0].plain):
        return candidates[0]
    return marked or repeated or long or (candidates[0] if len(candidates) == 1 else None)


def _below_navigation(candidates: list[Unit], units: Sequence[Unit]) -> list[Unit]:
    """The candidates below the last line of a menu that has any below it: above it stands the site's name."""
    for place in range(len(candidates) - 1, 0, -1):
        above, below = candidates[place - 1].span.end, candidates[place].span.start
        between = (unit for unit in units[:_FARTHEST] if above <= unit.span.start < below)
        if any(_NAVIGATION.match(unit.plain) for unit in between):
            return candidates[place:]
    return candidates


def _from_dateline(unit: Unit) -> date | None:
    """The day in “LONDON, 3 May 2022 (Reuters) — …”, when it names the year."""
    match = _DATELINE.match(unit.plain[:140])
    found = find_date(match[0]) if match else None
    return found[0] if found else None
