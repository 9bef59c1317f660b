"""Documents by the names people give them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from index.errors import UsageError
from index.store.files import place_of
from index.store.held import Held

_NEAR = 3


def named(held: Sequence[Held], names: Sequence[str]) -> list[Held]:
    """The documents with these names: path, folder, document id, or exact title; each once.

    Raises:
        UsageError: a name fits nothing, or a title fits several.
    """
    chosen: dict[int, Held] = {}
    for name in names:
        chosen.update({each.key: each for each in _matches(held, name)})
    return list(chosen.values())


def _matches(held: Sequence[Held], name: str) -> list[Held]:
    place = _place(name)
    found = [
        each for each in held if name in (each.path, each.id) or (each.origin and each.origin.place == place)
    ]
    if not found and place is not None:
        found = [each for each in held if each.origin and Path(each.origin.place).is_relative_to(place)]
    if not found:
        found = [each for each in held if each.title is not None and _plain(each.title) == _plain(name)]
        if len(found) > 1:
            paths = ", ".join(each.path for each in found)
            raise UsageError(f"several documents are titled “{name}”: {paths}; name one by its path")
    if not found:
        raise UsageError(_nothing(held, name))
    return found


def _place(name: str) -> str | None:
    try:
        return place_of(Path(name)) if name else None
    except ValueError:  # such as a NUL in it
        return None


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()


def _nothing(held: Sequence[Held], name: str) -> str:
    said = f"no document is called “{name}”"
    names = [
        each
        for document in held
        for each in (document.path, document.title, Path(document.path).name)
        if each
    ]
    near = difflib.get_close_matches(name, dict.fromkeys(names), _NEAR, 0.5)
    if near:
        return f"{said}; near it: {', '.join(near)}"
    return f"{said}; “documents” lists them" if held else f"{said}: the index is empty"
