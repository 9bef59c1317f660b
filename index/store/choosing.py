"""The two kinds of store behind one face: a folder of this machine, or a Milvus server."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.model import Document, DocumentInfo, FoundPassage, Labelling, Passage, Voice
from index.store import held
from index.store.engine import LocalEngine
from index.store.entries import Entry, Origin
from index.store.held import Held, Scope, State
from index.store.places import Cluster, Place, folder_of
from index.store.writing import Change, Writer

_WAIT = 10.0


class Engine(Protocol):
    """An open index for its readers: every method sees the latest published state."""

    @property
    def size(self) -> int:
        """How many passages are live."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has; 0 while there is none."""
        ...

    def made_by(self) -> frozenset[str]:
        """What the live documents were made with: processing version and model."""
        ...

    def find(
        self,
        question: str,
        vector: NDArray[np.float32],
        limit: int,
        documents: Collection[str] | None = None,
        voices: Collection[Voice] | None = None,
    ) -> list[FoundPassage]:
        """The passages to show for a question, best first; None narrows nothing."""
        ...

    def stretches(
        self,
        question: str,
        vector: NDArray[np.float32],
        limit: int,
        pieces: int,
        documents: Collection[str] | None = None,
    ) -> list[FoundPassage]:
        """The same, each with its neighbours, up to `pieces` word pieces."""
        ...

    def passages(self, document_id: str) -> list[Passage]:
        """All passages of one document, in reading order; empty when the id is unknown."""
        ...

    def documents(self) -> list[DocumentInfo]:
        """The live documents, by path."""
        ...

    def document(self, document_id: str) -> Document | None:
        """A live document with its text."""
        ...

    def labelling(self, document_id: str) -> Labelling | None:
        """The voices of a live document."""
        ...

    def close(self) -> None:
        """Let go of what it holds open."""
        ...


class Writing(Protocol):
    """The right to change an index, held as a context; see `index.store.writing.Writer`."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def state(self, scope: Scope | None = None) -> State:
        """What is live within the scope; which files failed, were removed; why all is made anew, if so."""
        ...

    def earlier(self) -> list[str]:
        """The files behind an index that is made anew."""
        ...

    def staged(self, place: str, content_hash: str, path: str) -> int | None:
        """The key of a document that an interrupted run staged from this file, content and shown path."""
        ...

    def document(self, key: int) -> Document:
        """A stored document with its text."""
        ...

    def stage(self, entries: Iterable[Entry]) -> list[int]:
        """Store documents that readers do not see yet; their keys come out, for `publish`."""
        ...

    def touch(self, key: int, origin: Origin) -> None:
        """Note that a file looks different but says the same."""
        ...

    def key_of(self, document: Held) -> int | None:
        """The key of the same document, live or staged: same content, file and processing."""
        ...

    def entries(self, documents: Sequence[Held]) -> list[Entry]:
        """Live documents as they were stored, in order, to be stored elsewhere."""
        ...

    def counted(self, keys: Sequence[int]) -> int:
        """How many passages these documents have, counted anew."""
        ...

    def shrink(self) -> None:
        """Give back the room of what was taken out."""
        ...

    def publish(self, change: Change) -> None:
        """Make a change visible, all of it at once; what was staged and is not in it is deleted."""
        ...


def open_engine(place: Place) -> Engine:
    """The index at a place; an empty one when there is none.

    Raises:
        StoreError: it cannot be read, is damaged, or is of another format; the server does not answer.
    """
    if not isinstance(place, Cluster):
        return LocalEngine.open(folder_of(place))
    from index.store.cluster.engine import ClusterEngine  # an optional package, and seconds of import

    return ClusterEngine(place)


def open_writer(place: Place, made_by: str, wait: float = _WAIT) -> Writing:
    """The right to change the index at a place; taken when the context is entered. Raises as `Writer`."""
    if not isinstance(place, Cluster):
        return Writer(folder_of(place), made_by, wait)
    from index.store.cluster.writing import ClusterWriter

    return ClusterWriter(place, made_by, wait)


def read_state(place: Place, scope: Scope | None = None) -> State:
    """What an index holds, read without the right to change it; an absent one holds nothing.

    Raises:
        StoreError: it cannot be read.
    """
    if not isinstance(place, Cluster):
        return held.read_state(folder_of(place), scope)
    from index.store.cluster.writing import read_state as read_cluster

    return read_cluster(place)
