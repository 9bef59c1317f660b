"""What a page says of itself and not of the world: captions, credits, plugs, invitations to read on.

Cleaning leaves out what stands apart; this finds what stands among an article's sentences. English only.
"""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"(?:table of contents|photos?(?:graph)? (?:by|credit|:)|(?:image |photo |picture )?credits?:|"
    r"getty images|updated?:|"
    r"(?:listen to|watch|read|see|follow|join|visit|click|tap|subscribe|sign up|download|check out) .*"
    r"(?:here|below|newsletter|app|podcast|\.com|\.co\.uk)\b|"
    r"for (?:all|more|the latest) .*(?:news|stories|coverage)|"
    r"to read more|this (?:article|story|post|guide) (?:was|is|has been|contains|originally|first)|"
    r"(?:read|see|more|related|also read)(?: more)?:)",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    r"click here|is (?:supported|sponsored|brought to you) by|we(?:'ve|’ve| have)? updated (?:this|our)|"
    r"is a series in which|sign up (?:for|to) (?:our|the)|our (?:newsletter|privacy policy|terms)|"
    r"(?:getty images|/ ?getty|reuters/|afp via)|all rights reserved|©|affiliate (?:link|commission)|"
    r"(?:we|\w+) may (?:earn|receive) (?:a |an )?(?:\w+ )?commission|has been (?:testing|reviewing) and|"
    r"contributed to this (?:report|story|article)|\bview (?:this post|gallery|image)\b",
    re.IGNORECASE,
)


def is_page_talk(text: str) -> bool:
    """True for a sentence about the page, its makers or its pictures."""
    bare = text.lstrip("“\"'‘([")
    return _OPENING.match(bare) is not None or _ANYWHERE.search(text) is not None
