"""Checks JSON objects against the contract, by hand: names, types and what must hold between them."""

from __future__ import annotations

import re
from typing import Any

VOICES = {"reported", "attributed", "opinion"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _typed(value: dict[str, Any], **types: type | tuple[type, ...]) -> None:
    for name, kind in types.items():
        assert name in value, f"{name} is missing"
        assert isinstance(value[name], kind), f"{name} is {value[name]!r}"
        assert not (isinstance(value[name], bool) and kind is int), f"{name} is a bool"


def _pairs(value: object, length: int) -> None:
    assert isinstance(value, list)
    for pair in value:
        assert isinstance(pair, list)
        assert len(pair) == 2
        assert all(type(each) is int for each in pair)
        assert 0 <= pair[0] < pair[1] <= length


def _about(value: dict[str, Any]) -> None:
    maybe = (str, type(None))
    _typed(value, document=str, title=maybe, author=maybe, published=maybe)
    assert value["published"] is None or _DATE.fullmatch(value["published"])


def _statement(value: dict[str, Any], numbers: set[int]) -> None:
    _typed(value, text=str, voice=str, sources=list, citations=list, loaded=list)
    assert value["text"].strip()
    assert value["voice"] in VOICES
    assert all(isinstance(source, str) for source in value["sources"])
    assert bool(value["sources"]) == (value["voice"] == "attributed")
    assert value["citations"]
    assert set(value["citations"]) <= numbers
    _pairs(value["loaded"], len(value["text"]))


def _citations(values: list[dict[str, Any]]) -> set[int]:
    for value in values:
        _about(value)
        _typed(value, n=int, start=int, end=int, text=str)
        assert value["end"] - value["start"] == len(value["text"])
    numbers = [value["n"] for value in values]
    assert len(set(numbers)) == len(numbers)
    return set(numbers)


def check_answer(value: dict[str, Any]) -> None:
    """An object of `ask --json` or a line of `chat --json`."""
    _typed(value, question=str, standalone_question=str, answered=bool, statements=list, citations=list)
    _typed(value, answerer=str, dropped=int, tokens=dict, milliseconds=dict)
    _typed(value["tokens"], prompt=int, completion=int)
    _typed(value, cost=(float, type(None)))
    assert all(isinstance(each, int | float) for each in value["milliseconds"].values())
    numbers = _citations(value["citations"])
    assert value["answered"] == bool(value["statements"])
    for statement in value["statements"]:
        _statement(statement, numbers)


def check_article(value: dict[str, Any]) -> None:
    """An object of `read --json`, with the coverage rule."""
    _about(value)
    _typed(value, text=str, spans=list, attributions=list, boilerplate=list)
    text = value["text"]
    _pairs(value["boilerplate"], len(text))
    covered = [tuple(pair) for pair in value["boilerplate"]]
    for span in value["spans"]:
        _typed(span, start=int, end=int, voice=str, sources=list, speculative=bool, loaded=list)
        assert span["voice"] in VOICES
        assert span["quotation"] in ("direct", "indirect", None)
        assert bool(span["sources"]) <= (span["voice"] == "attributed")
        _pairs(span["loaded"], len(text))
        covered.append((span["start"], span["end"]))
    assert value["spans"] == sorted(value["spans"], key=lambda span: span["start"])
    at = 0
    for start, end in sorted(covered):
        assert not text[at:start].strip(), f"uncovered: {text[at:start]!r}"
        assert at <= start < end <= len(text), f"overlap at {start}"
        at = end
    assert not text[at:].strip()
    for attribution in value["attributions"]:
        for name in ("source", "cue", "content"):
            _pairs(attribution[name], len(text))


def check_briefing(value: dict[str, Any]) -> None:
    """An object of `brief --json`."""
    _typed(value, since=(str, type(None)), until=str, items=list, citations=list)
    numbers = _citations(value["citations"])
    for item in value["items"]:
        _about(item)
        for statement in item["statements"]:
            _statement(statement, numbers)
