"""LlamaIndex as it comes, as an answerer: its default chunks, and the nearest one is the answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import MetadataMode

from index.store.embedding import Embedder
from index.store.llama import LocalEmbedding


class PlainAnswerer:
    """An index in memory over some files; only the embedding model is ours."""

    def __init__(self, paths: Sequence[Path], embedder: Embedder) -> None:
        documents = [Document(text=path.read_text("utf-8")) for path in paths]
        index = VectorStoreIndex.from_documents(
            documents, embed_model=LocalEmbedding(embedder), transformations=[SentenceSplitter()]
        )
        self._retriever = index.as_retriever()

    def passage(self, question: str) -> str:
        """The text of the nearest chunk; empty when the index is."""
        found = self._retriever.retrieve(question)
        return found[0].node.get_content(MetadataMode.NONE) if found else ""
