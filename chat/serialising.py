"""The JSON that programs read: plain dictionaries in the contract's form, and one line of text from each.

Offsets count Unicode characters. Fields may be added, never renamed or dropped.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from answering.model import Answer, Citation, NotFound, Statement
from briefing.model import Briefing, BriefingItem
from chat.conversation import Reply
from chat.safety import escape_unsafe
from chat.streams import use_utf8
from index.model import Document, DocumentInfo, Labelling, Span

if TYPE_CHECKING:
    from index.build import BuildReport

Json = dict[str, Any]


def as_line(value: Mapping[str, Any]) -> str:
    """One line of JSON, with all that could steer a terminal or break the line or its encoding escaped."""
    return escape_unsafe(json.dumps(value, ensure_ascii=False))


def write(value: Mapping[str, Any]) -> None:
    """One object on one line of standard output, in UTF-8 whatever the locale."""
    use_utf8()
    sys.stdout.write(as_line(value) + "\n")


def answer(reply: Reply) -> Json:
    """An answer, or "the documents do not say" with the nearest passages; `cost` is in dollars."""
    result = reply.result
    value: Json = {
        "question": result.question.text,
        "standalone_question": result.question.standalone,
        "answered": isinstance(result, Answer),
        "statements": [statement(each) for each in _statements(result)],
        "missing": list(result.missing) if isinstance(result, Answer) else [],
        "citations": [citation(each) for each in _citations(result)],
        "answerer": result.answerer,
        "dropped": result.dropped,
        "tokens": {"prompt": result.tokens.prompt, "completion": result.tokens.completion},
        "cost": result.tokens.cost,
        "fallback": result.fallback,
        "milliseconds": dict(result.milliseconds),
    }
    if reply.notice is not None:
        value["notice"] = reply.notice
    return value


def refusal(question: str, notice: str) -> Json:
    """The answer's form for a question that was not taken, so that every line of a chat gets one."""
    return {
        "question": question,
        "standalone_question": question,
        "answered": False,
        "statements": [],
        "missing": [],
        "citations": [],
        "answerer": "extractive",
        "dropped": 0,
        "tokens": {"prompt": 0, "completion": 0},
        "cost": None,
        "milliseconds": {},
        "notice": notice,
    }


def statement(value: Statement) -> Json:
    """One statement; `loaded` counts characters of its text."""
    return {
        "text": value.text,
        "voice": value.voice.value,
        "sources": list(value.sources),
        "citations": list(value.citations),
        "loaded": _pairs(value.loaded),
        "author": value.author,
        "quotation": value.quotation.value if value.quotation else None,
        "speculative": value.speculative,
    }


def citation(value: Citation) -> Json:
    """One numbered verbatim passage."""
    return {
        "n": value.n,
        **_about(value.document),
        "start": value.span.start,
        "end": value.span.end,
        "text": value.text,
    }


def article(document: Document, labelling: Labelling) -> Json:
    """A whole document with its voices."""
    return {
        **_about(document),
        "text": document.text,
        "spans": [
            {
                "start": each.span.start,
                "end": each.span.end,
                "voice": each.voice.value,
                "sources": list(each.sources),
                "quotation": each.quotation.value if each.quotation else None,
                "speculative": each.speculative,
                "loaded": _pairs(each.loaded),
            }
            for each in labelling.spans
        ],
        "attributions": [
            {"source": _pairs(each.source), "cue": _pairs(each.cue), "content": _pairs(each.content)}
            for each in labelling.attributions
        ],
        "boilerplate": _pairs(document.boilerplate),
    }


def briefing(value: Briefing, since: str | None, until: str) -> Json:
    """A briefing over `[since, until]`, both ISO 8601; `since` is null when nothing was left out by age."""
    return {
        "since": since,
        "until": until,
        "items": [
            {
                **_about(item.document),
                "documents": [_about(each) for each in item.documents],
                "statements": _told(item),
                "contradictions": [
                    {
                        "difference": each.difference.value,
                        "versions": [statement(version) for version in each.versions],
                    }
                    for each in item.contradictions
                ],
            }
            for item in value.items
        ],
        "citations": [citation(each) for each in value.citations],
        "left_out": [_about(each) for each in value.left_out],
    }


def _told(item: BriefingItem) -> list[Json]:
    """The statements, each with the documents that tell it, and the sources that others name for it."""
    values = [
        {**statement(each), "carried_by": [item.document.path], "named_elsewhere": []}
        for each in item.statements
    ]
    for value, carriage in zip(values, item.carried, strict=False):  # none where one document was read
        value["carried_by"] = [each.path for each in carriage.documents]
        value["named_elsewhere"] = list(carriage.named)
    return values


def documents(values: Iterable[DocumentInfo]) -> Json:
    """The list of documents."""
    return {"documents": [{**_about(each), "id": each.id} for each in values]}


def changes(report: BuildReport, shown: Callable[[str], str]) -> Json:
    """What adding or removing did: paths by what happened to them, and files left out with the reason."""
    return {
        "added": [shown(path) for path in report.added],
        "changed": [shown(path) for path in report.changed],
        "unchanged": [shown(path) for path in report.unchanged],
        "removed": [shown(path) for path in report.removed],
        "skipped": [{"document": shown(error.path), "reason": error.reason} for error in report.skipped],
    }


def _about(document: Document | DocumentInfo) -> Json:
    return {
        "document": document.path,
        "title": document.title,
        "author": document.author,
        "published": document.published.isoformat() if document.published else None,
    }


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _statements(result: Answer | NotFound) -> Sequence[Statement]:
    return result.statements if isinstance(result, Answer) else ()


def _citations(result: Answer | NotFound) -> Sequence[Citation]:
    return result.citations if isinstance(result, Answer) else result.nearest
