"""Chooses the clauses of one document that a briefing shows, by voice.

A first version by form: figures, dates and names make a report worth telling, distinct speakers make claims
worth telling, and loaded wording marks a verdict. The weights are hand-set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from answering.wording import meaningful, stem
from briefing.pages import is_page_talk
from briefing.selfstanding import is_unnamed, self_standing
from index.model import Passage, Quotation, Span, Voice, VoicedSpan

SHOWN = {Voice.REPORTED: 3, Voice.ATTRIBUTED: 4, Voice.OPINION: 3}
"""Statements shown of each voice, at most."""

_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_FIGURE = re.compile(r"[$€£]?\d[\d,.]*")
_NAME = re.compile(r"(?<=[\w,’”] )[A-Z][\w’'-]+")
_FINISHED = re.compile(r"[.!?…][”\"’'»)\]]*$")
_BEGINNING = re.compile(r"(?:^|[.!?…:][”\"’'»)\]]*\s|\n)\W*$")
"""What stands in front of a clause that opens a sentence."""
_SAID_THAT = re.compile(
    r"\b(?:that|said|says|saying|explained|insists|insisted|claims|claimed|thinks|thought|believes|believed)\W*$"
)
"""What stands in front of a clause that says in full what somebody said."""
_ACCORDING = re.compile(r"\baccording to [^.!?]*,\s*$", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:(?:i|me|we|us|you|it|they|he|she|this|that|these|those|who|which|his|her|its|their|my|our|your)"
    r"(?: .*)?|.* (?:i|we|it|they|he|she)|one|some|others|someone else|everyone|people|wow|yes|no|oh)",
    re.IGNORECASE,
)
"""Speakers that say nothing of who speaks."""
_ALIKE = 0.5
_NOT_NAMED = 2.5
_OPENING = 0.05
"""The part of a document that tells what it is about, if it is news."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that can stand alone: its place in the document, its words and the passage that holds it."""

    passage: Passage
    voiced: VoicedSpan
    span: Span
    text: str
    place: float
    """Where in the document it stands, 0.0 at the beginning to 1.0 at the end."""


def chosen(passages: Sequence[Passage], title: str | None) -> tuple[Clause, ...]:
    """The main clauses of a document: reported, attributed, opinion, each voice in reading order."""
    known = named_in(title)
    return picked(clauses(passages), SHOWN, lambda clause: unnamed(clause, known))


def named_in(title: str | None) -> frozenset[str]:
    """The stems of a title, which stands above what is told."""
    return frozenset(stem(word) for word in meaningful(title or ""))


def unnamed(clause: Clause, known: Set[str]) -> float:
    """What it takes from a clause's worth that it speaks of "the" something that nothing above it names."""
    return -_NOT_NAMED if is_unnamed(clause.text, known) else 0.0


def picked(
    found: Iterable[Clause], shown: Mapping[Voice, int], bonus: Callable[[Clause], float] = lambda _: 0.0
) -> tuple[Clause, ...]:
    """The best clauses of each voice, at most so many as `shown` says, in the order of `found`.

    `bonus` adds to what a clause is worth by its form, which is about -2 to 8. Each source, and each
    document's author, is heard before one is heard twice; what mostly repeats a better clause is left out.
    """
    found = list(found)
    place = {id(clause): at for at, clause in enumerate(found)}
    best: list[Clause] = []
    for voice in (Voice.REPORTED, Voice.ATTRIBUTED, Voice.OPINION):
        of_voice = [clause for clause in found if clause.voiced.voice is voice]
        ranked = sorted(of_voice, key=lambda clause: _worth(clause) + bonus(clause), reverse=True)
        distinct = _distinct(ranked if voice is Voice.REPORTED else _one_per_speaker(ranked))
        best += sorted(distinct[: shown.get(voice, 0)], key=lambda clause: place[id(clause)])
    return tuple(best)


def clauses(passages: Sequence[Passage]) -> Iterator[Clause]:
    """Every clause that reads well on its own; one in two overlapping passages comes once."""
    first = min((passage.span.start for passage in passages), default=0)
    length = max((passage.span.end for passage in passages), default=1) - first
    seen: set[Span] = set()
    for passage in passages:
        for voiced in _joined(passage):
            if voiced.span in seen or not passage.span.contains(voiced.span):
                continue
            seen.add(voiced.span)
            span = _shown(passage, voiced)
            if span is not None:
                text = span.shifted(-passage.span.start).of(passage.text)
                yield Clause(passage, voiced, span, text, (span.start - first) / length)


def _joined(passage: Passage) -> Iterator[VoicedSpan]:
    """The clauses of a passage, those of one sentence in one voice made one."""
    waiting: VoicedSpan | None = None
    for voiced in passage.voiced:
        if waiting is not None and _go_together(passage, waiting, voiced):
            waiting = replace(
                waiting,
                span=Span(waiting.span.start, voiced.span.end),
                loaded=(*waiting.loaded, *voiced.loaded),
                speculative=waiting.speculative or voiced.speculative,
            )
            continue
        if waiting is not None:
            yield waiting
        waiting = voiced
    if waiting is not None:
        yield waiting


def _go_together(passage: Passage, first: VoicedSpan, second: VoicedSpan) -> bool:
    """True when the second clause carries on the first one's unfinished sentence in the same voice."""
    if (first.voice, first.sources, first.quotation) != (second.voice, second.sources, second.quotation):
        return False
    between = Span(first.span.end, second.span.start).shifted(-passage.span.start).of(passage.text)
    before = passage.text[: first.span.end - passage.span.start]
    return not between.strip() and "\n" not in between and not _FINISHED.search(before.rstrip())


def _shown(passage: Passage, voiced: VoicedSpan) -> Span | None:
    """The part of the clause to show, in document offsets; None when it does not stand alone."""
    attributed = voiced.voice is Voice.ATTRIBUTED
    if attributed and not (voiced.sources and _NOBODY.fullmatch(voiced.sources[-1]) is None):
        return None
    inside = voiced.span.shifted(-passage.span.start)
    before = passage.text[: inside.start]
    if not attributed and not _BEGINNING.search(before):
        return None
    # Only a that-clause is a sentence in lower case: "traced the leak to" leaves a phrase.
    said_that = attributed and _SAID_THAT.search(before) is not None
    part = self_standing(inside.of(passage.text), after_source=said_that)
    shown = part.of(inside.of(passage.text)) if part is not None else ""
    if part is None or is_page_talk(shown):
        return None
    if attributed and shown[0].isdigit() and not (said_that or _ACCORDING.search(before)):
        return None  # "449 runs in 10 matches" is no sentence
    return part.shifted(voiced.span.start)


def _worth(clause: Clause) -> float:
    """How much the clause is worth telling among those of its voice."""
    words = len(_WORD.findall(clause.text))
    figures = min(len(_FIGURE.findall(clause.text)), 2)
    names = min(len(_NAME.findall(clause.text)), 4)
    size = 1.0 if 8 <= words <= 35 else 0.0
    loaded = len(clause.voiced.loaded)
    match clause.voiced.voice:
        case Voice.REPORTED:
            opening = 3.0 if clause.place < _OPENING else 0.0
            early = 1.5 * (1 - clause.place)
            heading = 3.0 if clause.text.rstrip("”\"'’").endswith("?") else 0.0
            told = figures + 0.5 * names + size + early + opening
            return told - loaded - clause.voiced.speculative - heading
        case Voice.ATTRIBUTED:
            direct = clause.voiced.quotation is Quotation.DIRECT
            return (
                0.5 * figures + 0.25 * names + size + direct - 0.5 * clause.text.rstrip("”\"'’").endswith("?")
            )
        case Voice.OPINION:
            question = clause.text.rstrip("”\"'’").endswith("?")
            return (
                min(loaded, 4)
                + 0.25 * names
                + size
                + 0.5 * clause.place
                - question
                - clause.voiced.speculative
            )


def _one_per_speaker(ranked: Iterable[Clause]) -> list[Clause]:
    """The best clause of each speaker or author first, then the seconds, so that many are heard."""
    rounds: dict[tuple[str, ...], int] = {}
    keyed: list[tuple[int, Clause]] = []
    for clause in ranked:
        speaker = clause.voiced.sources[-1:] or (clause.passage.document_id,)
        rounds[speaker] = rounds.get(speaker, 0) + 1
        keyed.append((rounds[speaker], clause))
    return [clause for _, clause in sorted(keyed, key=lambda pair: pair[0])]


def _distinct(ranked: Iterable[Clause]) -> list[Clause]:
    """The clauses without those that mostly repeat a better one."""
    kept: list[tuple[set[str], Clause]] = []
    for clause in ranked:
        words = {word.casefold() for word in _WORD.findall(clause.text)}
        if all(len(words & other) < _ALIKE * min(len(words), len(other)) for other, _ in kept):
            kept.append((words, clause))
    return [clause for _, clause in kept]
