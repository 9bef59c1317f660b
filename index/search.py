"""A question in, the passages nearest to it out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.model import Document, DocumentInfo, FoundPassage, Labelling, Passage, Voice
from index.store.embedding import MODEL_ID, MOST_PIECES, Embedder
from index.store.engine import LocalEngine, Widely
from index.store.failures import StoreOutdated


class Finder:
    """The collection as the question side sees it (`answering.ports.PassageFinder`); it follows changes."""

    def __init__(self, engine: LocalEngine, embedder: Embedder | None = None) -> None:
        """Search `engine`; the model is loaded at the first question unless it is given."""
        self._engine = engine
        self._embedder = embedder
        self._asked: tuple[str, NDArray[np.float32]] | None = None

    def find(
        self,
        question: str,
        *,
        limit: int = 12,
        documents: Collection[str] | None = None,
        voices: Collection[Voice] | None = None,
    ) -> list[FoundPassage]:
        """The passages nearest to the question in words and in meaning, best first.

        `documents` (ids) and `voices` narrow the search to passages of these documents, and to those in which
        one of these voices speaks; None and no voices at all mean every passage.
        """
        engine = self._engine
        if limit < 1 or not question.strip() or not engine.size:
            return []
        vector = self._vector(question)
        with engine.snapshot():
            mask = engine.mask(documents, voices or None)
            return engine.ranked(question, vector, limit, mask)

    def stretches(
        self,
        question: str,
        *,
        limit: int = 10,
        pieces: int = MOST_PIECES,
        documents: Collection[str] | None = None,
    ) -> list[FoundPassage]:
        """As `find`, but each passage with its neighbours, up to `pieces` word pieces of the embedding model.

        A stretch is one span of its document; none overlaps another, and no page debris lies within.
        """
        engine = self._engine
        if limit < 1 or not question.strip() or not engine.size:
            return []
        vector = self._vector(question)
        with engine.snapshot():
            wanted = Widely(limit, pieces, engine.mask(documents))
            return engine.widened(question, vector, wanted)

    def nearness(self, question: str, texts: Sequence[str]) -> list[float]:
        """How near in meaning each text is to the question: cosines in `[-1, 1]`, in the order of `texts`."""
        if not texts:
            return []
        cosines = self._model().embed(list(texts)) @ self._vector(question)
        return [float(cosine) for cosine in cosines]

    def passages(self, document_id: str) -> Sequence[Passage]:
        """All passages of one document, in reading order; empty when the id is unknown."""
        return self._engine.passages(document_id)

    def documents(self) -> Sequence[DocumentInfo]:
        """The documents of the collection, by path."""
        return self._engine.documents()

    def document(self, document_id: str) -> Document | None:
        """A document with its text; None when the id is unknown."""
        return self._engine.document(document_id)

    def labelling(self, document_id: str) -> Labelling | None:
        """The voices of a document, as they were found when it was indexed; None when the id is unknown."""
        return self._engine.labelling(document_id)

    def close(self) -> None:
        """Let go of the index's files."""
        self._engine.close()

    def _vector(self, question: str) -> NDArray[np.float32]:
        """The question's embedding; the last one is kept, for the same question is asked in two steps."""
        asked = self._asked  # another thread may ask something else meanwhile
        if asked is None or asked[0] != question:
            asked = self._asked = (question, self._model().embed_one(question))
        return asked[1]

    def _model(self) -> Embedder:
        if self._embedder is None:
            self._embedder = Embedder()
        return self._embedder


def open_finder(index_dir: Path, embedder: Embedder | None = None) -> Finder:
    """A finder over the index in `index_dir`, empty when there is none; the folder need not be writable.

    Raises:
        StoreOutdated: the index is of another format or its vectors are of another model.
        StoreError: it cannot be read.
    """
    engine = LocalEngine.open(index_dir)
    models = {made_by.split("/", 1)[-1] for made_by in engine.made_by()}
    if models - {MODEL_ID}:
        engine.close()
        raise StoreOutdated(
            f"the index in {index_dir} was made with another embedding model ({', '.join(sorted(models))}); "
            "index its documents again"
        )
    return Finder(engine, embedder)
