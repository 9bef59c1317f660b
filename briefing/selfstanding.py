"""Tells whether a clause reads well on its own, and trims what dangles at its ends.

Trimming only moves the ends inwards, so what is left is still verbatim. The word lists are English; in other
languages the checks of shape alone decide.
"""

from __future__ import annotations

import re
from collections.abc import Set

from answering.wording import meaningful, stem
from index.model import Span

_SHORTEST, _LONGEST = 4, 50
"""Words that a statement of a briefing may have."""

_POINTING_BACK = re.compile(
    "he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|such|both|neither|"
    "former|latter|another|others|here|then|there"
)
_CONNECTING = re.compile(
    "and|but|or|nor|so|yet|whereas|which|who|whom|whose|where|unless|until|than|into|adding|saying|including|"
    "also|too|however|moreover|furthermore|therefore|thus|hence|instead|otherwise|still|besides|nevertheless|"
    "meanwhile|separately|similarly|likewise|indeed"
)
_LEADING = re.compile(
    "for|because|although|though|while|when|if|since|as|with|without|by|of|to|in|from|at|on|over|after|before|"
    "is|are|was|were|be|been|being|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|not"
)
"""Words that open a sentence of their own when capitalised, and hang on another when not."""
_LEANING = re.compile(
    r"(?:(?:for (?:example|instance)|in (?:fact|other words|addition|response|return|turn|particular)|"
    r"as a (?:result|consequence)|at (?:the (?:same )?time|first|that point|this point)|after all|even so|"
    r"of course|on the (?:other hand|contrary|same day)|by (?:then|now|contrast)|in contrast|that said|"
    r"above all|finally|eventually|again|yes|no|well|ok|okay),|"
    r"(?:now|soon|what happened|the same|the next (?:day|morning)|"
    r"(?:\w+ )?(?:days?|weeks?|months?|years?|hours?|minutes?|moments?) (?:later|earlier|before))\b)",
    re.IGNORECASE,
)
"""Openings of sentences that lean on the one before."""
_LEANING_END = re.compile(
    r"\b(?:then|since|instead|either|so|likewise|otherwise|(?:on|in|from|up|over) there)[.!?;,][”\"’')]*$|"
    r"\bthen;|, for (?:instance|example),|\ball of (?:this|that|these|those)\b"
)
_WHOSE = re.compile(
    r"(?:mine|ours|yours|most|some|many|few|several|none|half|all|both|one|two|three|others|\d[\d.,]*) "
    r"(?:would|will|could|can|should|may|might|must|was|were|is|are|had|has|have|did|do|does|took|ended|went|came|said|"
    r"say|got|became|remain|remained|left|died|felt|thought|think)\b",
    re.IGNORECASE,
)
"""A number or a "most" that does not say of what."""
_OF_WHOM = re.compile(
    r"(?:\w+(?:ed|ing) [^,]*, (?:he|she|they|it)|(?:\w+ ){1,3}also|if (?:so|not|there (?:is|are|was)),|"
    r"(?:(?:if|when|while|as|because|though|although|since|once|after|before|until|where|what|how|why|"
    r"whether) (?:[a-z]+ )?(?:it|its|he|she|they|him|her|them|his|their)|"
    r"(?:i|we|you) [a-z]+ (?:that )?(?:he|she|they|him|her|them|his|their)))\b",
    re.IGNORECASE,
)
"""A pronoun before anybody is named whom it could stand for."""
_THE = re.compile(r"The ((?:[\w’'-]+,? ){1,4})")
_NAMED = re.compile(
    r"The (?:[a-z][\w’'-]*,? ){0,2}?(?:(?:of|at|in|for|from|behind|between|on) (?:the )?)?[A-Z0-9]"
)
_DANGLING_START = " \t\n\N{NO-BREAK SPACE},;:.–—-…)]}>•*#"
_DANGLING_END = " \t\n\N{NO-BREAK SPACE},;:–—-([{"
_PAIRS = {"“": "”", "«": "»", "„": "“", "(": ")", "[": "]"}
_ANSWER_MARK = re.compile(r"A:\s+")
_QUESTION_MARK = re.compile(r"Q:")
_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_FINISHED = re.compile(r"[.!?…][”\"’'»)\]]*$|^[“\"«].*,[”\"»]$", re.DOTALL)
"""Ends of sentences, and of a whole quotation that its speaker follows: “Nobody came,” said the mayor."""


def self_standing(text: str, *, after_source: bool = False) -> Span | None:
    """The part of the clause to show, in characters of `text`, or None when it needs what stood around it.

    With `after_source` the clause will follow its speaker's name, so it may begin in lower case, as in
    "the captain: the landing was dangerous."
    """
    span = _trimmed(text)
    shown = span.of(text)
    words = _WORD.findall(shown)
    if not _SHORTEST <= len(words) <= _LONGEST or not _balanced(shown) or _QUESTION_MARK.match(shown):
        return None
    first = words[0]
    lower = first.casefold()
    bare = re.split("[’']", lower)[0]  # "That’s" points back as "that" does
    if _POINTING_BACK.fullmatch(bare) and not (after_source and lower in ("there", "this")):
        return None
    starts_lower = first[0].islower()
    if starts_lower and (not after_source or _LEADING.fullmatch(lower)):
        return None
    if _leans(shown[shown.index(first) :]):
        return None
    if _CONNECTING.fullmatch(lower) or _FINISHED.search(shown) is None:
        return None
    return span


def _leans(text: str) -> bool:
    """True for a clause whose words say that more was told before it."""
    start = any(each.match(text) for each in (_LEANING, _WHOSE, _OF_WHOM))
    return start or _LEANING_END.search(text) is not None


def is_unnamed(text: str, known: Set[str]) -> bool:
    """True where a clause begins with "the" something that neither it names nor any of `known` (stems) is."""
    found = _THE.match(text)
    if found is None or _NAMED.match(text):
        return False
    return not known & {stem(each) for each in meaningful(found[1])}


def _trimmed(text: str) -> Span:
    """The clause without its neighbours' blanks and punctuation, and without a lone quotation mark."""
    end = len(text)
    answer = _ANSWER_MARK.match(text)
    start = answer.end() if answer else 0
    while True:
        before = start, end
        while start < end and text[start] in _DANGLING_START:
            start += 1
        while start < end and text[end - 1] in _DANGLING_END:
            end -= 1
        start, end = _without_lone_mark(text, start, end)
        if (start, end) == before:
            return Span(start, end)


def _without_lone_mark(text: str, start: int, end: int) -> tuple[int, int]:
    """The ends moved past one quotation mark whose partner lies outside."""
    shown = text[start:end]
    if not shown:
        return start, end
    if shown[0] == "“" and "”" not in shown:
        return start + 1, end
    if shown[-1] == "”" and "“" not in shown:
        return start, end - 1
    if shown.count('"') == 1 and shown[0] == '"':
        return start + 1, end
    if shown.count('"') == 1 and shown[-1] == '"':
        return start, end - 1
    return start, end


def _balanced(text: str) -> bool:
    """True when every quotation mark and bracket has its partner, in order."""
    if text.count('"') % 2:
        return False
    expected: list[str] = []
    for character in text:
        if character in _PAIRS and not (expected and expected[-1] == character):
            expected.append(_PAIRS[character])
        elif expected and character == expected[-1]:
            expected.pop()
        elif character in "”»)]":
            return False
    return not expected
