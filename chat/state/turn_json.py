"""Turns as JSON and back.

The text is plain ASCII, so that every database takes every turn, half surrogate pairs and NULs included.
`VERSION` goes up when a turn kept earlier could be misread; a field that is added with a default needs no
new version. A text that cannot be read is None: an old answer that is not understood is one not kept.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from pydantic import TypeAdapter

from answering.model import Answer, NotFound, Question, Turn

VERSION = 1

_ANSWER, _NOT_FOUND = "answer", "not found"
_RESULTS: dict[str, TypeAdapter[Answer] | TypeAdapter[NotFound]] = {
    _ANSWER: TypeAdapter(Answer),
    _NOT_FOUND: TypeAdapter(NotFound),
}
_QUESTION = TypeAdapter(Question)


def to_json(turn: Turn) -> str:
    """The turn as JSON of this `VERSION`."""
    kind = _ANSWER if isinstance(turn.result, Answer) else _NOT_FOUND
    value = {"kind": kind, "question": turn.question, "result": turn.result}
    return json.dumps(value, default=_plain, separators=(",", ":"))


@lru_cache(maxsize=128)  # the briefing of many chats is one text, and turns do not change
def from_json(content: str, version: int) -> Turn | None:
    """The turn as it was; None when the version is another or the text is damaged."""
    if version != VERSION:
        return None
    try:
        value = json.loads(content)
        question = _QUESTION.validate_python(value["question"])
        result = _RESULTS[value["kind"]].validate_python(value["result"])
    except (ValueError, KeyError, TypeError):  # a ValidationError is a ValueError
        return None
    return Turn(question, replace(result, milliseconds=MappingProxyType(dict(result.milliseconds))))


def _plain(value: object) -> object:
    """What JSON has no form for; sets are sorted, so that the same turn is the same text."""
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, MappingProxyType):
        return dict(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
