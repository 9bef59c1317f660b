"""The embedded answerer: the clauses of the documents that answer, verbatim, each in its own voice.

No model writes a word of it. What the documents do not say is a value, `NotFound`, with the nearest passages.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Sequence
from types import MappingProxyType

from answering.asking import Asked, Kind, read_question
from answering.candidates import Candidate, candidates
from answering.model import Answer, Citation, NotFound, Question
from answering.ports import PassageFinder
from answering.scoring import Scored, Scorer
from answering.speakers import is_one_of, spoken_by
from answering.spelling import mended
from answering.statements import citations_of, statements_of
from answering.telling import TOLD, measures
from answering.wording import meaningful, stems
from index.model import FoundPassage, Voice

_LOOKED_AT = 24
_READ_THROUGH = 400
_REMEMBERED = 500
_ENOUGH = 0.8
_HEARD = 0.72
_REREAD = 6
_CLAUSE = 0.8
_NEAREST = 3
_OFFERED = 8
_MOST = {Voice.REPORTED: 3, Voice.ATTRIBUTED: 3, Voice.OPINION: 3}
_WIDE = frozenset({Kind.OVERVIEW, Kind.ABOUT, Kind.SAID, Kind.WHO_SAID, Kind.AUTHOR})
"""Kinds whose speaker or topic is looked for by name; their few words say little about what is told."""
_SHARE = 0.78
"""A further statement must score at least this share of the best one."""


class ExtractiveAnswerer:
    """Answers from what the finder finds."""

    def __init__(self, finder: PassageFinder) -> None:
        """Questions are put to this collection."""
        self._finder = finder
        self._known: dict[str, frozenset[str]] = {}

    def answer(self, question: Question) -> Answer | NotFound:
        """What the documents say to `question.standalone`, or that they do not say."""
        started = time.perf_counter()
        asked = read_question(question.standalone, self._authors())
        voices = _voices(question, asked)
        found = self._found(asked, voices)
        searched = time.perf_counter()
        chosen = self._chosen(asked, found, voices) if question.voices or self._is_told(asked, found) else []
        milliseconds = MappingProxyType(
            {"find": 1000 * (searched - started), "answer": 1000 * (time.perf_counter() - searched)}
        )
        if not chosen:
            return NotFound(question, nearest(found), milliseconds=milliseconds)
        statements, citations = statements_of(chosen)
        return Answer(question, statements, citations, milliseconds=milliseconds)

    def _is_told(self, asked: Asked, found: Sequence[FoundPassage]) -> bool:
        """False where the passages are too far from the question to answer it, whatever one clause has."""
        if asked.kind in _WIDE or asked.quoted or not asked.terms:
            return True
        seen = found[:_LOOKED_AT]
        return measures(asked.about, seen, len(self._finder.documents())).chance >= TOLD

    def clauses(self, question: Question) -> list[Candidate]:
        """What an answer may be made of: the clauses about what is asked, best first, passage by passage."""
        asked = read_question(question.standalone, self._authors())
        voices = _voices(question, asked)
        ranked = self._ranked(asked, self._found(asked, voices), voices)
        passages = list(dict.fromkeys(scored.candidate.passage.id for scored in ranked))[:_OFFERED]
        order = {identity: at for at, identity in enumerate(passages)}
        offered = [s.candidate for s in ranked if s.candidate.passage.id in order]
        return sorted(offered, key=lambda c: (order[c.passage.id], c.spans[0]))

    def _authors(self) -> list[str]:
        return [info.author for info in self._finder.documents() if info.author]

    def _found(self, asked: Asked, voices: Collection[Voice]) -> list[FoundPassage]:
        documents = self._written_by(asked) if asked.kind is Kind.AUTHOR else None
        found = list(
            self._finder.find(asked.about, limit=_LOOKED_AT, documents=documents, voices=voices or None)
        )
        if asked.kind is Kind.SAID:
            found += spoken_by(self._finder, asked.speaker, found)
        return found

    def _written_by(self, asked: Asked) -> list[str] | None:
        """The documents of the author whom the question names; None when it names none."""
        lows = {word.lower().removesuffix("'s").removesuffix("’s") for word in meaningful(asked.text)}
        written = [
            i.id for i in self._finder.documents() if i.author and i.author.split()[-1].lower() in lows
        ]
        return written or None

    def _vocabularies(self, found: Sequence[FoundPassage]) -> dict[str, frozenset[str]]:
        """The stems of each document found; those of a very long one only as far as it is read here."""
        for identity in {passage.document.id for passage in found}:
            if identity not in self._known:
                passages = self._finder.passages(identity)[:_READ_THROUGH]
                self._known[identity] = frozenset().union(*(stems(passage.text) for passage in passages))
        while len(self._known) > _REMEMBERED:
            self._known.pop(next(iter(self._known)))
        return self._known

    def _chosen(
        self, asked: Asked, found: Sequence[FoundPassage], voices: Collection[Voice]
    ) -> list[Candidate]:
        ranked = self._reread(asked, self._ranked(asked, found, voices))
        enough = _threshold(asked)
        if not ranked or ranked[0].score < enough:
            return []
        return _few(ranked, max(enough, _SHARE * ranked[0].score), _other_voices(asked))

    def _ranked(self, asked: Asked, found: Sequence[FoundPassage], voices: Collection[Voice]) -> list[Scored]:
        pool = list(candidates(found, frames=asked.kind is Kind.WHO_IS))
        vocabularies = self._vocabularies(found)
        titles = (candidate.title for candidate in pool)
        asked = mended(asked, frozenset().union(*vocabularies.values(), *titles))
        scorer = Scorer(asked, pool, vocabularies)
        fitting = [c for c in _wanted(asked, pool) if c.voice in voices and scorer.is_about(c)]
        return sorted((scorer.score(c) for c in fitting), key=lambda s: -s.score)

    def _reread(self, asked: Asked, ranked: Sequence[Scored]) -> list[Scored]:
        """The best few again by the meaning of each clause alone: a passage may be near for another one."""
        best = list(ranked[:_REREAD])
        if not asked.terms or asked.quoted:
            return list(ranked)
        near = self._finder.nearness(asked.about, [_told(scored.candidate) for scored in best])
        reread = [
            Scored(s.candidate, s.score + _CLAUSE * max(0.0, n)) for s, n in zip(best, near, strict=True)
        ]
        return sorted(reread, key=lambda s: -s.score)


def _voices(question: Question, asked: Asked) -> frozenset[Voice]:
    """The voices that may answer: that the reader chose and that the question is after; there may be none."""
    return frozenset(question.voices or Voice) & frozenset(asked.voices or Voice)


def _told(candidate: Candidate) -> str:
    """The clause with its source, as it would be told."""
    sources = " / ".join(candidate.voiced.sources)
    return f"{sources}: {candidate.words}" if sources else candidate.words


def nearest(found: Sequence[FoundPassage]) -> tuple[Citation, ...]:
    """The passages found first, numbered, for a reader whose question was not answered."""
    return citations_of(passage for passage in found[:_NEAREST])


def _wanted(asked: Asked, pool: Sequence[Candidate]) -> list[Candidate]:
    """What the speaker asked for says: found by name, else by a role that the passage gives."""
    if asked.quoted:
        return [c for c in pool if _plain(asked.quoted) in _plain(c.words)]
    if asked.kind is not Kind.SAID:
        return list(pool)
    role = stems(asked.speaker)
    return [c for c in pool if is_one_of(asked.speaker, c.voiced.sources)] or [
        c for c in pool if c.voice is Voice.ATTRIBUTED and len(role) > 1 and role <= c.near
    ]


def _plain(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().lower()


def _threshold(asked: Asked) -> float:
    if asked.kind is Kind.SAID:
        return 0.0 if not asked.terms else 0.45
    if asked.kind is Kind.OVERVIEW or asked.quoted:
        return 0.0
    if asked.kind is Kind.ABOUT:
        return 0.7
    if asked.kind is Kind.AUTHOR:
        return 0.6 if asked.terms else 0.0
    return _ENOUGH


def _other_voices(asked: Asked) -> float:
    """The score from which a voice not heard yet gets a word: where it matters who says it, sooner."""
    return _HEARD if asked.kind in (Kind.YES_NO, Kind.WHAT, Kind.WHY, Kind.ABOUT) else _ENOUGH


def _few(ranked: Sequence[Scored], least: float, heard: float) -> list[Candidate]:
    """The best, at most a few in each voice, nothing twice; a voice not heard yet needs only `heard`."""
    counts = dict.fromkeys(Voice, 0)
    chosen: list[Candidate] = []
    for scored in ranked:
        candidate = scored.candidate
        if scored.score < (least if counts[candidate.voice] else min(least, heard)):
            continue
        if counts[candidate.voice] >= _MOST[candidate.voice] or any(
            candidate.spans == other.spans and candidate.document == other.document for other in chosen
        ):
            continue
        counts[candidate.voice] += 1
        chosen.append(candidate)
    return chosen
