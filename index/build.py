"""Files in, an index of them out: only what changed is read, and one run is one published change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadingError, StoreError, UnreadableFile
from index.model import Document, DocumentInfo
from index.reading import Walk, read, walk
from index.store.choosing import Writing, open_writer, read_state
from index.store.embedding import MODEL_ID, model_of
from index.store.files import place_of
from index.store.held import Failure, Scope
from index.store.ingesting import Intake
from index.store.naming import named
from index.store.places import Endpoint, Place, endpoint_of
from index.store.planning import Candidate, Plan, Request, Shown, plan
from index.store.writing import Change

# Raise it when reading, cleaning, splitting or labelling comes out differently: what is indexed is then made
# anew.
PROCESSING = 5
MADE_BY = f"{PROCESSING}/{MODEL_ID}"
"""By what is processed that the packaged model alone embeds."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run did, by the paths it shows; `rebuilt` says why all was made anew, if it was."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    skipped: tuple[ReadingError, ...] = ()
    rebuilt: str | None = None


@dataclass(frozen=True, slots=True)
class Taking:
    """How documents are taken in: what makes them, whose vectors they get, who is told how far it is."""

    made_by: str
    endpoint: Endpoint | None
    progress: Progress | None


def sync(
    place: Place,
    roots: Sequence[Path],
    *,
    mirror: bool,
    shown: Shown = str,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring the index in step with the files below `roots`, read as far as they have changed.

    With `mirror`, documents whose files vanished from below the roots are taken out. Files removed by hand
    stay out. Files that cannot be read are in `skipped`, and the others go on.

    Raises:
        StoreBusy: another process is changing the index.
        StoreFull, StoreReadOnly, StoreError: it cannot be written; it is as it was before.
        ModelMissing: the embedding model is not there.
        EndpointFailed: that of the place's endpoint is not; the index is as it was, and what was embedded
            until then need not be again.
    """
    return _run(place, Request(roots, _made_by(place), shown, mirror=mirror), progress)


def add(
    place: Place, paths: Sequence[Path], *, shown: Shown = str, progress: Progress | None = None
) -> BuildReport:
    """Index the files below `paths`, those that were removed by hand included. Raises as `sync`."""
    return _run(place, Request(paths, _made_by(place), shown, unbury=True), progress)


def remove(place: Place, names: Sequence[str]) -> tuple[DocumentInfo, ...]:
    """The documents taken out, named by path, folder, id or exact title; later runs of `sync` leave them out.

    Raises:
        UsageError: a name fits nothing, or a title fits several; nothing is taken out then.
        StoreError: as `sync`.
    """
    named(read_state(place).held, names)  # a mistaken name needs no lock to be told
    with open_writer(place, _made_by(place)) as writer:
        chosen = named(writer.state().held, names)
        buried = [each.origin.place for each in chosen if each.origin]
        writer.publish(Change(dropped=[each.key for each in chosen], buried=buried))
    return tuple(DocumentInfo(each.id, each.path, each.title) for each in chosen)


def _run(place: Place, request: Request, progress: Progress | None) -> BuildReport:
    found = walk(request.roots)
    state = read_state(place, _scope(found, request))
    first = plan(state, found, request)
    if not first.publishes and not state.outdated:
        _note_touched(place, first, request.made_by)
        return _report(first)
    with open_writer(place, request.made_by) as writer:
        found = _with_earlier(writer, found)
        # Planned again under the lock: another process may have published in between.
        made = plan(writer.state(_scope(found, request)), found, request)
        return _carried_out(writer, made, Taking(request.made_by, endpoint_of(place), progress))


def _made_by(place: Place) -> str:
    return f"{PROCESSING}/{model_of(place)}"


def _scope(found: Walk, request: Request) -> Scope | None:
    """What of the index has to be known: all that it holds where it mirrors its folders."""
    if request.mirror:
        return None
    return Scope(frozenset(place_of(path) for path in found.files), request.made_by)


def _with_earlier(writer: Writing, found: Walk) -> Walk:
    """The files found, and those behind the index that is made anew."""
    earlier = walk([Path(place) for place in writer.earlier() if Path(place).exists()])
    known = set(found.files)
    return Walk((*found.files, *(path for path in earlier.files if path not in known)), found.skipped)


def _note_touched(place: Place, made: Plan, made_by: str) -> None:
    """Spare the next run the hashing. Only a saving: where it cannot be written, all goes on without."""
    if made.touched:
        with suppress(StoreError), open_writer(place, made_by, wait=0) as writer:
            for held, origin in made.touched:
                writer.touch(held.key, origin)


def _carried_out(writer: Writing, made: Plan, taking: Taking) -> BuildReport:
    failures: list[Failure] = []
    intake = Intake(writer, taking.endpoint)
    done: list[Candidate] = []
    for candidate in _announced(made.todo, taking.progress):
        try:
            _take_in(writer, intake, candidate)
        except UnreadableFile as error:
            made.skipped.append(error)
        except ReadingError as error:
            made.skipped.append(error)
            made.dropped += [candidate.replaces] if candidate.replaces else []
            if candidate.origin:
                failures.append(Failure(candidate.origin, type(error).__name__, error.reason, taking.made_by))
        else:
            done.append(candidate)
    intake.finish()
    replaced = [each.replaces.key for each in done if each.replaces]
    for held, origin in made.touched:
        writer.touch(held.key, origin)
    writer.publish(
        Change(
            live=intake.staged,
            dropped=[*replaced, *(each.key for each in made.dropped)],
            unburied=made.unburied,
            failures=failures,
            recovered=made.recovered,
        )
    )
    return _report(made, done)


def _announced(todo: Sequence[Candidate], progress: Progress | None) -> Iterator[Candidate]:
    for number, candidate in enumerate(todo):
        if progress:
            progress(candidate.shown, number, len(todo))
        yield candidate
    if progress and todo:
        progress(todo[-1].shown, len(todo), len(todo))


def _take_in(writer: Writing, intake: Intake, candidate: Candidate) -> None:
    origin = candidate.origin
    if origin is not None:
        staged = writer.staged(origin.place, origin.content_hash, candidate.shown)
        if staged is not None:
            intake.staged.append(staged)
            return
    intake.take(_document(writer, candidate), origin)


def _document(writer: Writing, candidate: Candidate) -> Document:
    from index.cleaning import (
        clean,
    )  # its rules take a tenth of a second to load; an unchanged folder needs none

    if candidate.path is not None:
        return clean(read(candidate.path, shown=candidate.shown))
    if candidate.replaces is None:
        raise ValueError("a candidate has a file or a stored document")
    return writer.document(candidate.replaces.key)


def _report(made: Plan, done: Sequence[Candidate] = ()) -> BuildReport:
    return BuildReport(
        added=tuple(each.shown for each in done if each.replaces is None),
        changed=tuple(each.shown for each in done if each.replaces is not None and not each.same),
        unchanged=(*(each.path for each in made.unchanged), *(each.shown for each in done if each.same)),
        removed=tuple(each.path for each in made.dropped),
        skipped=tuple(made.skipped),
        rebuilt=made.rebuilt,
    )
