"""Changing an owner's documents on a server: each change seen whole or not at all.

Documents are written for the next generation, which nobody reads yet; one row then makes it the current one.
A process killed before that has changed nothing that is shown, and what it wrote is taken up by the next one
or deleted; one killed after it has left only rows to delete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from types import TracebackType

from index.errors import StoreError
from index.model import Document, DocumentInfo
from index.store.cluster.connection import opened
from index.store.cluster.failures import told
from index.store.cluster.lease import Lease
from index.store.cluster.ledger import REMEMBERED, Ledger
from index.store.cluster.reading import stored_entries
from index.store.cluster.rows import NEVER, Kept, document_key, rows_of
from index.store.cluster.words import Counts
from index.store.entries import Entry, Origin, heading
from index.store.held import Held, Scope, State
from index.store.places import Cluster
from index.store.writing import Change

_WAIT = 10.0


class ClusterWriter:
    """The right to change an owner's documents, held as a context; as `index.store.writing.Writer`."""

    rebuilding: str | None = None

    def __init__(self, cluster: Cluster, made_by: str, wait: float = _WAIT) -> None:
        self._cluster = cluster
        self._made_by = made_by
        self._wait = wait
        self._generation = 0
        self._staged: dict[int, Kept] = {}
        self._live: dict[int, Kept] = {}

    def __enter__(self) -> ClusterWriter:
        self._tables = opened(self._cluster)
        self._tables.make()
        self._ledger = Ledger(self._cluster, self._tables.client)
        self._store = self._tables.store(self._cluster.owner)
        self._lease = Lease(self._ledger, str(self._cluster))
        self._lease.acquire(self._wait)
        try:
            self._read()
            self._empty(self._generation)  # what a change that was cut short took out
        except BaseException:
            self._lease.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(StoreError):  # it ends by itself in a minute
            self._lease.release()

    def _read(self) -> None:
        self._generation = self._ledger.generation(strong=True)
        documents = self._ledger.documents(f"until > {self._generation}")
        spared = [replace(each, until=NEVER) for each in documents if self._generation < each.until < NEVER]
        self._ledger.put(spared)  # a change that was cut short would have taken them out
        known = {each.key: each for each in (*documents, *spared)}
        self._live = {key: each for key, each in known.items() if each.live(self._generation)}
        self._staged = {key: each for key, each in known.items() if each.since == self._next}

    @property
    def _next(self) -> int:
        return self._generation + 1

    def state(self, scope: Scope | None = None) -> State:
        """What is live, which files failed, and which were removed by hand."""
        return state_of(self._ledger, self._live.values())

    def earlier(self) -> list[str]:
        """No files: an index on a server is never made anew as a whole."""
        return []

    def staged(self, place: str, content_hash: str, path: str) -> int | None:
        """The key of a document that an interrupted run staged from this file, content and shown path."""
        return next(
            (
                key
                for key, each in self._staged.items()
                if each.origin is not None
                and (each.origin.place, each.origin.content_hash) == (place, content_hash)
                and (each.made_by, each.info.path) == (self._made_by, path)
            ),
            None,
        )

    def key_of(self, document: Held) -> int | None:
        """The key of the same document, live or staged: same content, file and processing."""
        key = document_key(self._cluster.owner, document.id, document.made_by, document.origin)
        return key if key in self._live or key in self._staged else None

    def entries(self, documents: Sequence[Held]) -> list[Entry]:
        """Live documents as they were stored, in order, to be stored elsewhere."""
        return stored_entries(self._ledger, [self._live[each.key] for each in documents])

    def counted(self, keys: Sequence[int]) -> int:
        """How many passages these documents have, counted anew."""
        return self._ledger.passages_of(keys)

    def shrink(self) -> None:
        """Nothing: the server gives room back by itself."""

    def document(self, key: int) -> Document:
        """A stored document with its text."""
        return self._ledger.bodies([key])[key][0]

    def stage(self, entries: Iterable[Entry]) -> list[int]:
        """Store documents that readers do not see yet; their keys come out, for `publish`."""
        self._lease.check()
        made = {self._key(entry): entry for entry in entries}
        fresh = {
            key: entry for key, entry in made.items() if key not in self._live and key not in self._staged
        }
        kept = [self._kept(key, entry) for key, entry in fresh.items()]
        # Until its passages are there a document is of no generation: nobody takes half of it for the whole.
        self._ledger.put(replace(each, until=0) for each in kept)
        with told(self._cluster):
            self._store.store(
                [row for key, entry in fresh.items() for row in rows_of(entry, key, self._next)]
            )
        for key, entry in fresh.items():
            self._ledger.put_body(key, entry.document, entry.labelling)
        self._ledger.put(kept)
        self._staged.update({each.key: each for each in kept})
        return list(made)

    def touch(self, key: int, origin: Origin) -> None:
        """Note that a file looks different but says the same."""
        if key in self._live:
            self._live[key] = replace(self._live[key], origin=origin)
            self._ledger.put([self._live[key]])

    def publish(self, change: Change) -> None:
        """Make a change visible, all of it at once; what was staged and is not in it is deleted."""
        if change.dropped_passages:
            raise StoreError("single passages cannot be taken out on Milvus: take out their document")
        self._lease.check()
        live = set(change.live)
        dropped = [self._live[key] for key in change.dropped if key in self._live and key not in live]
        self._check(live)
        self._note(change)
        self._ledger.put(replace(each, until=self._next) for each in dropped)
        self._ledger.set_generation(self._next)
        # The change stands: what is left over, the next writer deletes.
        with suppress(StoreError):
            self._settle(live)
        self._read()

    def _check(self, live: set[int]) -> None:
        """Make sure that every passage arrived, which also lets every later reader see it."""
        staged = sorted(live & self._staged.keys())
        expected = sum(self._staged[key].passages for key in staged)
        found = self._ledger.passages_of(staged)
        if found != expected:
            self._ledger.drop_rows(staged)  # so that the next try writes them anew
            raise StoreError(f"{self._cluster} has {found} of {expected} new passages; try again")

    def _note(self, change: Change) -> None:
        self._ledger.put_tombstones(change.buried)
        self._ledger.drop_tombstones(change.unburied)
        self._ledger.drop_failures(change.recovered)
        self._ledger.put_failures(change.failures)

    def _settle(self, live: set[int]) -> None:
        now = self._next
        written = self._ledger.documents(f"until == 0 or since == {now}")
        left = [each.key for each in written if each.key not in live]
        self._ledger.drop_contents(left)
        self._ledger.drop_rows(left)
        self._empty(now)
        forgotten = self._ledger.documents(f"until > 0 and until <= {now - REMEMBERED}")
        self._ledger.drop_rows([each.key for each in forgotten])

    def _empty(self, generation: int) -> None:
        """Delete the passages of what is no longer live; its row tells readers, and stays for a while."""
        retired = self._ledger.retired(generation)
        self._ledger.drop_contents([each.key for each in retired])
        self._ledger.put(retired, emptied=True)

    def _kept(self, key: int, entry: Entry) -> Kept:
        document = entry.document
        counts = [Counts.of(f"{heading(document)}\n{row.passage.text}") for row in entry.rows]
        info = DocumentInfo(
            entry.document_id,
            document.path,
            document.title,
            document.author,
            document.published,
            document.address,
        )
        return Kept(
            key,
            info,
            entry.made_by or self._made_by,
            entry.origin,
            len(entry.rows),
            sum(each.stems.total() for each in counts),
            sum(each.pairs.total() for each in counts),
            self._next,
            NEVER,
        )

    def _key(self, entry: Entry) -> int:
        made_by = entry.made_by or self._made_by
        return document_key(self._cluster.owner, entry.document_id, made_by, entry.origin)


def read_state(cluster: Cluster) -> State:
    """The state of an owner's documents, read without the right to write."""
    tables = opened(cluster)
    if not tables.load():
        return State()
    ledger = Ledger(cluster, tables.client)
    now = ledger.generation()
    return state_of(ledger, [each for each in ledger.documents(f"until > {now}") if each.live(now)])


def state_of(ledger: Ledger, live: Iterable[Kept]) -> State:
    """The state with these live documents."""
    held = [
        Held(each.key, each.info.id, each.info.path, each.info.title, each.made_by, each.origin)
        for each in live
    ]
    return State(tuple(sorted(held, key=lambda one: one.path)), tuple(ledger.failures()), ledger.tombstones())
