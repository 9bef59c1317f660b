"""Debris that no list of phrases knows, marked where the learned judge is sure of it.

How sure it must be depends on the place: at the page's head and foot less, amid the article more, and most
of all for a sentence. It only adds to what the rules mark, and never takes all of a page's sentences.
"""

from __future__ import annotations

import re

from index.cleaning.judge import AMID, ARTICLE, FOOT, HEAD, Floats, Judge, judge
from index.cleaning.page import Page
from index.cleaning.traits import traits_of
from index.reading.furniture import tells
from index.reading.units import Unit

DOUBT = 0.1
"""The chance of being article at which a label at a page's head or foot is marked; elsewhere a part of it."""
# Of that chance, what is allowed a sentence at the edges, a label amid the article, and a sentence there.
_EDGE_PROSE, _AMID, _AMID_PROSE = 0.5, 0.3, 0.05
# Longer than what the rules let stand below an article's last word, and so nothing that the judge may take.
_LONGEST_PROSE = 60
# More lines in a row, amid the article or beyond it, are a list or a table of its own (as in `zones`), unless
# phrases tell one in so many of them.
_IN_A_ROW, _AFTERWORDS_IN_A_ROW, _KNOWN = 4, 20, 4
# A longer page is a book: it has few lines of debris, and none of the pages learned from is like it.
_MOST_LINES = 3_000
_SIGNED = re.compile(r"[^\s:]{2,30}(?: [^\s:]{1,30})?: \S")


def mark_learned(page: Page, by: Judge | None = None, doubt: float = DOUBT) -> None:
    """Mark the lines that the judge finds to be debris, with at most so much `doubt`.

    Raises:
        ModelMissing: the packaged judge is not there.
    """
    if not 0 < len(page) <= _MOST_LINES:
        return
    traits = traits_of(page.units, page.title_key, page.author)
    chances = (by or judge()).chances(traits)
    amid = _amid(page, chances)
    found = [
        float(row[ARTICLE]) <= doubt * _share(unit, is_amid)
        for unit, is_amid, row in zip(page.units, amid, chances, strict=True)
    ]
    known = [line.is_known for line in traits]
    _spare_lists(found, amid, known, _IN_A_ROW)
    _spare_lists(found, [not is_amid for is_amid in amid], known, _AFTERWORDS_IN_A_ROW)
    if any(unit.is_prose for unit, is_found in zip(page.units, found, strict=True) if not is_found):
        for number, is_found in enumerate(found):
            if is_found:
                page.mark(number)


def _amid(page: Page, chances: Floats) -> list[bool]:
    """For each unit whether the article is on both sides: amid its text, or between its title and it."""
    title = max(
        (at for at, unit in enumerate(page.units) if unit.key == page.title_key and chances[at, FOOT] < 0.5),
        default=len(page),
    )
    return [
        bool(row[AMID] * 2 > 1 - row[ARTICLE] or (number > title and row[HEAD] > row[FOOT]))
        for number, row in enumerate(chances)
    ]


def _share(unit: Unit, is_amid: bool) -> float:
    """Which part of the doubt a unit is allowed; less than nothing where the judge has no say."""
    if unit.plain.startswith("|") or (_SIGNED.match(unit.plain) and tells(unit.plain)):
        return -1.0  # a table's row; somebody's words with a name, whom the labeller gives them to
    if not unit.is_prose:
        return _AMID if is_amid else 1.0
    if unit.word_count > _LONGEST_PROSE or (is_amid and tells(unit.plain)):
        return -1.0
    return _AMID_PROSE if is_amid else _EDGE_PROSE


def _spare_lists(found: list[bool], there: list[bool], known: list[bool], most: int) -> None:
    """Take back rows longer than `most` of what was found `there`, unless phrases tell many of them."""
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and found[end] and there[end]:
            end += 1
        if end - start > most and sum(known[start:end]) * _KNOWN < end - start:
            found[start:end] = [False] * (end - start)
        start = max(end, start + 1)
