"""The names of one text: which capitals are people's, in what form each is shown, who holds which role."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from index.language.words import Word
from index.voices.names import (
    Mention,
    by_first_name,
    is_demonym,
    is_firm,
    mentions,
    role_after,
    role_before,
)
from index.voices.nouns import is_thing, sex_of_noun

_RUN = r"[A-Z][\w&’'-]*(?:\s(?:(?:de|del|da|do|of|&)\s)?[A-Z][\w&-]*){0,4}"
_SHARES = re.compile(
    rf"\b[Ss](?:hares|tock|takes?) in (?:the )?(?P<in>{_RUN})|"
    rf"(?P<of>{_RUN})['’]s? (?:shares|share price|stock)\b"
)


class Names:
    """The names in the words of a text; `mentions` in order, `unsigned` those that may be no person's."""

    def __init__(self, text: str, paragraphs: Sequence[list[Word]]) -> None:
        """Reads the names in `paragraphs`, the text's words part by part."""
        self._text = text
        self._common = {token.low for tokens in paragraphs for token in tokens if not token.is_capital}
        self._inner = {low for tokens in paragraphs for low in _inner_capitals(tokens)}
        self._learned: dict[str, str] = {}
        self._by_family: dict[str, list[Mention]] = {}
        known = self._known([m for tokens in paragraphs for m in mentions(tokens)])
        signs = Counter(m.family.lower() for m in known if m.sex or m.name != m.family)
        self.mentions = [m for m in known if signs[m.family.lower()]]
        unsigned = [m for m in known if not signs[m.family.lower()] and self._is_proper(m)]
        placed = Counter(m.family.lower() for m in unsigned if self._is_place(m))
        seen = Counter(m.family.lower() for m in unsigned)
        self.unsigned = [m for m in unsigned if placed[m.family.lower()] < seen[m.family.lower()]]
        for mention in self.mentions:
            self._by_family.setdefault(mention.family.lower(), []).append(mention)
        self.starts = [mention.span.start for mention in self.mentions]
        self._full = self._full_names()
        self._holders: dict[str, list[tuple[int, str]]] = {}
        self._in_office: set[str] = set()
        self._listed = {match["in"] or match["of"] for match in _SHARES.finditer(text)}
        for tokens in paragraphs:
            self._note_roles(tokens)

    def name_of(self, family: str) -> str:
        """The fullest form of the name whose last word is `family`."""
        return self._full.get(family.lower(), family)

    def is_name(self, family: str) -> bool:
        """True for the last word of a name that the text gives."""
        return family.lower() in self._by_family

    def is_person(self, mention: Mention) -> bool:
        """A sex or a title says so; or a full name and a shorter form of it both occur."""
        alike = self._of(mention.family.lower())
        if any(m.sex for m in alike) or mention.family.lower() in self._in_office:
            return True
        return len({m.name for m in alike}) > 1 and mention.family.lower() not in self._by_first_word

    def sex_of(self, name: str) -> str:
        """The sex of whom a name belongs to: "m", "f" or ""."""
        family = name.split()[-1].lower() if name.split() else ""
        if family in self._learned:
            return self._learned[family]
        known = {mention.sex for mention in self._of(family) if mention.sex in ("m", "f")}
        return known.pop() if len(known) == 1 else ""

    def learn(self, name: str, sex: str) -> None:
        """Who was once "she" stays "she"."""
        self._learned.setdefault(name.split()[-1].lower(), sex)

    def is_firm(self, name: str) -> bool:
        """True for a name with a firm's word in it, one shortened as firms' are, one with shares."""
        return is_firm(name) or name.split()[-1].lower() in self._by_first_word or name in self._listed

    def holder(self, role: str, at: int) -> str:
        """The family name of whoever holds the role, told last before `at`, else told first after it."""
        known = self._holders.get(role, [])
        index = bisect_right(known, at, key=itemgetter(0))
        return known[max(0, index - 1)][1] if known else ""

    def _of(self, family: str) -> list[Mention]:
        return self._by_family.get(family, [])

    def _known(self, found: Sequence[Mention]) -> list[Mention]:
        """The mentions with those by a first name alone put under their family name."""
        firsts = {
            m.name.split()[0].lower(): m for m in reversed(found) if " " in m.name and not self._is_product(m)
        }
        families = {m.family.lower() for m in found if " " in m.name}
        known = [by_first_name(m, firsts) if m.family.lower() not in families else m for m in found]
        # People are called by their last name, firms by their first: "Norsund" is Norsund Havbruk.
        renamed = [m for m, was in zip(known, found, strict=True) if m.family != was.family]
        placed = {m.family.lower() for m in renamed if self._is_place(m)}
        self._by_first_word = {m.family.lower() for m in renamed if not m.sex} - placed
        return known

    def _is_proper(self, mention: Mention) -> bool:
        """False for a capital that only a sentence's beginning gives, and for "Chinese"."""
        low = mention.family.lower()
        return low in self._inner and low not in self._common and not is_demonym(low)

    def _is_place(self, mention: Mention) -> bool:
        """True after a preposition of place: "in Ludbury" makes the Ludbury Corn Exchange no firm."""
        before = self._text[max(0, mention.span.start - 8) : mention.span.start].lower().split()
        return bool(before) and before[-1] in ("in", "at", "near", "to", "from")

    def _is_product(self, mention: Mention) -> bool:
        """True after an article: "the Lumo Pebble" is no longer form of its maker's name."""
        before = self._text[max(0, mention.span.start - 6) : mention.span.start].lower().split()
        return bool(before) and before[-1] in ("the", "a", "an")

    def _full_names(self) -> dict[str, str]:
        """The fullest form by the last word; with its title, where the name is never given without."""
        full: dict[str, str] = {}
        for mention in self.mentions:
            key = mention.family.lower()
            if len(mention.name) > len(full.get(key, "")) and len(mention.name.split()) <= 4:
                full[key] = mention.name
        return {key: self._titled(name, self._of(key)) for key, name in full.items()}

    def _titled(self, name: str, mentions: Sequence[Mention]) -> str:
        """As "Ms Finch" where that is all the text gives, "Sir Giles Matravers"; but plain "Carla Finch"."""
        title = next((each.title for each in mentions if each.name == name and each.is_addressed), "")
        if not title or not all(each.title for each in mentions):
            return name
        return f"{title} {name}" if " " not in name or mentions[0].is_lasting else name

    def _note_roles(self, tokens: list[Word]) -> None:
        if not tokens:
            return
        places = {token.start: at for at, token in enumerate(tokens)}
        first = bisect_left(self.starts, tokens[0].start)
        for mention in self.mentions[first : bisect_right(self.starts, tokens[-1].start)]:
            at = places[mention.span.start]
            end = at
            while end + 1 < len(tokens) and tokens[end + 1].end <= mention.span.end:
                end += 1
            for role in role_before(tokens, at) | role_after(tokens, end):
                self._holders.setdefault(role, []).append((mention.span.start, mention.family))
                if not is_thing(role):
                    self._in_office.add(mention.family.lower())
                if sex := sex_of_noun(role):
                    self.learn(mention.family, sex)


def _inner_capitals(tokens: Sequence[Word]) -> Iterator[str]:
    """The words with a capital that no sentence or quotation begins with, lower-case."""
    for before, token in pairwise(tokens):
        if token.is_capital and before.is_word and (not before.is_capital or before.low == "the"):
            yield re.sub(r"'s?$", "", token.low)
