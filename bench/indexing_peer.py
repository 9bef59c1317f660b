"""LlamaIndex as it comes: SentenceSplitter, SimpleVectorStore, all of it persisted as JSON after each change.

Only the embedding model is ours, so that the rest can be compared.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from llama_index.core import Document, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import TextNode

from index.store.embedding import Embedder
from index.store.entries import Entry
from index.store.llama import LocalEmbedding


class Plain:
    """An index in `place`, loaded when it is there."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._embedding = LocalEmbedding(Embedder())
        self._splitter = SentenceSplitter()
        self._index = self._loaded()
        self._retriever: BaseRetriever | None = None

    def _loaded(self) -> VectorStoreIndex:
        if not self.place.exists():
            return VectorStoreIndex(nodes=[], embed_model=self._embedding)
        context = StorageContext.from_defaults(persist_dir=str(self.place))
        index = load_index_from_storage(context, embed_model=self._embedding)
        if not isinstance(index, VectorStoreIndex):
            raise TypeError(index)
        return index

    @property
    def size(self) -> int:
        """How many nodes it holds."""
        return len(self._index.index_struct.nodes_dict)

    def rate(self, docs: Path) -> tuple[int, int, float]:
        """Articles, nodes, and the CPU seconds to read, split and embed them; nothing is kept."""
        began = time.process_time()
        texts = [path.read_text("utf-8") for path in sorted(docs.glob("*.txt"))]
        nodes = self._splitter.get_nodes_from_documents([Document(text=text) for text in texts])
        index = VectorStoreIndex(nodes=nodes, embed_model=self._embedding)
        return len(texts), len(index.index_struct.nodes_dict), time.process_time() - began

    def insert(self, entries: Sequence[Entry]) -> None:
        """Take in passages with the vectors they have."""
        nodes = [
            TextNode(text=row.passage.text, embedding=vector.tolist())
            for entry in entries
            for row, vector in zip(entry.rows, entry.vectors, strict=True)
        ]
        if nodes:
            self._index.insert_nodes(nodes)
        self._index.storage_context.persist(str(self.place))

    def add(self, path: Path) -> float:
        """The seconds to take in one article and persist."""
        began = time.perf_counter()
        nodes = self._splitter.get_nodes_from_documents([Document(text=path.read_text("utf-8"))])
        self._index.insert_nodes(nodes)
        self._index.storage_context.persist(str(self.place))
        return time.perf_counter() - began

    def find(self, question: str) -> object:
        """The nearest nodes."""
        if self._retriever is None:
            self._retriever = self._index.as_retriever(similarity_top_k=12)
        return self._retriever.retrieve(question)
