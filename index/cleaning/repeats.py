"""What a page says twice for its own sake: running heads and feet of printed pages, and lists of contents."""

from __future__ import annotations

import re
from collections import defaultdict

from index.cleaning.page import Page
from index.reading.units import Unit

_LONGEST_HEAD_WORDS = 12
_SHORTEST_HEAD_WORDS = 2
_RECURS = 3
_DIGITS = re.compile(r"\d+")
_WIDE_GAP = re.compile(r"\S(?:\s{4,}|\t+)\S")
_CONTENTS = re.compile(
    r"(?:(?:table of )?contents|in this (?:article|guide|section|issue|story)|on this page|jump to|"
    r"inhalt(?:sverzeichnis)?|"
    r"sommaire|au sommaire|índice|contenido|sumário|indice|содержание|оглавление)\s*:?",
    re.IGNORECASE,
)


def mark_repeats(page: Page) -> None:
    """Mark lines that stand at the edges of printed pages, and lists of what comes below."""
    _mark_running_lines(page)
    _mark_contents(page)


def _mark_running_lines(page: Page) -> None:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(page.units):
        if _could_run(unit):
            places[_shape(unit)].append(number)
    prose = page.prose_words()
    for numbers in places.values():
        if len(numbers) >= _RECURS and _apart(numbers, prose):
            for number in numbers:
                page.mark(number)


def _could_run(unit: Unit) -> bool:
    """True for a short label that a page number or a wide gap makes a head or foot, or its length."""
    if unit.ends_a_sentence or not unit.word_count <= _LONGEST_HEAD_WORDS:
        return False
    # A number alone parts lists as well as pages, so it needs the gap that sets it against the margin.
    return bool(_WIDE_GAP.search(unit.words_on_one_line)) or (
        unit.word_count > _SHORTEST_HEAD_WORDS
        and not _DIGITS.search(unit.plain)
        and unit.plain[-1] not in ":,?"
    )


def _shape(unit: Unit) -> str:
    """The line without its numbers, on whichever side they stand: left pages and right pages are one."""
    return " ".join(_DIGITS.sub(" ", unit.key).split())


def _apart(numbers: list[int], prose: list[int]) -> bool:
    """True when sentences stand between at least three of the places: a refrain's lines have none between."""
    return len({prose[number] for number in numbers}) >= _RECURS


def _mark_contents(page: Page) -> None:
    """Mark a list of contents: its opener and each line right below that comes back further down."""
    keys: defaultdict[str, int] = defaultdict(int)
    openers = [number for number, unit in enumerate(page.units) if _is_opener(unit)]
    if not openers:
        return
    for number, unit in enumerate(page.units):
        keys[unit.key] = number
    for opener in openers:
        end = opener + 1
        while end < len(page) and keys[page.units[end].key] > end and not page.is_article_prose(end):
            end += 1
        if end > opener + 1:
            page.mark_range(opener, end)


def _is_opener(unit: Unit) -> bool:
    return unit.word_count <= _LONGEST_HEAD_WORDS and bool(_CONTENTS.fullmatch(unit.plain))
