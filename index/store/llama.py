"""The local store and model behind LlamaIndex's interfaces."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from llama_index.core import VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import BaseNode
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryMode,
    VectorStoreQueryResult,
)
from pydantic import PrivateAttr

from index.store.embedding import MODEL_ID, Embedder, Embedding
from index.store.engine import DENSE_SHARE, LocalEngine, Lookup
from index.store.entries import Entry
from index.store.filters import matching_keys
from index.store.nodes import document_id_of, foreign_document, foreign_row, stored_node
from index.store.vectors import Mask
from index.store.writing import Change, Writer

FOREIGN = f"llama-index/{MODEL_ID}"


class LocalEmbedding(BaseEmbedding):
    """Our embedding as LlamaIndex's."""

    _embedder: Embedding = PrivateAttr()

    def __init__(self, embedder: Embedding) -> None:
        super().__init__(model_name=MODEL_ID, embed_batch_size=2048)
        self._embedder = embedder

    def _get_query_embedding(self, query: str) -> list[float]:
        vector: list[float] = self._embedder.embed_one(query).tolist()
        return vector

    def _get_text_embedding(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.embed_one(text).tolist()
        return vector

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)


class LocalVectorStore(BasePydanticVectorStore):
    """The index in a folder as a LlamaIndex vector store: text kept, hybrid search, filters, atomic changes.

    Each `add` and `delete` is one published change. Modes: DEFAULT (vectors), SPARSE and TEXT_SEARCH (words),
    HYBRID (`alpha` is the vectors' share, 1 for vectors alone).
    """

    stores_text: bool = True
    is_embedding_query: bool = True
    index_dir: str
    made_by: str = FOREIGN
    _engine: LocalEngine | None = PrivateAttr(default=None)

    def __init__(self, index_dir: str | Path, made_by: str = FOREIGN) -> None:
        """Open lazily; `made_by` names what the nodes' vectors are made with, as processing/model."""
        fields: dict[str, Any] = {"stores_text": True, "index_dir": str(index_dir), "made_by": made_by}
        super().__init__(**fields)

    @classmethod
    def class_name(cls) -> str:
        """The name LlamaIndex serialises it under."""
        return "LocalVectorStore"

    @property
    def client(self) -> LocalEngine:
        """The engine underneath, with the state that is published now."""
        if self._engine is None or not self._engine.backed:
            self._engine = LocalEngine.open(Path(self.index_dir))
        return self._engine

    def add(self, nodes: Sequence[BaseNode], **kwargs: object) -> list[str]:
        """Store nodes with their embeddings in one change; a node of the same id is replaced."""
        ordered = sorted(nodes, key=document_id_of)
        entries = [_entry(list(group)) for _, group in groupby(ordered, key=document_id_of)]
        replaced = self._keys([node.node_id for node in nodes])
        with Writer(Path(self.index_dir), self.made_by) as writer:
            writer.publish(Change(live=writer.stage(entries), dropped_passages=replaced))
        return [node.node_id for node in nodes]

    def delete(self, ref_doc_id: str, **delete_kwargs: object) -> None:
        """Take out a document with all its nodes."""
        with self.client.snapshot() as connection:
            rows = connection.execute(
                "SELECT key FROM documents WHERE id = ? AND live = 1", (ref_doc_id,)
            ).fetchall()
        self._publish(Change(dropped=[key for (key,) in rows]))

    def delete_nodes(
        self,
        node_ids: list[str] | None = None,
        filters: MetadataFilters | None = None,
        **delete_kwargs: object,
    ) -> None:
        """Take out the nodes that have one of these ids and pass the filters; without either, none."""
        if node_ids is not None or filters is not None:
            self._publish(Change(dropped_passages=self._selected(node_ids, filters)))

    def clear(self) -> None:
        """Take out everything."""
        with self.client.snapshot() as connection:
            rows = connection.execute("SELECT key FROM documents WHERE live = 1").fetchall()
        self._publish(Change(dropped=[key for (key,) in rows]))

    def get_nodes(
        self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None
    ) -> list[BaseNode]:
        """The nodes that have one of these ids and pass the filters, in the order they were stored."""
        return [stored_node(each) for each in self.client.stored(self._selected(node_ids, filters))]

    def query(self, query: VectorStoreQuery, **kwargs: object) -> VectorStoreQueryResult:
        """The nearest nodes, best first.

        Raises:
            ValueError: the mode or a filter is not supported, or the query lacks what its mode needs.
        """
        engine = self.client
        lookup = _lookup(query)
        with engine.snapshot():
            hits = engine.search(lookup, self._mask(query))
            stored = {each.key: each for each in engine.stored([hit.key for hit in hits])}
            nodes = [stored_node(stored[hit.key]) for hit in hits]
        return VectorStoreQueryResult(
            nodes=nodes, similarities=[hit.score for hit in hits], ids=[node.node_id for node in nodes]
        )

    def _publish(self, change: Change) -> None:
        if change.dropped or change.dropped_passages:
            with Writer(Path(self.index_dir), self.made_by) as writer:
                writer.publish(change)

    def _mask(self, query: VectorStoreQuery) -> Mask | None:
        engine = self.client
        mask = engine.mask(documents=query.doc_ids) if query.doc_ids else None
        # LlamaIndex's retriever gives an empty list of nodes when it means all of them.
        if query.node_ids or query.filters is not None:
            chosen = engine.mask_of_keys(self._selected(query.node_ids or None, query.filters))
            mask = chosen if mask is None else mask & chosen
        return mask

    def _selected(self, node_ids: list[str] | None, filters: MetadataFilters | None) -> list[int]:
        with self.client.snapshot() as connection:
            keys = self._keys(node_ids)
            return keys if filters is None else matching_keys(connection, keys, filters)

    def _keys(self, node_ids: list[str] | None) -> list[int]:
        live = "SELECT p.key FROM passages p JOIN documents d ON d.key = p.document WHERE d.live = 1"
        with self.client.snapshot() as connection:
            if node_ids is None:
                return [key for (key,) in connection.execute(f"{live} ORDER BY p.key")]
            found = (
                connection.execute(f"{live} AND p.id = ?", (each,)).fetchall()
                for each in dict.fromkeys(node_ids)
            )
            return sorted(key for rows in found for (key,) in rows)


def _entry(nodes: list[BaseNode]) -> Entry:
    document, labelling = foreign_document(nodes[0])
    vectors = np.array([node.get_embedding() for node in nodes], np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = tuple(foreign_row(node) for node in nodes)
    return Entry(document_id_of(nodes[0]), document, labelling, rows, vectors / np.maximum(lengths, 1e-12))


def _lookup(query: VectorStoreQuery) -> Lookup:
    words, vector, limit = query.query_str, query.query_embedding, query.similarity_top_k
    unit = None
    if vector is not None:
        unit = np.array(vector, np.float32)
        unit /= max(float(np.linalg.norm(unit)), 1e-12)
    if query.mode == VectorStoreQueryMode.DEFAULT and unit is not None:
        return Lookup(limit, vector=unit)
    if query.mode in (VectorStoreQueryMode.SPARSE, VectorStoreQueryMode.TEXT_SEARCH) and words is not None:
        return Lookup(query.sparse_top_k or limit, words=words)
    if query.mode == VectorStoreQueryMode.HYBRID and words is not None and unit is not None:
        share = DENSE_SHARE if query.alpha is None else query.alpha
        return Lookup(query.hybrid_top_k or limit, words=words, vector=unit, share=share)
    raise ValueError(
        f"the local store cannot answer a query of mode {query.mode.value!r} with "
        f"{'a' if words is not None else 'no'} text and {'a' if unit is not None else 'no'} vector; "
        "its modes are default, sparse, text_search and hybrid"
    )


def retriever(
    store: LocalVectorStore, embedder: Embedder, limit: int = 12, **kwargs: object
) -> BaseRetriever:
    """LlamaIndex's own retriever over the store, hybrid unless `vector_store_query_mode` says otherwise."""
    index = VectorStoreIndex.from_vector_store(store, embed_model=LocalEmbedding(embedder))
    mode = kwargs.pop("vector_store_query_mode", VectorStoreQueryMode.HYBRID)
    return index.as_retriever(similarity_top_k=limit, vector_store_query_mode=mode, **kwargs)
