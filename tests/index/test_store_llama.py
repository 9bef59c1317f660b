"""The store behind LlamaIndex's interface: same passages, same order, and of use without our pipeline."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.schema import NodeRelationship, QueryBundle, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores.types import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryMode,
)

from index.build import sync
from index.model import Voice
from index.search import Finder, open_finder
from index.store.embedding import Embedder
from index.store.engine import DENSE_SHARE
from index.store.llama import LocalEmbedding, LocalVectorStore, retriever
from tests.index.test_search import ARTICLES

QUESTIONS = (
    "Who signed the treaty on the river Ode?",
    "How long do kittens rest when it is cold?",
    "What did the governor tell reporters?",
    "qwxyz",
)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("llama")
    docs = base / "docs"
    docs.mkdir()
    for name, text in ARTICLES.items():
        (docs / name).write_text(text, encoding="utf-8")
    sync(base / "index", [docs], mirror=True, shown=lambda path: path.name)
    return base / "index"


@pytest.fixture
def finder(built: Path, embedder: Embedder) -> Finder:
    return open_finder(built, embedder)


@pytest.fixture
def store(built: Path) -> LocalVectorStore:
    return LocalVectorStore(built)


@pytest.mark.parametrize("question", QUESTIONS)
def test_its_retriever_finds_what_the_finder_finds(
    finder: Finder, store: LocalVectorStore, embedder: Embedder, question: str
) -> None:
    expected = finder.find(question, limit=8)
    found = retriever(store, embedder, 8).retrieve(question)
    assert [each.node.node_id for each in found] == [each.passage.id for each in expected]
    assert [each.score for each in found] == pytest.approx([each.score for each in expected], abs=1e-6)
    assert [each.node.get_content() for each in found] == [each.passage.text for each in expected]
    waited = asyncio.run(retriever(store, embedder, 8).aretrieve(question))
    assert [each.node.node_id for each in waited] == [each.node.node_id for each in found]


def test_what_is_embedded_begins_with_the_heading_and_what_is_quoted_does_not(
    store: LocalVectorStore,
) -> None:
    for node in store.get_nodes():
        assert isinstance(node, TextNode)
        heading = node.metadata["heading"]
        assert node.get_content(metadata_mode="embed") == f"{heading}\n{node.text}"  # type: ignore[arg-type]
        assert not node.text.startswith(heading)
        assert node.ref_doc_id == node.metadata["document_id"]


def test_a_stored_vector_is_that_of_the_embedded_text(store: LocalVectorStore, embedder: Embedder) -> None:
    for node in store.get_nodes()[:5]:
        vector = embedder.embed_one(node.get_content(metadata_mode="embed"))  # type: ignore[arg-type]
        result = store.query(VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=1))
        assert result.ids == [node.node_id]
        assert result.similarities == pytest.approx([1.0], abs=1e-3)


@pytest.mark.parametrize("mode", [VectorStoreQueryMode.SPARSE, VectorStoreQueryMode.TEXT_SEARCH])
def test_searching_by_words_alone(
    store: LocalVectorStore, finder: Finder, mode: VectorStoreQueryMode
) -> None:
    result = store.query(VectorStoreQuery(query_str="river treaty", similarity_top_k=50, mode=mode))
    lexical = {
        each.passage.id: each.lexical for each in finder.find("river treaty", limit=50) if each.lexical
    }
    assert dict(zip(result.ids or [], result.similarities or [], strict=True)) == pytest.approx(lexical)


def test_alpha_goes_from_words_to_vectors(store: LocalVectorStore, embedder: Embedder) -> None:
    question = "agreement between governments on the bank rate"
    vector = embedder.embed_one(question).tolist()

    def ids(mode: VectorStoreQueryMode, alpha: float | None = None) -> list[str]:
        query = VectorStoreQuery(
            query_embedding=vector, query_str=question, similarity_top_k=3, mode=mode, alpha=alpha
        )
        return store.query(query).ids or []

    hybrid = VectorStoreQueryMode.HYBRID
    assert ids(hybrid, 1.0) == ids(VectorStoreQueryMode.DEFAULT)
    assert ids(hybrid, 0.0) == ids(VectorStoreQueryMode.SPARSE)
    assert ids(hybrid) == ids(hybrid, DENSE_SHARE)


def test_a_query_it_cannot_answer_is_refused(store: LocalVectorStore) -> None:
    for query in (
        VectorStoreQuery(query_str="x", mode=VectorStoreQueryMode.MMR),
        VectorStoreQuery(query_str="x"),
        VectorStoreQuery(query_embedding=[0.0] * 384, mode=VectorStoreQueryMode.SPARSE),
    ):
        with pytest.raises(ValueError, match="its modes are default, sparse, text_search and hybrid"):
            store.query(query)


def where(key: str, value: Any, operator: FilterOperator = FilterOperator.EQ) -> MetadataFilter:  # noqa: ANN401
    return MetadataFilter(key=key, value=value, operator=operator)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([where("path", "cats.md")], lambda path, voices: path == "cats.md"),
        ([where("path", "cats.md", FilterOperator.NE)], lambda path, voices: path != "cats.md"),
        (
            [where("path", ["cats.md", "bank.txt"], FilterOperator.IN)],
            lambda path, voices: path != "treaty.txt",
        ),
        ([where("path", ["cats.md"], FilterOperator.NIN)], lambda path, voices: path != "cats.md"),
        (
            [where("path", "CAT", FilterOperator.TEXT_MATCH_INSENSITIVE)],
            lambda path, voices: path == "cats.md",
        ),
        ([where("path", "c", FilterOperator.GTE)], lambda path, voices: path >= "c"),
        ([where("voice", "opinion")], lambda path, voices: "opinion" in voices),
        ([where("voice", "opinion", FilterOperator.NE)], lambda path, voices: "opinion" not in voices),
        (
            [where("voice", ["opinion", "reported"], FilterOperator.ALL)],
            lambda p, voices: {"opinion", "reported"} <= voices,
        ),
        ([where("published", None, FilterOperator.IS_EMPTY)], lambda path, voices: True),
        ([where("published", "2020-01-01", FilterOperator.GT)], lambda path, voices: False),
        (
            [where("path", "cats.md"), where("voice", "attributed")],
            lambda p, v: p == "cats.md" and "attributed" in v,
        ),
    ],
)
def test_filters(store: LocalVectorStore, filters: list[Any], expected: Any) -> None:  # noqa: ANN401
    wanted = {
        node.node_id
        for node in store.get_nodes()
        if expected(node.metadata["path"], set(node.metadata["voice"]))
    }
    query = VectorStoreQuery(
        query_embedding=[0.05] * 384, similarity_top_k=100, filters=MetadataFilters(filters=filters)
    )
    assert set(store.query(query).ids or []) == wanted
    assert {node.node_id for node in store.get_nodes(filters=MetadataFilters(filters=filters))} == wanted


def test_filters_join_and_nest(store: LocalVectorStore) -> None:
    either = MetadataFilters(
        filters=[where("path", "cats.md"), where("path", "bank.txt")], condition=FilterCondition.OR
    )
    nested = MetadataFilters(filters=[either, where("voice", "opinion")])
    found = store.get_nodes(filters=nested)
    assert found
    assert all(
        node.metadata["path"] != "treaty.txt" and "opinion" in node.metadata["voice"] for node in found
    )
    neither = MetadataFilters(filters=[either], condition=FilterCondition.NOT)
    assert {node.metadata["path"] for node in store.get_nodes(filters=neither)} == {"treaty.txt"}


@pytest.mark.parametrize(
    "wrong", [where("path", "x", FilterOperator.ANY), where("start", "x", FilterOperator.GT)]
)
def test_a_filter_that_does_not_fit_is_refused(store: LocalVectorStore, wrong: MetadataFilter) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        store.get_nodes(filters=MetadataFilters(filters=[wrong]))


def test_documents_and_nodes_narrow_a_query(store: LocalVectorStore) -> None:
    nodes = store.get_nodes()
    some = [node.node_id for node in nodes[2:4]]
    vector = [0.05] * 384
    by_id = store.query(VectorStoreQuery(query_embedding=vector, similarity_top_k=9, node_ids=some))
    assert set(by_id.ids or []) == set(some)
    wanted = str(nodes[0].ref_doc_id)
    by_document = store.query(VectorStoreQuery(query_embedding=vector, similarity_top_k=99, doc_ids=[wanted]))
    assert {node.ref_doc_id for node in by_document.nodes or []} == {wanted}


def test_the_voices_agree_with_the_finder(finder: Finder, store: LocalVectorStore) -> None:
    opinions = store.get_nodes(filters=MetadataFilters(filters=[where("voice", "opinion")]))
    found = finder.find("bank cats treaty", limit=99, voices=[Voice.OPINION])
    assert {node.node_id for node in opinions} == {each.passage.id for each in found}


def plain_nodes() -> list[TextNode]:
    made = []
    for number, text in enumerate(
        ("The harbour froze in March.", "Ice broke the pier.", "A tram line was opened.")
    ):
        source = RelatedNodeInfo(node_id="harbour" if number < 2 else "tram")
        metadata = {"section": "news", "year": 2020 + number}
        made.append(
            TextNode(
                id_=f"n{number}",
                text=text,
                metadata=metadata,
                relationships={NodeRelationship.SOURCE: source},
            )
        )
    return made


def test_plain_llama_index_users_need_nothing_of_ours(tmp_path: Path, embedder: Embedder) -> None:
    store = LocalVectorStore(tmp_path / "index")
    index = VectorStoreIndex.from_vector_store(store, embed_model=LocalEmbedding(embedder))
    index.insert_nodes(plain_nodes())
    again = VectorStoreIndex.from_vector_store(
        LocalVectorStore(tmp_path / "index"), embed_model=LocalEmbedding(embedder)
    )
    found = again.as_retriever(similarity_top_k=3, vector_store_query_mode="hybrid").retrieve(
        "When did the port freeze?"
    )
    assert found[0].node.get_content() == "The harbour froze in March."
    assert found[0].node.metadata == {"section": "news", "year": 2020}
    late = MetadataFilters(filters=[where("year", 2021, FilterOperator.GTE)])
    assert [node.node_id for node in store.get_nodes(filters=late)] == ["n1", "n2"]
    index.delete_ref_doc("harbour")
    assert [node.node_id for node in store.get_nodes()] == ["n2"]
    assert open_finder(tmp_path / "index", embedder).find("tram")[0].passage.text == "A tram line was opened."


def test_nodes_are_replaced_deleted_and_cleared(tmp_path: Path, embedder: Embedder) -> None:
    store = LocalVectorStore(tmp_path / "index")
    context = StorageContext.from_defaults(vector_store=store)
    VectorStoreIndex(plain_nodes(), storage_context=context, embed_model=LocalEmbedding(embedder))
    changed = plain_nodes()[0]
    changed.set_content("The harbour thawed in April.")
    changed.embedding = embedder.embed_one(changed.text).tolist()
    assert store.add([changed]) == ["n0"]
    assert [node.get_content() for node in store.get_nodes(["n0"])] == ["The harbour thawed in April."]
    store.delete_nodes(["n0"])
    assert {node.node_id for node in store.get_nodes()} == {"n1", "n2"}
    store.delete_nodes(filters=MetadataFilters(filters=[where("section", "sport")]))
    asyncio.run(store.adelete_nodes())
    assert len(store.get_nodes()) == 2
    asyncio.run(store.aclear())
    assert store.get_nodes() == []
    assert store.query(VectorStoreQuery(query_embedding=[0.1] * 384, similarity_top_k=2)).ids == []


def test_the_embedding_is_the_embedder(embedder: Embedder) -> None:
    wrapped = LocalEmbedding(embedder)
    texts = ["One.", "Two words."]
    assert wrapped.get_text_embedding_batch(texts) == embedder.embed(texts).tolist()
    assert wrapped.get_query_embedding("One.") == embedder.embed_one("One.").tolist()
    assert asyncio.run(wrapped.aget_query_embedding("One.")) == embedder.embed_one("One.").tolist()
    bundle = QueryBundle("One.")
    assert wrapped.get_agg_embedding_from_queries(bundle.embedding_strs) == pytest.approx(
        embedder.embed_one("One.").tolist()
    )
