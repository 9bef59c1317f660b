"""Who is meant: the names of a document, the roles they hold, and what a pronoun stands for.

Names and roles by `registry`, pronouns by `referents`, the core of a longer phrase by `phrases`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from index.language.words import Word, words
from index.model import Span
from index.voices import nouns, phrases
from index.voices.cues import DETERMINERS, PREPOSITIONS, is_role
from index.voices.names import Mention, bodies, is_firm
from index.voices.referents import HE, SHE, Kind, Named, Referents
from index.voices.registry import Names

_APPOSED = 24
# What follows a person's name and is no part of it: "Wen-hua Pei of the institute", "Ann Holm KC", "(61)".
_BELONGING = re.compile(r"(?:of|from|at|in|for)\s|\(\d+\)$|(?:[KQS]C|M[EPS]?P|MD|PhD|Jr|Sr)\b")

_ALONE = frozenset(["One", "Some", "Several", "Many", "Most", "Others", "Nobody", "Everybody"])
_NOBODY = frozenset("no nobody none who which that he she it they one some many others i we you".split())
_WRITTEN = frozenset(
    "letter statement report email e-mail note memo reply survey headline testimony submission".split()
)
_FIRMS = frozenset(
    "company firm airline bank maker manufacturer operator developer retailer supplier insurer carrier "
    "publisher builder start-up startup contractor consultancy airline seller".split()
)
_MANY = frozenset("court ministry government office department school university club party".split())
_COUNTED = frozenset("another|a second|a third|a fourth|a fifth|the second|the third|the other".split("|"))
_FEW = 8  # names and roles looked back at for what is counted
_FULL = 3  # words of a body's name, from which on one word can be short for it
_INDEFINITE = frozenset("a an another one two three some many several most few both".split())
_IDENTIFIED = re.compile(r"^,\s+(?:identified as|named|called|known as)(?=\s)")
_OWNED = re.compile(r"['’]s?\s")
_LOOKED_BACK = 60  # names and roles
_SHORT_LINE = 50
_BESIDE = frozenset([",", ".", "named", "called", "the"])
_LOWERED = _ALONE | {"The", "A", "An", "His", "Her", "Their", "Its"}


class People:
    """The people of one text; made once a document, in time linear in its length."""

    def __init__(self, text: str, stretches: Sequence[Span]) -> None:
        """Reads the names in `stretches` (the text without its boilerplate)."""
        self._text = text
        self._tokens = [words(text, *bounds) for span in stretches for bounds in _lines(text, span)]
        self._names = Names(text, self._tokens)
        everyone = [*self._names.mentions, *self._names.unsigned]
        self._places = frozenset(mention.span.start for mention in everyone)
        self._name_ends = frozenset(mention.span.end for mention in everyone)
        self._phrases: dict[str, str] = {}
        self._everybody = self._named()
        self._name_starts = [each.start for each in self._everybody]
        self._referents = Referents(self._tokens, self._everybody, self._names.learn)

    def name_of(self, family: str) -> str:
        """The fullest form of the name whose last word is `family`."""
        return self._names.name_of(family)

    def is_name(self, family: str) -> bool:
        """True for the last word of a name that the text gives."""
        return self._names.is_name(family)

    def spoke(self, name: str, at: int) -> None:
        """Notes that `name` speaks at `at`, so that a pronoun after it may mean him."""
        if name.split()[0].lower() not in _NOBODY:
            self._referents.spoke(name, at)

    def cited(self, name: str, source: Span) -> None:
        """Notes that `source` names `name` only as in "according to", where a pronoun seldom means him."""
        self._referents.cited(name, source.start, source.end)

    def display(self, source: Span, last_speaker: str = "", said: Span | None = None) -> str:
        """How a source is shown: a name without title, a pronoun's person, else the words as written.

        To be asked in the order of the text; `said` are the source's words where they stand before it.
        """
        shown = " ".join(source.of(self._text).split())
        low = shown.lower()
        first = re.split(r"[\s'’]", low)[0]
        if first in ("he", "she"):  # "she shrugs and" of "she shrugs and says"
            low = first
        if low in HE | SHE or low in ("it", "its", "they", "their"):
            meant = self._referents.meant(low, source.start, said) or last_speaker or low
            head = _head_noun(meant)
            short = meant[:4] == "the " and len(meant.split()) == 2
            return (
                self._firm(meant, head, source.start) or (short and self._body(head, source.start)) or meant
            )
        if low in ("who", "which", "that", "whom"):
            return self._antecedent(source.start) or last_speaker or low
        source = phrases.core(self._text, source)
        shown = " ".join(source.of(self._text).split())
        mention = self._mention_ending(source) or self._apposed(source)
        if mention is not None:
            return self.name_of(mention.family)
        return self._role_or_words(shown, source)

    def _antecedent(self, at: int) -> str:
        """Whom a relative pronoun at `at` stands for: the name or role right before it."""
        index = bisect_left(self._name_starts, at) - 1
        if index < 0:
            return ""
        near = self._everybody[index]
        return near.name if not self._text[near.end : at].strip(" ,") else ""

    def last_before(self, at: int, since: int = 0) -> str:
        """The person named last in `[since, at)`, or ""."""
        index = bisect_left(self._names.starts, at) - 1
        while index >= 0 and self._names.starts[index] >= since:
            if self._names.is_person(self._names.mentions[index]):
                return self.name_of(self._names.mentions[index].family)
            index -= 1
        return ""

    def first_after(self, start: int, end: int) -> str:
        """The first that is named in `[start, end)`, or ""."""
        index = bisect_left(self._name_starts, start)
        if index == len(self._name_starts) or self._name_starts[index] >= end:
            return ""
        return self._everybody[index].name

    def presented(self, start: int, end: int) -> str:
        """Whom `[start, end)` names most often, persons for certain first; else so in the text; else ""."""
        inside = [mention for mention in self._names.mentions if start <= mention.span.start < end]
        for some in (
            filter(self._names.is_person, inside),
            inside,
            filter(self._names.is_person, self._names.mentions),
        ):
            counts = Counter(mention.family.lower() for mention in some)
            if counts:
                return self.name_of(counts.most_common(1)[0][0])
        return ""

    def _named(self) -> list[Named]:
        """Whatever a pronoun may stand for: names, bodies, roles; in order."""
        found = []
        for mention in self._names.mentions:
            name = self.name_of(mention.family)
            kind = Kind.PERSON if self._names.is_person(mention) else Kind.EITHER
            kind = Kind.THING if is_firm(name) else kind
            found.append(
                Named(mention.span.start, mention.span.end, name, kind, self._names.sex_of(mention.name))
            )
        for mention in self._names.unsigned:
            role = self._presenting(mention)
            kind, sex = Kind.PERSON if role else Kind.EITHER, nouns.sex_of_noun(role)
            found.append(Named(mention.span.start, mention.span.end, mention.name, kind, sex))
        for tokens in self._tokens:
            found += [
                Named(span.start, span.end, name, Kind.THING)
                for span, name in bodies(tokens)
                if not self._is_before_name(span)
            ]
            found += self._roles(tokens)
        return sorted(found, key=lambda each: each.start)

    def _presenting(self, mention: Mention) -> str:
        """The person's role before a name, or "named": "her father, Cathal,", "a man called Anton"."""
        before = self._text[max(0, mention.span.start - 30) : mention.span.start].lower().rstrip(" ,").split()
        role = before[-1] if before else ""
        return role if role in ("named", "called") or (is_role(role) and not nouns.is_thing(role)) else ""

    def _roles(self, tokens: list[Word]) -> Iterator[Named]:
        """The roles spoken of without a name: "the young woman"; a holder's name, where one is told."""
        told = -1
        for first, head in nouns.phrases(tokens):
            apposed = first - 2 == told and tokens[first - 1].low == "," and tokens[first].low in ("a", "an")
            told = told if apposed else head
            if apposed or self._is_beside_name(tokens, first, head):
                continue  # "The curator, a young woman,"
            noun = nouns.bare(tokens[head].low)
            span = Span(tokens[first].start, tokens[nouns.with_complement(tokens, head)].end)
            kind = Kind.SEVERAL if nouns.is_several(noun) else Kind.PERSON
            kind = Kind.THING if nouns.is_thing(noun) and kind is Kind.PERSON else kind
            short = Span(tokens[first].start, tokens[head].end)
            definite = kind is Kind.PERSON and head - first <= 2 and tokens[first].low not in _INDEFINITE
            holder = self._names.holder(noun, span.start) if definite else ""
            name = self.name_of(holder) if holder else _plain(" ".join(span.of(self._text).split()))
            yield Named(span.start, short.end, name, kind, nouns.sex_of_noun(noun))

    def _is_before_name(self, body: Span) -> bool:
        """As in "State Department official Margaret Fenn"."""
        index = bisect_left(self._names.starts, body.end)
        if index == len(self._names.starts):
            return False
        between = self._text[body.end : min(self._names.starts[index], body.end + _APPOSED)]
        return self._names.starts[index] < body.end + _APPOSED and any(
            is_role(word) for word in between.split()
        )

    def _is_beside_name(self, tokens: list[Word], first: int, head: int) -> bool:
        """True when a name stands beside it that says who it is: "its founder, Chief Ambrose Reid"."""
        before = first - 2
        if before > 1 and tokens[before].low.isdigit() and tokens[before - 1].low == ",":
            before -= 2  # "Ann Holm, 72, a former nurse"
        if before >= 0 and tokens[first - 1].low == "," and tokens[before].end in self._name_ends:
            return True
        for at in range(head + 1, min(len(tokens), head + 9)):
            token = tokens[at]
            if token.start in self._places:
                return at <= head + 2 or tokens[at - 1].low not in PREPOSITIONS
            if not (token.is_capital or token.low in PREPOSITIONS or token.low in _BESIDE):
                return False
        return False

    def _mention_ending(self, source: Span) -> Mention | None:
        """The name that heads a phrase: "Admiral Hossein Khanzadi", but not "a spokesman for Elin Marlow"."""
        first = bisect_left(self._names.starts, source.start)
        inside = [m for m in self._names.mentions[first : first + 6] if m.span.end <= source.end]
        if not inside:
            return None
        if self._is_office(source, inside[-1]):
            return inside[-1]
        lead = self._text[source.start : inside[0].span.start].lower().split()
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

    def _is_office(self, source: Span, last: Mention) -> bool:
        """True for "Secretary of State Ann Lee", "head of leisure Anneke Voss": no article, a full name last.

        "A lawyer for Elin Marlow" is not she.
        """
        lead = self._text[source.start : last.span.start].lower().split()
        tail = self._text[last.span.end : source.end].strip(" ,'’s")
        return (
            " " in last.name
            and not tail
            and bool(lead)
            and lead[0] not in DETERMINERS
            and not PREPOSITIONS & set(lead[-2:] if lead[-1] in DETERMINERS else lead[-1:])
            and lead[-1] not in ("and", "&")
            and not any(word.endswith(("'s", "’s", ",")) for word in lead)
        )

    def _apposed(self, source: Span) -> Mention | None:
        """The name right after a role: "its transport lead, Councillor Rhodri Vaughan-Pugh,"."""
        first = bisect_left(self._names.starts, source.end)
        if first == len(self._names.starts) or (
            source.of(self._text)[:1].isupper() and not self._is_role(source)
        ):
            return None
        mention = self._names.mentions[first]
        between = self._text[source.end : mention.span.start]
        after = self._text[mention.span.end : mention.span.end + 1]
        if len(between) > _APPOSED or not between.startswith(",") or " " not in mention.name:
            return None
        between = _IDENTIFIED.sub(",", between)
        titles = [word for word in between[1:].split() if not word[:1].isupper()]
        return mention if not titles and after in (",", ".", "", ")", ";", ":", " ") else None

    def _is_role(self, source: Span) -> bool:
        """True for a phrase that opens with an article or an owner, or whose head is a role."""
        shown = source.of(self._text).lower()
        lead = shown.split()[0] if shown.split() else ""
        return lead in DETERMINERS or lead.endswith(("'s", "’s")) or is_role(_head_noun(shown))

    def _role_or_words(self, shown: str, source: Span) -> str:
        if shown.lower() in _COUNTED:
            return self._counted(shown, source.start)
        head = _head_noun(shown)
        owner = self._writer(shown, head, source.start)
        if owner:
            return owner
        if is_role(head) and " of " not in shown and " for " not in shown:
            definite = shown.lower().split()[0] not in _INDEFINITE and not nouns.is_thing(head)
            family = self._names.holder(head, source.start) if definite else ""
            if family and len(shown.split()) <= 3:
                return self.name_of(family)
            firm = self._firm(shown, head, source.start)
            if firm:
                return firm
            if shown.split()[-1].islower():
                shown = self._fuller(shown, head, source.start)
        return _plain(phrases.without_place(shown))

    def _counted(self, shown: str, at: int) -> str:
        """Of what "a third" or "another" is one: "Two officials … A third said" has a third official."""
        index = bisect_left(self._name_starts, at)
        for each in reversed(self._everybody[max(0, index - _FEW) : index]):
            lows = self._text[each.start : each.end].split()
            if len(lows) < 2 or lows[0].lower() not in _INDEFINITE or not lows[-1].islower():
                continue
            noun = lows[-1].removesuffix("s") if nouns.is_several(lows[-1]) else lows[-1]
            if noun != "people" and not nouns.is_thing(noun):
                return " ".join([shown.lower(), *lows[1:-1], noun])
        return _plain(shown)

    def _writer(self, shown: str, head: str, at: int) -> str:
        """Whose letter, statement or report it is, of "his letter" or "its own survey"; else ""."""
        lead = shown.split()[0].lower() if shown else ""
        if head not in _WRITTEN or lead not in ("his", "her", "its", "their"):
            return ""
        return self._referents.meant(lead, at)

    def _firm(self, shown: str, head: str, at: int) -> str:
        """The name of "the company": the body that leads about `at`, where one does."""
        if head not in _FIRMS or len(shown.split()) != 2 or not shown.lower().startswith("the "):
            return ""
        return self._referents.leading_body(at, self._names.is_firm)

    def _fuller(self, shown: str, head: str, at: int) -> str:
        """The fuller form met before: "the captain" is the "Grace 1's captain" of an earlier clause."""
        if len(shown.split()) > 2 or not shown.lower().startswith("the "):
            self._phrases[head] = shown
            return shown
        return self._phrases.get(head) or self._told_of(head, at) or self._body(head, at) or shown

    def _body(self, head: str, at: int) -> str:
        """The one body named before `at` that "the council" can be short for: "Tarrick Borough Council"."""
        index = bisect_left(self._name_starts, at)
        known = {
            each.name
            for each in self._everybody[max(0, index - _LOOKED_BACK) : index]
            if each.kind is Kind.THING and _is_short_for(head, each.name)
        }
        return known.pop() if len(known) == 1 else ""

    def _told_of(self, head: str, at: int) -> str:
        """The form in which a text was told of before `at`, with its owner: "an accountant's report"."""
        index = bisect_left(self._name_starts, at)
        for each in reversed(self._everybody[max(0, index - _LOOKED_BACK) : index]):
            if each.kind is Kind.THING and _OWNED.search(each.name) and each.name.split()[-1] == head:
                return each.name
        return ""


def _is_short_for(head: str, name: str) -> bool:
    """True for "council" and "Tarrick Borough Council", "court" and "Court of Appeal"."""
    lows = name.lower().split()
    if not name[:1].isupper() or len(lows) < _FULL:
        return False
    return (lows[-1] == head and head not in _MANY) or lows[:2] == [head, "of"]


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The stretch in parts that are apart at the end of each short line: a heading, a byline."""
    start = at = span.start
    while (end := text.find("\n", at, span.end)) >= 0:
        if end - at < _SHORT_LINE:
            yield start, end
            start = end + 1
        at = end + 1
    yield start, span.end


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
