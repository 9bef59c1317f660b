"""Documents on their way in: gathered into batches, put through the pipeline, staged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index.model import Document
from index.store.aiding import AidedEmbedder, aid_of
from index.store.choosing import Writing
from index.store.embedding import Embedder, Embedding
from index.store.entries import Origin
from index.store.places import Endpoint

if TYPE_CHECKING:
    from index.store.pipeline import Ingestion

_BATCH = 30_000  # characters: some hundred passages, so two or three seconds of work to lose


class Intake:
    """Takes documents and stages them; `staged` are the keys to publish. The model is loaded when needed."""

    def __init__(self, writer: Writing, endpoint: Endpoint | None = None) -> None:
        """`endpoint`: whose vectors are stored beside the packaged model's."""
        self._writer = writer
        self._endpoint = endpoint
        self._ingestion: Ingestion | None = None
        self._waiting: list[tuple[Document, Origin | None]] = []
        self._size = 0
        self.staged: list[int] = []

    def take(self, document: Document, origin: Origin | None) -> None:
        """Take one document, and work off those waiting when they are enough."""
        self._waiting.append((document, origin))
        self._size += len(document.text)
        if self._size >= _BATCH:
            self.finish()

    def finish(self) -> None:
        """Work off all that wait. Raises EndpointFailed: nothing more is staged then."""
        if not self._waiting:
            return
        entries = self._pipeline().entries([document for document, _ in self._waiting])
        origins = [origin for _, origin in self._waiting]
        self.staged += self._writer.stage(
            replace(entry, origin=origin) for entry, origin in zip(entries, origins, strict=True)
        )
        self._waiting, self._size = [], 0

    def _pipeline(self) -> Ingestion:
        if self._ingestion is None:
            # LlamaIndex: seconds that an unchanged folder need not pay.
            from index.store.pipeline import Ingestion

            self._ingestion = Ingestion(_embedding(self._endpoint))
        return self._ingestion


def _embedding(endpoint: Endpoint | None) -> Embedding:
    own = Embedder()
    return own if endpoint is None else AidedEmbedder(own, aid_of(endpoint))
