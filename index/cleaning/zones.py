"""Debris by where it stands: any line that is nothing else, the page's head, and its tail."""

from __future__ import annotations

import re
from itertools import pairwise

from index.cleaning.cues import (
    begins_with_author,
    closes,
    is_biography,
    offers,
    opens_form,
    opens_list,
    opens_thread,
    promotes,
    speaks_for_site,
)
from index.cleaning.foot import is_end_sign, mark_foot
from index.cleaning.page import Page
from index.reading.dates import date_line
from index.reading.furniture import (
    is_aside,
    is_furniture,
    is_image,
    is_injected,
    is_label_row,
    is_link_row,
    is_mail_header,
    is_menu_word,
    is_wordless,
)
from index.reading.units import Unit

_ORPHAN_WORDS = 10
# More short lines than this in a row are a list of the article's own, not a page's scraps.
_ORPHANS_IN_A_ROW = 4
# Below a line that only closes an article, so much may stand that no pattern knows.
_AFTERWORDS_IN_A_ROW = 20
_AFTERWORD_WORDS = 60
_KICKER_WORDS = 8
_CONTROL_WORDS = 2
_KICKERS = 4
_SHORTEST_MENU = 3
_OPEN_ENDS = (",", ":", ";", "”", '"', "»")
_RESULT = re.compile(r"[^\d.!?]{2,30} \d{1,3}(?: ?[-–:] ?\d{1,3}.{0,30})?")
_ALL_EMPHASIS = re.compile(r"([*_])(?![*_\s]).{8,400}(?<![*_\s])\1")
_TITLE_LABELS = ("topic:", "subject:", "title:", "thread:", "headline:")


def mark_lines(page: Page) -> None:
    """Mark the units that are debris wherever they stand, then menu words that stand in their company."""
    for number, unit in enumerate(page.units):
        if _is_debris_anywhere(unit, page.title_key):
            page.mark(number)
    _mark_menus(page)
    for number in range(1, len(page)):
        if page.is_debris(number - 1) and offers(page.units[number].plain):
            page.mark(number)


def _is_debris_anywhere(unit: Unit, title_key: str | None) -> bool:
    words = unit.plain
    if is_mail_header(words) or unit.is_mostly_links:
        return True
    if is_wordless(words) or is_image(unit.words_on_one_line) or _is_title(unit, title_key):
        return True
    return (
        is_label_row(unit.words_on_one_line) or is_furniture(words) or is_aside(words) or is_injected(words)
    )


def _is_title(unit: Unit, title_key: str | None) -> bool:
    return title_key is not None and unit.key in (title_key, f"re: {title_key}")


def _mark_menus(page: Page) -> None:
    """Mark runs of menu words: three or more together, or fewer beside a line that is debris already."""
    start = 0
    while start < len(page):
        end = start
        while end < len(page) and _is_label(page.units[end]):
            end += 1
        beside = (start > 0 and page.is_debris(start - 1)) or (end < len(page) and page.is_debris(end))
        if end - start >= _SHORTEST_MENU or (end > start and beside):
            page.mark_range(start, end)
        start = max(end, start + 1)


def _is_label(unit: Unit) -> bool:
    return is_menu_word(unit.plain) or unit.is_links


def mark_head(page: Page) -> None:
    """Mark what stands above the title: a masthead, a section's name, a menu."""
    if page.title_key is None:
        return
    _mark_kickers(page)
    for number, unit in enumerate(page.units):
        labelled = unit.key.startswith(_TITLE_LABELS) and page.title_key in unit.key
        if unit.key == page.title_key or unit.key.endswith(f": {page.title_key}") or labelled:
            page.mark_range(0, number)
            return
        if page.is_article_prose(number):
            return


def _mark_kickers(page: Page) -> None:
    """Mark labels above the first sentence: between two marked lines, or one or two words below the last."""
    end = next((number for number in range(len(page)) if page.is_article_prose(number)), len(page))
    marked = [number for number in range(end) if page.is_debris(number)]
    for above, below in pairwise(marked):
        between = range(above + 1, below)
        if len(between) <= _KICKERS and all(_is_kicker(page.units[at], _KICKER_WORDS) for at in between):
            page.mark_range(above + 1, below)
    last = range(marked[-1] + 1, end) if marked and end < len(page) else range(0)
    if len(last) <= _KICKERS and all(_is_kicker(page.units[at], _CONTROL_WORDS) for at in last):
        page.mark_range(last.start, last.stop)


def _is_kicker(unit: Unit, longest: int) -> bool:
    if unit.word_count > longest or unit.ends_a_sentence or unit.plain.endswith(_OPEN_ENDS):
        return False
    # A result, “Rovers 0”, is what the report is about.
    return _RESULT.fullmatch(unit.plain) is None


def mark_tail(page: Page) -> None:
    """Mark what follows the article: plugs, biographies, notices, and the scraps between them."""
    first = next((number for number in range(len(page)) if page.is_article_prose(number)), None)
    if first is None:
        return
    start = len(page)
    number = start - 1
    while number >= 0:
        if _is_tail(page, number):
            start = number
            number -= 1
            continue
        above = _beyond_scraps(page, number)
        # Above every sentence a line closes nothing: it stands in the page's head.
        number = above if above > first else -1
    if start < len(page):
        page.mark_range(start, len(page))
    mark_foot(page)


def _beyond_scraps(page: Page, last: int) -> int:
    """The tail unit above some scraps that end at `last`; -1 when they are the article's."""
    number = last
    while number >= 0 and last - number < _ORPHANS_IN_A_ROW and _is_orphan(page.units[number]):
        number -= 1
    if number < last and number >= 0 and _is_tail(page, number):
        return number
    return _closing_line_above(page, last)


def _closing_line_above(page: Page, last: int) -> int:
    """The nearest line above that only closes an article, with little between; -1 when there is none."""
    words = 0
    for number in range(last, max(-1, last - _AFTERWORDS_IN_A_ROW), -1):
        unit = page.units[number]
        if closes(unit.plain) or is_biography(unit.plain, page.author) or is_end_sign(unit):
            return number
        words += unit.word_count if not page.is_debris(number) else 0
        if words > _AFTERWORD_WORDS:
            return -1
    return -1


def _is_tail(page: Page, number: int) -> bool:
    if page.is_debris(number):
        return True
    unit, words = page.units[number], page.units[number].plain
    if promotes(words) or is_biography(words, page.author) or opens_form(words) or speaks_for_site(words):
        return True
    if begins_with_author(words, page.author) or _is_all_emphasis(unit):
        return True
    if _is_label(unit) or is_link_row(words) or date_line(words) is not None:
        return True
    return any(
        opens_list(words, loose=loose) or opens_thread(words, counted=loose) for loose in (True, False)
    )


def _is_all_emphasis(unit: Unit) -> bool:
    """True for a markdown line in italics from end to end: below an article, a note by its publisher."""
    return bool(_ALL_EMPHASIS.fullmatch(unit.words_on_one_line.strip()))


def _is_orphan(unit: Unit) -> bool:
    return unit.word_count <= _ORPHAN_WORDS and not unit.ends_a_sentence
