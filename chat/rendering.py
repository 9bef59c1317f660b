"""Answers as blocks of styled text: pure functions, no terminal, no Telegram.

A block is a heading and lines; a line is runs of text, each in one style. Every renderer (plain text,
colour, messages) walks the same blocks. All document text in them is already safe to print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from answering.model import EXTRACTIVE, UNAIDED, Answer, Citation, NotFound, Statement
from briefing.model import Briefing, BriefingItem, Carriage, Contradiction
from chat import texts
from chat.safety import one_line, printable
from index.model import DocumentInfo, Span, Voice

# A capital after the first word: what opens a question is a capital anyway.
_NAME_OR_FIGURE = re.compile(r"(?<=\s)[A-Z][\w-]+|\d[\d.,]*\d|\d")


class Style(StrEnum):
    """How a run of text is meant; a renderer decides what that looks like."""

    PLAIN = "plain"
    HEADING = "heading"
    TITLE = "title"
    SOURCE = "source"
    MARKER = "marker"
    QUIET = "quiet"
    REPORTED = "reported"
    ATTRIBUTED = "attributed"
    OPINION = "opinion"


VOICE_STYLES = {
    Voice.REPORTED: Style.REPORTED,
    Voice.ATTRIBUTED: Style.ATTRIBUTED,
    Voice.OPINION: Style.OPINION,
}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of printable text in one style; `loaded` wording is marked on top of the style."""

    text: str
    style: Style = Style.PLAIN
    loaded: bool = False


Line = tuple[Run, ...]
NO_NOTES: Mapping[Statement, str] = MappingProxyType({})


class Kind(StrEnum):
    """What a block holds: a renderer indents and folds by it."""

    SECTION = "section"
    PASSAGES = "passages"
    NOTICE = "notice"
    DOCUMENT = "document"
    LEGEND = "legend"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (maybe empty) and the lines under it."""

    kind: Kind
    heading: Line
    lines: tuple[Line, ...] = ()


def answer_blocks(result: Answer | NotFound, notice: str | None = None) -> tuple[Block, ...]:
    """The sections that have something: reported, according to others, opinion; then the passages.

    A refusal says so and shows the nearest passages as what they are.
    """
    if notice is not None:
        return (Block(Kind.NOTICE, (Run(printable(notice)),)),)
    if isinstance(result, NotFound):
        nearby = _passages(result.nearest, texts.NEARBY_HEADING)
        missing = unmentioned(result)
        lines = ((Run(texts.NOT_MENTIONED.format(names=", ".join(missing))),),) if missing else ()
        return (Block(Kind.NOTICE, (Run(_not_found(result)),), lines), *nearby, *_fallen_back(result))
    passages = _passages(result.citations, texts.PASSAGES_HEADING)
    return (
        *_sections(result.statements),
        *_not_told(result),
        *passages,
        *_about_the_model(result),
        *_fallen_back(result),
    )


def _not_told(answer: Answer) -> Iterator[Block]:
    """The parts of the question that are not answered."""
    if answer.missing:
        shown = texts.PARTS_NOT_FOUND.format(questions=" ".join(map(printable, answer.missing)))
        yield Block(Kind.NOTICE, (Run(shown),))


def _about_the_model(answer: Answer) -> Iterator[Block]:
    """What a reader should know of a language model's part in an answer."""
    lines = []
    if answer.answerer != EXTRACTIVE:
        lines.append(written_by(texts.WRITTEN_BY, answer))
    if answer.fallback and answer.fallback != UNAIDED:
        lines.append(texts.MODEL_FAILED)
    if answer.dropped:
        lines.append(texts.DROPPED.format(count=answer.dropped))
    for line in lines:
        yield Block(Kind.NOTICE, (Run(line, Style.QUIET),))


def _fallen_back(result: Answer | NotFound) -> Iterator[Block]:
    """What a reader should know of an embedding service that was away."""
    if result.fallback == UNAIDED:
        yield Block(Kind.NOTICE, (Run(texts.ENDPOINT_FAILED, Style.QUIET),))


def written_by(words: str, answer: Answer) -> str:
    """Which language model wrote an answer, from how much and for how much, in these words."""
    spent = answer.tokens
    cost = "" if spent.cost is None else f", {texts.dollars(spent.cost)}"
    model = one_line(answer.answerer)
    return words.format(model=model, prompt=spent.prompt, completion=spent.completion, cost=cost)


def briefing_blocks(briefing: Briefing, since: str | None) -> tuple[Block, ...]:
    """Per story its title, its sections and what its documents differ in; then the passages of all."""
    if not briefing.items:
        nothing = texts.BRIEFING_EMPTY.format(since=since) if since is not None else texts.BRIEFING_NOTHING
        return (Block(Kind.NOTICE, (Run(nothing),)),)
    told = sum(len(item.documents) for item in briefing.items)
    heading = texts.BRIEFING_HEADING.format(count=texts.count_of_documents(told))
    if since is not None:
        heading += texts.BRIEFING_SINCE.format(since=since)
    blocks = [Block(Kind.NOTICE, (Run(heading, Style.HEADING),))]
    for item in briefing.items:
        blocks.append(Block(Kind.DOCUMENT, _about(item.document), _further(item.others)))
        blocks.extend(_sections(item.statements, _notes(item)))
        blocks.extend(_contradictions(item.contradictions))
        if not item.statements and not item.contradictions:
            blocks.append(Block(Kind.NOTICE, (Run(texts.BRIEFING_NOTHING_TO_SAY, Style.QUIET),)))
    if briefing.left_out:
        count = texts.count_of_documents(len(briefing.left_out))
        blocks.append(Block(Kind.NOTICE, (Run(texts.BRIEFING_LEFT_OUT.format(count=count), Style.QUIET),)))
    blocks.extend(_passages(briefing.citations, texts.PASSAGES_HEADING))
    return tuple(blocks)


def carried_note(carriage: Carriage, voice: Voice) -> str:
    """How many documents tell a statement, and whom another document names for it; "" for one alone."""
    names = ", ".join(map(one_line, carriage.named))
    count = len(carriage.documents)
    if voice is not Voice.REPORTED:
        return texts.CARRIED_BY.format(count=count) if count > 1 else ""
    if names:
        return texts.CARRIED_NAMED.format(count=texts.count_of_documents(count), names=names)
    return texts.CARRIED_UNNAMED.format(count=count) if count > 1 else ""


def _notes(item: BriefingItem) -> Mapping[Statement, str]:
    told = zip(item.statements, item.carried, strict=False)  # not carried: a document read by itself
    return {statement: carried_note(carriage, statement.voice) for statement, carriage in told}


def _further(documents: Sequence[DocumentInfo]) -> tuple[Line, ...]:
    return tuple((Run(texts.ALSO_TOLD_BY, Style.QUIET), *_about(document)) for document in documents)


def _contradictions(contradictions: Sequence[Contradiction]) -> Iterator[Block]:
    for each in contradictions:
        heading = texts.CONTRADICTIONS[each.difference.value]
        lines = tuple(_statement_line(version, name_author=False) for version in each.versions)
        yield Block(Kind.SECTION, (Run(heading, Style.HEADING),), lines)


def document_blocks(documents: Sequence[DocumentInfo]) -> tuple[Block, ...]:
    """The numbered list of documents."""
    lines = tuple(
        (
            Run(f"{number}. ", Style.MARKER),
            *_about(document),
            Run(f" — {one_line(document.path)}", Style.QUIET),
        )
        for number, document in enumerate(documents, start=1)
    )
    return (Block(Kind.NOTICE, (Run(texts.count_of_documents(len(documents)), Style.HEADING),), lines),)


def notice_blocks(text: str) -> tuple[Block, ...]:
    """A plain message."""
    return (Block(Kind.NOTICE, (), tuple((Run(line),) for line in printable(text).split("\n"))),)


def marks_loaded(blocks: Iterable[Block]) -> bool:
    """True when any run is marked as loaded, so that the legend is due."""
    return any(run.loaded for block in blocks for line in block.lines for run in line)


def marked_runs(text: str, loaded: Sequence[Span], style: Style) -> Iterator[Run]:
    """The text cut at the loaded words; `loaded` counts characters of `text`."""
    at = 0
    for span in sorted(loaded):
        start, end = max(span.start, at), min(span.end, len(text))
        if start >= end:
            continue
        if start > at:
            yield Run(text[at:start], style)
        yield Run(text[start:end], style, loaded=True)
        at = end
    if at < len(text):
        yield Run(text[at:], style)


def _sections(statements: Sequence[Statement], notes: Mapping[Statement, str] = NO_NOTES) -> Iterator[Block]:
    for voice in (Voice.REPORTED, Voice.ATTRIBUTED, Voice.OPINION):
        of_voice = [each for each in statements if each.voice is voice]
        if not of_voice:
            continue
        authors = {each.author for each in of_voice}
        author = next(iter(authors)) if voice is Voice.OPINION and len(authors) == 1 else None
        heading = (
            texts.OPINION_HEADING_WITH_AUTHOR.format(author=one_line(author))
            if author
            else texts.SECTION_HEADINGS[voice]
        )
        lines = tuple(
            _statement_line(each, name_author=len(authors) > 1, note=notes.get(each, "")) for each in of_voice
        )
        yield Block(Kind.SECTION, (Run(heading, Style.HEADING),), lines)


def _statement_line(statement: Statement, *, name_author: bool, note: str = "") -> Line:
    """Who says it, what is said with its loaded words marked, and the citation numbers."""
    runs: list[Run] = []
    before = _speaker(statement, name_author=name_author)
    if before:
        runs.append(Run(f"{before}: ", Style.SOURCE))
    # Line breaks within a clause are the page's, not the statement's; one for one, so the offsets hold.
    text = printable(statement.text.replace("\n", " "))
    runs.extend(marked_runs(text, statement.loaded, VOICE_STYLES[statement.voice]))
    if statement.speculative and statement.voice is not Voice.OPINION:  # a judgement is nobody's news
        runs.append(Run(f" {texts.UNCERTAIN}", Style.QUIET))
    if note:
        runs.append(Run(f" ({note})", Style.QUIET))
    runs.extend(Run(f" [{n}]", Style.MARKER) for n in statement.citations)
    return tuple(runs)


def _speaker(statement: Statement, *, name_author: bool) -> str:
    """The source chain of an attributed statement, or the author where several authors judge."""
    if statement.voice is Voice.ATTRIBUTED:
        return texts.SOURCE_ARROW.join(one_line(source) for source in statement.sources)
    if statement.voice is Voice.OPINION and name_author:
        return one_line(statement.author or texts.UNKNOWN_AUTHOR)
    return ""


def _passages(citations: Sequence[Citation], heading: str) -> Iterator[Block]:
    if not citations:
        return
    lines: list[Line] = []
    for each in citations:
        place = f" — {one_line(each.document.path)}:{each.span.start}-{each.span.end}"
        lines.append((Run(f"[{each.n}] ", Style.MARKER), *_about(each.document), Run(place, Style.QUIET)))
        lines.extend(
            (Run(f"    {line.strip()}"),) for line in printable(each.text).split("\n") if line.strip()
        )
    yield Block(Kind.PASSAGES, (Run(heading, Style.HEADING),), tuple(lines))


def _about(document: DocumentInfo) -> Line:
    """Title, author and date, as far as the document gives them."""
    runs = [Run(one_line(document.title or texts.UNTITLED), Style.TITLE)]
    if document.author:
        runs.append(Run(", " + texts.BY.format(author=one_line(document.author))))
    if document.published:
        runs.append(Run(f", {document.published.isoformat()}"))
    return tuple(runs)


def unmentioned(result: NotFound) -> list[str]:
    """The names and figures of the question that are in none of the nearest passages, title and author."""
    if not result.nearest:
        return []
    parts = (
        part for each in result.nearest for part in (each.document.title, each.document.author, each.text)
    )
    near = " ".join(part for part in parts if part).casefold()
    asked = _NAME_OR_FIGURE.findall(printable(result.question.standalone))
    return [name for name in dict.fromkeys(asked) if name.casefold() not in near]


def _not_found(result: NotFound) -> str:
    if not result.question.voices:
        return texts.NOT_FOUND
    names = " and ".join(texts.VOICE_NAMES[voice] for voice in Voice if voice in result.question.voices)
    return texts.NOT_FOUND_IN_VOICE.format(voices=names)
