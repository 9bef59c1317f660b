"""Answers as rows for messages: pure functions from values to rows, in the words of one language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from types import MappingProxyType

from answering.model import EXTRACTIVE, UNAIDED, Answer, Citation, NotFound, Statement
from chat import texts
from chat.rendering import Style, marked_runs, unmentioned, written_by
from chat.telegram.markup import BLANK, Bit, Mark, Row, bold, italic, one_line, row, rows_of, units
from chat.telegram.words import Words, named_voices
from index.model import Document, DocumentInfo, Quotation, Span, Voice

SHORT, NORMAL, LONG = "short", "normal", "long"
_ON_ONE_SCREEN = 600
"""UTF-16 units of a group's answer that stand outside the fold."""
_FOLD = 1
IN_A_LIST = 150
"""Characters of a title in a list: a page of them must be one message, for pages are turned in it."""
_WEB = re.compile(r"https?://[^\s<>\"\x00-\x1f]{1,2000}", re.IGNORECASE)
_NO_NOTES: Mapping[Statement, str] = MappingProxyType({})


def answer_rows(result: Answer | NotFound, words: Words, *, length: str = NORMAL) -> list[Row]:
    """The three voices under their headings, the passages folded under them; or that nothing is said.

    A short answer holds the first statement of each voice, a long one shows its passages unfolded.
    """
    unaided = [BLANK, row(italic(words.unaided))] if result.fallback == UNAIDED else []
    if isinstance(result, NotFound):
        return [*not_found_rows(result, words), *passage_rows(result.nearest, words.nearby), *unaided]
    statements = _first_of_each(result.statements) if length == SHORT else result.statements
    cited = {n for each in statements for n in each.citations}
    citations = [each for each in result.citations if each.n in cited]
    rows = section_rows(statements, words)
    if result.missing:
        rows += [BLANK, row(words.parts_not_found.format(questions=" ".join(result.missing)))]
    rows += passage_rows(citations, words.passages, folded=length != LONG)
    if result.answerer != EXTRACTIVE and result.tokens.completion:  # a briefing's has a name of its own
        rows += [BLANK, row(italic(written_by(words.written_by, result)))]
    if result.dropped:
        rows += [BLANK, row(italic(words.dropped.format(count=result.dropped)))]
    return [*rows, *unaided]


def section_rows(
    statements: Sequence[Statement],
    words: Words,
    *,
    notes: Mapping[Statement, str] = _NO_NOTES,
    legend: bool = True,
) -> list[Row]:
    """The statements, a heading for each voice that has any, and a legend if loaded words are underlined.

    `notes` stand in brackets behind their statements.
    """
    rows: list[Row] = []
    for voice in Voice:
        of_voice = [each for each in statements if each.voice is voice]
        if of_voice:
            authors = {each.author for each in of_voice}
            rows += (
                [BLANK, row(bold(_heading(voice, authors, words)), leads=True)]
                if rows
                else [row(bold(_heading(voice, authors, words)), leads=True)]
            )
            named = len(authors) > 1
            rows += [
                statement_row(each, words, name_author=named, note=notes.get(each, "")) for each in of_voice
            ]
    if legend and any(each.loaded for each in statements):
        rows += [BLANK, row(italic(words.loaded_legend))]
    return rows


def passage_rows(citations: Sequence[Citation], heading: str, *, folded: bool = True) -> list[Row]:
    """Each passage under its title, author and date: a quotation of its own, folded or plain."""
    if not citations:
        return []
    rows = [BLANK, row(bold(heading), leads=True)]
    for number, each in enumerate(citations, start=1):
        quote = number if folded else 0
        about = row(f"[{each.n}] ", *about_bits(each.document), quote=quote, leads=True)
        rows += [about, *(line for line in rows_of(each.text, quote=quote) if line.text.strip())]
        if not folded and number < len(citations):
            rows.append(BLANK)
    return rows


def not_found_rows(result: NotFound, words: Words) -> list[Row]:
    """That the documents do not say, and which names of the question stand nowhere near."""
    voices = result.question.voices
    text = words.not_found_in_voice.format(voices=named_voices(words, voices)) if voices else words.not_found
    missing = _whole_names(unmentioned(result), result.question.standalone)
    rows = [row(text)]
    if missing:
        rows.append(row(words.not_mentioned.format(names=", ".join(missing))))
    return rows


def folded(rows: Sequence[Row], shown_units: int = _ON_ONE_SCREEN) -> list[Row]:
    """The rows with all beyond the first screen in one folded quotation, for groups."""
    if sum(units(each.text) + 1 for each in rows) <= shown_units:
        return list(rows)
    shown: list[Row] = []
    used = 0
    for each in rows:
        used += units(each.text) + 1
        if (used > shown_units and any(not one.leads and one.bits for one in shown)) or each.quote:
            break
        shown.append(each)
    kept = len(shown)
    while kept and (shown[kept - 1].leads or not shown[kept - 1].bits):
        kept -= 1
    return [*rows[:kept], *_in_one_fold(rows[kept:])]


def who_says_rows(statements: Sequence[Statement], words: Words) -> list[Row]:
    """For each statement the chain of who says it, from the one the article cites to the one who speaks."""
    rows = [row(bold(words.who_says_heading), leads=True)]
    for each in statements:
        quoted = "".join(f" [{n}]" for n in each.citations)
        rows += [BLANK, row(*_said(each), quoted, leads=True), row("→ ", italic(_chain(each, words)))]
    return rows


def about_bits(document: DocumentInfo | Document, *, most: int | None = None) -> tuple[Bit, ...]:
    """Title, author and date, as far as the document gives them; the title leads to its address.

    In lists title and author are cut to `most` characters each.
    """
    bits = [bold(clipped(title_of(document), most), web_address(document.address))]
    if document.author:
        bits.append(Bit(f", {clipped(one_line(document.author), most)}"))
    if document.published:
        bits.append(Bit(f", {document.published.isoformat()}"))
    return tuple(bits)


def clipped(text: str, most: int | None) -> str:
    """The text in at most so many characters, what is cut off shown by an ellipsis."""
    return text if most is None or len(text) <= most else f"{text[: most - 1].rstrip()}…"


def title_of(document: DocumentInfo | Document) -> str:
    """The title; of a document without one what its file is called, its suffix left out."""
    return one_line(document.title or "") or one_line(PurePath(document.path).stem) or texts.UNTITLED


def web_address(address: str | None) -> str:
    """The address as far as a link can lead there; "" where there is none."""
    plain = (address or "").strip()
    return plain if _WEB.fullmatch(plain) else ""


def marked_bits(text: str, loaded: Sequence[Span]) -> Iterator[Bit]:
    """The text with its loaded words underlined; `loaded` counts characters of `text`."""
    for run in marked_runs(text, loaded, Style.PLAIN):
        yield Bit(run.text, (Mark.UNDERLINE,) if run.loaded else ())


def _whole_names(names: Sequence[str], question: str) -> list[str]:
    """The names with those that stand side by side in the question as one: "Angela Merkel"."""
    whole: list[str] = []
    for each in names:
        if whole and f"{whole[-1]} {each}" in question:
            whole[-1] = f"{whole[-1]} {each}"
        else:
            whole.append(each)
    return whole


def _heading(voice: Voice, authors: set[str | None], words: Words) -> str:
    author = next(iter(authors)) if voice is Voice.OPINION and len(authors) == 1 else None
    return words.opinion_of.format(author=one_line(author)) if author else words.headings[voice]


def statement_row(statement: Statement, words: Words, *, name_author: bool, note: str = "") -> Row:
    """Who says it, then what is said, then the numbers of its passages."""
    bits: list[Bit | str] = []
    if statement.voice is Voice.ATTRIBUTED:
        bits.append(italic(texts.SOURCE_ARROW.join(map(one_line, statement.sources)) + ": "))
    elif statement.voice is Voice.OPINION and name_author:
        bits.append(italic(one_line(statement.author or words.unknown_author) + ": "))
    bits += _said(statement)
    if statement.speculative and statement.voice is not Voice.OPINION:
        bits.append(f" {words.uncertain}")
    if note:
        bits.append(italic(f" ({note})"))
    bits += [f" [{n}]" for n in statement.citations]
    return row("• ", *bits)


def _said(statement: Statement) -> list[Bit]:
    return list(marked_bits(statement.text, statement.loaded))


def _chain(statement: Statement, words: Words) -> str:
    match statement.voice:
        case Voice.REPORTED:
            return words.says_article
        case Voice.OPINION if statement.author:
            return words.says_named_author.format(author=one_line(statement.author))
        case Voice.OPINION:
            return words.says_author
    manner = {Quotation.DIRECT: words.quoted_directly, Quotation.INDIRECT: words.quoted_indirectly}
    chain = texts.SOURCE_ARROW.join(map(one_line, statement.sources))
    return f"{chain}, {manner[statement.quotation]}" if statement.quotation else chain


def _first_of_each(statements: Sequence[Statement]) -> list[Statement]:
    first: dict[Voice, Statement] = {}
    for each in statements:
        first.setdefault(each.voice, each)
    return [each for each in statements if first[each.voice] is each]


def _in_one_fold(rows: Sequence[Row]) -> list[Row]:
    kept = list(rows)
    while kept and not kept[0].bits:
        kept.pop(0)
    return [Row(each.bits, _FOLD, each.leads) for each in kept]
