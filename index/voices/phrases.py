"""The core of a phrase that names a source: what hangs on it is left out, the name in it found."""

from __future__ import annotations

import re

from index.model import Span
from index.voices.cues import DETERMINERS, PREPOSITIONS

_SMALL = "".join(letter for letter in map(chr, range(0xDF, 0x250)) if letter.islower())
_CAPITAL = rf"[^\W\d_a-z{_SMALL}][\w’'&.\-]*"
_NAME = rf"{_CAPITAL}(?:\s+(?:(?:of|for|de|do|da|del|van|von|al|the|&)\s+){{0,2}}{_CAPITAL})*"
_BRACKET = re.compile(r"\s*[(\[][^()\[\]]*[)\]]?")
_DASH = re.compile(r"\s+[—–-]{1,2}\s|—")
_RELATIVE = re.compile(r",?\s+(?:who|which|whose|whom|that)\b.*", re.DOTALL)
# "a person who left in spring" is nobody without the clause; "the engineer who came" is the engineer.
_INDEFINITE = re.compile(r"(?:an?|those|people|one|some|several|two|three)\b", re.IGNORECASE)
_REMARK = re.compile(r",\s+(?:who|which|whose|whom)\b.*", re.DOTALL)
_WHEN = re.compile(r"\s(?:in|for|on|of|from)\s(?:\d{4}|\d{1,2}(?:\s[A-Z]\w+)?)$")
# "an assessment dated 9 January": said of the text or person before it, never of what a determiner opens.
_PARTICIPLE = re.compile(
    r"\s+(?:dated|published|issued|released|written|seen|obtained|leaked|signed|prepared|commissioned (?!by)|"
    r"conducted|carried out|filed|posted|sent|drawn up|quoted|cited|speaking|writing|involved|named|based|"
    r"whom I|and \w+ed)\s.*",
    re.DOTALL,
)
_LATELY = re.compile(
    r"\s(?:(?:last|this|earlier|late|on)\s(?:(?:spring|summer|autumn|fall|winter|week|month|year)|[A-Z]\w+day)"
    r"|of\s\w+\sof\s(?:them|these|those))$"
)
# Of a text by somebody, told with more than that, the one who wrote it speaks.
_BY_WHOM = re.compile(
    r"^(?i:an?|the|its|their)\s(?:\S+\s)?(?:study|review|report|audit|survey|test|analysis|assessment|poll|inquiry)"
    rf"(?P<of>(?:\s(?:of|in|on|for|into)\s(?!.*\sby\s.*\sby\s).*?)?)\sby\s(?:the\s)?"
    rf"(?P<name>(?:[a-z]+\s){{0,2}}?(?:{_NAME}|general))(?P<rest>\s(?:of|in|on|for|from)\s.*)?$",
)
_OF_PLACE = re.compile(rf"(?P<whole>.*\s(?:at|from)\s(?:the\s)?{_NAME})\sin\s{_NAME}$")
_NAMED = re.compile(rf"\s(?:named|called|identified as|known as)\s+(?:the\s+)?(?P<name>{_NAME})")
# Figures do not speak, but the one they come from.
_FROM_WHOM = re.compile(
    r"^(?:[\w’'\-]+\s+){0,2}?(?:data|figures|numbers|statistics)\s(?:compiled\s|collected\s|published\s)?"
    r"(?:from|of|by)\s(?P<name>.*)$",
    re.IGNORECASE,
)
_APPOSED = re.compile(rf"^(?:the\s+)?(?:{_NAME})$")
_LEADING = re.compile(
    r"^(?:.*\n\s*)?(?:(?:reportedly|allegedly|apparently|separately|meanwhile|only|which|whom|that|where|as|but|"
    r"and)\s+|[—–*>•-]+\s*)*",
    re.IGNORECASE | re.DOTALL,
)
_TRAILING = re.compile(r"[\s,;:–—-]+$|\s+(?:and|or|but|of|both|each|all)$")
_QUANTITIES = frozenset("a an one two three four five some many most several few other".split())


def core(text: str, source: Span) -> Span:
    """The part of `source` that names who speaks: a name that is set beside or behind a role, else its head.

    "the prospectus" of "the prospectus, marked confidential,", "Hugh Tanqueray" of "the leader of the
    council, Cllr Hugh Tanqueray (Con),", "the Lindau Centre" of "a study by the Lindau Centre of 46 ports".
    """
    shown = source.of(text)
    start, end = _bounds(shown)
    found = _inner(shown[start:end])
    return Span(source.start + start + found.start, source.start + start + found.end)


def without_place(shown: str) -> str:
    """As "researchers at the Centre for Votes in Mexico City" are said to be "at the Centre for Votes"."""
    placed = _OF_PLACE.match(shown)
    return placed["whole"] if placed else shown


def _bounds(shown: str) -> tuple[int, int]:
    lead = _LEADING.match(shown)
    start, end = (lead.end() if lead else 0), len(shown)
    start = start if start < end else 0
    while tail := _TRAILING.search(shown, start, end):
        if tail.start() <= start:
            break
        end = tail.start()
    return start, end


def _inner(shown: str) -> Span:
    named = _NAMED.search(shown)
    if named:
        return Span(*named.span("name"))
    whole = _without_asides(shown)
    head, beside = _parts(shown, whole)
    if beside is not None:
        return beside
    words = shown[head.start : head.end]
    by = _FROM_WHOM.match(words)
    if by:
        return Span(*by.span("name")).shifted(head.start)
    by = _BY_WHOM.match(words)
    if by and (by["of"] or by["rest"]):
        return Span(*by.span("name")).shifted(head.start)
    return _set_beside(words).shifted(head.start)


def _without_asides(shown: str) -> Span:
    """Up to the first relative clause, participle or dash."""
    end = len(shown)
    restrictive = _INDEFINITE.match(shown) is not None
    for pattern in (_REMARK if restrictive else _RELATIVE, _DASH, _PARTICIPLE, _WHEN, _LATELY):
        found = pattern.search(shown, 1, end)
        if found and shown[: found.start()].split()[-1:] and not _opens(shown[: found.start()]):
            end = found.start()
    return Span(0, end)


def _opens(before: str) -> bool:
    """True when no noun has come yet: "the published figures"."""
    words = before.lower().split()
    return not words or words[-1] in DETERMINERS | PREPOSITIONS


def _parts(shown: str, whole: Span) -> tuple[Span, Span | None]:
    """The head before the first comma or bracket, and a name set beside it, where the head is a role."""
    cut = list(re.finditer(r"\s*[,(]\s*", shown[: whole.end]))
    if not cut or re.search(r"\band\b", shown[cut[-1].end() : whole.end]):
        return whole, None
    head = Span(0, cut[0].start())
    if not head.end:
        return whole, None
    role = shown[: head.end].split()
    beside = re.compile(r"\s*[,(]").split(shown[cut[0].end() : whole.end])[0].rstrip(" ,)")
    if not role[-1][:1].isupper() and _APPOSED.match(beside):
        return head, Span(cut[0].end(), cut[0].end() + len(beside))
    return head, None


def _set_beside(words: str) -> Span:
    """The name at the end of "the trade body Eurogres", "co-founder Ana Prieto"; else all the words."""
    name = re.search(rf"(?:^|\s)(?P<name>{_NAME})$", words)
    whole = Span(0, len(words))
    if not name or not name.start("name"):
        return whole
    lead = words[: name.start("name")].split()
    low = [word.lower() for word in lead]
    if (
        low[-1] in DETERMINERS | _QUANTITIES
        or low[0] in _QUANTITIES
        or PREPOSITIONS & set(low)
        or not lead[-1][:1].islower()
        or re.search(r"['’]s?$", lead[-1])
    ):
        return whole
    return Span(*name.span("name"))
