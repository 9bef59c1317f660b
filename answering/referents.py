"""What "he", "it" or "there" in a follow-up can stand for: people, groups, things, places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from answering.frames import DETERMINERS, PRONOUNS, Frame, frame_of, low_of
from answering.mentions import (
    VAGUE,
    Mention,
    Sort,
    definite,
    head_of,
    head_words,
    is_plural,
    names_in,
    phrases_in,
    qualifies,
)
from answering.model import Answer, Statement, Turn
from answering.naming import Known

_FADING = 0.55
_SUBJECT, _ASKED, _OBJECT, _WITHIN, _SAYER = 1.0, 1.0, 0.8, 0.5, 0.6
_ANSWER, _CHOSEN, _SOURCE, _TOLD, _NEARBY = 1.5, 0.8, 0.6, 0.35, 0.3
_ADDED, _WRITER = 0.1, 0.3
_AUTHOR = re.compile(
    r"the (?:author|writer|reviewer|columnist|blogger|critic|interviewer|paper|editorial)", re.I
)
_CONTINUED = 0.25
_AGAIN = 0.35
_WHO = frozenset(["who", "whom", "whose", "which"])
_TELLING = 2
_LIVELY, _SEVERAL, _PROBABLE, _POSSIBLE, _HARDLY, _SURE = 1.0, 0.75, 0.9, 0.6, 0.3, 1.15
_LONGEST = 8
_LEAST = 0.2
"""Below this nobody is meant who has been named."""
# What each sort is worth for a pronoun: a name that may be anybody's is taken where nobody else is named.
_FITS = {
    "he": {Sort.PERSON: 1.0, Sort.UNKNOWN: 0.7},
    "it": {Sort.THING: 1.0, Sort.GROUP: 1.0, Sort.PLACE: 0.8, Sort.UNKNOWN: 0.6},
    "they": {Sort.GROUP: 0.7, Sort.UNKNOWN: 0.75, Sort.PERSON: 0.45},
    "there": {Sort.PLACE: 1.0, Sort.GROUP: 0.5},
}
_SAYS = re.compile(r"(?:say|find|think|call|report|write|claim|believe|announce)\b")
_PERSONAL = [Sort.PERSON, Sort.UNKNOWN, Sort.GROUP, Sort.PLACE, Sort.THING]
_MEASURE = re.compile(
    r"(?:the )?(?:price|cost|number|size|age|name|value|rate|length|amount|share|record|owner|part) of "
    r"(?P<of>\S.*)$"
)
_TIMES = frozenset("end start beginning day week month year morning evening night time moment".split())
_NOTHING_NAMED = re.compile(
    r"(?:the )?(?:\d+ )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|"
    r"June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|"
    r"Dec)\.?)(?: \d+)*|(?:what|who|it|that|there|he|she)[’']s|"
    r"(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Both|Neither|None|All|Some|Most|Many)"
)
_HOLLOW = re.compile(
    r"(?:this|the|that|an?|its?|their|his|her) (?:\w+ )?(?:article|aspects?|thing|time|way|text|story|name|"
    r"first|other|others|end|year|day|reason|number|point|one|night|month|week|same|kind|part|lot|moment)s?",
    re.IGNORECASE,
)


class Referents:
    """The referents that the last turns offer."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        """`turns` in order; only these are looked at."""
        self._turns = tuple(turns)
        self.known = Known(turns)

    def person(self, sex: str = "", other: Collection[str] = ()) -> str:
        """Whom "he" or "she" means, by the full name; "" when nobody but `other` fits."""
        return self._best("he", other, sex=sex)

    def thing(self, other: Collection[str] = (), *, several: bool = False) -> str:
        """What "it" means: the thing, group or place spoken of last; of "of that", `several` things, too."""
        return self._best("it", other, several=several)

    def several(self, other: Collection[str] = (), *, parted: bool = False) -> str:
        """Whom or what "they" means: several, a group, somebody named; when `parted`, only several."""
        many = [each.text for each in self.mentions if not each.plural] if parted else []
        return self._best("they", [*other, *many])

    def place(self) -> str:
        """Where "there" is."""
        return self._best("there")

    def whereabouts(self) -> str:
        """Where "there" is, with the preposition that a turn or passage has for it; "" without a place."""
        place = self.place()
        if not place or not any(names_in(place)):
            return ""
        said = re.search(
            rf"\b(?P<in>in|at|on|near)\s+(?:the\s+)?{re.escape(place.removeprefix('the '))}", self.known.texts
        )
        return f"{said.group('in') if said else 'in'} {place}"

    def focus(self) -> str:
        """Whom or what the last questions were about: a subject, another name, else a thing."""
        for turn in reversed(self._turns):
            text = turn.question.standalone
            for name in names_in(frame_of(text).subject):
                return self.known.full(name)
            if re.match(r"the (?:\S+ ){1,}\S+$", frame_of(text).subject):
                return frame_of(text).subject
            for name in names_in(text):
                if not re.search(rf"\b(?:in|at|from) {re.escape(name)}", text):
                    return self.known.full(name)
        subjects = (frame_of(turn.question.standalone).subject for turn in reversed(self._turns))
        fitting = (each for each in subjects if each and low_of(each) not in PRONOUNS and each[:4] == "the ")
        return next((each for each in fitting if len(each.split()) <= _LONGEST), "") or self.thing()

    def anchor(self) -> str:
        """The name by which the last question's article is told from others; no person's, "" without one."""
        named = [self.known.full(name) for name in names_in(self._turns[-1].question.standalone)]
        sorts = {name: self.known.sort(name) for name in named if not _NOTHING_NAMED.fullmatch(name)}
        titled = [name for name in sorts if name.split()[-1] in self.known.titles]
        others = [
            name
            for name, sort in sorts.items()
            if sort in (Sort.PLACE, Sort.GROUP, Sort.THING) or (sort is Sort.UNKNOWN and name in titled)
        ]
        return next((name for name in [*titled, *others] if name in others), "")

    def with_head(self, head: str) -> str:
        """The fuller phrase that an earlier turn has for "the agreement"; "" when none is fuller."""
        for mention in self.mentions:
            if len(mention.key.split()) < 2 or head_of(mention.key) != head:
                continue
            if mention.text[:1].islower():
                return mention.text
            if mention.sort is not Sort.PERSON and not mention.plural:
                return f"the {mention.text.removeprefix('the ')}"
        return ""

    def group(self) -> str:
        """The group or whatever else is no person that was named last; "" without one."""
        asked = {self.known.full(name) for turn in self._turns for name in names_in(turn.question.standalone)}
        told = {
            name
            for turn in self._turns
            if isinstance(turn.result, Answer)
            for statement in turn.result.statements[:_TELLING]
            for name in statement.sources
        }
        named = [
            each for each in self.mentions if each.text[:1].isupper() and not each.sex and not each.plural
        ]
        of_groups = [each.text for each in named if each.sort is Sort.GROUP]
        known = [each.text for each in named if each.text in asked | told and each.sort is Sort.UNKNOWN]
        return next((text for text in [*[t for t in of_groups if t in asked], *known, *of_groups]), "")

    def other(self) -> str:
        """Of two of a sort, the one that the last question did not name; "" without such two."""
        last = self._turns[-1].question.standalone if self._turns else ""
        rest = [each.text for each in self.mentions if each.text[:1].isupper() and " and " not in each.text]
        named = [text for text in rest if text in last or text.split()[-1] in last]
        sorts = {self.known.sort(text) for text in named}
        return next((text for text in rest if text not in named and self.known.sort(text) in sorts), "")

    def answered(self) -> str:
        """Whom or what the last answer names to "who" or "which"; "" when it names nobody."""
        last = self._turns[-1]
        return next((each.text for each in [*self._answered(last), *self._undergoing(last)]), "")

    @cached_property
    def mentions(self) -> list[Mention]:
        """Everything named, likeliest first, each once."""
        merged: dict[str, Mention] = {}
        for mention in self._every():
            held = merged.get(mention.key)
            if held is None:
                merged[mention.key] = mention
            else:
                weight = max(held.weight, mention.weight) + _AGAIN * min(held.weight, mention.weight)
                text = mention.text if mention.text.startswith("the ") else held.text
                merged[mention.key] = replace(held, weight=weight, text=text)
        return sorted(merged.values(), key=lambda each: -each.weight)

    def _best(
        self, pronoun: str, other: Collection[str] = (), *, sex: str = "", several: bool = False
    ) -> str:
        fits = _FITS[pronoun]
        best, most = "", _LEAST if pronoun == "he" and self.known.has_passages else 0.0
        for each in self.mentions:
            if each.text in other or (sex and each.sex and each.sex != sex):
                continue
            if each.plural and pronoun != "they" and not several:
                continue
            fit = fits.get(each.sort, 0.0)
            if each.plural and not several:
                fit = (
                    _LIVELY if each.sort in (Sort.PERSON, Sort.GROUP) or each.text[:1].isupper() else _SEVERAL
                )
            elif pronoun == "he" and each.sort is Sort.UNKNOWN:
                fit = self._personal(each.text, fit)
            elif pronoun == "they" and each.sort is Sort.PERSON and self.known.has_passages:
                fit = _HARDLY
            worth = each.weight * fit * (_SURE if sex and each.sex else 1.0)
            if worth > most:
                best, most = each.text, worth
        return best

    def _personal(self, name: str, fit: float) -> float:
        """How likely a name of unknown sort is a person's."""
        if " " in name:
            probable = _POSSIBLE if self.known.has_passages else _PROBABLE
            return _HARDLY if name.startswith(("the ", "The ")) else probable
        return _HARDLY if self.known.has_passages else fit

    def _every(self) -> Iterator[Mention]:
        for age, turn in enumerate(reversed(self._turns)):
            fresh = set(names_in(turn.question.standalone)) - set(names_in(turn.question.text))
            full = {self.known.full(name) for name in fresh}
            for mention in [*self._of_question(turn), *self._of_answer(turn)]:
                more = _CONTINUED if mention.text in full else 0.0
                yield replace(mention, weight=(mention.weight + more) * _FADING**age)
        for name in self.known.people:
            yield self._mention(name, _NEARBY)

    def _of_question(self, turn: Turn) -> Iterator[Mention]:
        frame = frame_of(turn.question.standalone)
        subject = frame.subject if len(frame.subject.split()) <= _LONGEST else ""
        if subject and low_of(subject) not in PRONOUNS and not VAGUE.match(subject):
            says = _SAYS.match(frame.rest) and self.known.sort(subject) is not Sort.PERSON
            weight = _WRITER if _AUTHOR.fullmatch(subject) else _SAYER if says else _SUBJECT
            yield from self._mentioned(subject, weight)
        if frame.counted and not VAGUE.match(frame.counted):
            yield from self._mentioned(definite(frame.counted), _ASKED)
        owner = next(names_in(subject), "")
        for phrase in phrases_in(frame.said):
            if not VAGUE.match(phrase):
                yield from self._mentioned(definite(phrase, owner), _OBJECT)

    def _of_answer(self, turn: Turn) -> Iterator[Mention]:
        yield from self._answered(turn)
        yield from self._undergoing(turn)
        if not isinstance(turn.result, Answer):
            return
        for statement in turn.result.statements[:_TELLING]:
            for source in reversed(statement.sources):
                yield from self._mentioned(source, _SOURCE)
            for name in self._names_told(statement):
                yield from self._mentioned(name, _TOLD)

    def _answered(self, turn: Turn) -> Iterator[Mention]:
        """Who answers "who": the first one that the answer names and the question did not."""
        frame = frame_of(turn.question.standalone)
        if doer := self.known.doer(frame.rest) if frame.word == "who" else "":
            yield Mention(doer, Sort.PERSON, self.known.sex(doer), weight=_ANSWER)
            return
        if not isinstance(turn.result, Answer) or not _asks_name(frame):
            return
        asked = {self.known.full(name) for name in names_in(turn.question.standalone)}
        personal = frame.word in ("who", "whom", "whose")
        told = [name for each in turn.result.statements[:_TELLING] for name in self._told_by(each)]
        named = [name for name in told if self.known.full(name) not in asked]
        if personal:
            named.sort(key=lambda name: _PERSONAL.index(self.known.sort(name)))
        elif not named:
            return
        for name in named[:1] or _first_phrase(turn.result.statements[0].text):
            for mention in self._mentioned(definite(name), _CHOSEN):
                if personal and mention.text == self.known.full(name) and self._is_answer(mention):
                    yield replace(mention, sort=Sort.PERSON, weight=_ANSWER)
                else:
                    yield mention

    def _undergoing(self, turn: Turn) -> Iterator[Mention]:
        """What answers "what was signed?": the phrase after "signed", else what the answer begins with."""
        frame = frame_of(turn.question.standalone)
        if not isinstance(turn.result, Answer) or frame.asked.lower() != "what" or frame.subject:
            return
        text = turn.result.statements[0].text
        verb = re.escape(frame.rest.split()[0]) if frame.rest else ""
        after = re.search(rf"\b{verb}\s+(?P<what>(?:an?|the|its|his|her|their)\s.*)", text) if verb else None
        for phrase in _first_phrase(after.group("what") if after else text):
            if after or text.startswith(phrase):
                yield from self._mentioned(definite(phrase), _CHOSEN)

    def _is_answer(self, mention: Mention) -> bool:
        """True for somebody who answers "who": a person, or a name that may be a person's."""
        probable = " " in mention.text or not self.known.has_passages
        return mention.sort is Sort.PERSON or (mention.sort is Sort.UNKNOWN and probable)

    def _told_by(self, statement: Statement) -> list[str]:
        return [*self._names_told(statement), *filter(None, reversed(statement.sources))]

    def _mentioned(self, phrase: str, weight: float) -> Iterator[Mention]:
        """The phrase itself, and the names within it for less."""
        phrase = phrase.strip(" ,;:")
        if _HOLLOW.fullmatch(phrase) or len(phrase) <= 1 or _NOTHING_NAMED.fullmatch(phrase):
            return
        if phrase.lower() in DETERMINERS or head_words(phrase) in _TIMES:
            return
        core, *named = re.split(r"\s(?:for|in|on)\s", phrase, maxsplit=1)
        if named and _HOLLOW.fullmatch(core):
            yield from self._mentioned(named[0], weight)  # "this article for Ann Holm"
            return
        if measured := _MEASURE.match(phrase):
            yield from self._mentioned(measured.group("of"), weight)
            weight *= _WITHIN
        names = [self.known.full(name) for name in names_in(phrase)]
        text = names[0] if len(names) == 1 and self._is_name(phrase) else phrase
        yield self._mention(text, weight)
        for name in (each for each in names if each != text):
            within = _ADDED if qualifies(name, phrase) else _OBJECT if is_plural(phrase) else _WITHIN
            yield self._mention(name, weight * within)

    def _mention(self, text: str, weight: float) -> Mention:
        sort = self.known.sort(text)
        sex = self.known.sex(text) if sort in (Sort.PERSON, Sort.UNKNOWN) else ""
        one = self._is_name(text) and " and " not in text
        return Mention(text, sort, sex, is_plural(text) and not one, weight)

    def _names_told(self, statement: Statement) -> Iterator[str]:
        """The names in a statement's words; a single capital at its head may only begin the sentence."""
        text = statement.text.lstrip("“\"‘'«")
        first = text.split(maxsplit=1)[0].strip(".,;:’'") if text else ""
        for name in names_in(text):
            if name != first or self.known.is_name(name):
                yield name

    @staticmethod
    def _is_name(phrase: str) -> bool:
        return phrase[:1].isupper() and next(iter(names_in(phrase)), "") == phrase.rstrip(".")


def _first_phrase(text: str) -> list[str]:
    return [phrase for phrase in phrases_in(text) if not _HOLLOW.fullmatch(phrase)][:1]


def _asks_name(frame: Frame) -> bool:
    return frame.word in _WHO or (frame.word == "what" and frame.counted != "")
