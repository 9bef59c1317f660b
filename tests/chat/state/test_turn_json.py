"""Any turn comes back as it was."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from types import MappingProxyType
from typing import get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answering.model import Answer, Citation, NotFound, Question, Statement, Tokens, Turn
from chat.state import turn_json
from index.model import DocumentInfo, Quotation, Span, Voice
from tests.chat.samples import ANSWER, QUESTION

# Everything that a text can hold: half surrogate pairs, NULs, both directions.
TEXTS = st.text(st.characters(exclude_categories=[]), max_size=8)
NUMBERS = st.integers(0, 10**9)
OTHERS = {
    str: TEXTS,
    int: NUMBERS,
    bool: st.booleans(),
    float: st.floats(allow_nan=False),
    float | None: st.none() | st.floats(allow_nan=False),
    Voice: st.sampled_from(Voice),
    date: st.dates(),
    str | None: st.none() | TEXTS,
    date | None: st.none() | st.dates(),
    Quotation | None: st.none() | st.sampled_from(Quotation),
    frozenset[Voice]: st.frozensets(st.sampled_from(Voice)),
    tuple[str, ...]: st.lists(TEXTS, max_size=2).map(tuple),
    tuple[int, ...]: st.lists(NUMBERS, max_size=2).map(tuple),
}


def every_field(kind: type, **chosen: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Values of a dataclass with no field left at its default; a field of a new kind fails here."""
    hints = get_type_hints(kind)
    names = [each.name for each in dataclasses.fields(kind)]
    return st.builds(
        kind, **{name: chosen[name] if name in chosen else OTHERS[hints[name]] for name in names}
    )


SPANS = st.builds(Span, NUMBERS, NUMBERS)
CITATIONS = st.lists(every_field(Citation, document=every_field(DocumentInfo), span=SPANS), max_size=2).map(
    tuple
)
RESULT = {
    "question": every_field(Question),
    "tokens": every_field(Tokens),
    "milliseconds": st.dictionaries(TEXTS, OTHERS[float], max_size=2).map(MappingProxyType),
}
STATEMENTS = st.lists(every_field(Statement, loaded=st.lists(SPANS, max_size=2).map(tuple)), max_size=2).map(
    tuple
)
ANSWERS = every_field(Answer, statements=STATEMENTS, citations=CITATIONS, **RESULT)
NOT_FOUNDS = every_field(NotFound, nearest=CITATIONS, **RESULT)
TURNS = st.builds(Turn, every_field(Question), st.one_of(ANSWERS, NOT_FOUNDS))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TURNS)
def test_every_turn_comes_back_as_it_was(turn: Turn) -> None:
    content = turn_json.to_json(turn)
    assert content.isascii()
    assert turn_json.from_json(content, turn_json.VERSION) == turn


def test_what_comes_back_can_no_more_be_changed_than_what_was_kept() -> None:
    again = turn_json.from_json(turn_json.to_json(Turn(QUESTION, ANSWER)), turn_json.VERSION)
    assert again is not None
    assert type(again.result.milliseconds) is MappingProxyType


def test_fields_that_came_later_have_their_defaults_in_turns_of_before() -> None:
    value = json.loads(turn_json.to_json(Turn(QUESTION, ANSWER)))
    for name in ("dropped", "tokens", "milliseconds"):
        del value["result"][name]
    del value["result"]["statements"][0]["speculative"]
    assert turn_json.from_json(json.dumps(value), turn_json.VERSION) == Turn(QUESTION, ANSWER)


def test_the_same_turn_is_the_same_text() -> None:
    voices = [frozenset(order) for order in (list(Voice), list(reversed(Voice)))]
    texts = {turn_json.to_json(Turn(Question("a", "a", each), ANSWER)) for each in voices}
    assert len(texts) == 1


def test_version_one_is_read_as_long_as_it_is_claimed_to_be() -> None:
    kept = (
        '{"kind":"not found","question":{"text":"Who?","standalone":"Who?","voices":["opinion"]},"result":'
        '{"question":{"text":"Who?","standalone":"Who?","voices":["opinion"]},"nearest":[{"n":1,"document":'
        '{"id":"d","path":"p","title":null,"author":"A","published":"2021-05-06","address":null},'
        '"span":{"start":3,"end":6},"text":"abc"}],"answerer":"extractive","dropped":0,'
        '"tokens":{"prompt":0,"completion":0},"milliseconds":{"total":1.5}}}'
    )
    question = Question("Who?", "Who?", frozenset({Voice.OPINION}))
    document = DocumentInfo("d", "p", author="A", published=date(2021, 5, 6))
    nearest = (Citation(1, document, Span(3, 6), "abc"),)
    expected = Turn(question, NotFound(question, nearest, milliseconds={"total": 1.5}))
    assert turn_json.from_json(kept, 1) == expected
    assert turn_json.from_json(kept, 2) is None
