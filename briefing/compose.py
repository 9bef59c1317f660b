"""Composes a briefing: documents on one event as one story, each thing told once, the most carried first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from answering.model import Statement
from answering.ports import PassageFinder
from answering.wording import stems
from briefing.choosing import SHOWN, Clause, clauses, named_in, picked, unnamed
from briefing.leads import Lead, lead_of
from briefing.memory import Memory
from briefing.merging import Apart, Sourced, Told, merged
from briefing.model import Briefing, BriefingItem, Carriage, Contradiction, Length, Wanted
from briefing.stories import Story, grouped
from briefing.telling import Citations, told
from briefing.wordings import wording
from index.model import DocumentInfo, Passage, Voice

STORIES: Final = MappingProxyType({Length.SHORT: 5, Length.NORMAL: 12})
"""Stories told at most, by length; a long briefing tells all."""
_SHOWN: Final[Mapping[Length, Mapping[Voice, int]]] = MappingProxyType(
    {
        Length.SHORT: dict.fromkeys(Voice, 1),
        Length.NORMAL: SHOWN,
        Length.LONG: {Voice.REPORTED: 5, Voice.ATTRIBUTED: 6, Voice.OPINION: 5},
    }
)
_CONTRADICTIONS: Final = MappingProxyType({Length.SHORT: 1, Length.NORMAL: 3, Length.LONG: 6})
_CARRIED = 1.5
"""What each further document that tells it adds to a statement's worth, up to `_MOST_CARRIED`."""
_MOST_CARRIED = 2
_NEWEST = 1.5
"""What it adds to a statement's worth that its document is the latest of a story that goes on."""
_MOST_SOURCES = 6
"""Named sources that count for a story's rank: a long article must not win by length."""
_SEARCHED = 100
"""Passages looked at for a topic that documents do not name."""
_MEANT = 0.5
"""The cosine of a topic to a passage from which a document is about it without naming it."""


ALL: Final = Wanted()


@dataclass(frozen=True, slots=True)
class _Read:
    """A document's passages and what it is about."""

    lead: Lead
    passages: Sequence[Passage]


def compose(finder: PassageFinder, documents: Iterable[DocumentInfo], wanted: Wanted = ALL) -> Briefing:
    """What these documents tell, by story; nothing where nothing is new or nothing fits what is wanted.

    Every statement is verbatim and cited; those that several documents tell cite each of them. Takes time in
    proportion to the number of documents.
    """
    new = [each for each in documents if each.id not in wanted.earlier.documents]
    read = {each.id: _Read(lead_of(each, ps), ps) for each in new for ps in [finder.passages(each.id)]}
    leads = _about(finder, [each.lead for each in read.values()], wanted.about)
    memory = Memory(wanted.earlier.statements)
    stories = _ranked(grouped(finder, leads), read, memory)
    composer = _Composer(finder, wanted, memory)
    most = STORIES.get(wanted.length, len(stories))
    items: list[BriefingItem] = []
    left: list[DocumentInfo] = []
    for story in stories:
        if len(items) >= most:
            left += story.documents
        elif (item := composer.item(story, read)) is not None:
            items.append(item)
    return Briefing(tuple(items), composer.citations.all(), tuple(left))


def _about(finder: PassageFinder, leads: Sequence[Lead], topic: str) -> list[Lead]:
    """The documents about the topic: its words stand in title, lead or names, or a passage means it."""
    if not topic.strip():
        return list(leads)
    wanted = stems(topic)
    ids = [lead.document.id for lead in leads]
    near = {
        hit.document.id
        for hit in (finder.find(topic, limit=_SEARCHED, documents=ids) if ids else ())
        if hit.similarity >= _MEANT
    }
    return [
        lead
        for lead in leads
        if lead.document.id in near or (wanted and wanted <= lead.words.keys() | lead.names.keys())
    ]


def _ranked(stories: Iterable[Story], read: Mapping[str, _Read], memory: Memory) -> list[Story]:
    """The stories by how many documents and named sources carry them, and how much of them is new."""

    def rank(story: Story) -> tuple[float, int]:
        passages = [passage for each in story.documents for passage in read[each.id].passages]
        sources = {
            voiced.sources[-1].casefold()
            for passage in passages
            for voiced in passage.voiced
            if voiced.sources
        }
        carried = len(story.documents) + 0.5 * min(len(sources), _MOST_SOURCES)
        newest = max((each.published.toordinal() for each in story.documents if each.published), default=0)
        return (-carried * _novelty(read[story.documents[0].id].passages, memory), -newest)

    return sorted(stories, key=rank)


def _novelty(passages: Sequence[Passage], memory: Memory) -> float:
    """The share of a document's clauses that no earlier briefing told, a little more than 0."""
    if memory.is_empty:
        return 1.0
    found = list(clauses(passages))
    known = sum(memory.knows_words(wording(clause.text)) for clause in found)
    return 1.0 - 0.9 * known / max(1, len(found))


class _Composer:
    """Turns stories into items, with one numbering of passages and one memory of what was told."""

    def __init__(self, finder: PassageFinder, wanted: Wanted, memory: Memory) -> None:
        self._finder = finder
        self._wanted = wanted
        self._earlier = memory
        self._told = Memory(loosely=True)
        self.citations = Citations()

    def item(self, story: Story, read: Mapping[str, _Read]) -> BriefingItem | None:
        """The story as an item; None when all it has to say was told before or is not wanted."""
        known = {name for each in story.documents for name in read[each.id].lead.names}
        found = [
            Sourced(clause, document, known)
            for document in story.documents
            for clause in clauses(read[document.id].passages)
        ]
        several = len(story.documents) > 1
        apart: list[Apart] = []
        whole = [Told(each) for each in found]
        if several:
            whole, apart = merged(found, self._finder.nearness)
        contradictions = self._contradictions(apart)
        titles = frozenset(name for each in story.documents for name in named_in(each.title))
        lines = self._statements(whole, contradictions, apart, titles)
        if not lines and not contradictions and self._is_silenced(found):
            return None
        main, *others = story.documents
        return BriefingItem(
            main,
            tuple(statement for statement, _ in lines),
            tuple(others),
            tuple(carriage for _, carriage in lines) if several else (),
            tuple(contradictions),
        )

    def _statements(
        self,
        whole: Sequence[Told],
        contradictions: Sequence[Contradiction],
        apart: Sequence[Apart],
        titles: frozenset[str],
    ) -> list[tuple[Statement, Carriage]]:
        disputed = {
            id(side.clause) for each in apart[: len(contradictions)] for side in (each.one, each.other)
        }
        by_clause = {id(each.shown.clause): each for each in whole}
        days = {each.shown.document.published for each in whole}
        newest, several = max((each for each in days if each), default=None), len(days) > 1
        pool = [
            each for each in whole if self._is_wanted(each.shown) and id(each.shown.clause) not in disputed
        ]

        def bonus(clause: Clause) -> float:
            carried = _CARRIED * min(len(by_clause[id(clause)].carriers) - 1, _MOST_CARRIED)
            latest = by_clause[id(clause)].shown.document.published == newest
            return carried + unnamed(clause, titles) + _NEWEST * (latest and several)

        while True:  # until nothing chosen was told before: each round takes some out for good
            best = picked((each.shown.clause for each in pool), _SHOWN[self._wanted.length], bonus)
            known = {id(clause) for clause in best if self._is_known(_bare(by_clause[id(clause)]))}
            if not known:
                return [self._line(by_clause[id(clause)]) for clause in best]
            pool = [each for each in pool if id(each.shown.clause) not in known]

    def _line(self, each: Told) -> tuple[Statement, Carriage]:
        """The statement, citing every document that tells it."""
        carriers = each.carriers
        numbers = [self.citations.of(side.clause, side.document) for side in carriers]
        statement = replace(_bare(each), citations=tuple(dict.fromkeys(numbers)))
        self._told.add(statement)
        return statement, Carriage(tuple(side.document for side in carriers), tuple(each.named))

    def _contradictions(self, apart: Sequence[Apart]) -> list[Contradiction]:
        if self._wanted.voices and Voice.REPORTED not in self._wanted.voices:
            return []
        found = []
        for each in apart[: _CONTRADICTIONS[self._wanted.length]]:
            one, other = (self._version(side) for side in (each.one, each.other))
            found.append(Contradiction(each.difference, (one, other)))
        return found

    def _version(self, side: Sourced) -> Statement:
        statement = told(side.clause, side.document, (self.citations.of(side.clause, side.document),))
        self._told.add(statement)
        return statement

    def _is_silenced(self, found: Sequence[Sourced]) -> bool:
        """True when there was something to tell, but not of these voices, or not again."""
        return bool(self._wanted.voices) or any(
            self._earlier.knows_words(each.wording) or self._told.knows_words(each.wording) for each in found
        )

    def _is_known(self, statement: Statement) -> bool:
        return self._earlier.repeats(statement) or self._told.repeats(statement)

    def _is_wanted(self, each: Sourced) -> bool:
        return not self._wanted.voices or each.clause.voiced.voice in self._wanted.voices


def _bare(each: Told) -> Statement:
    return told(each.shown.clause, each.shown.document, ())
