"""The words that give debris away where position agrees: what opens a form, a list, a thread; what promotes.

None of them suffices alone: `sections` and `zones` ask where the unit stands.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.reading.furniture import is_notice, tells
from index.reading.patterns import compiled

_LONGEST_OPENER = 200
_LONGEST_LIST_OPENER = 80
_LONGEST_MARK = 120
_LONGEST_PROMOTION = 1200
_LONGEST_APPEAL = 260

_PATTERNS = "index.cleaning.patterns"
_FORM = compiled(_PATTERNS, "forms.txt")
_THREAD = {True: compiled(_PATTERNS, "threads_counted.txt"), False: compiled(_PATTERNS, "threads_bare.txt")}
_LIST = {True: compiled(_PATTERNS, "loose_lists.txt"), False: compiled(_PATTERNS, "lists.txt")}
_COMMENT_MARK = compiled(_PATTERNS, "comment_marks.txt")
_PROMOTION = compiled(_PATTERNS, "promotion.txt")
_CLOSING = compiled(_PATTERNS, "closing.txt")
_SITE_VOICE = compiled(_PATTERNS, "site_voice.txt")
_OFFER = re.compile(
    r"\b\d{1,2} ?% (?:off|discount)\b|\b(?:with|use|using) (?:the |our )?(?:promo |discount |offer )?code\b|"
    r"\bpromo code\b|"
    r"\bfree (?:trial|shipping|delivery)\b|\bspecial offer\b|\bexclusive (?:offer|deal|discount)\b"
)
_SIGNED_COMMENT = re.compile(r"(?:guest|anonymous|pinned|reader|user)\b[^.!?:]{0,40}:\s", re.IGNORECASE)
_AUTHORS = re.compile(r"\s*(?:,|&|\band\b)\s*")
_BIOGRAPHY = (
    r"(?:[’']s? (?:\w+ ){0,3}(?:books?|novels?|columns?|collection|essays|memoir|podcast|blog)\b|"
    r"(?:,[^.]{0,80},| \([^)]{0,40}\))? (?:is|was|are|works?|writes?|lives?|teaches|covers|edits|served|"
    r"blogs|hosts|farms|paints|cooks|gardens|sails|makes|divides|grew up|was born|"
    r"has (?:written|worked|been|covered|taught|published)|reports|joined|founded|holds|studied|runs)\b)"
)


def opens_form(words: str) -> bool:
    """True for the first line of a form to comment with."""
    return len(words) <= _LONGEST_OPENER and bool(_FORM.fullmatch(words.lower()))


def opens_thread(words: str, *, counted: bool) -> bool:
    """True for a line above readers' comments: one that counts them, or (not `counted`) only names them."""
    return len(words) <= _LONGEST_OPENER and bool(_THREAD[counted].fullmatch(words.lower()))


@lru_cache(maxsize=4096)
def marks_comment(words: str) -> bool:
    """True for a line that only comments have: who wrote when, or “Reply”."""
    if _SIGNED_COMMENT.match(words[:_LONGEST_MARK]):
        return True
    return len(words) <= _LONGEST_MARK and bool(_COMMENT_MARK.fullmatch(words.lower()))


def opens_list(words: str, *, loose: bool) -> bool:
    """True for a line above links to other pages; `loose` ones may be an article's headings as well."""
    return len(words) <= _LONGEST_LIST_OPENER and bool(_LIST[loose].fullmatch(words.lower()))


def promotes(words: str) -> bool:
    """True for words about the author, the site or the page's rights: debris once the article is over."""
    if len(words) > _LONGEST_PROMOTION:
        return False
    return is_notice(words) or closes(words) or bool(_PROMOTION.match(words.lower()))


def offers(words: str) -> bool:
    """True for what an advertisement in words says: so much off, with this code, today only."""
    return len(words) <= _LONGEST_APPEAL and not tells(words) and bool(_OFFER.search(words.lower()))


def speaks_for_site(words: str) -> bool:
    """True for a site's own voice anywhere in a unit that tells of nobody: addresses, pleas, offers."""
    if len(words) > _LONGEST_APPEAL or tells(words):
        return False
    return bool(_SITE_VOICE.search(words.lower()))


def closes(words: str) -> bool:
    """True for words that only follow an article: its author, its rights, its publisher."""
    return len(words) <= _LONGEST_PROMOTION and bool(_CLOSING.match(words.lower()))


def begins_with_author(words: str, author: str | None) -> bool:
    """True for one brief sentence that begins with the article's own author: nobody tells of oneself so."""
    if not author or len(words) > _LONGEST_APPEAL or not (names := _full_names(author)):
        return False
    return any(re.match(rf"{re.escape(name)}(?!\w|[’':])", words, re.IGNORECASE) for name in names)


def _full_names(author: str) -> list[str]:
    return [name for name in _AUTHORS.split(author) if len(name.split()) > 1]


def is_biography(words: str, author: str | None) -> bool:
    """True for a sentence whose subject is the article's own author: “Jane Doe is a writer …”."""
    if not author or len(words) > _LONGEST_PROMOTION:
        return False
    names = _full_names(author)
    if words.casefold() in (name.casefold() for name in names):
        return True
    return any(
        re.match(rf"\W*(?:the author,? )?(?:\w+\.? )?{re.escape(name)}{_BIOGRAPHY}", words, re.IGNORECASE)
        for name in names
    )
