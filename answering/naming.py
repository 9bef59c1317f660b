"""What the last answers and their passages tell of a name: the full form, the sex, who holds a role."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from answering.frames import without_connective
from answering.mentions import Sort, head_of, names_in, sort_of
from answering.model import Answer, Citation, Turn
from index.language.names import sex_of

_TITLES = frozenset(
    "co-founder founder ceo coach chairman cllr sir mr mrs ms miss dr det con sen rep judge "
    "president senator prof professor dame admiral lord lady captain minister secretary general pc "
    "chief st rev reverend fr col lt maj capt gen sgt cpl ambassador envoy councillor superintendent "
    "inspector sheikh baroness sister rabbi".split()
)
_MALE_TITLES = frozenset(["sir", "mr", "lord", "king", "prince"])
_FEMALE_TITLES = frozenset(["mrs", "ms", "miss", "dame", "lady", "queen", "princess"])
_MALE_NOUNS = frozenset(
    "man boy father son brother husband uncle king prince actor chairman spokesman widower".split()
)
_FEMALE_NOUNS = frozenset(
    "woman girl mother daughter sister wife aunt queen princess actress chairwoman spokeswoman widow".split()
)
_PRONOUN = re.compile(r"\b(?:(?P<m>he|him|his)|(?P<f>she|her))\b", re.IGNORECASE)
_OF_ONESELF = re.compile(r"\b(?:(?P<m>he|his)|(?P<f>she|her))\b", re.IGNORECASE)
_NEAR = 110
_SURELY = 2
_ANAME = r"(?:[A-Z][\w’'\-]*\.?\s+){0,3}[A-Z][\w’'\-]*"


class Known:
    """What the turns' answers tell of names; everything is looked for when it is asked for."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        """`turns` in order."""
        self._turns = tuple(turns)

    def full(self, name: str) -> str:
        """The full form of a surname where the passages give exactly one; without titles."""
        words = _untitled(name)
        if len(words) != 1 or not words[0][:1].isupper():
            return " ".join(words) or name
        found = self._by_surname.get(words[0], Counter())
        found = Counter({each: n for each, n in found.items() if self._is_persons(each)})
        asked = [each for each in found if each in self._asked]
        best = asked or [each for each in found if found[each] >= 1]
        return best[0] if len(best) == 1 else words[0]

    def sex(self, name: str) -> str:
        """Either "f" or "m", or "" where nothing tells."""
        if name in self._spoken:
            return self._spoken[name]
        head = head_of(name)
        for sex, titles, nouns in (("m", _MALE_TITLES, _MALE_NOUNS), ("f", _FEMALE_TITLES, _FEMALE_NOUNS)):
            if name.split()[0].lower().rstrip(".") in titles or (head in nouns and not name[:1].isupper()):
                return sex
        full = self.full(name)
        return (
            self._spoken.get(full)
            or self._told_sex(full, _SURELY)
            or sex_of(full.split()[0])
            or self._told_sex(full)
        )

    def sort(self, phrase: str) -> Sort:
        """The sort of a phrase or name, by its words and else by what is told of it."""
        sort = sort_of(phrase)
        if sort is not Sort.UNKNOWN:
            return sort
        if (
            phrase in self._spoken
            or phrase.split()[0].lower().rstrip(".") in _TITLES
            or (len(self.full(phrase).split()) > 1 and sex_of(self.full(phrase).split()[0]))
        ):
            return Sort.PERSON
        named = re.escape(phrase)
        if any(re.search(rf"\b(?:in|at|near) {named}\b", t.question.standalone) for t in self._turns):
            return Sort.PLACE
        if phrase.endswith("s") and re.search(rf"\bthe {named}\b", self.texts):
            return Sort.GROUP  # "the Iranians"
        if re.search(rf"\b{named},\s+\d\d,|\b{named}, who\b", self.texts):
            return Sort.PERSON
        if len(phrase.split()) == 1 and sex_of(phrase):
            return Sort.PERSON
        places = len(re.findall(rf"\b(?:in|at|near|from)\s+{named}\b", self.texts))
        every = len(re.findall(rf"\b{named}\b", self.texts))
        if places and 2 * places > every:
            return Sort.PLACE
        return Sort.PERSON if self._told_sex(phrase) else Sort.UNKNOWN

    def holder(self, role: str) -> str:
        """Who holds a role by the passages ("the judge": "Amrit Solanke"); "" unless exactly one does."""
        noun = re.sub(r"^(?:the|a|an)\s+", "", role, flags=re.IGNORECASE)
        if not noun or noun[:1].isupper():
            return ""
        named = rf"(?P<name>{_ANAME})"
        patterns = (
            rf"\b(?i:{re.escape(noun)}),?\s+{named}",
            rf"{named},\s+(?:the|a|an|its|their|his|her)\s+(?:[\w’'\-]+\s+){{0,3}}{re.escape(noun)}\b",
        )
        found = {
            self.full(match.group("name"))
            for pattern in patterns
            for match in re.finditer(pattern, self.texts)
            if any(names_in(match.group("name")))
        }
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def has_passages(self) -> bool:
        """True where an answer has shown passages, so that people are known by their full names."""
        return any(isinstance(turn.result, Answer) and turn.result.citations for turn in self._turns)

    @property
    def people(self) -> list[str]:
        """The full names of people whom the passages name."""
        every = (name for counted in self._by_surname.values() for name in counted)
        authors = " ".join(_authors_of(self._turns))
        return [
            name
            for name in every
            if name not in authors and sort_of(name) is Sort.UNKNOWN and sex_of(name.split()[0])
        ]

    def doer(self, done: str) -> str:
        """The one of whom a passage says so: "leads the team" of "Katsuro Onda, who leads"; "" unless one."""
        verb = done.split()[0] if done.split() else ""
        told = (
            re.findall(rf"({_ANAME}),(?: \d\d,)? who (?:\w+ly )?{re.escape(verb)}\b", self.texts)
            if verb
            else []
        )
        found = {self.full(name) for name in told if any(names_in(name))}
        return found.pop() if len(found) == 1 else ""

    def is_name(self, word: str) -> bool:
        """True for a capitalised word that is so inside a sentence, too, or a first name."""
        return bool(sex_of(word) or re.search(rf"[a-z,;’'] {re.escape(word)}\b", self.texts))

    @cached_property
    def texts(self) -> str:
        """All that the turns asked and were shown."""
        return "\n".join(_texts_of(self._turns))

    @cached_property
    def shown(self) -> str:
        """The passages that the answers cite, and their titles."""
        cited = (c for t in self._turns if isinstance(t.result, Answer) for c in t.result.citations)
        return "\n".join(f"{each.document.title or ''}\n{each.text}" for each in cited)

    @cached_property
    def titles(self) -> str:
        """The titles of what the turns were shown, found or near."""
        return "\n".join(each.document.title or "" for turn in self._turns for each in _shown_of(turn))

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(" ".join(_untitled(n)) for t in self._turns for n in names_in(t.question.standalone))

    @cached_property
    def _by_surname(self) -> dict[str, Counter[str]]:
        """Full names by surname; a longer form counts for the shorter one it holds."""
        found: dict[str, Counter[str]] = {}
        for name in [*names_in(self.texts), *self._asked]:
            words = _untitled(name)
            if 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words) and "’s" not in name:
                found.setdefault(words[-1], Counter())[" ".join(words)] += 1
        for counted in found.values():
            for name in [
                each for each in counted if any(each != o and o.endswith(f" {each}") for o in counted)
            ]:
                del counted[name]
        return found

    @cached_property
    def _spoken(self) -> dict[str, str]:
        """Names with the sex by which the questions speak of them: those that stand where "she" was asked."""
        return dict(_spoken_of(self._turns))

    def _is_persons(self, name: str) -> bool:
        """False for "Hearthline Ember", whose first word stands alone elsewhere: it is no first name."""
        first, _, others = name.partition(" ")
        return bool(sex_of(first)) or not re.search(
            rf"\b{re.escape(first)}\b(?! {re.escape(others)})", self.texts
        )

    def _told_sex(self, name: str, least: int = 1) -> str:
        """The sex by which passages go on about a name."""
        told: Counter[str] = Counter()
        surname = name.split()[-1]
        for match in re.finditer(rf"\b{re.escape(surname)}\b", self.texts):
            after = re.split(r"[\n.!?“”]", self.texts[match.end() : match.end() + _NEAR], maxsplit=1)[0]
            said = _OF_ONESELF.search(after)
            if said and not any(names_in(after[: said.start()])):
                told["m" if said.group("m") else "f"] += 1
        (best, count), *_ = [*told.most_common(1), ("", 0)]
        return best if count >= least and 2 * count > sum(told.values()) else ""


def _untitled(name: str) -> list[str]:
    words = name.split()
    titled = [n for n, word in enumerate(words[:-1]) if word.lower().rstrip(".") in _TITLES]
    words = words[titled[-1] + 1 :] if titled else words
    if len(words) > 1 and words[-1].rstrip(".") in ("Sr", "Jr", "KC", "MP"):
        words = words[:-1]
    return words


def _shown_of(turn: Turn) -> Sequence[Citation]:
    return turn.result.citations if isinstance(turn.result, Answer) else turn.result.nearest


def _authors_of(turns: Sequence[Turn]) -> Iterator[str]:
    for turn in turns:
        yield from (citation.document.author or "" for citation in _shown_of(turn))


def _texts_of(turns: Sequence[Turn]) -> Iterator[str]:
    for turn in turns:
        yield turn.question.standalone
        result = turn.result
        for citation in _shown_of(turn):
            yield citation.text
            yield citation.document.title or ""
            yield citation.document.author or ""
        if isinstance(result, Answer):
            for statement in result.statements:
                yield statement.text
                yield from statement.sources


def _spoken_of(turns: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """What stands in a question's form where the question has "she", with the sex that it tells."""
    for turn in turns:
        said = list(_PRONOUN.finditer(turn.question.text))
        if len(said) != 1:
            continue
        before, after = turn.question.text[: said[0].start()], turn.question.text[said[0].end() :]
        form, before = turn.question.standalone, without_connective(before)
        if form.lower().startswith(before.lower()) and form.lower().endswith(after.lower()):
            filled = form[len(before) : len(form) - len(after)]
            if not filled.endswith(("’s", "'s")):
                yield filled, "m" if said[0].group("m") else "f"
