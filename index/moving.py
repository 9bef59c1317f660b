"""An index moved from one store to another: nothing is read or embedded again, nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.build import MADE_BY
from index.errors import StoreError, UsageError
from index.store.choosing import Writing, open_writer
from index.store.held import Held, State
from index.store.places import Place
from index.store.writing import Change

_AT_ONCE = 20  # documents, some hundreds of passages: what a kill costs

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What is in the new place: documents and passages; `earlier` documents an interrupted run had moved."""

    documents: int
    passages: int
    earlier: int


def move(source: Place, target: Place, progress: Progress | None = None) -> Moved:
    """Move every document, with its voices, vectors and marks, and leave the source empty.

    The target shows them all at once, when all are there; the source is left as it was until they have been
    counted in the target. After an interruption at any moment the same call goes on where it stopped.
    Documents that the target holds already stay, unless they come from a file that is moved.

    Raises:
        UsageError: the source holds nothing.
        StoreError: one of them cannot be used, or the counts differ; the source is as it was.
    """
    with open_writer(source, MADE_BY) as giving:
        state = giving.state()
        if not state.held:
            raise UsageError(f"there is nothing to move: no documents in {source}")
        with open_writer(target, MADE_BY) as taking:
            earlier = sum(taking.key_of(each) is not None for each in state.held)
            _carry(giving, taking, state.held, progress)
            _publish(taking, state)
            passages = _verified(giving, taking, state.held, target)
        giving.publish(
            Change(
                dropped=[each.key for each in state.held],
                unburied=state.tombstones,
                recovered=[each.origin.place for each in state.failures],
            )
        )
        giving.shrink()
    return Moved(len(state.held), passages, earlier)


def _carry(giving: Writing, taking: Writing, held: Sequence[Held], progress: Progress | None) -> None:
    done = 0
    for some in _slices(held):
        missing = [each for each in some if taking.key_of(each) is None]
        if missing:
            taking.stage(giving.entries(missing))
        done += len(some)
        if progress:
            progress(some[-1].path, done, len(held))


def _publish(taking: Writing, state: State) -> None:
    """Show all that was carried over, in place of what the target has of the same files."""
    live = {each.key: each for each in taking.state().held}
    keys = {taking.key_of(each) for each in state.held}
    places = {each.origin.place for each in state.held if each.origin}
    older = [
        each.key
        for each in live.values()
        if each.key not in keys and each.origin and each.origin.place in places
    ]
    fresh = sorted(key for key in keys if key is not None and key not in live)
    if fresh or older or state.tombstones or state.failures:
        taking.publish(Change(fresh, older, buried=state.tombstones, failures=state.failures))


def _verified(giving: Writing, taking: Writing, held: Sequence[Held], target: Place) -> int:
    live = {each.key for each in taking.state().held}
    keys = sorted({key for each in held if (key := taking.key_of(each)) in live and key is not None})
    expected, found = giving.counted([each.key for each in held]), taking.counted(keys)
    if len(keys) != len(held) or found != expected:
        raise StoreError(
            f"{len(keys)} of {len(held)} documents and {found} of {expected} passages are in {target}; "
            "nothing was taken out of the old place: try again"
        )
    return found


def _slices(held: Sequence[Held]) -> Iterator[Sequence[Held]]:
    for start in range(0, len(held), _AT_ONCE):
        yield held[start : start + _AT_ONCE]
