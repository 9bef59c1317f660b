"""The clauses of found passages that could stand as statements, each with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from answering.wording import stems
from index.model import DocumentInfo, FoundPassage, Passage, Span, Voice, VoicedSpan

_LONGEST = 55
_FRAME = 14
_SHORTEST = 3
_SENTENCE = re.compile(r"(?<=[.!?…])[”\"’»)]*\s+(?=[A-Z“\"‘«(])")
# Words before a saying without which it would read as its opposite, or as no sentence: "denies nine counts".
_DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject\w*|refus\w+|disput\w+|doubt\w*)\b[^.;:!?“”\"]{0,30}$", re.IGNORECASE
)
_LEADING = re.compile(
    r"\b(?:accus\w+|blam\w+|warn\w+|urg\w+|ask\w+|call\w*|demand\w*|order\w*|told|tell\w*|advis\w+|"
    r"threaten\w*|promis\w+|vow\w*|plead\w*|agree\w*|offer\w*)\b[^.;:!?“”\"]{0,60}$",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\W*(?:of|for|to|on|against|about)\b")
_DANGLING = frozenset("to that of the a an and by with for whether if as on in".split())
_EDGE = " \t\r\n\u00a0,;:—–-*_>#|"
_CLOSERS = "”\"’'» )*_"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One clause in one voice, at `spans` of its document (two where a frame parts it).

    `own` are the stems of its words and sources, `near` those of its passage, `title` those of its
    document's title. `frame` tells that it introduces somebody else's words.
    """

    found: FoundPassage
    voiced: VoicedSpan
    spans: tuple[Span, ...]
    own: frozenset[str]
    near: frozenset[str]
    title: frozenset[str]
    frame: bool = False

    @property
    def passage(self) -> Passage:
        """The passage it is cited by."""
        return self.found.passage

    @property
    def document(self) -> DocumentInfo:
        """The document it is from."""
        return self.found.document

    @property
    def voice(self) -> Voice:
        """Whose words these are."""
        return self.voiced.voice

    @property
    def parts(self) -> tuple[str, ...]:
        """Its words, verbatim, a stretch each."""
        return tuple(_words(self.passage, span) for span in self.spans)

    @property
    def words(self) -> str:
        """Its words with a blank where a frame stands between them."""
        return " ".join(self.parts)


def candidates(found: Iterable[FoundPassage], *, frames: bool = False) -> Iterator[Candidate]:
    """The clauses that can stand by themselves: no headings, no questions.

    Nor, unless `frames` are wanted, the words around a saying ("Navy commander Khanzadi said").
    """
    for passage in found:
        near = stems(passage.passage.text)
        title = stems(passage.document.title or "")
        for clause, spans, frame in _clauses(passage.passage):
            if frame and not frames:
                continue
            words = " ".join(_words(passage.passage, span) for span in spans)
            if _is_no_statement(clause, words):
                continue
            own = stems(f"{words} {' '.join(clause.sources)}")
            yield Candidate(passage, clause, spans, own, near, title, frame)


def _clauses(passage: Passage) -> Iterator[tuple[VoicedSpan, tuple[Span, ...], bool]]:
    """Each clause with its stretches, and whether it is a frame."""
    voiced = passage.voiced
    at = 0
    while at < len(voiced):
        clause = voiced[at]
        if _goes_on(passage, voiced, at):
            yield clause, (_trimmed(passage, clause.span), _trimmed(passage, voiced[at + 2].span)), False
            at += 3
            continue
        frame = _is_frame(passage, voiced, at)
        for span in _pieces(passage, clause):
            yield clause, (_with_its_cue(passage, clause, span),), frame
        at += 1


def _goes_on(passage: Passage, voiced: tuple[VoicedSpan, ...], at: int) -> bool:
    """True where a frame stands inside a saying: "Of 412 transfers, | the report found, | 388 ended …"."""
    if at + 2 >= len(voiced):
        return False
    first, frame, second = voiced[at : at + 3]
    if (
        first.voice is not Voice.ATTRIBUTED
        or first.sources != second.sources
        or first.voice is not second.voice
    ):
        return False
    if _words(passage, second.span)[:1] in '“"«„‘':
        return False  # a new quotation is a statement of its own
    return (
        frame.voice is Voice.REPORTED
        and not _ends_sentence(passage, first)
        and not _ends_sentence(passage, frame)
    )


def _is_frame(passage: Passage, voiced: tuple[VoicedSpan, ...], at: int) -> bool:
    """True for words that only introduce somebody else's: short, outside what is said, and next to it."""
    clause = voiced[at]
    following = voiced[at + 1] if at + 1 < len(voiced) else None
    before = voiced[at - 1] if at else None
    inner = following is not None and len(following.sources) > len(clause.sources)
    if clause.voice is Voice.ATTRIBUTED and not inner:
        return False
    words = _words(passage, clause.span).split()
    length = len(words)
    leads = (
        following is not None and following.voice is Voice.ATTRIBUTED and not _ends_sentence(passage, clause)
    )
    trails = before is not None and before.voice is Voice.ATTRIBUTED and not _ends_sentence(passage, before)
    if leads and words and words[-1].lower() in _DANGLING:
        return True
    return (length <= _FRAME and leads) or (length <= _FRAME // 2 and trails)


def _is_no_statement(clause: VoicedSpan, words: str) -> bool:
    """A heading of a word or two, and a question, tell a reader nothing."""
    too_short = len(words.split()) < _SHORTEST and clause.voice is not Voice.ATTRIBUTED
    return too_short or (words.rstrip(_CLOSERS).endswith("?") and clause.voice is Voice.REPORTED)


def _ends_sentence(passage: Passage, clause: VoicedSpan) -> bool:
    return _words(passage, clause.span).rstrip(_CLOSERS)[-1:] in (".", "!", "?")


def _pieces(passage: Passage, clause: VoicedSpan) -> Iterator[Span]:
    """A long quotation by its sentences, anything else whole; trimmed of the marks of its neighbours."""
    inside = clause.span.shifted(-passage.span.start)
    if len(inside.of(passage.text).split()) <= _LONGEST:
        yield _trimmed(passage, clause.span)
        return
    at = inside.start
    for match in _SENTENCE.finditer(passage.text, inside.start, inside.end):
        yield _trimmed(passage, Span(at, match.start()).shifted(passage.span.start))
        at = match.end()
    yield _trimmed(passage, Span(at, inside.end).shifted(passage.span.start))


def _with_its_cue(passage: Passage, clause: VoicedSpan, span: Span) -> Span:
    """The words of a saying, from its cue on where they would mislead without it."""
    if clause.voice is not Voice.ATTRIBUTED or span.start > clause.span.start + 2:
        return span
    before = passage.text[: span.start - passage.span.start]
    cue = _DENYING.search(before) or (_LEADING.search(before) if _OPEN.match(_words(passage, span)) else None)
    return Span(passage.span.start + cue.start(), span.end) if cue else span


def _trimmed(passage: Passage, span: Span) -> Span:
    words = _words(passage, span)
    start = span.start + len(words) - len(words.lstrip(_EDGE))
    end = span.start + len(words.rstrip(_EDGE))
    return Span(start, end) if end > start else span


def _words(passage: Passage, span: Span) -> str:
    return span.shifted(-passage.span.start).of(passage.text)
