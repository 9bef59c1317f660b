"""What stands under an article, told by form and place alone: labels, and words to the reader.

Once a line that no article has is met below the last sentences, labels under it are the page's own.
"""

from __future__ import annotations

import re

from index.cleaning.cues import closes, is_biography, opens_form, opens_list
from index.cleaning.page import Page
from index.reading.furniture import is_image, is_wordless, tells
from index.reading.units import Unit

_SIGNATURE_LINES = 12
_FOOT_RULE = 20
_LONGEST_LABEL = 25
_LONGEST_ADDRESS = 60
_LIST_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s")
_END_SIGN = re.compile(r"#\s?#\s?#|[-–—]\s?30\s?[-–—]")
_TO_READER = re.compile(
    r"\b(?:you|your|yours|sie|ihr(?:e[nmrs]?)?|vous|votre|vos|usted|ustedes|tu|tus|voi|vostr[oaie]|вы|вас|вам|ваши?)\b|"
    r"^(?:please|click|tap|send|sign|follow|visit|read|see|share|call|join)\b",
    re.IGNORECASE,
)


def mark_foot(page: Page) -> None:
    """Mark labels below the last sentences, from the first line on that only stands under an article."""
    prose = [number for number in range(len(page)) if page.is_article_prose(number)]
    ended = below = False
    for number in range(prose[-1] + 1 if prose else len(page), len(page)):
        unit = page.units[number]
        ended = ended or _ends_an_article(page, number)
        if _is_foots(unit, ended=ended, below=below):
            page.mark(number)
        below = below or (page.is_debris(number) and _has_words(unit))


def _is_foots(unit: Unit, *, ended: bool, below: bool) -> bool:
    """True for a label below an article's end, or below other debris unless it is a list's item."""
    if unit.ends_a_sentence:
        return below and _speaks_to_reader(unit)
    if ended:
        return True
    if unit.plain.endswith(("”", '"', "»", ",", ";", ":")):
        return False
    return below and unit.word_count <= _LONGEST_LABEL and not _LIST_ITEM.match(unit.words_on_one_line)


def _speaks_to_reader(unit: Unit) -> bool:
    words = unit.plain
    if unit.word_count > _LONGEST_ADDRESS or words[0] in "“\"‘'«„" or tells(words):
        return False
    return bool(_TO_READER.search(words))


def _has_words(unit: Unit) -> bool:
    return not is_wordless(unit.plain) and not is_image(unit.words_on_one_line)


def _ends_an_article(page: Page, number: int) -> bool:
    unit = page.units[number]
    if _is_signature_rule(unit) and number + _SIGNATURE_LINES >= len(page):
        return True
    words = unit.plain
    if closes(words) or opens_form(words) or opens_list(words, loose=False):
        return True
    return is_biography(words, page.author)


def _is_signature_rule(unit: Unit) -> bool:
    """True for the “-- ” above a mail's signature and the long rule above a mailing list's foot."""
    words = unit.words_on_one_line
    return words == "--" or (len(words) >= _FOOT_RULE and not words.strip("_"))


def is_end_sign(unit: Unit) -> bool:
    """True for the “###” or “-30-” that ends a release or a report."""
    return len(unit.words_on_one_line) <= _SIGNATURE_LINES and bool(
        _END_SIGN.fullmatch(unit.words_on_one_line.strip())
    )
