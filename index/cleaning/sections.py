"""Whole stretches of debris that one line opens: comment forms, comment threads, lists of other pages."""

from __future__ import annotations

from index.cleaning.cues import marks_comment, opens_form, opens_list, opens_thread, promotes
from index.cleaning.page import Page

# So much prose, in two paragraphs or more: the article has gone on after a form that stood in its middle.
_RESUMED_WORDS = 60
_LOOK_AHEAD = 12
_LONGEST_ITEM = 25


def mark_sections(page: Page) -> None:
    """Mark forms and threads to where the article resumes, and lists of links to the next prose."""
    before = page.prose_words()
    number = 0
    while number < len(page):
        words = page.units[number].plain
        end = number
        if before[number] and _opens_discussion(page, number):
            end = _resumption(page, number + 1)
        elif opens_list(words, loose=False) or (
            opens_list(words, loose=True) and (before[number] == 0 or before[-1] == before[number])
        ):
            end = _end_of_list(page, number)
        if end > number:
            page.mark_range(number, end)
        number = max(end, number + 1)


def _opens_discussion(page: Page, number: int) -> bool:
    words = page.units[number].plain
    if opens_form(words):
        return True
    counted = opens_thread(words, counted=True)
    if not counted and not opens_thread(words, counted=False):
        return False
    following = page.units[number + 1 : number + 1 + _LOOK_AHEAD]
    marks = sum(marks_comment(unit.plain) or opens_form(unit.plain) for unit in following)
    return marks >= (1 if counted else 2)


def _resumption(page: Page, start: int) -> int:
    """Where the article goes on after a form or thread opened before `start`; the page's end if it does not.

    Once a comment is met the rest is a thread: its prose is readers' prose.
    """
    words = paragraphs = 0
    first = start
    for number in range(start, len(page)):
        unit = page.units[number]
        if marks_comment(unit.plain):
            return len(page)
        if unit.is_prose and not promotes(unit.plain):
            first = first if paragraphs else number
            words, paragraphs = words + unit.word_count, paragraphs + 1
            if words >= _RESUMED_WORDS and paragraphs >= 2:
                return first
        elif not page.is_debris(number):
            words = paragraphs = 0
    return len(page)


def _end_of_list(page: Page, opener: int) -> int:
    """The unit after a list's last item; `opener` itself when nothing like an item follows it."""
    end = opener + 1
    while end < len(page) and _is_item(page, end):
        end += 1
    if end == len(page) or end == opener + 1:
        return end if end == len(page) else opener
    # Prose follows: a last short line on its own may be the article's next heading rather than an item.
    last, previous = page.units[end - 1], page.units[end - 2]
    if not page.units[end].is_prose:
        return end
    own_block = last.block != previous.block and last.block != page.units[end].block
    if own_block and end - 1 > opener + 1 and not page.is_debris(end - 1):
        end -= 1
    return end


def _is_item(page: Page, number: int) -> bool:
    unit = page.units[number]
    if _opens_discussion(page, number):
        return False
    return page.is_debris(number) or (
        unit.word_count <= _LONGEST_ITEM and not unit.is_prose and unit.plain[-1] != "."
    )
