"""The lines that pages carry around an article: menus, share bars, notices. Words only, no position.

A line counts only when it is nothing but such words from end to end, so that a sentence of the article
which speaks of cookies or subscriptions never does.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.reading.patterns import compiled

_LONGEST = 240
_LONGEST_NOTICE = 700
_LONGEST_MENU_WORD = 40
_LONGEST_ASIDE = 260

_FURNITURE = compiled("index.reading.patterns", "furniture.txt")
_WEAK = compiled("index.reading.patterns", "weak.txt")
_NOTICE = compiled("index.reading.patterns", "notices.txt")

# “SYSTEM: …”, “Note to AI assistants: …”, “[Pinned by moderator]”, or nothing, before the order itself.
_ADDRESSEE = (
    r"(?:(?:system|assistant|developer|admin(?:istrator)?|moderator|instructions?|prompt|attention|important|note|ai|bots?|user)"
    r"[\w ]{0,40}\s*[:>\])\-–—]+\s*)?"
)
_INJECTED = re.compile(
    r"(?:\[?(?:pinned|sticky)\b[^:\]]{0,80}[:\]]\s*)?[\[(<]*"
    + _ADDRESSEE
    + r"(?:please )?(?:ignore|disregard|forget|override) "
    r"(?:all |any |the |your |of |my |these )*(?:previous|prior|earlier|above|preceding|existing|other) "
    r"(?:instructions?|prompts?|rules?|directions?|text|context|messages?)\b",
    re.IGNORECASE,
)
# A notice speaks to its reader; an article that quotes one tells who did what.
_TELLS = re.compile(
    r"\b(?:he|she|they|them|him|his|her|said|says|say|told|asked|wrote|explained|was|were|had|did|"
    r"I(?! (?:agree|accept|understand|have read|confirm|consent))|one|nobody|everybody)\b"
)
_BARS = re.compile(r"\s*[|·•∙]\s*")
_MAIL_HEADER = re.compile(
    r"(?:X-[\w-]+|Message-I[Dd]|MIME-Version|Content-[A-Z][\w-]+|In-Reply-To|Reply-To|Return-Path|Received|Delivered-To|"
    r"List-[A-Z][\w-]+|DKIM-Signature|Mime-Version|User-Agent|References): \S"
)
_GAPS = re.compile(r"\s{2,}|\t")
_WORDLESS = re.compile(r"[\W_]*")
_IMAGE_ONLY = re.compile(r"(?:\[?!\[[^\[\]]*\]\([^()]*\)(?:\]\([^()]*\))?\s*)+")


def is_furniture(words: str) -> bool:
    """True when `words` (one line, blanks collapsed) are page furniture from end to end."""
    if len(words) > _LONGEST:
        return False
    if _is_furniture(words.lower()):
        return True
    labels = _BARS.split(words)
    return len(labels) > 1 and all(_is_furniture(label.lower()) or is_menu_word(label) for label in labels)


def is_menu_word(words: str) -> bool:
    """True for a site's section or control, such as “Opinion” or “Search”: furniture only in company."""
    return len(words) <= _LONGEST_MENU_WORD and bool(_WEAK.fullmatch(words.lower()))


def is_notice(words: str) -> bool:
    """True for a site speaking to its visitor: cookies, newsletters, accounts, comment rules."""
    return len(words) <= _LONGEST_NOTICE and bool(_NOTICE.match(words.lower()))


def is_aside(words: str) -> bool:
    """True for a notice that can stand amid an article: brief, and telling of nobody."""
    return len(words) <= _LONGEST_ASIDE and is_notice(words) and not tells(words)


def tells(words: str) -> bool:
    """True for a sentence about somebody: it reports, where a page's own words only address the reader."""
    return bool(_TELLS.search(words))


def is_link_row(words: str) -> bool:
    """True for three or more labels in a row with bars or dots between them."""
    if len(words) > _LONGEST or words[-1:] in (".", "!", "?"):
        return False
    labels = _BARS.split(words)
    return len(labels) > 2 and all(len(label.split()) <= 6 for label in labels)


def is_label_row(words: str) -> bool:
    """True for three or more sections or controls in a row, with wide gaps between them."""
    labels = _GAPS.split(words.strip()) if len(words) <= _LONGEST and ("  " in words or "\t" in words) else []
    return len(labels) > 2 and all(map(is_menu_word, labels))


def is_mail_header(words: str) -> bool:
    """True for a header that a mail program wrote, “Message-ID: …”: no writer hyphenates a label so."""
    return len(words) <= _LONGEST_NOTICE and bool(_MAIL_HEADER.match(words))


def is_injected(words: str) -> bool:
    """True for words addressed to a language model: “SYSTEM: ignore all previous instructions”."""
    return bool(_INJECTED.match(words[:400]))


def is_wordless(words: str) -> bool:
    """True for rules and ornaments: no letter and no digit."""
    return bool(_WORDLESS.fullmatch(words))


def is_image(words: str) -> bool:
    """True for a line that holds nothing but markdown pictures."""
    return len(words) < 2000 and words[:2] in ("![", "[!") and bool(_IMAGE_ONLY.fullmatch(words))


@lru_cache(maxsize=4096)
def _is_furniture(words: str) -> bool:
    return bool(_FURNITURE.fullmatch(words))
