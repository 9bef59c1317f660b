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
from index.reading.names import lone_name
from index.reading.signatures import Metadata, said_by
from index.reading.units import Unit, units_of

_FARTHEST = 60
_LONGEST_TITLE = 24
_LONGEST_QUESTION = 20
_DECK_LINES = 6
_BRIEFEST = 3
_LONGEST_SITE_NAME = 5
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_NAVIGATION = re.compile(
    r"(?:(?:main |site )?menu|skip to\b|jump to\b|subscribe(?: now)?$|sign (?:in|up)\b|log ?in\b|register$|"
    r"search$|home$|about(?: us)?$|by subscribing|already (?:a|have)|e-?edition$|we use cookies|"
    r"accept(?: all)?$|news$|sports?$|opinion$|"
    r"(?:home|news)\b.{0,40}[|│·•»›>/])",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:in this article|part of\b|last updated|listen to\b|share\b|follow\b|photo\b|.{0,200}image credit)|"
    r".*[.!?][\"”’]? [A-Z].*[.!?]|.{0,80} [—–] .*\?$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[^\W\d_][\w .,’'/()-]{1,80}?\s*(?:—|–|--|-)\s")
_SITE_NAME = re.compile(
    r".*\b(?:times|news|blog|journal|post|review|gazette|herald|notes?|letters?|diary|daily|weekly|monthly|magazine|"
    r"chronicle|mercury|echo|observer|tribune|bulletin|dispatch|record|courier|argus|telegraph|sentinel|ledger|watch|"
    r"digest|report|monitor|standard|press|guardian|independent|online|newsletter|zeitung|blatt|газета|вестник)\b.*",
    re.IGNORECASE,
)
_STANDFIRST = re.compile(
    r"(?P<name>[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'.-]*){1,2}) "
    r"(?:takes|visits|meets|reports|explains|looks|talks|walks|rides|tries|goes|finds|argues|travels|writes|reviews|"
    r"spends|joins|follows|tastes|remembers|considers|wonders|investigates|speaks|hears|explores|returns|eats|"
    r"sleeps|drives|cycles|sails|asks|reflects)\b[^.!?]{4,110}"
)
_FIRST_PERSON = re.compile(r"(?<![“‘\"«\w])(?:I|me|my|я|мне|ich|je)(?:['’](?:m|ve|d|ll))?(?!\w)")


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
        said = said_by(unit.plain)
        if said is None and candidates and number + 1 < len(head):
            said = _signed_above_date(unit, head[number + 1 : number + 3])
        if said is not None:
            found = found.or_else(said)
            spans.append(unit.span)
        elif _could_be_title(unit) or (number == 0 and _is_masthead_title(head)):
            candidates.append(unit)
    if found.author is None and known.author is None:
        standfirst = _standfirst(head, units[len(head) :])
        if standfirst is not None:
            found = replace(found, author=standfirst[0])
            spans.append(standfirst[1].span)
            candidates = [unit for unit in candidates if unit is not standfirst[1]]
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
        aside = is_furniture(unit.plain) or is_aside(unit.plain) or said_by(unit.plain) is not None
        if unit.is_prose and not aside and not _asks(unit, head, units[number + 1 : number + 3]):
            return head
        if not aside and _begins_brief(unit, head, units[number + 1 : number + 1 + _DECK_LINES]):
            return head
        head.append(unit)
    # No sentence in sight: a list or a poem, whose first lines are not a head.
    return head if len(units) > _FARTHEST else []


def _begins_brief(unit: Unit, above: list[Unit], below: Sequence[Unit]) -> bool:
    """True for a brief sentence that opens an article, “The clerk looked up.”: signed above, not below."""
    if not unit.plain.endswith((".", ".”", '."', ".’", ".»")) or unit.word_count < _BRIEFEST:
        return False
    signed = any(said_by(one.plain) for one in above) and any(map(_could_be_title, above))
    return signed and not any(said_by(one.plain) for one in below)


def _asks(unit: Unit, above: list[Unit], below: Sequence[Unit]) -> bool:
    """True for a title that ends as a sentence does, “Is it safe to run?”, with a byline or date below."""
    if unit.word_count > _LONGEST_QUESTION or unit.plain[-1] not in "?!" or any(map(_could_be_title, above)):
        return False
    return any(said_by(unit.plain) or is_furniture(unit.plain) or lone_name(unit.plain) for unit in below)


def _signed_above_date(unit: Unit, below: Sequence[Unit]) -> Metadata | None:
    """A bare name, or a name with its role, right above the date or above a role or a paper and the date."""
    name = lone_name(unit.plain)
    if name and len(below) > 1 and (is_furniture(below[0].plain) or _SITE_NAME.fullmatch(below[0].plain)):
        below = below[1:]
    return Metadata(author=name) if name and date_line(below[0].plain) else None


def _standfirst(head: Sequence[Unit], article: Sequence[Unit]) -> tuple[str, Unit] | None:
    """“Beatrix Lund takes the slow way”: the author named in the subtitle of an article told by an “I”.

    A subtitle names those whom the article is about as well: then the name comes back in it.
    """
    for unit in head[1:]:
        match = _STANDFIRST.fullmatch(unit.plain)
        if match is None or lone_name(match["name"]) is None:
            continue
        last = match["name"].split()[-1]
        words = [one.plain for one in article]
        if any(map(_FIRST_PERSON.search, words)) and not any(last in one for one in words):
            return match["name"], unit
    return None


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
    numbered = {unit.key for unit in candidates if _NUMBERED.match(unit.plain)}
    repeated = next(
        (unit for unit in candidates if keys.count(unit.key) > 1 and unit.key not in numbered), None
    )
    marked = _marked_title(candidates)
    long = next((unit for unit in candidates if unit.word_count >= 4), None)
    if is_menu_word(candidates[0].plain):
        return candidates[0]
    return marked or repeated or long or (candidates[0] if len(candidates) == 1 else None)


def _marked_title(candidates: list[Unit]) -> Unit | None:
    """The candidate marked “# ”; the one marked “## ” right below it when the first names a site."""
    for number, unit in enumerate(candidates):
        if unit.words_on_one_line.startswith("# "):
            below = candidates[number + 1] if number + 1 < len(candidates) else None
            names_site = unit.word_count <= _LONGEST_SITE_NAME and _SITE_NAME.fullmatch(unit.plain)
            if below is not None and names_site and below.words_on_one_line.startswith("## "):
                return below
            return unit
    return None


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
