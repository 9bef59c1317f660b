"""An owner's documents on a server as their readers see them; as `index.store.engine.LocalEngine`."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from index.model import Document, DocumentInfo, FoundPassage, Labelling, Passage, Voice
from index.store.cluster.connection import opened
from index.store.cluster.ledger import Ledger
from index.store.cluster.reading import Contents, contents_of
from index.store.cluster.searching import Ranking, Search, Terms
from index.store.cluster.shelf import Shelf
from index.store.embedding import DIMENSION
from index.store.places import Cluster
from index.store.ranking import DENSE_SHARE
from index.store.widening import Stretcher

_BODIES = 256
_WIDELY = 5  # passages looked at for each stretch: what lies within an earlier one falls away


class ClusterEngine:
    """Every method sees the latest published generation; safe to share between threads."""

    def __init__(self, cluster: Cluster) -> None:
        """Look at an owner's documents; none where the server has no collections yet. Raises as `opened`."""
        self._cluster = cluster
        self._tables = opened(cluster)
        self._ledger = Ledger(cluster, self._tables.client)
        self._loaded = False
        self._shelf = Shelf.empty()
        self._terms = Terms()
        self._contents: OrderedDict[int, Contents] = OrderedDict()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="milvus")

    def close(self) -> None:
        """Let go of the threads; the connection stays for others in this process."""
        self._pool.shutdown(wait=False)

    def shelf(self) -> Shelf:
        """The documents of the current generation."""
        with self._lock:
            self._loaded = self._loaded or self._tables.load()
            if self._loaded:
                generation = self._ledger.generation()
                if generation != self._shelf.generation:
                    self._shelf = self._shelf.later(self._ledger, generation)
            return self._shelf

    @property
    def size(self) -> int:
        """How many passages are live."""
        return self.shelf().passages

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return DIMENSION

    def made_by(self) -> frozenset[str]:
        """What the live documents were made with: processing version and model."""
        return frozenset(each.made_by for each in self.shelf().live.values())

    def find(
        self,
        question: str,
        vector: NDArray[np.float32],
        limit: int,
        documents: Collection[str] | None = None,
        voices: Collection[Voice] | None = None,
    ) -> list[FoundPassage]:
        """The passages to show for a question, best first: see `index.store.ranking`."""
        search = self._search(documents, voices)
        ranking = Ranking(search, self._terms, question, vector)
        return [found for found, _ in ranking.best(limit, DENSE_SHARE)]

    def stretches(
        self,
        question: str,
        vector: NDArray[np.float32],
        limit: int,
        pieces: int,
        documents: Collection[str] | None = None,
    ) -> list[FoundPassage]:
        """The stretches to show for a question, best first: passages with their neighbours."""
        ranking = Ranking(self._search(documents, None), self._terms, question, vector)
        met = ranking.best(_WIDELY * limit, DENSE_SHARE)
        contents = self._read([made.kept.key for _, made in met])
        # One that was taken out a moment ago is left out: its text is gone.
        places = ((found, contents[made.kept.key]) for found, made in met if made.kept.key in contents)
        return Stretcher(pieces).stretches(
            ((found, place.spans.index(found.passage.span), place) for found, place in places), limit
        )

    def passages(self, document_id: str) -> list[Passage]:
        """All passages of one document, in reading order; empty when the id is unknown."""
        contents = self._one(document_id)
        return list(contents.passages) if contents else []

    def documents(self) -> list[DocumentInfo]:
        """The live documents, by path."""
        return self.shelf().documents

    def document(self, document_id: str) -> Document | None:
        """A live document with its text."""
        contents = self._one(document_id)
        return contents.document if contents else None

    def labelling(self, document_id: str) -> Labelling | None:
        """The voices of a live document."""
        contents = self._one(document_id)
        return contents.labelling if contents else None

    def _search(self, documents: Collection[str] | None, voices: Collection[Voice] | None) -> Search:
        return Search(self._tables, self._cluster.owner, self.shelf(), self._pool, documents, voices)

    def _one(self, document_id: str) -> Contents | None:
        key = self.shelf().key_of(document_id)
        return None if key is None else self._read([key]).get(key)

    def _read(self, keys: Iterable[int]) -> dict[int, Contents]:
        """The contents of documents, without those that are gone; none ever changes under its key."""
        wanted = list(dict.fromkeys(keys))
        with self._lock:
            known = {key: self._contents[key] for key in wanted if key in self._contents}
        missing = [key for key in wanted if key not in known]
        if missing:
            fresh = contents_of(self._ledger, missing)
            known.update(fresh)
            self._remember(fresh)
        return known

    def _remember(self, fresh: dict[int, Contents]) -> None:
        with self._lock:
            self._contents.update(fresh)
            while len(self._contents) > _BODIES:
                self._contents.popitem(last=False)
