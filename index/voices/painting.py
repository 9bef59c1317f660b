"""From sayings to spans: every non-blank character of the article gets exactly one voice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.language.sentences import trimmed
from index.model import Quotation, Span, Voice, VoicedSpan
from index.voices import judgement, weighing, wording
from index.voices.clauses import clauses
from index.voices.judgement import Clause
from index.voices.scoring import Scores
from index.voices.sentence import Sentence
from index.voices.speakers import Saying, Spoken

_WORDLESS = " \t\r\n\u00a0.,;:!?…—–-()[]{}\"'“”‘’«»„‹›*_#>|/\\"


def paint(
    text: str,
    paragraphs: Sequence[Span],
    spoken: Spoken,
    scores: Scores | None = None,
    lean: float = weighing.LEAN,
) -> tuple[VoicedSpan, ...]:
    """The voiced spans, in order and apart, together covering the paragraphs' non-blank characters.

    With the model's `scores` its judgement counts, doubt leaning to opinion by `lean`; else the rules' alone.
    """
    painted: list[VoicedSpan] = []
    own: list[Clause] = []
    frames = _Frames(spoken)
    sayings = sorted(spoken.sayings, key=lambda s: (s.span.start, s.span.start - s.span.end))
    at = 0
    for sentence in _covering(text, paragraphs, spoken.sentences):
        while at < len(sayings) and sayings[at].span.end <= sentence.start:
            at += 1
        here = [s for s in sayings[at : at + _reach(sayings, at, sentence)] if s.span.overlaps(sentence)]
        quoted = False
        for piece, saying in _pieces(text, sentence, here):
            if saying is not None:
                painted.append(_attributed(text, piece, saying, scores))
                quoted = saying.quotation is Quotation.DIRECT
                continue
            for clause in clauses(text, piece, frames.starts(piece)):
                own.append(
                    Clause(clause, sentence, quoted, frames.holds_cue(clause), frames.is_asked(sentence))
                )
                painted.append(VoicedSpan(clause, Voice.REPORTED))
    return tuple(_merged(text, _judged(text, painted, own, scores, lean), frames))


class _Frames:
    """Where the article's own words introduce a source ("…, the captain saying").

    And an interviewer's questions.
    """

    def __init__(self, spoken: Spoken) -> None:
        self._starts = sorted({span.start for act in spoken.attributions for span in act.source})
        self._cues = sorted({span.start for act in spoken.attributions for span in act.cue})
        self._asked = spoken.questions

    def starts(self, piece: Span) -> list[int]:
        """Where a source is named inside the piece."""
        return [start for start in _between(self._starts, piece) if start > piece.start]

    def holds_cue(self, clause: Span) -> bool:
        """True when the clause says that somebody says."""
        return bool(_between(self._cues, clause))

    def begins(self, clause: Span) -> bool:
        """True when the clause begins with a source and its cue: ", the captain saying:"."""
        return bool(_between(self._starts, Span(clause.start, clause.start + 1))) and self.holds_cue(clause)

    def is_asked(self, sentence: Span) -> bool:
        """True for an interviewer's own words."""
        return any(question.contains(sentence) for question in self._asked)


def _between(ordered: Sequence[int], span: Span) -> Sequence[int]:
    return ordered[bisect_left(ordered, span.start) : bisect_left(ordered, span.end)]


def _reach(sayings: Sequence[Saying], at: int, sentence: Span) -> int:
    count = 0
    while at + count < len(sayings) and sayings[at + count].span.start < sentence.end:
        count += 1
    return count


def _covering(text: str, paragraphs: Sequence[Span], found: Sequence[Sentence]) -> list[Span]:
    """The sentences, and what a segmenter may have left out between them."""
    spans: list[Span] = []
    at = 0
    for paragraph in paragraphs:
        here = paragraph.start
        while at < len(found) and found[at].span.start < paragraph.end:
            spans += _rest(text, here, found[at].span.start)
            spans.append(found[at].span)
            here = found[at].span.end
            at += 1
        spans += _rest(text, here, paragraph.end)
    return spans


def _rest(text: str, start: int, end: int) -> list[Span]:
    span = trimmed(text, Span(start, max(start, end)))
    return [span] if span.end > span.start else []


def _pieces(text: str, sentence: Span, sayings: Sequence[Saying]) -> Iterable[tuple[Span, Saying | None]]:
    """The sentence cut at the edges of what is said in it; the innermost saying owns a piece."""
    edges = {sentence.start, sentence.end}
    for saying in sayings:
        edges |= {max(sentence.start, saying.span.start), min(sentence.end, saying.span.end)}
    ordered = sorted(edges)
    pieces: list[tuple[Span, Saying | None]] = []
    for start, end in pairwise(ordered):
        owner = _innermost(Span(start, end), sayings)
        if pieces and (pieces[-1][1] is owner or not Span(start, end).of(text).strip(_WORDLESS)):
            pieces[-1] = (Span(pieces[-1][0].start, end), pieces[-1][1])
        elif pieces and not pieces[-1][0].of(text).strip(_WORDLESS):
            pieces[-1] = (Span(pieces[-1][0].start, end), owner)
        else:
            pieces.append((Span(start, end), owner))
    return [(span, owner) for piece, owner in pieces if (span := trimmed(text, piece)).end > span.start]


def _innermost(piece: Span, sayings: Sequence[Saying]) -> Saying | None:
    holders = [saying for saying in sayings if saying.span.contains(piece)]
    return min(holders, key=lambda s: (s.span.end - s.span.start, -len(s.sources)), default=None)


def _attributed(text: str, piece: Span, saying: Saying, scores: Scores | None) -> VoicedSpan:
    return VoicedSpan(
        piece,
        Voice.ATTRIBUTED,
        saying.sources,
        saying.quotation,
        saying.speculative or weighing.speculative(text, piece, scores),
        wording.loaded(text, piece),
    )


def _judged(
    text: str, painted: Sequence[VoicedSpan], own: Sequence[Clause], scores: Scores | None, lean: float
) -> list[VoicedSpan]:
    judged = judgement.voices(text, own) if scores is None else weighing.voices(text, own, scores, lean)
    verdicts = dict(zip((clause.span for clause in own), judged, strict=True))
    done = []
    for voiced in painted:
        voice = verdicts.get(voiced.span) if voiced.voice is Voice.REPORTED else None
        if voice is None:
            done.append(voiced)
            continue
        done.append(
            VoicedSpan(
                voiced.span,
                voice,
                speculative=weighing.speculative(text, voiced.span, scores),
                loaded=wording.loaded(text, voiced.span, voice is Voice.OPINION),
            )
        )
    return done


def _merged(text: str, spans: Sequence[VoicedSpan], frames: _Frames) -> list[VoicedSpan]:
    """Neighbouring clauses of one sentence in one voice become one span.

    The frame of a saying stays by itself.
    """
    merged: list[VoicedSpan] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last is not None and not frames.begins(span.span) and _joins(text, last, span):
            merged[-1] = VoicedSpan(
                Span(last.span.start, span.span.end),
                last.voice,
                last.sources,
                Quotation.DIRECT if Quotation.DIRECT in (last.quotation, span.quotation) else last.quotation,
                last.speculative or span.speculative,
                last.loaded + span.loaded,
            )
        else:
            merged.append(span)
    return merged


def _joins(text: str, last: VoicedSpan, span: VoicedSpan) -> bool:
    if last.voice is not span.voice or last.sources != span.sources or last.quotation != span.quotation:
        return False
    if last.speculative != span.speculative and last.voice is not Voice.ATTRIBUTED:
        return False
    between = text[last.span.end : span.span.start]
    ended = last.span.of(text).rstrip("”\"’'» )")[-1:] in (".", "!", "?")
    return not between.strip() and "\n\n" not in between and not ended
