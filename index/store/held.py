"""What an index holds, as far as keeping it in step with files needs to know."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from index.store import catalogue
from index.store.encoding import unpacked_info
from index.store.entries import Origin
from index.store.failures import StoreDamaged, told
from index.store.layout import Layout

_Row = tuple[int, str, str, str, bytes | None, str, int, int, int]


@dataclass(frozen=True, slots=True)
class Held:
    """A live document: `origin` is None when no file stands behind it."""

    key: int
    id: str
    path: str
    title: str | None
    made_by: str
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was tried: `kind` is the name of its error's class."""

    origin: Origin
    kind: str
    reason: str
    made_by: str


@dataclass(frozen=True, slots=True)
class State:
    """What is live, which files failed, which were removed by hand, and why all must be made anew, if so."""

    held: tuple[Held, ...] = ()
    failures: tuple[Failure, ...] = ()
    tombstones: frozenset[str] = frozenset()
    outdated: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What is of interest: documents read from the files at `places`, and those not made by `made_by`."""

    places: frozenset[str]
    made_by: str


def read_state(index_dir: Path, scope: Scope | None = None) -> State:
    """The state of the index in a folder, read without its lock; an absent or unreadable index holds nothing.

    Raises:
        StoreError: the folder cannot be read.
    """
    layout = Layout(index_dir)
    if not layout.exists():
        return State(outdated=layout.outdated())
    try:
        with told(index_dir):
            connection = catalogue.open_reading(layout.home)
            try:
                return state_of(connection, layout.outdated(), scope)
            finally:
                connection.close()
    except StoreDamaged:
        return State(outdated="could not be read")


def state_of(
    connection: sqlite3.Connection, outdated: str | None = None, scope: Scope | None = None
) -> State:
    """The state of an open catalogue; of its documents those within the scope, all without one."""
    failed = connection.execute(
        "SELECT place, content_hash, size, modified, looked, kind, reason, made_by FROM failures"
    ).fetchall()
    failures = tuple(Failure(Origin(os.fsdecode(row[0]), *row[1:5]), *row[5:]) for row in failed)
    graves = connection.execute("SELECT place FROM tombstones").fetchall()
    return State(
        tuple(_held(row) for row in _rows(connection, scope)),
        failures,
        frozenset(os.fsdecode(place) for (place,) in graves),
        outdated,
    )


def places_before(layout: Layout) -> list[str]:
    """The files behind an index that has to be made anew, as far as its catalogue can still be read."""
    places: list[str] = []
    for folder in layout.others():
        try:
            connection = sqlite3.connect(f"{(folder / catalogue.FILE).as_uri()}?mode=ro", uri=True)
        except sqlite3.Error:
            continue
        try:
            rows = connection.execute(
                "SELECT place FROM documents WHERE live = 1 AND place IS NOT NULL"
            ).fetchall()
            places += [os.fsdecode(place) for (place,) in rows]
        except (sqlite3.Error, TypeError):
            continue
        finally:
            connection.close()
    return places


def _rows(connection: sqlite3.Connection, scope: Scope | None) -> list[_Row]:
    live = (
        "SELECT key, id, record, made_by, place, content_hash, size, modified, looked FROM documents"
        " WHERE live = 1"
    )
    if scope is None:
        return connection.execute(f"{live} ORDER BY key").fetchall()
    found: dict[int, _Row] = {}
    for condition in ("made_by < ?", "made_by > ?"):  # an index tells these two, but not `!=`
        rows = connection.execute(f"{live} AND {condition}", (scope.made_by,))
        found.update((row[0], row) for row in rows)
    for place in scope.places:
        rows = connection.execute(f"{live} AND place = ?", (os.fsencode(place),))
        found.update((row[0], row) for row in rows)
    return [found[key] for key in sorted(found)]


def _held(row: _Row) -> Held:
    key, document_id, record, made_by, place, content_hash, size, modified, looked = row
    info = unpacked_info(document_id, record)
    origin = Origin(os.fsdecode(place), content_hash, size, modified, looked) if place is not None else None
    return Held(key, document_id, info.path, info.title, made_by, origin)
