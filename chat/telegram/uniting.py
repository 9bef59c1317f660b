"""The common documents and a chat's own, searched as one collection."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol

from answering.ports import PassageFinder
from index.model import Document, DocumentInfo, FoundPassage, Labelling, Page, Passage, Voice

# The share of meaning in a joint score, as each index has it inside.
_MEANING = 0.3
_OWN_SHARE = 4
"""One place in so many is each collection's own, whatever the scores."""


class Articles(PassageFinder, Protocol):
    """A collection whose documents can be read whole."""

    def article(self, document_id: str) -> tuple[Document, Labelling] | None:
        """A stored document and its voices; None when the id is unknown."""
        ...


class United:
    """Several collections as one, safe to share between threads; the first named comes first in lists.

    Within one index a score is relative to its own best passage, so that the best of any looks alike. Here
    the word scores are measured against the best of all, meaning is comparable as it is, and each collection
    keeps a few places, since rare words weigh less in a small one.
    """

    def __init__(self, *collections: Articles) -> None:
        """Search these."""
        self._collections = collections
        # A finder keeps the last question's vector between two steps; two threads must not mix them up.
        self._one_at_a_time = threading.RLock()

    def find(
        self,
        question: str,
        *,
        limit: int = 12,
        documents: Collection[str] | None = None,
        voices: Collection[Voice] | None = None,
    ) -> Sequence[FoundPassage]:
        """As `PassageFinder.find`, over all collections; a passage that stands in two is given once."""
        with self._one_at_a_time:
            found = [
                list(each.find(question, limit=limit, documents=documents, voices=voices))
                for each in self._collections
            ]
        filled = [each for each in found if each]
        return filled[0] if len(filled) == 1 else _joined(filled, limit)

    def nearness(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """As `PassageFinder.nearness`."""
        with self._one_at_a_time:
            return self._collections[0].nearness(question, texts)

    def told(self, question: str, page: Page) -> Sequence[float]:
        """As `PassageFinder.told`."""
        return self._collections[0].told(question, page)

    def passages(self, document_id: str) -> Sequence[Passage]:
        """As `PassageFinder.passages`."""
        for each in self._collections:
            if passages := each.passages(document_id):
                return passages
        return ()

    def documents(self) -> Sequence[DocumentInfo]:
        """The documents of all collections, one after another."""
        known = {info.id: info for each in self._collections for info in each.documents()}
        return list(known.values())

    def article(self, document_id: str) -> tuple[Document, Labelling] | None:
        """As `Articles.article`."""
        for each in self._collections:
            if (article := each.article(document_id)) is not None:
                return article
        return None


class Narrowed:
    """Some documents of a collection, as a collection."""

    def __init__(self, collection: Articles, documents: Collection[str]) -> None:
        """Search these documents (ids) alone."""
        self._collection = collection
        self._documents = frozenset(documents)

    def find(
        self,
        question: str,
        *,
        limit: int = 12,
        documents: Collection[str] | None = None,
        voices: Collection[Voice] | None = None,
    ) -> Sequence[FoundPassage]:
        """As `PassageFinder.find`, in these documents."""
        wanted = self._documents if documents is None else self._documents.intersection(documents)
        return self._collection.find(question, limit=limit, documents=wanted, voices=voices)

    def nearness(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """As `PassageFinder.nearness`."""
        return self._collection.nearness(question, texts)

    def told(self, question: str, page: Page) -> Sequence[float]:
        """As `PassageFinder.told`."""
        return self._collection.told(question, page)

    def passages(self, document_id: str) -> Sequence[Passage]:
        """As `PassageFinder.passages`."""
        return self._collection.passages(document_id) if document_id in self._documents else ()

    def documents(self) -> Sequence[DocumentInfo]:
        """These documents."""
        return [each for each in self._collection.documents() if each.id in self._documents]


def _joined(found: Sequence[Sequence[FoundPassage]], limit: int) -> list[FoundPassage]:
    top = max((one.lexical for each in found for one in each), default=0.0) or 1.0
    scored: dict[str, FoundPassage] = {}
    for one in (one for each in found for one in each):
        score = _MEANING * max(one.similarity, 0.0) + (1 - _MEANING) * one.lexical / top
        scored.setdefault(one.passage.text, replace(one, score=score))
    ranked = sorted(scored.values(), key=lambda one: -one.score)
    kept = {one.passage.text for each in found for one in each[: max(1, limit // _OWN_SHARE)]}
    room = max(0, limit - len(kept))
    others = [one.passage.text for one in ranked if one.passage.text not in kept]
    kept.update(others[:room])
    return [one for one in ranked if one.passage.text in kept][:limit]
