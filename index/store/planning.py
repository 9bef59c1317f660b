"""What has to be done to bring an index in step with some files. Reads the files' marks, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index import errors
from index.errors import ReadingError, UnreadableFile
from index.reading import Walk, read
from index.store.entries import Origin
from index.store.files import looks_same, origin_of, place_of
from index.store.held import Failure, Held, State

Shown = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: `mirror` drops what vanished from the roots, `unbury` lets in removed files."""

    roots: Sequence[Path]
    made_by: str
    shown: Shown = str
    mirror: bool = False
    unbury: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to read, or, without a `path`, a held document to process again from what is stored."""

    origin: Origin | None
    shown: str
    path: Path | None = None
    replaces: Held | None = None

    @property
    def same(self) -> bool:
        """True when the content is the one already held: only its processing is new."""
        held = self.replaces
        return held is not None and (
            self.path is None or (held.origin is not None and held.origin.content_hash == self._hash)
        )

    @property
    def _hash(self) -> str | None:
        return self.origin.content_hash if self.origin else None


@dataclass(slots=True)
class Plan:
    """The work: `todo` to process, `dropped` to take out, `touched` to note, `unburied` to let in again."""

    todo: list[Candidate] = field(default_factory=list)
    unchanged: list[Held] = field(default_factory=list)
    touched: list[tuple[Held, Origin]] = field(default_factory=list)
    dropped: list[Held] = field(default_factory=list)
    skipped: list[ReadingError] = field(default_factory=list)
    unburied: list[str] = field(default_factory=list)
    recovered: list[str] = field(default_factory=list)
    rebuilt: str | None = None

    @property
    def publishes(self) -> bool:
        """True when the index changes for its readers, or a removed file is let in again."""
        return bool(self.todo or self.dropped or self.unburied or self.recovered)


def plan(state: State, found: Walk, request: Request) -> Plan:
    """Compare the files found with what is held."""
    made = Plan(skipped=list(found.skipped), rebuilt=_reason(state, request.made_by))
    held = {each.origin.place: each for each in state.held if each.origin}
    failures = {each.origin.place: each for each in state.failures if each.made_by == request.made_by}
    seen: set[str] = set()
    for path in found.files:
        place = place_of(path)
        seen.add(place)
        if place in state.tombstones and not request.unbury:
            continue
        if place in state.tombstones:
            made.unburied.append(place)
        _compare(made, request, path, held.get(place), failures.get(place))
    for each in state.held:
        if each.origin is None or each.origin.place not in seen:
            _compare_unseen(made, request, each, found)
    return made


def _reason(state: State, made_by: str) -> str | None:
    if state.outdated:
        return f"the index {state.outdated}"
    others = {each.made_by for each in state.held if each.origin} - {made_by}
    if not others:
        return None
    model = made_by.split("/", 1)[1]
    other_model = any(other.split("/", 1)[-1] != model for other in others)
    made = "with another embedding model" if other_model else "by another version of this program"
    return f"the index was made {made}"


def _compare(made: Plan, request: Request, path: Path, held: Held | None, failure: Failure | None) -> None:
    shown = request.shown(path)
    current = held is not None and held.made_by == request.made_by and held.path == shown
    if held is not None and held.origin is not None and current and looks_same(path, held.origin):
        made.unchanged.append(held)
        return
    if failure is not None and looks_same(path, failure.origin):
        made.skipped.append(_told_again(failure, shown))
        return
    try:
        origin = origin_of(path)
    except (OSError, ValueError):
        _cannot_open(made, request, path, held)
        return
    if (
        current
        and held is not None
        and held.origin is not None
        and held.origin.content_hash == origin.content_hash
    ):
        made.unchanged.append(held)
        made.touched.append((held, origin))
    elif failure is not None and failure.origin.content_hash == origin.content_hash:
        made.skipped.append(_told_again(failure, shown))
    else:
        if failure is not None:
            made.recovered.append(failure.origin.place)
        made.todo.append(Candidate(origin, shown, path, held))


def _cannot_open(made: Plan, request: Request, path: Path, held: Held | None) -> None:
    """The reader says best why; what was read from the file before stays, and is made anew with the rest."""
    shown = request.shown(path)
    try:
        read(path, shown=shown)
    except UnreadableFile as error:
        made.skipped.append(error)
        if held is not None and held.made_by == request.made_by:
            made.unchanged.append(held)
        elif held is not None:
            made.todo.append(Candidate(held.origin, held.path, replaces=held))
    except ReadingError as error:
        made.skipped.append(error)
        if held is not None:
            made.dropped.append(held)
    else:
        made.skipped.append(UnreadableFile(shown, "changed while it was being read; try again"))


def _told_again(failure: Failure, shown: str) -> ReadingError:
    kind = getattr(errors, failure.kind, ReadingError)
    told: ReadingError = kind(shown, failure.reason)
    return told


def _compare_unseen(made: Plan, request: Request, held: Held, found: Walk) -> None:
    """A document whose file was not found: outside the roots, gone, or in a folder that did not open."""
    if held.origin is not None and request.mirror and _vanished(held.origin.place, request.roots, found):
        made.dropped.append(held)
    elif held.origin is not None and held.made_by != request.made_by:
        made.todo.append(Candidate(held.origin, held.path, replaces=held))


def _vanished(place: str, roots: Sequence[Path], found: Walk) -> bool:
    unopened = [place_of(Path(error.path)) for error in found.skipped if isinstance(error, UnreadableFile)]
    gone = not Path(place).exists()
    return gone and _below(place, [place_of(root) for root in roots]) and not _below(place, unopened)


def _below(place: str, folders: Sequence[str]) -> bool:
    path = Path(place)
    return any(path.is_relative_to(folder) for folder in folders)
