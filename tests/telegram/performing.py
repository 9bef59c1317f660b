"""One request, from raw parameters to its result, under the judges' eyes."""

from __future__ import annotations

from email.message import Message as Part
from email.parser import BytesParser
from email.policy import HTTP

from tests.telegram import (  # noqa: F401 - the modules register their methods
    methods_bot,
    methods_chat,
    methods_edit,
    methods_query,
    methods_send,
    schema,
)
from tests.telegram.errors import Refusal, bad_request
from tests.telegram.params import Params, Upload
from tests.telegram.records import Call, Json
from tests.telegram.registry import HANDLERS
from tests.telegram.state import State


def understood(state: State, method: str, raw: Json, files: dict[str, Upload]) -> Params:
    """The parameters as the schema takes them.

    Raises:
        Refusal: 404 for a method that the Bot API lacks, 400 where the schema objects.
    """
    name = schema.name_of(method)
    if name is None:
        state.judges.object("schema", method, "no such method")
        raise Refusal(404, "Not Found: method not found")
    values, wrong = schema.decoded(name, raw, files)
    for each in wrong:
        state.judges.object("schema", name, each)
    if wrong:
        _record(state, name, values, wrong[0])
        raise bad_request(wrong[0])
    return Params(values, files)


def perform(state: State, method: str, params: Params) -> object:
    """Do what the method does; returns its result."""
    name = schema.name_of(method) or method
    handler = HANDLERS.get(name.lower())
    if handler is None:
        state.judges.object("server", name, "this server for tests lacks the method")
        raise Refusal(501, f"Not Implemented: {name}")
    with state.lock:
        try:
            result = handler(state, params)
        except Refusal as refusal:
            _record(state, name, params.values, refusal.description)
            raise
        _record(state, name, params.values)
    for wrong in schema.wrong_result(name, result):
        state.judges.object("server", name, wrong)
    return result


def _record(state: State, name: str, values: Json, refused: str | None = None) -> None:
    state.calls.append(Call(name, values, state.clock.now(), refused))


def parts(kind: str, body: bytes) -> tuple[Json, dict[str, Upload]]:
    """Fields and files of a multipart body."""
    whole = BytesParser(policy=HTTP.clone(max_line_length=None)).parsebytes(
        b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body
    )
    fields: Json = {}
    files: dict[str, Upload] = {}
    for part in whole.iter_parts():
        name, data = _named(part), part.get_payload(decode=True)
        if name is None or not isinstance(data, bytes):
            raise bad_request("a part of the body has no name")
        if part.get_filename() is None:
            fields[name] = data.decode()
        else:
            files[name] = Upload(part.get_filename() or name, part.get_content_type(), data)
    return fields, files


def _named(part: Part) -> str | None:
    name = part.get_param("name", header="content-disposition")
    return name if isinstance(name, str) else None
