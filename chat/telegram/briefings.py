"""Briefings as rows for messages, and as turns that can be replied to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from answering.model import Answer, Citation, NotFound, Question, Statement, Turn
from briefing.model import Briefing, BriefingItem, Carriage
from chat.telegram.answers import about_bits, passage_rows, section_rows, statement_row
from chat.telegram.markup import BLANK, Row, bold, italic, one_line, row
from chat.telegram.words import Words
from index.model import DocumentInfo, Voice

BRIEFING = "briefing"
"""The answerer's name in a turn that is a briefing or a story of one."""


def briefing_rows(briefing: Briefing, words: Words, *, numbered: bool = False) -> list[Row]:
    """Story by story its titles, statements by voice and contradictions; the passages of all under them."""
    rows: list[Row] = []
    cited = {each.n: each for each in briefing.citations}
    for number, item in enumerate(briefing.items, start=1):
        rows += [BLANK, row(f"{number}. " if numbered else "📄 ", *about_bits(item.document), leads=True)]
        if item.others:
            others = "; ".join(_named(each) for each in item.others)
            rows.append(row(italic(f"{words.also_told_by} {others}"), leads=True))
        rows += _item_rows(item, cited, words)
    if any(each.loaded for item in briefing.items for each in item.statements):
        rows += [BLANK, row(italic(words.loaded_legend))]
    if briefing.left_out:
        left = words.left_out.format(count=words.documents(len(briefing.left_out)))
        rows += [BLANK, row(italic(left))]
    return [*rows[1:], *passage_rows(briefing.citations, words.passages)]


def as_turn(briefing: Briefing, question: str) -> Turn:
    """The briefing as a turn: what replies to it and its buttons go on from."""
    told = tuple(each for item in briefing.items for each in _all(item))
    asked = Question(question, question)
    return Turn(asked, Answer(asked, told, briefing.citations, BRIEFING))


def is_briefing(turn: Turn) -> bool:
    """True for a turn that a briefing, or a story of one, is kept as."""
    return turn.result.answerer == BRIEFING


def documents_in(result: Answer | NotFound) -> frozenset[str]:
    """The ids of the documents that are cited."""
    cited = result.citations if isinstance(result, Answer) else ()
    return frozenset(each.document.id for each in cited)


def _item_rows(item: BriefingItem, cited: Mapping[int, Citation], words: Words) -> Iterator[Row]:
    carried = zip(item.statements, item.carried, strict=False)  # not carried: a document read by itself
    notes = {statement: _note(carriage, statement.voice, words) for statement, carriage in carried}
    yield from section_rows(item.statements, words, notes=notes, legend=False)
    for each in item.contradictions:
        yield row(bold(words.differs[each.difference.value]), leads=True)
        for version in each.versions:
            where = cited[version.citations[0]].document if version.citations else None
            yield statement_row(version, words, name_author=False, note=_named(where) if where else "")
    if not item.statements and not item.contradictions:
        yield row(words.briefing_nothing)


def _all(item: BriefingItem) -> Sequence[Statement]:
    return [*item.statements, *(version for each in item.contradictions for version in each.versions)]


def _named(document: DocumentInfo) -> str:
    return "".join(bit.text for bit in about_bits(document)[:2])


def _note(carriage: Carriage, voice: Voice, words: Words) -> str:
    """How many documents tell it, and whom another document names for it; "" for one alone."""
    count = len(carriage.documents)
    told = words.carried_by(count)
    if voice is not Voice.REPORTED:
        return told if count > 1 else ""
    if carriage.named:
        return words.carried_named.format(count=told, names=", ".join(map(one_line, carriage.named)))
    return words.carried_unnamed.format(count=told) if count > 1 else ""
