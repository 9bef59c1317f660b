"""What is compared in `bench.retrieval`: ours, and rivals over the same articles with title, site, date.

Each is made from a folder it may keep things in, and answers a question with texts, best first.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.multihop import Article, build
from bench.tables import progress

if TYPE_CHECKING:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode

_CHUNK = 256
_LONG = 1_000
_BUILT = "plain.json"
Retrieve = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Made:
    """A system ready to be asked, how many passages it holds, and the seconds it took to build."""

    retrieve: Retrieve
    passages: int
    seconds: float


def ours(folder: Path, articles: Sequence[Article], top: int) -> Made:
    """Our index with the finder's stretches of at most 256 word pieces."""
    return _ours(folder, articles, top, _CHUNK)


def ours_long(folder: Path, articles: Sequence[Article], top: int) -> Made:
    """The same index with stretches about as long as LlamaIndex's chunks."""
    return _ours(folder, articles, top, _LONG)


def _ours(folder: Path, articles: Sequence[Article], top: int, pieces: int) -> Made:
    built = build(folder / "ours", articles, progress)
    from index.search import open_finder

    finder = open_finder(folder / "ours")

    def retrieve(question: str) -> list[str]:
        return [each.passage.text for each in finder.stretches(question, limit=top, pieces=pieces)]

    return Made(retrieve, built.passages, built.seconds)


def plain(folder: Path, articles: Sequence[Article], top: int) -> Made:
    """LlamaIndex as it comes: chunks of 1,024 tokens, its own store, the same embedding model."""
    from llama_index.core.schema import MetadataMode

    index, seconds = _plain_index(folder, articles)
    retriever = index.as_retriever(similarity_top_k=top)
    return Made(
        lambda question: [each.node.get_content(MetadataMode.NONE) for each in retriever.retrieve(question)],
        len(index.docstore.docs),
        seconds,
    )


def cited(folder: Path, articles: Sequence[Article], top: int) -> Made:
    """What LlamaIndex's CitationQueryEngine cites from: the chunks of `plain`, cut anew into 512 tokens."""
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import CitationQueryEngine
    from llama_index.core.schema import MetadataMode, QueryBundle

    index, seconds = _plain_index(folder, articles)
    engine = CitationQueryEngine.from_args(index, llm=MockLLM(), similarity_top_k=top)

    def retrieve(question: str) -> list[str]:
        found = engine._create_citation_nodes(engine.retrieve(QueryBundle(question)))
        return [each.node.get_content(MetadataMode.NONE) for each in found[:top]]

    return Made(retrieve, len(index.docstore.docs), seconds)


def words_as_it_comes(folder: Path, articles: Sequence[Article], top: int) -> Made:
    """LlamaIndex's BM25Retriever as it comes, over LlamaIndex's own chunks of 1,024 tokens."""
    from llama_index.core.schema import MetadataMode
    from llama_index.retrievers.bm25 import BM25Retriever

    began = time.perf_counter()
    nodes = _nodes(articles, None)
    retriever = BM25Retriever(nodes=list(nodes), similarity_top_k=top)
    return Made(
        lambda question: [each.node.get_content(MetadataMode.NONE) for each in retriever.retrieve(question)],
        len(nodes),
        time.perf_counter() - began,
    )


def words(folder: Path, articles: Sequence[Article], top: int) -> Made:
    """Stemmed bm25s, the engine of LlamaIndex's BM25Retriever, over chunks of 256 tokens."""
    import bm25s
    import snowballstemmer
    from llama_index.core.schema import MetadataMode

    began = time.perf_counter()
    nodes = _nodes(articles, _CHUNK)
    stemmer = snowballstemmer.stemmer("english")

    def split(texts: list[str]) -> list[list[str]]:
        found: list[list[str]] = bm25s.tokenize(
            texts, stopwords="en", stemmer=stemmer.stemWords, return_ids=False, show_progress=False
        )
        return found

    engine = bm25s.BM25()
    engine.index(split([each.get_content(MetadataMode.EMBED) for each in nodes]), show_progress=False)

    def retrieve(question: str) -> list[str]:
        found, _ = engine.retrieve(split([question]), k=top, show_progress=False)
        return [nodes[int(at)].text for at in found[0]]

    return Made(retrieve, len(nodes), time.perf_counter() - began)


ROWS: dict[str, tuple[str, Callable[[Path, Sequence[Article], int], Made]]] = {
    "plain": ("LlamaIndex defaults", plain),
    "cited": ("LlamaIndex CitationQueryEngine", cited),
    "bm25": ("LlamaIndex BM25Retriever", words_as_it_comes),
    "words": ("bm25s, 256-token chunks", words),
    "long": ("WhoSays, longer stretches", ours_long),
    "ours": ("WhoSays", ours),
}


def _plain_index(folder: Path, articles: Sequence[Article]) -> tuple[VectorStoreIndex, float]:
    """LlamaIndex's own index, and the seconds that its vectors took; they are kept in `folder`."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import MetadataMode, TextNode

    from index.store.embedding import Embedder
    from index.store.llama import LocalEmbedding

    model = LocalEmbedding(Embedder())
    kept = folder / _BUILT
    if kept.is_file():
        told = json.loads(kept.read_text("utf-8"))
        nodes = [TextNode.from_dict(each) for each in told["nodes"]]
    else:
        began = time.perf_counter()
        nodes = _nodes(articles, None)
        for number, node in enumerate(nodes):
            if number % 100 == 0:
                progress(f"embedding: {number} of {len(nodes)} chunks")
            node.embedding = model.get_text_embedding(node.get_content(MetadataMode.EMBED))
        told = {"seconds": time.perf_counter() - began}
        kept.write_text(json.dumps({**told, "nodes": [each.to_dict() for each in nodes]}), "utf-8")
    return VectorStoreIndex(nodes, embed_model=model), float(told["seconds"])


def _nodes(articles: Sequence[Article], tokens: int | None) -> list[TextNode]:
    """The articles in LlamaIndex's chunks, with what the corpus says about each as metadata."""
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import TextNode

    splitter = SentenceSplitter(chunk_size=tokens, chunk_overlap=0) if tokens else SentenceSplitter()
    documents = [Document(text=each.document.text, metadata=_metadata(each)) for each in articles]
    return [each for each in splitter.get_nodes_from_documents(documents) if isinstance(each, TextNode)]


def _metadata(article: Article) -> dict[str, str]:
    document = article.document
    fields = {
        "title": document.title,
        "source": article.outlet,
        "published_at": document.published.isoformat() if document.published else None,
    }
    return {name: value for name, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one system did with all questions; times in milliseconds, memory in MB."""

    hits4: float
    hits10: float
    mrr: float
    found2: float
    found10: float
    all10: float
    tokens: float
    largest: int
    p50: float
    p95: float
    processor: float
    passages: int
    seconds: float
    memory: float

    def packed(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))
