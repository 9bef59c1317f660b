"""Answers to presses of buttons and to inline queries."""

from __future__ import annotations

from tests.telegram.content import formatted
from tests.telegram.entities import utf16
from tests.telegram.errors import Refusal, bad_request
from tests.telegram.markup import markup_of
from tests.telegram.params import Params
from tests.telegram.records import Json
from tests.telegram.registry import method
from tests.telegram.state import Query, State

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def _query(state: State, params: Params, name: str) -> Query:
    query = state.queries.get(params.text(name))
    if query is None:
        raise bad_request(_TOO_OLD)
    return query


@method("answerCallbackQuery")
def answer_callback_query(state: State, params: Params) -> bool:
    query = _query(state, params, "callback_query_id")
    if utf16(params.text("text")) > 200:
        state.judges.object("limits", "answerCallbackQuery", "a text over 200 characters")
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = params.values
    return True


@method("answerInlineQuery")
def answer_inline_query(state: State, params: Params) -> bool:
    query = _query(state, params, "inline_query_id")
    results = params.items("results") or []
    try:
        _check(results)
    except Refusal as refusal:
        state.judges.object("limits", "answerInlineQuery", refusal.description)
        raise
    shown = [_shown(state, each) for each in results]
    query.answer = params.values | {"results": shown}
    return True


def _check(results: list[Json]) -> None:
    ids = [str(each["id"]) for each in results]
    if len(ids) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if any(not 1 <= len(each.encode()) <= 64 for each in ids):
        raise bad_request("RESULT_ID_INVALID")


def _shown(state: State, result: Json) -> Json:
    """A result with the message it would send, parsed and checked."""
    given = result.get("input_message_content") or {}
    markup = markup_of(state.judges, "answerInlineQuery", Params(result))
    if "message_text" not in given:
        return result
    text, entities = formatted(
        state.judges,
        "answerInlineQuery",
        given["message_text"],
        given.get("parse_mode"),
        given.get("entities"),
    )
    if not text:
        raise bad_request("message text is empty")
    if utf16(text) > 4096:
        state.judges.object("limits", "answerInlineQuery", f"a text of {utf16(text)} UTF-16 units")
        raise bad_request("message is too long")
    content = {"text": text} | ({"entities": entities} if entities else {})
    return result | {"content": content, "markup": markup}
