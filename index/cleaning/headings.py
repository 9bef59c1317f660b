"""An article's own subheadings: they name what follows and state nothing, so none is to be cited.

Only what nobody can take for a statement counts: a label between two stretches of sentences, one of several.
"""

from __future__ import annotations

import re

from index.cleaning.page import Page
from index.reading.names import lone_name
from index.reading.units import Unit

_LONGEST_WORDS = 8
_LONGEST_MARKED_WORDS = 14
_FEWEST = 2
_SHORTEST_ANNOUNCEMENT = 8
_LABEL = re.compile(r"[^\W\d_a-z][^.,;:?!…“”«»\"]*\w|\d{1,2}[.)] [^.,;:?!…“”«»\"]*\w")
_NUMBERED = re.compile(r"\d{1,2}[.)] ")
_MARKED = re.compile(r"#{2,6}\s")


def mark_subheads(page: Page) -> None:
    """Mark subheadings between prose: those marked in markdown, and plain ones where there are several."""
    found = [number for number in range(1, len(page) - 1) if _is_subhead(page, number)]
    marked = [number for number in found if _MARKED.match(page.units[number].words_on_one_line)]
    for number in found if len(found) >= _FEWEST else marked:
        page.mark(number)


def _is_subhead(page: Page, number: int) -> bool:
    unit = page.units[number]
    if page.is_debris(number) or not _is_text(page, number + 1):
        return False
    if _MARKED.match(unit.words_on_one_line):
        return unit.word_count <= _LONGEST_MARKED_WORDS
    alone = page.units[number - 1].block != unit.block != page.units[number + 1].block
    return alone and _is_between_prose(page, number) and _is_label(unit)


def _is_text(page: Page, number: int) -> bool:
    """True for sentences, and for one that a list completes: “The council must:”."""
    unit = page.units[number]
    announces = unit.plain.endswith(":") and unit.word_count >= _SHORTEST_ANNOUNCEMENT
    return page.is_article_prose(number) or (announces and not page.is_debris(number))


def _is_between_prose(page: Page, number: int) -> bool:
    """True when sentences end above: in letters, a heading stands below a name, and goes with its letter."""
    above = number - 1
    while above >= 0 and page.is_debris(above):
        above -= 1
    if above < 0:
        return bool(_NUMBERED.match(page.units[number].plain))
    return page.units[above].ends_a_sentence


def _is_label(unit: Unit) -> bool:
    if unit.word_count > _LONGEST_WORDS or not _LABEL.fullmatch(unit.plain):
        return False
    return lone_name(unit.plain) is None
