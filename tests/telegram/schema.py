"""aiogram's types as the judge of every request, response and update.

aiogram's models let unknown fields through; here they are named, so that a caller can object.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import aiogram.methods
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import BaseModel, TypeAdapter, ValidationError

from tests.telegram.params import Upload
from tests.telegram.records import Json

Method = type[TelegramMethod[Any]]
METHODS: Final[dict[str, Method]] = {
    kind.__api_method__.lower(): kind
    for name in aiogram.methods.__all__
    if isinstance(kind := getattr(aiogram.methods, name), type)
    and issubclass(kind, TelegramMethod)
    and kind is not TelegramMethod
}


def name_of(method: str) -> str | None:
    """The method's own spelling, or None where the Bot API has no such method."""
    kind = METHODS.get(method.lower())
    return kind.__api_method__ if kind else None


def decoded(method: str, raw: Json, files: dict[str, Upload]) -> tuple[Json, list[str]]:
    """The parameters as JSON values, and what is wrong with them (empty: nothing)."""
    kind = METHODS[method.lower()]
    values: Json = {}
    wrong: list[str] = []
    for name, given in raw.items():
        if name not in kind.model_fields:
            wrong.append(f"unknown parameter {name}")
            continue
        try:
            values[name], complaints = _value(kind, name, given)
        except (ValidationError, ValueError) as error:
            wrong.append(f"parameter {name}: {_short(error)}")
        else:
            wrong.extend(f"parameter {name}: {each}" for each in complaints)
    needed = {name for name, field in kind.model_fields.items() if field.is_required()}
    wrong.extend(f"parameter {name} is missing" for name in sorted(needed - raw.keys() - files.keys()))
    wrong.extend(_strays(kind, raw, files))
    return values, wrong


def _value(kind: Method, name: str, given: object) -> tuple[object, list[str]]:
    """One parameter, JSON-decoded where a form carried it as text, and unknown fields inside it."""
    annotation = kind.model_fields[name].annotation
    if isinstance(given, str) and not _takes_text(annotation):
        given = json.loads(given)
    elif isinstance(given, str) and name.endswith("chat_id") and given.lstrip("-").isdigit():
        given = int(given)
    checked = _adapter(kind, name).validate_python(given)
    value = checked if isinstance(checked, (bool, int, float, str)) else given
    return value, list(unknown_fields(checked))


def _strays(kind: Method, raw: Json, files: dict[str, Upload]) -> Iterator[str]:
    written = json.dumps(raw)
    for name in files:
        if name not in kind.model_fields and f"attach://{name}" not in written:
            yield f"file {name} belongs to no parameter"


def wrong_result(method: str, result: object) -> list[str]:
    """What is wrong with a result, judged by the type that the method returns."""
    return _judged(_returning(METHODS[method.lower()]), result)


def wrong_update(update: Json) -> list[str]:
    """What is wrong with an update."""
    return _judged(_update(), update)


def unknown_fields(value: object, path: str = "") -> Iterator[str]:
    """Fields that the Bot API does not have, with the way to them."""
    if isinstance(value, BaseModel):
        for name in value.model_extra or {}:
            yield f"unknown field {path}{name}"
        for name in value.model_fields_set & type(value).model_fields.keys():
            yield from unknown_fields(getattr(value, name), f"{path}{name}.")
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from unknown_fields(each, path)


def _judged(adapter: TypeAdapter[Any], value: object) -> list[str]:
    try:
        return list(unknown_fields(adapter.validate_python(value)))
    except ValidationError as error:
        return [_short(error)]


@cache
def _adapter(kind: Method, name: str) -> TypeAdapter[Any]:
    return TypeAdapter(kind.model_fields[name].annotation, config={"arbitrary_types_allowed": True})


@cache
def _returning(kind: Method) -> TypeAdapter[Any]:
    return TypeAdapter(kind.__returning__)


@cache
def _update() -> TypeAdapter[Any]:
    return TypeAdapter(Update)


def _takes_text(annotation: object) -> bool:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return any(_takes_text(each) for each in typing.get_args(annotation))
    if typing.get_origin(annotation) is typing.Literal:
        return True
    return annotation is str or (isinstance(annotation, type) and issubclass(annotation, str))


def _short(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3])
    return str(error)
