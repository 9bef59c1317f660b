"""What is measured against what: our labeller, and the two that need no thought, on the same documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from index.language.quotes import quotes
from index.language.sentences import gaps, paragraphs
from index.model import Attribution, Document, Labelling, Quotation, Span, Voice, VoicedSpan
from index.voices import label

Labeller = Callable[[Document], Labelling]

ours: Labeller = label
"""The labeller that is measured: the one the index is built with."""


def everything_reported(document: Document) -> Labelling:
    """Each paragraph as one reported span: a bot that trusts whatever it reads."""
    whole = paragraphs(document.text, document.boilerplate)
    return Labelling(tuple(VoicedSpan(span, Voice.REPORTED) for span in whole))


def quotation_marks_only(document: Document) -> Labelling:
    """What stands in quotation marks is attributed, to nobody by name, and the rest is reported."""
    spans: list[VoicedSpan] = []
    acts: list[Attribution] = []
    for paragraph in paragraphs(document.text, document.boilerplate):
        quoted = [quote.span for quote in quotes(document.text, paragraph)]
        acts += [Attribution((), (), (span,)) for span in quoted]
        said = [VoicedSpan(span, Voice.ATTRIBUTED, quotation=Quotation.DIRECT) for span in quoted]
        own = [VoicedSpan(span, Voice.REPORTED) for span in _between(paragraph, quoted)]
        spans += sorted([*said, *own], key=lambda each: each.span)
    return Labelling(tuple(spans), tuple(acts))


def _between(paragraph: Span, quoted: list[Span]) -> list[Span]:
    inside = [span.shifted(-paragraph.start) for span in quoted]
    return [free.shifted(paragraph.start) for free in gaps(paragraph.end - paragraph.start, inside)]


LABELLERS: Mapping[str, Labeller] = MappingProxyType(
    {
        "everything reported": everything_reported,
        "quotation marks only": quotation_marks_only,
        "WhoSays": ours,
    }
)
"""By the names of the tables' rows, ours last."""


def judged_opinion(labelling: Labelling) -> bool:
    """True when a clause in the text is the author's opinion."""
    return any(each.voice is Voice.OPINION for each in labelling.spans)


def voice_of(labelling: Labelling, text: str, span: Span) -> VoicedSpan | None:
    """The labelled span that stands for `span`: of the voice that most of its non-blank characters are in.

    Within that voice, the one that holds most of them. None when most of them are in no voice (page debris).
    """
    shares: dict[VoicedSpan | None, int] = {}
    for each in labelling.spans:
        if each.span.overlaps(span):
            common = Span(max(each.span.start, span.start), min(each.span.end, span.end))
            shares[each] = _letters(common.of(text))
    voices: dict[Voice | None, int] = {None: _letters(span.of(text)) - sum(shares.values())}
    for voiced, share in shares.items():
        if voiced is not None:
            voices[voiced.voice] = voices.get(voiced.voice, 0) + share
    most = max(voices, key=lambda voice: voices[voice])
    of_it = [voiced for voiced in shares if voiced is not None and voiced.voice is most]
    return max(of_it, key=lambda voiced: shares[voiced]) if of_it else None


def _letters(words: str) -> int:
    return sum(not character.isspace() for character in words)
