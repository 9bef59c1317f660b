"""A question in, the passages nearest to it out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.model import Document, DocumentInfo, FoundPassage, Labelling, Page, Passage, Voice
from index.store.aiding import Aid, aid_of
from index.store.choosing import Engine, open_engine
from index.store.embedding import DIMENSION, MOST_PIECES, Embedder, model_of
from index.store.failures import StoreOutdated
from index.store.places import Place, endpoint_of
from index.store.pointing import pointer

_REMEMBERED = 2_000
"""Texts whose vectors are kept: 3 MB."""


class Finder:
    """The collection as the question side sees it (`answering.ports.PassageFinder`); it follows changes."""

    def __init__(self, engine: Engine, embedder: Embedder | None = None, aid: Aid | None = None) -> None:
        """Search `engine`; the model is loaded at the first question unless it is given.

        `aid` gives vectors beside the model's, those that the index was made with.
        """
        self._engine = engine
        self._embedder = embedder
        self._aid = aid
        self._aided: dict[str, NDArray[np.float32]] = {}
        # A question is embedded for two steps, and the clauses of one passage are weighed for many questions.
        self._vector = lru_cache(maxsize=_REMEMBERED)(self._embedded)

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
        return engine.find(question, self._asked(question), limit, documents, voices or None)

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
        return engine.stretches(question, self._asked(question), limit, pieces, documents)

    def nearness(self, question: str, texts: Sequence[str]) -> list[float]:
        """How near in meaning each text is to the question: cosines in `[-1, 1]`, in the order of `texts`."""
        if not texts:
            return []
        return [float(self._vector(text) @ self._vector(question)) for text in texts]

    def told(self, question: str, page: Page) -> list[float]:
        """How well each clause of a page tells what is asked, read as a whole: log odds, 0.0 is even.

        Raises:
            ModelMissing: the pointer's file is missing or is not the one expected.
        """
        return pointer().told(question, page)

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

    def _asked(self, question: str) -> NDArray[np.float32]:
        """The question's vector, with the endpoint's behind it where there is one that answers."""
        own = self._vector(question)
        if self._aid is None:
            return own
        beyond = self._aided.get(question)
        if beyond is None:
            beyond = self._aid.embed_question(question, self._engine.dimension - DIMENSION)
            if beyond is None:
                return own
            if len(self._aided) >= _REMEMBERED:
                self._aided.clear()
            self._aided[question] = beyond
        return np.concatenate([own, beyond])

    def _embedded(self, text: str) -> NDArray[np.float32]:
        return self._model().embed_one(text)

    def _model(self) -> Embedder:
        if self._embedder is None:
            self._embedder = Embedder()
        return self._embedder


def open_finder(place: Place, embedder: Embedder | None = None) -> Finder:
    """A finder over the index in a folder, which need not be writable, or on a server; empty without one.

    Raises:
        StoreOutdated: the index is of another format or its vectors are of another model.
        StoreError: it cannot be read.
    """
    engine = open_engine(place)
    models = {made_by.split("/", 1)[-1] for made_by in engine.made_by()}
    if models - {model_of(place)}:
        engine.close()
        raise StoreOutdated(
            f"the index in {place} was made with another embedding model ({', '.join(sorted(models))}); "
            "index its documents again"
        )
    endpoint = endpoint_of(place)
    return Finder(engine, embedder, None if endpoint is None else aid_of(endpoint))
