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
from answering.pages import told
from answering.parts import answered_in_parts, parts
from answering.ports import PassageFinder
from answering.scoring import Scored, Scorer, is_open
from answering.speakers import is_one_of, rest_of, spoken_by
from answering.spelling import mended
from answering.statements import citations_of, statements_of
from answering.telling import TOLD, measures
from answering.wording import meaningful, stems
from index.model import DocumentInfo, FoundPassage, Voice

_LOOKED_AT = 24
_READ_THROUGH = 400
_REMEMBERED = 500
_REREAD = 8
_WEIGHED = 16
_PAGES = 2
"""So many passages are read whole for a question."""
_NEAREST = 3
_OFFERED = 8
_FRAMES = dict.fromkeys((Kind.WHO, Kind.WHERE, Kind.WHEN, Kind.HOW_MANY, Kind.WHAT), 6) | {Kind.WHO_IS: 1}
"""Kinds that the words around a saying may answer, from so many words on: "Bale, the first witness, said"."""
_MOST = {Voice.REPORTED: 3, Voice.ATTRIBUTED: 3, Voice.OPINION: 3}
_WIDE = frozenset({Kind.OVERVIEW, Kind.ABOUT, Kind.SAID, Kind.WHO_SAID, Kind.AUTHOR})
"""Kinds whose speaker or topic is looked for by name; their few words say little about what is told."""
_WITHIN = 1.5
_TOPIC = 0.3
"""How much less than the best a further statement may score; the same about a topic."""
_PLAIN = 1.5
"""From this score on a clause answers though the passages look too far away: it says so itself."""
_VOICED = -1.5
"""From this score on a clause answers in a voice that the reader asks for, or that a yes or no lacks yet."""


class ExtractiveAnswerer:
    """Answers from what the finder finds."""

    def __init__(self, finder: PassageFinder) -> None:
        """Questions are put to this collection."""
        self._finder = finder
        self._known: dict[str, frozenset[str]] = {}
        self._written: tuple[Sequence[DocumentInfo], frozenset[str]] = ((), frozenset())

    def answer(self, question: Question) -> Answer | NotFound:
        """What the documents say to `question.standalone`, or that they do not say; to each of its parts."""
        several = parts(question.standalone)
        if len(several) > 1:
            return answered_in_parts(question, several, self._answer)
        return self._answer(question)

    def _answer(self, question: Question) -> Answer | NotFound:
        started = time.perf_counter()
        asked = read_question(question.standalone, self._authors())
        voices = _voices(question, asked)
        found = self._found(asked, voices)
        searched = time.perf_counter()
        limit = _VOICED if question.voices else 0.0 if self._is_told(asked, found) else _PLAIN
        chosen = self._chosen(asked, found, voices, limit)
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

    def offered(self, question: Question) -> list[Scored]:
        """What an answer may be made of: the clauses about what is asked, best first, passage by passage.

        Each is scored by its own meaning, in log odds against silence: from 0.0 on it would be an answer.
        """
        asked = read_question(question.standalone, self._authors())
        voices = _voices(question, asked)
        found = self._found(asked, voices)
        scorer, ranked = self._ranked(asked, found, voices, frames=False)
        passages = list(dict.fromkeys(scored.candidate.passage.id for scored in ranked))[:_OFFERED]
        order = {identity: at for at, identity in enumerate(passages)}
        offered = [scored for scored in ranked if scored.candidate.passage.id in order]
        less = 0.0 if question.voices or self._is_told(asked, found) else _PLAIN
        read = self._reread(asked, scorer, offered, len(offered))
        scale = _WITHIN / _TOPIC if is_open(asked) else 1.0
        scored = (Scored(each.candidate, scale * each.score - less) for each in read)
        return sorted(scored, key=lambda s: (order[s.candidate.passage.id], s.candidate.spans[0]))

    def _authors(self) -> frozenset[str]:
        """Who wrote the documents; gathered anew when the finder lists others."""
        documents, (listed, authors) = self._finder.documents(), self._written
        if documents is not listed:
            authors = frozenset(info.author for info in documents if info.author)
            self._written = documents, authors
        return authors

    def _found(self, asked: Asked, voices: Collection[Voice]) -> list[FoundPassage]:
        documents = self._written_by(asked) if asked.kind is Kind.AUTHOR else None
        found = list(
            self._finder.find(asked.about, limit=_LOOKED_AT, documents=documents, voices=voices or None)
        )
        if asked.kind is Kind.SAID:
            found += spoken_by(self._finder, asked.speaker, found)
        return found + rest_of(self._finder, found, voices)

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
        self, asked: Asked, found: Sequence[FoundPassage], voices: Collection[Voice], limit: float
    ) -> list[Candidate]:
        ranked = self._reread(asked, *self._ranked(asked, found, voices))
        if not ranked or ranked[0].score < limit:
            return []
        return _few(ranked, *_bounds(asked, ranked[0].score))

    def pool(self, question: str) -> tuple[Asked, list[Candidate]]:
        """A question taken apart and the clauses that may answer it, best first by their passages."""
        asked = read_question(question, self._authors())
        voices = _voices(Question(question, question), asked)
        _, ranked = self._ranked(asked, self._found(asked, voices), voices)
        return asked, [scored.candidate for scored in ranked]

    def weighed(self, question: str) -> tuple[Kind, list[tuple[Candidate, dict[str, float]]]]:
        """The kind and the best clauses of a question, with what is measured of each: to fit weights to."""
        asked = read_question(question, self._authors())
        voices = _voices(Question(question, question), asked)
        scorer, ranked = self._ranked(asked, self._found(asked, voices), voices)
        best = [scored.candidate for scored in ranked[:_WEIGHED]]
        measured = scorer.measured(best, self._near(asked, best), self._read(asked, ranked))
        return asked.kind, list(zip(best, measured, strict=True))

    def _ranked(
        self, asked: Asked, found: Sequence[FoundPassage], voices: Collection[Voice], *, frames: bool = True
    ) -> tuple[Scorer, list[Scored]]:
        """The clauses that may answer, best first as far as passages tell, and their scorer."""
        least = _FRAMES.get(asked.kind, 0) if frames else 0
        pool = [c for c in candidates(found, frames=least > 0) if _is_long(c, least)]
        vocabularies = self._vocabularies(found)
        titles = (candidate.title for candidate in pool)
        asked = mended(asked, frozenset().union(*vocabularies.values(), *titles))
        scorer = Scorer(asked, pool, vocabularies)
        fitting = [c for c in _wanted(asked, pool) if c.voice in voices and scorer.is_about(c)]
        return scorer, sorted((scorer.score(c) for c in fitting), key=lambda s: -s.score)

    def _reread(
        self, asked: Asked, scorer: Scorer, ranked: Sequence[Scored], most: int = _REREAD
    ) -> list[Scored]:
        """The best few again by the meaning of each clause alone, and read where they stand."""
        if not asked.terms or asked.quoted:
            return list(ranked)
        best = [scored.candidate for scored in ranked[:most]]
        told = self._read(asked, ranked)
        near = self._near(asked, best)
        again = (scorer.score(each, own, told.get(each)) for each, own in zip(best, near, strict=True))
        return sorted(again, key=lambda s: -s.score)

    def _read(self, asked: Asked, ranked: Sequence[Scored]) -> dict[Candidate, float]:
        return told(self._finder, asked, [scored.candidate for scored in ranked], _PAGES)

    def _near(self, asked: Asked, best: Sequence[Candidate]) -> Sequence[float]:
        return self._finder.nearness(asked.about, [_told(candidate) for candidate in best])


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
    """What the speaker asked for says, by name or by a role that the passage gives; else any clause."""
    if asked.quoted:
        return [c for c in pool if _plain(asked.quoted) in _plain(c.words)]
    if asked.kind is not Kind.SAID:
        return list(pool)
    role = stems(asked.speaker)
    named = [is_one_of(asked.speaker, c.voiced.sources) for c in pool]
    alone = not asked.terms and any(named)  # all that somebody says
    # Others are weighed as another's words: a role may be told by a name that the question does not know.
    told_of = bool(role) and not alone and (len(role) > 1 or bool(asked.terms))
    near = [told_of and c.voice is Voice.ATTRIBUTED and role <= c.near for c in pool]
    return [c for c, by_name, by_role in zip(pool, named, near, strict=True) if by_name or by_role]


def _is_long(candidate: Candidate, frames: int) -> bool:
    return not candidate.frame or len(candidate.words.split()) >= frames


def _plain(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().lower()


def _bounds(asked: Asked, best: float) -> tuple[float, float]:
    """From which score a further clause is shown, and one in a voice not heard yet."""
    if is_open(asked):
        return max(0.0, best - _TOPIC), 0.0
    least = max(min(0.0, best), best - _WITHIN)
    if asked.kind is Kind.YES_NO:
        return least, _VOICED  # it matters most who says it
    return least, 0.0 if asked.kind in (Kind.WHAT, Kind.WHY) else least


def _few(ranked: Sequence[Scored], least: float, heard: float) -> list[Candidate]:
    """The best, at most a few in each voice, nothing twice; a voice not heard yet needs only `heard`."""
    counts = dict.fromkeys(Voice, 0)
    chosen: list[Candidate] = []
    for scored in ranked:
        candidate = scored.candidate
        if scored.score < (least if counts[candidate.voice] else heard):
            continue
        if counts[candidate.voice] >= _MOST[candidate.voice] or any(
            candidate.spans == other.spans and candidate.document == other.document for other in chosen
        ):
            continue
        counts[candidate.voice] += 1
        chosen.append(candidate)
    return chosen
