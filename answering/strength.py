"""Does a statement claim no more than its clauses: what may be as what may be, some as some, 3 of those 3?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from answering.figures import calendar, figures, placed
from answering.keeping import WORD, forms
from answering.wording import is_stop, meaningful

_Scope = list[frozenset[str]]
_ALL = r"all|every|everyone|everybody|everything|each|entire|whole|both|always"
_NONE = r"none|nobody|nothing|no one|never"
_QUANTITIES = (
    (re.compile(rf"\b(?:{_ALL})\b", re.IGNORECASE),) * 2,
    (
        re.compile(rf"\b(?:{_NONE})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{_NONE}|no|neither)\b", re.IGNORECASE),
    ),
    (re.compile(r"(?<!\bthe )\bmost\b|\bmajority\b|\bmostly\b", re.IGNORECASE),) * 2,
    (re.compile(r"\b(?:many|several|numerous)\b", re.IGNORECASE),) * 2,
    (re.compile(r"\b(?:few|hardly|barely)\b", re.IGNORECASE),) * 2,
)
_PARTLY = re.compile(
    r"\b(?:most|half|few|many|several|nearly|almost|hardly|barely|partly|mostly|"
    r"(?:a|only|large|small) part of|some of)\b",
    re.IGNORECASE,
)
_WISHES = (
    r"(?:plan|want|hope|aim|intend|expect|propose|threaten|attempt|promise|vow|offer|urge|ask|order|wish|"
    r"demand|try|trie|seek|sought|decline)(?:s|d|ed|ned|ing)?"
)
_SUPPOSED = r"(?:due|set|about|ready|likely|thought|believed|said|supposed)"
_ANYWAY = (
    r"can|could|may|might|should|would|will|shall|ought|must|possibly|perhaps|maybe|likely|unlikely|"
    r"probably|allegedly|reportedly|apparently|seems?|seemed|appears?|appeared|if|whether|\w+[’']ll"
)
_MAY = re.compile(
    rf"\b(?:{_ANYWAY}|{_WISHES}(?=\s+(?:[\w’'-]+\s+){{0,3}}?(?:to|for|that)\b)|{_SUPPOSED}(?=\s+to\b))\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(rf"\b(?:{_ANYWAY}|{_WISHES}|{_SUPPOSED})\b", re.IGNORECASE)
_CONDITIONS = tuple(
    (re.compile(rf"\b(?:{marks})\b", re.IGNORECASE), re.compile(rf"\b(?:{marks}|{kept})\b", re.IGNORECASE))
    for marks, kept in (
        (r"if|unless|provided that|as long as|in case", r"would|could|might|may"),
        (r"except|apart from|other than|excluding", r"but"),
    )
)
_SENTENCE = re.compile(r"[.!?…;](?=\s|$)")


def is_surer(text: str, told: str) -> bool:
    """True where the statement tells as done what its clauses expect, allow or wish, or of more of them."""
    if any(mine.search(text) and not theirs.search(told) for mine, theirs in _QUANTITIES):
        return True
    spoken = {each for word in meaningful(text) for each in forms(word)}
    if _leaves_out(text, told, spoken):
        return True
    return _is_lost(_scopes(_MAY, told, 2), _scopes(_MAYBE, text, 4), spoken) or _is_lost(
        _scopes(_PARTLY, told, 1), _scopes(_PARTLY, text, 4), spoken
    )


def _leaves_out(text: str, told: str, spoken: set[str]) -> bool:
    """True where what holds only under a condition, or with an exception, is told without."""
    for mark, kept in _CONDITIONS:
        for sentence in _SENTENCE.split(told):
            words = {each for word in meaningful(sentence) for each in forms(word)}
            if mark.search(sentence) and not kept.search(text) and 2 * len(spoken & words) >= len(spoken):
                return True
    return False


def _is_lost(theirs: Iterator[_Scope], mine: Iterator[_Scope], spoken: set[str]) -> bool:
    """True where the statement speaks of what a mark bears on, and has no such mark there."""
    marked = {each for scope in mine for found in scope for each in found}
    return any(scope and scope[0] & spoken and not any(found & marked for found in scope) for scope in theirs)


def _scopes(mark: re.Pattern[str], text: str, reach: int) -> Iterator[_Scope]:
    """What each mark bears on: the next words with a meaning in its sentence."""
    for sentence in _SENTENCE.split(text):
        for match in mark.finditer(sentence):
            after = (word for word in meaningful(sentence[match.end() :]) if not mark.search(word))
            yield [forms(word) for word in islice(after, reach)]


_DIRECTION = re.compile(r"\b(?:from|to|by|since|until|before|after)\s+[$€£¥]?$", re.IGNORECASE)
_BOUNDS = tuple(
    re.compile(rf"\b(?:{words})\s+(?:the\s+)?[$€£¥]?$", re.IGNORECASE)
    for words in (
        r"more than|over|above|at least|exceed\w*|upwards of|minimum of",
        r"up to|at most|(?:less|fewer) than|under|below|as (?:many|much) as|maximum of",
    )
)
_OF = re.compile(r"\s+(?:out\s+)?of\s+(?:[\w’'-]+\s+){0,3}$")
_YEAR = range(1500, 2101)


def misplaces_figures(text: str, told: str) -> bool:
    """True where a figure of the statement stands for something else than it does in its clauses."""
    mine, theirs = placed(text), placed(told)
    for value, start, _ in mine:
        same = [told[:begin] for other, begin, _ in theirs if other == value]
        if same and _is_turned(text[:start], same):
            return True
    if not _parts(text) <= _parts(told) or _misdates(text, told):
        return True
    counted = [(value, _counted(text[end:])) for value, _, end in mine if value[0] not in _YEAR]
    right = {what for value, what in counted if what and value in _counting(what, told, value)}
    return len(theirs) > 1 and any(
        what and what not in right and _counting(what, told, value) for value, what in counted
    )


def _is_turned(before: str, theirs: Sequence[str]) -> bool:
    """True where it is "from" instead of "to", or "more than" where it is just so much."""
    mine = _DIRECTION.search(before)
    others = [match.group().split()[0].lower() for each in theirs if (match := _DIRECTION.search(each))]
    if mine and others and mine.group().split()[0].lower() not in others:
        return True
    bound = [bool(each.search(before)) for each in _BOUNDS]
    return all(bound != [bool(each.search(other)) for each in _BOUNDS] for other in theirs)


def _misdates(text: str, told: str) -> bool:
    """True where a year stands behind a word that has another year behind it in the clauses."""
    theirs = [(value, start) for value, start, _ in placed(told) if value[0] in _YEAR]
    if len({value for value, _ in theirs}) < 2:
        return False
    for value, start, _ in placed(text):
        words = [word for word in WORD.findall(text[:start]) if not is_stop(word) and not calendar(word)]
        if value[0] not in _YEAR or not words or figures(words[-1]):
            continue
        before = [m.start() for m in WORD.finditer(told) if forms(m.group()) & forms(words[-1])]
        following = [next((year for year, begin in theirs if begin > place), value) for place in before]
        if following and value not in following:
            return True
    return False


def _parts(text: str) -> set[tuple[tuple[float, str], tuple[float, str]]]:
    """The figures that are parts of others: "two of the six"."""
    found = placed(text)
    return {
        (one, other) for (one, _, end), (other, start, _) in pairwise(found) if _OF.match(text[end:start])
    }


def _counted(after: str) -> frozenset[str] | None:
    """The next word with a meaning behind a figure, in its forms; None at the end of a phrase."""
    phrase = re.match(r"[^\d,.;:!?()$€£]*", after)
    words = (word for word in WORD.findall(phrase.group() if phrase else "") if not is_stop(word))
    what = next(words, None)
    return None if what is None or figures(what) or calendar(what) else forms(what)


def _counting(what: frozenset[str], told: str, otherwise: tuple[float, str]) -> list[tuple[float, str]]:
    """The figures that stand last before a word wherever it is told; `otherwise` where none does."""
    numbers = placed(told)
    places = [match.start() for match in WORD.finditer(told) if forms(match.group()) & what]
    return [next((n for n, _, end in reversed(numbers) if end <= place), otherwise) for place in places]
