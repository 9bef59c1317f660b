"""The whole article in its voices, as blocks: every character of the text, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chat import texts
from chat.rendering import VOICE_STYLES, Block, Kind, Line, Run, Style, marked_runs
from chat.safety import one_line, printable
from index.model import Document, Labelling, Span, Voice, VoicedSpan


def article_blocks(
    document: Document, labelling: Labelling, *, marks: bool, safe: Callable[[str], str] = printable
) -> tuple[Block, ...]:
    """What the document says about itself, the legend, and the text.

    With `marks` each change of voice is written out as [R], [A: source] or [O], for output without colour.
    `safe` makes the text safe for where it is shown, and keeps its length.
    """
    about = [one_line(document.title or texts.UNTITLED)]
    if document.author:
        about.append(texts.BY.format(author=one_line(document.author)))
    if document.published:
        about.append(document.published.isoformat())
    heading = (Run(", ".join(about), Style.TITLE), Run(f" — {one_line(document.path)}", Style.QUIET))
    return (
        Block(Kind.DOCUMENT, heading),
        Block(Kind.LEGEND, (), _legend(labelling, document)),
        Block(Kind.SECTION, (), tuple(_lines(_runs(document, labelling, marks=marks, safe=safe)))),
    )


def _legend(labelling: Labelling, document: Document) -> tuple[Line, ...]:
    """One line that names the voices that occur."""
    present = {each.voice for each in labelling.spans}
    runs: list[Run] = []
    for voice in Voice:
        if voice in present:
            runs += [Run(texts.ARTICLE_LEGEND[voice], VOICE_STYLES[voice]), Run("   ")]
    if document.boilerplate:
        runs.append(Run(texts.ARTICLE_BOILERPLATE, Style.QUIET))
    return (tuple(runs),)


def _runs(
    document: Document, labelling: Labelling, *, marks: bool, safe: Callable[[str], str]
) -> Iterator[Run]:
    """The text as runs: voiced spans, debris, and the blanks between them."""
    text = safe(document.text)
    pieces: list[tuple[Span, VoicedSpan | None]] = [(each.span, each) for each in labelling.spans]
    pieces += [(span, None) for span in document.boilerplate]
    at, mark = 0, ""
    for span, voiced in sorted(pieces, key=lambda piece: piece[0]):
        yield Run(text[at : span.start])
        new_mark = _mark(voiced)
        if marks and new_mark != mark:
            yield Run(f"{new_mark} ", Style.MARKER)
        mark, at = new_mark, span.end
        if voiced is None:
            yield Run(span.of(text), Style.QUIET)
        else:
            loaded = [each.shifted(-span.start) for each in voiced.loaded]
            yield from marked_runs(span.of(text), loaded, VOICE_STYLES[voiced.voice])
    yield Run(text[at:])


def _mark(voiced: VoicedSpan | None) -> str:
    """What is written where this voice begins."""
    if voiced is None:
        return texts.ARTICLE_BOILERPLATE_MARK
    if voiced.voice is Voice.ATTRIBUTED and voiced.sources:
        sources = texts.SOURCE_ARROW.join(one_line(source) for source in voiced.sources)
        return texts.ARTICLE_MARK_WITH_SOURCE.format(sources=sources)
    return texts.ARTICLE_MARKS[voiced.voice]


def _lines(runs: Iterator[Run]) -> Iterator[Line]:
    """The runs broken into lines at the line feeds in them."""
    line: list[Run] = []
    for run in runs:
        first, *rest = run.text.split("\n")
        if first:
            line.append(Run(first, run.style, run.loaded))
        for part in rest:
            yield tuple(line)
            line = [Run(part, run.style, run.loaded)] if part else []
    if line:
        yield tuple(line)
