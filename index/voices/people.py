"""Who is meant: the names of a document, the roles they hold, and what a pronoun stands for.

Rules after the usual cues of coreference: the last speaker first, else the last person named, of fitting sex.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from operator import itemgetter

from index.language.words import Word, words
from index.model import Span
from index.voices.cues import PREPOSITIONS, is_role
from index.voices.names import (
    Mention,
    by_first_name,
    is_body,
    mentions,
    role_after,
    role_before,
    role_phrases,
)

_HE = frozenset(["he", "him", "his", "himself"])
_SHE = frozenset(["she", "her", "hers", "herself"])
_REACH = 300
_APPOSED = 24
_RELATIVE = re.compile(r",?\s+(?:who|which|whose|whom)\b.*", re.DOTALL)
# "Head of leisure Anneke Voss" is she, "a lawyer of Anneke Voss" is not.
_OFFICE = re.compile(r"(?:Head|Chief|Director|Minister|Secretary|Leader|Editor|Chair) of (?:[a-z]+ ){1,3}")
# What follows a person's name and is no part of it: "Wen-hua Pei of the institute", "Ann Holm KC", "(61)".
_BELONGING = re.compile(r"(?:of|from|at|in|for)\s|\(\d+\)$|(?:[KQS]C|MP|MD|PhD|Jr|Sr)\b")

_ALONE = frozenset(["One", "Some", "Several", "Many", "Most", "Others", "Nobody", "Everybody"])
_LOWERED = _ALONE | {"The", "A", "An", "His", "Her", "Their", "Its"}


class People:
    """The people of one text; made once a document, in time linear in its length."""

    def __init__(self, text: str, stretches: Sequence[Span]) -> None:
        """Reads the names in `stretches` (the text without its boilerplate)."""
        self._text = text
        self._tokens = [words(text, span.start, span.end) for span in stretches]
        self._mentions = self._kept([m for tokens in self._tokens for m in mentions(tokens)])
        self._starts = [mention.span.start for mention in self._mentions]
        self._full = self._full_names()
        self._holders: dict[str, list[tuple[int, str]]] = {}
        for tokens in self._tokens:
            self._note_roles(tokens)
        self._phrases: dict[str, str] = {}
        self._learned: dict[str, str] = {}
        self._nouns = [noun for tokens in self._tokens for noun in role_phrases(tokens)]
        self._noun_starts = [start for start, _, _ in self._nouns]

    def name_of(self, family: str) -> str:
        """The fullest form of the name whose last word is `family`."""
        return self._full.get(family.lower(), family)

    def is_name(self, family: str) -> bool:
        """True for the last word of a name that the text gives."""
        return family.lower() in self._by_family

    def display(self, source: Span, last_speaker: str = "") -> str:
        """How a source is shown: a name without title, a pronoun's person, else the words as written."""
        shown = " ".join(source.of(self._text).split())
        low = shown.lower()
        first = low.split()[0] if low else ""
        if first in ("he", "she"):  # "she shrugs and" of "she shrugs and says"
            low = first
        if low in _HE | _SHE:
            return self._person(low, source.start, last_speaker) or low
        if low in ("it", "its"):
            return self._thing(source.start, last_speaker) or low
        if low in ("they", "their"):
            return self._several(source.start, last_speaker) or low
        if low == "who":
            return last_speaker or low
        source = self._without_clause(source)
        shown = " ".join(source.of(self._text).split())
        mention = self._mention_ending(source) or self._apposed(source)
        if mention is not None:
            return self.name_of(mention.family)
        return self._role_or_words(shown, source)

    def last_before(self, at: int, since: int = 0) -> str:
        """The person named last in `[since, at)`, or ""."""
        index = bisect_left(self._starts, at) - 1
        while index >= 0 and self._starts[index] >= since:
            if self._is_person(self._mentions[index]):
                return self.name_of(self._mentions[index].family)
            index -= 1
        return ""

    def first_after(self, start: int, end: int) -> Span | None:
        """The first name in `[start, end)`."""
        index = bisect_left(self._starts, start)
        if index == len(self._starts) or self._starts[index] >= end:
            return None
        return self._mentions[index].span

    def presented(self, start: int, end: int) -> str:
        """Whom `[start, end)` names most often, persons for certain first; else so in the text; else ""."""
        inside = [mention for mention in self._mentions if start <= mention.span.start < end]
        for some in (filter(self._is_person, inside), inside, filter(self._is_person, self._mentions)):
            counts = Counter(mention.family.lower() for mention in some)
            if counts:
                return self.name_of(counts.most_common(1)[0][0])
        return ""

    def _person(self, pronoun: str, at: int, last_speaker: str) -> str:
        sex = "m" if pronoun in _HE else "f"
        if last_speaker and self._sex_of(last_speaker) in ("", sex) and not is_body(last_speaker):
            return self._learn(last_speaker, sex)
        index = bisect_left(self._starts, at) - 1
        for mention in reversed(self._mentions[max(0, index - 40) : index + 1]):
            if self._sex_of(mention.name) in ("", sex) and self._is_person(mention):
                nearer = self._noun(at, mention.span.end, body=False)
                return nearer or self._learn(self.name_of(mention.family), sex)
        return self._noun(at, at - _REACH, body=False)

    def _learn(self, name: str, sex: str) -> str:
        """Who was once "she" stays "she"."""
        self._learned.setdefault(name.split()[-1].lower(), sex)
        return name

    def _thing(self, at: int, last_speaker: str) -> str:
        """What "it" stands for: a body or text named since the last speaker spoke, else that speaker."""
        return self._noun(at, at - _REACH, body=True) or last_speaker

    def _several(self, at: int, last_speaker: str) -> str:
        """Whom "they" stands for: the speaker if there are several, else several named before."""
        if last_speaker and (is_body(last_speaker) or last_speaker.split()[-1].endswith("s")):
            return last_speaker
        index = bisect_left(self._noun_starts, at) - 1
        while index >= 0 and self._noun_starts[index] >= at - _REACH:
            shown = self._nouns[index][1]
            if shown.endswith("s"):
                return _plain(shown)
            index -= 1
        return last_speaker

    def _noun(self, at: int, since: int, *, body: bool) -> str:
        """The role phrase that opens the stretch before `at`, nearest first, or ""."""
        index = bisect_left(self._noun_starts, at) - 1
        while index >= 0 and self._noun_starts[index] >= since:
            _, shown, is_body = self._nouns[index]
            if is_body is body:
                return _plain(shown)
            index -= 1
        return ""

    def _sex_of(self, name: str) -> str:
        family = name.split()[-1].lower() if name.split() else ""
        if family in self._learned:
            return self._learned[family]
        known = {mention.sex for mention in self._mentions_of(family) if mention.sex in ("m", "f")}
        return known.pop() if len(known) == 1 else ""

    def _is_person(self, mention: Mention) -> bool:
        """A sex or a title says so; or a full name and a shorter form of it both occur."""
        alike = self._mentions_of(mention.family.lower())
        return any(m.sex for m in alike) or len({m.name for m in alike}) > 1

    def _mentions_of(self, family: str) -> list[Mention]:
        return self._by_family.get(family, [])

    def _mention_ending(self, source: Span) -> Mention | None:
        """The name that heads a phrase: "Admiral Hossein Khanzadi", but not "a spokesman for Elin Marlow"."""
        first = bisect_left(self._starts, source.start)
        inside = [m for m in self._mentions[first : first + 6] if m.span.end <= source.end]
        if not inside:
            return None
        title = self._text[source.start : inside[0].span.start]
        lead = title.lower().split() if not _OFFICE.fullmatch(title) else []
        rest = self._text[inside[0].span.end : source.end].strip()
        if " " in inside[0].name and _BELONGING.match(rest) and not PREPOSITIONS & set(lead):
            return inside[0]
        tail = self._text[inside[-1].span.end : source.end].strip()
        if (
            len(inside) > 1
            or any(word in PREPOSITIONS for word in lead)
            or not (tail in ("", "'s", "’s", "'", "’", ",") or _BELONGING.match(tail))
        ):
            return inside[0] if len(inside) == 1 and tail.startswith(",") else None
        return inside[0]

    def _without_clause(self, source: Span) -> Span:
        """As "two importers" of "two importers, who asked not to be named,"."""
        clause = _RELATIVE.search(self._text, source.start, source.end)
        return Span(source.start, clause.start()) if clause and clause.start() > source.start else source

    def _apposed(self, source: Span) -> Mention | None:
        """The name right after a role: "its transport lead, Councillor Rhodri Vaughan-Pugh,"."""
        first = bisect_left(self._starts, source.end)
        if first == len(self._starts) or bisect_left(self._starts, source.start) != first:
            return None
        mention = self._mentions[first]
        between = self._text[source.end : mention.span.start]
        after = self._text[mention.span.end : mention.span.end + 1]
        if (
            len(between) > _APPOSED
            or not between.startswith(",")
            or after not in (",", ".", "", ")", ";", ":")
        ):
            return None
        role = _head_noun(source.of(self._text).lower())
        titles = [word for word in between[1:].split() if not word[:1].isupper()]
        return mention if not titles and is_role(role) and " " in mention.name else None

    def _role_or_words(self, shown: str, source: Span) -> str:
        head = _head_noun(shown)
        if is_role(head) and " of " not in shown and " for " not in shown:
            family = self._holder(head, source.start)
            if family and len(shown.split()) <= 3:
                return self.name_of(family)
            shown = self._fuller(shown, head)
        return _plain(shown)

    def _fuller(self, shown: str, head: str) -> str:
        """The fuller form met before: "the captain" is the "Grace 1's captain" of an earlier clause."""
        if len(shown.split()) > 2 or not shown.lower().startswith("the "):
            self._phrases[head] = shown
            return shown
        return self._phrases.get(head, shown)

    def _holder(self, role: str, at: int) -> str:
        """The family name of whoever holds the role, told last before `at`, else told first after it."""
        known = self._holders.get(role, [])
        index = bisect_right(known, at, key=itemgetter(0))
        return known[max(0, index - 1)][1] if known else ""

    def _kept(self, found: list[Mention]) -> list[Mention]:
        """Drops capitals that are no person: those with no sign of one anywhere in the text."""
        firsts = {m.name.split()[0].lower(): m for m in reversed(found) if " " in m.name}
        families = {m.family.lower() for m in found if " " in m.name}
        known = [by_first_name(m, firsts) if m.family.lower() not in families else m for m in found]
        signs = Counter(m.family.lower() for m in known if m.sex or m.name != m.family)
        kept = [m for m in known if signs[m.family.lower()]]
        self._by_family: dict[str, list[Mention]] = {}
        for mention in kept:
            self._by_family.setdefault(mention.family.lower(), []).append(mention)
        return kept

    def _full_names(self) -> dict[str, str]:
        full: dict[str, str] = {}
        for mention in self._mentions:
            key = mention.family.lower()
            if len(mention.name) > len(full.get(key, "")) and len(mention.name.split()) <= 4:
                full[key] = mention.name
        return full

    def _note_roles(self, tokens: list[Word]) -> None:
        if not tokens:
            return
        places = {token.start: at for at, token in enumerate(tokens)}
        first = bisect_left(self._starts, tokens[0].start)
        for mention in self._mentions[first : bisect_right(self._starts, tokens[-1].start)]:
            at = places[mention.span.start]
            end = at
            while end + 1 < len(tokens) and tokens[end + 1].end <= mention.span.end:
                end += 1
            for role in role_before(tokens, at) | role_after(tokens, end):
                self._holders.setdefault(role, []).append((mention.span.start, mention.family))


def _head_noun(shown: str) -> str:
    lows = [token.low for token in words(shown) if token.is_word]
    for at in range(1, len(lows)):
        if lows[at] in PREPOSITIONS:
            return lows[at - 1]
    return lows[-1] if lows else ""


def _plain(shown: str) -> str:
    """Without a leading article where a name follows, and without a trailing possessive."""
    shown = re.sub(r"['’]s?$", "", shown)
    lead, _, rest = shown.partition(" ")
    if lead.lower() in ("the", "a", "an") and rest and all(word[:1].isupper() for word in rest.split()):
        return rest
    return f"{lead.lower()} {rest}".rstrip() if lead in _LOWERED and (rest or lead in _ALONE) else shown
