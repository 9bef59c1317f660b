"""Documents to stored entries through LlamaIndex: a node parser of our own, then the embedding model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import BaseNode, TransformComponent
from llama_index.core.schema import Document as LlamaDocument
from pydantic import PrivateAttr

from index.model import Document, Labelling, Passage
from index.splitting import split
from index.store.embedding import Embedding
from index.store.entries import Entry, Row, Vectors
from index.store.llama import LocalEmbedding
from index.store.nodes import passage_node
from index.voices import label


class PassageParser(TransformComponent):
    """Turns each LlamaIndex document that `offer` announced into the nodes of its passages."""

    _documents: dict[str, Document] = PrivateAttr(default_factory=dict)
    _parsed: dict[str, tuple[Labelling, tuple[Passage, ...]]] = PrivateAttr(default_factory=dict)

    def offer(self, document: Document) -> LlamaDocument:
        """The LlamaIndex document to put through the pipeline."""
        self._documents[document.id] = document
        return LlamaDocument(id_=document.id, text=document.text)

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: object) -> list[BaseNode]:
        """The nodes of all passages; each node's embedded text begins with its document's heading."""
        return [each for node in nodes for each in self._split(self._documents[node.node_id])]

    def _split(self, document: Document) -> list[BaseNode]:
        labelling, passages = _labelled(document)
        self._parsed[document.id] = labelling, passages
        return [passage_node(passage, document) for passage in passages]

    def taken(self, document_id: str) -> tuple[Labelling, tuple[Passage, ...]]:
        """What was made of a document, handed out once."""
        del self._documents[document_id]
        return self._parsed.pop(document_id)


class Ingestion:
    """Cleaned documents in, entries for the store out."""

    def __init__(self, embedder: Embedding) -> None:
        self._parser = PassageParser()
        self._pipeline = IngestionPipeline(
            transformations=[self._parser, LocalEmbedding(embedder)], disable_cache=True
        )

    def entries(self, documents: Sequence[Document]) -> list[Entry]:
        """One entry for each document, in order, split, labelled and embedded; without its origin."""
        unique = list({document.id: document for document in documents}.values())
        nodes = self._pipeline.run(documents=[self._parser.offer(document) for document in unique])
        vectors: dict[str, list[list[float]]] = defaultdict(list)
        for node in nodes:
            vectors[str(node.ref_doc_id)].append(node.get_embedding())
        made = {document.id: self._entry(document, vectors[document.id]) for document in unique}
        return [made[document.id] for document in documents]

    def _entry(self, document: Document, vectors: list[list[float]]) -> Entry:
        return _entry_of(document, *self._parser.taken(document.id), np.array(vectors, np.float32))


def _labelled(document: Document) -> tuple[Labelling, tuple[Passage, ...]]:
    """The voices of a document, and its passages with them."""
    labelling = label(document)
    return labelling, tuple(split(document, labelling))


def _entry_of(
    document: Document, labelling: Labelling, passages: Sequence[Passage], vectors: Vectors
) -> Entry:
    """The entry of a document, of its passages and their vectors (n, d)."""
    rows = tuple(Row(passage.id, passage) for passage in passages)
    # All of a document may be page debris: it has no passage and no vector.
    shaped = np.asarray(vectors, np.float32).reshape(len(rows), -1) if rows else np.zeros((0, 0), np.float32)
    return Entry(document.id, document, labelling, rows, shaped)
