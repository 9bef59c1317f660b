"""What a line shows of itself and of its place, as names and numbers: all that the learned judge sees.

Text only: no mark that was set before changes a trait, so that a page cleaned twice comes out the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from zlib import crc32

from index.cleaning.cues import closes, marks_comment, opens_form, opens_list, promotes, speaks_for_site
from index.reading.dates import date_line
from index.reading.furniture import is_furniture, is_link_row, is_menu_word, is_wordless, tells
from index.reading.units import Unit

SLOTS = 1 << 16
"""How many slots the words and pieces of words are hashed into."""
RULE = "rule "
"""How the names of those traits begin that a list of phrases tells."""
_FIRST_WORDS = 14
_LAST_WORDS = 5
_PIECE = 4
_STEM = 5
_SCRAP_WORDS = 14
_FEW_LINES = 3

_TOKEN = re.compile(
    r"https?://\S+|[^\s@]+@[^\s@]+\.\w+|(?:\w[\w-]*\.)+(?:com|org|net|example|co|uk|de|fr|es|ru|info|io)\b\S*|"
    r"\w+|[^\w\s]"
)
_SIGNS = {
    "address": re.compile(
        r"https?://|www\.|\w\.(?:com|org|net|example|co|de|fr|es|ru|info|io)\b|\S@[\w-]+\.\w"
    ),
    "bar": re.compile(r"[|¦]"),
    "dot": re.compile(r"[·•∙●]"),
    "arrow": re.compile(r"[»›>→←«‹▸▶▼▾↑↓✕×☰⋮]"),
    "right": re.compile(r"©|\(c\)|®"),
    "handle": re.compile(r"(?:^|\s)[@#]\w"),
    "money": re.compile(r"[$€£¥₽]|\d ?%"),
    "clock": re.compile(r"\d[:.]\d\d"),
    "year": re.compile(r"\b(?:1[5-9]|20)\d\d\b"),
    "count": re.compile(r"\(\d+\)|^\d+\s|\s\d+$"),
    "digit": re.compile(r"\d"),
    "cry": re.compile(r"!"),
    "question": re.compile(r"\?"),
    "bracket": re.compile(r"^[\[(<]|[\])>]$"),
    "link": re.compile(r"\]\("),
    "quoted": re.compile(r"[“”„«»\"]"),
    "you": re.compile(
        r"\b(?:you|your|yours|sie|ihr|ihre[nmrs]?|du|dein\w*|vous|votre|vos|"
        r"usted|ustedes|tu|tus|su|sus|вы|вас|вам|ваш\w*)\b",
        re.IGNORECASE,
    ),
    "we": re.compile(
        r"\b(?:we|our|us|wir|unser\w*|uns|nous|notre|nos|nosotros|nuestr\w+|мы|нас|нам|наш\w*)\b",
        re.IGNORECASE,
    ),
}
_INNER = re.compile(r"[.!?…][\"'”’»)]*\s+\S")
_BULLET = re.compile(r"[-*•–—+]\s")


@dataclass(frozen=True, slots=True)
class Traits:
    """One line's traits: named ones, and the slots of its words."""

    names: tuple[str, ...]
    slots: tuple[int, ...]
    is_known: bool = False
    """Whether a list of phrases tells the line itself."""


def traits_of(units: Sequence[Unit], title_key: str | None, author: str | None) -> list[Traits]:
    """The traits of each unit of a page, in order."""
    kinds = [_kind(unit) for unit in units]
    rules = [_rules(unit) for unit in units]
    names = [_own(unit) for unit in units]
    _add_places(names, units, kinds)
    _add_repeats(names, units, title_key, author)
    _add_neighbours(names, units, kinds, rules)
    return [
        Traits((*own, *(RULE + rule for rule in told)), _slots(unit.plain), bool(told))
        for unit, own, told in zip(units, names, rules, strict=True)
    ]


def _kind(unit: Unit) -> str:
    """What a line is by its form: wordless, prose, a sentence too brief for it, or a label by its length."""
    if is_wordless(unit.plain):
        return "none"
    if unit.is_prose:
        return "prose"
    if unit.ends_a_sentence:
        return "sentence"
    return "label" if unit.word_count <= _FEW_LINES else "line"


def _rules(unit: Unit) -> list[str]:
    """Which lists of phrases know the line."""
    words = unit.plain
    told = [
        ("furniture", is_furniture(words)),
        ("menu", is_menu_word(words) or unit.is_links),
        ("promotes", promotes(words)),
        ("closes", closes(words)),
        ("form", opens_form(words)),
        ("list", opens_list(words, loose=False) or opens_list(words, loose=True)),
        ("comment", marks_comment(words)),
        ("site", speaks_for_site(words)),
        ("date", date_line(words) is not None),
        ("row", is_link_row(words) or unit.is_mostly_links),
    ]
    return [name for name, is_told in told if is_told]


def _own(unit: Unit) -> list[str]:
    words = unit.plain
    size = _size(unit.word_count)
    end = _end(words, unit)
    found = ["any", f"size {size}", f"end {end}", f"start {_start(unit)}", f"{size} {end}"]
    found += [sign for sign, pattern in _SIGNS.items() if pattern.search(words)]
    if tells(words):
        found.append("tells")
    if len(_INNER.findall(words)):
        found.append(f"sentences {min(3, len(_INNER.findall(words)))}")
    return found + _letters(words)


def _letters(words: str) -> list[str]:
    letters = [word for word in words.split() if word[0].isalpha()]
    found = []
    if words.isupper():
        found.append("capitals")
    elif len(letters) > 1 and sum(word[0].isupper() for word in letters) > 0.7 * len(letters):
        found.append("titled")
    if sum(character.isdigit() for character in words) * 4 > len(words):
        found.append("numbers")
    return found


def _size(count: int) -> int:
    """The length in words, roughly: 0, 1, 2, 4, 8, 15, 25, 45, 80."""
    return sum(count > most for most in (0, 1, 3, 7, 14, 24, 44, 79))


def _end(words: str, unit: Unit) -> str:
    last = words[-1:]
    if unit.ends_a_sentence:
        return last if last in ".!?…" else "quote" if last in "”\"’'»" else "bracket"
    return last if last in ":,;" else "word" if last.isalpha() else "number" if last.isdigit() else "sign"


def _start(unit: Unit) -> str:
    if _BULLET.match(unit.words_on_one_line):
        return "bullet"
    first = unit.plain[:1]
    if first.isalpha():
        return "lower" if first.islower() else "upper"
    return "digit" if first.isdigit() else "quote" if first in "“\"‘'«„" else "sign"


def _add_places(names: list[list[str]], units: Sequence[Unit], kinds: Sequence[str]) -> None:
    """Add where on the page a line stands: among prose, above or below all of it, how near the edges."""
    prose = [unit.word_count if kind == "prose" else 0 for unit, kind in zip(units, kinds, strict=True)]
    before = [0, *accumulate(prose)]
    blocks = Counter(unit.block for unit in units)
    for number, unit in enumerate(units):
        above, below = before[number], before[-1] - before[number + 1]
        place = "head" if not above else "foot" if not below else "body"
        edge = min(number, 6) if number * 2 < len(units) else -min(len(units) - number, 6)
        names[number] += [
            f"place {place}",
            f"{place} {kinds[number]}",
            f"above {_amount(above)}",
            f"below {_amount(below)}",
            f"edge {edge}",
            f"tenth {10 * number // len(units)}",
            f"block {min(blocks[unit.block], 6)}",
        ]
        if "\n" not in unit.words_on_one_line and unit.span.end - unit.span.start > len(unit.plain) + 40:
            names[number].append("wide")


def _amount(words: int) -> int:
    return sum(words > most for most in (0, 30, 80, 160, 320))


def _add_repeats(
    names: list[list[str]], units: Sequence[Unit], title_key: str | None, author: str | None
) -> None:
    """Add what is said twice on the page, and what says the article's title or its author's name."""
    times = Counter(unit.key for unit in units)
    writer = author.casefold() if author else None
    for number, unit in enumerate(units):
        if times[unit.key] > 1:
            names[number].append("twice")
        if title_key and title_key in unit.key:
            names[number].append("title" if unit.key == title_key else "titles")
        if writer and writer in unit.key:
            names[number].append("author")


def _add_neighbours(
    names: list[list[str]], units: Sequence[Unit], kinds: Sequence[str], rules: Sequence[Sequence[str]]
) -> None:
    """Add what stands above and below, whether a blank line parts it, and what phrases are known around."""
    known = [0, *accumulate(bool(told) for told in rules)]
    for number, unit in enumerate(units):
        for side, other in (("up", number - 1), ("down", number + 1)):
            if not 0 <= other < len(units):
                names[number] += [f"{side} edge"]
                continue
            names[number] += [f"{side} {kinds[other]}", f"{kinds[number]} {side} {kinds[other]}"]
            if units[other].block == unit.block:
                names[number].append(f"{side} joined")
            names[number] += [f"{RULE}{side} {rule}" for rule in rules[other]]
        low, high = max(0, number - 4), min(len(units), number + 5)
        around = known[high] - known[low] - bool(rules[number])
        names[number].append(f"{RULE}around {around}")
        names[number].append(f"{RULE}under {min(4, known[len(units)] - known[number + 1])}")


def _slots(words: str) -> tuple[int, ...]:
    """The slots of a line's first and last words: each, with the next, its stem, its pieces if brief."""
    folded = _folded(words[:400] if len(words) <= 800 else words[:300] + words[-100:])
    tokens = [_token(token) for token in _TOKEN.findall(folded)]
    brief = len(tokens) <= _SCRAP_WORDS
    if len(tokens) > _FIRST_WORDS + _LAST_WORDS:
        tokens = [*tokens[:_FIRST_WORDS], *tokens[-_LAST_WORDS:]]
    found = {"^" + tokens[0], "$" + tokens[-1]} if tokens else {"^"}
    for token, following in zip(tokens, [*tokens[1:], "$"][: len(tokens)], strict=True):
        found.update((token, f"{token} {following}"))
        if len(token) > _STEM:
            found.add(token[:_STEM] + "-")
        if brief and token.isalpha():
            edged = f"<{token}>"
            found.update(edged[at : at + _PIECE] for at in range(len(edged) - _PIECE + 1))
    return tuple(sorted(crc32(each.encode("utf-8", "surrogatepass")) % SLOTS for each in found))


def _folded(words: str) -> str:
    words = words.casefold()
    if words.isascii():
        return words
    return "".join(each for each in unicodedata.normalize("NFKD", words) if not unicodedata.combining(each))


def _token(token: str) -> str:
    """The word; addresses and numbers by their form alone."""
    if "@" in token and len(token) > 1:
        return "@@"
    if "." in token and len(token) > 1:
        return "www"
    if token[0].isdigit():
        return "0" * min(len(token), 5) if token.isdigit() else "0a"
    return token
