"""An index on Milvus answers as the local one does, for several bots and several owners."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from answering.extractive import ExtractiveAnswerer
from answering.model import Answer, Question
from index.build import add, remove, sync
from index.model import FoundPassage, Voice
from index.moving import move
from index.search import Finder, open_finder
from index.store.choosing import read_state
from index.store.places import Cluster
from tests.index.milvus import NEEDS_MILVUS, other_bot, served
from tests.index.shelf import write

pytestmark = NEEDS_MILVUS
ROOT = Path(__file__).parent.parent.parent
SHOWN = (ROOT / "seeds", ROOT / "tests" / "data" / "documents" / "dev")
QUESTIONS = (
    "What did the ministers sign?",
    "Who criticised the plan, and why?",
    "How many people came to the meeting?",
    "Does the author think the bridge should be built?",
    "What did Dehghan say about Russia while the council spoke of the pool?",
    "When was the reservoir drained?",
    "la pelouse",
    "the",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(tmp_path_factory.mktemp("milvus"))


@pytest.fixture(scope="module")
def both(address: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Finder, Finder]:
    """The same documents in a folder and on the server."""
    local, source = tmp_path_factory.mktemp("local"), tmp_path_factory.mktemp("source")
    sync(local, SHOWN, mirror=True)
    shutil.copytree(local, source, dirs_exist_ok=True)
    move(source, Cluster(address, "both"))
    return open_finder(local), open_finder(Cluster(address, "both"))


def same(ours: list[FoundPassage], theirs: list[FoundPassage]) -> None:
    assert [each.passage for each in ours] == [each.passage for each in theirs]
    assert [each.document for each in ours] == [each.document for each in theirs]
    for name in ("score", "lexical", "similarity"):
        left, right = ([getattr(each, name) for each in found] for found in (ours, theirs))
        np.testing.assert_allclose(left, right, atol=2e-5)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_passages_with_the_same_scores(both: tuple[Finder, Finder], question: str) -> None:
    local, cluster = both
    same(local.find(question), cluster.find(question))
    same(local.find(question, voices=[Voice.OPINION]), cluster.find(question, voices=[Voice.OPINION]))
    some = [each.id for each in local.documents()[:2]]
    same(local.find(question, documents=some), cluster.find(question, documents=some))
    same(local.stretches(question), cluster.stretches(question))
    same(local.stretches(question, documents=some), cluster.stretches(question, documents=some))


def test_the_same_answers(both: tuple[Finder, Finder]) -> None:
    asked = [Question(each, each) for each in QUESTIONS]
    ours, theirs = ([ExtractiveAnswerer(each).answer(one) for one in asked] for each in both)
    assert any(isinstance(each, Answer) for each in ours)
    for left, right in zip(ours, theirs, strict=True):
        assert type(left) is type(right)
        if isinstance(left, Answer) and isinstance(right, Answer):
            assert left.statements == right.statements
            assert left.citations == right.citations


def test_the_same_documents_word_for_word(both: tuple[Finder, Finder]) -> None:
    local, cluster = both
    assert local.documents() == cluster.documents()
    for each in local.documents():
        assert local.document(each.id) == cluster.document(each.id)
        assert local.labelling(each.id) == cluster.labelling(each.id)
        assert list(local.passages(each.id)) == list(cluster.passages(each.id))
    assert cluster.document("nothing") is None
    assert cluster.passages("nothing") == []
    assert cluster.find("bridge", documents=["nothing"]) == []


def test_files_are_followed_and_removed_ones_stay_out(address: str, tmp_path: Path) -> None:
    place, docs = Cluster(address, "followed"), tmp_path / "docs"
    write(docs, "a.txt", "amber")
    write(docs, "b.txt", "birch")
    finder = open_finder(place)
    assert finder.find("amber") == []
    assert sync(place, [docs], mirror=True).added == (str(docs / "a.txt"), str(docs / "b.txt"))
    assert [each.path for each in finder.documents()] == [str(docs / "a.txt"), str(docs / "b.txt")]
    assert sync(place, [docs], mirror=True).unchanged == (str(docs / "a.txt"), str(docs / "b.txt"))

    write(docs, "a.txt", "alder")
    assert sync(place, [docs], mirror=True).changed == (str(docs / "a.txt"),)
    assert {"alder" in each.passage.text for each in finder.find("alder bridge", limit=2)} == {True}
    assert not any("amber" in each.passage.text for each in finder.find("amber bridge"))

    assert len(remove(place, [str(docs / "b.txt")])) == 1
    assert sync(place, [docs], mirror=True).added == ()
    assert [each.path for each in finder.documents()] == [str(docs / "a.txt")]
    assert add(place, [docs / "b.txt"]).added == (str(docs / "b.txt"),)
    (docs / "a.txt").unlink()
    assert sync(place, [docs], mirror=True).removed == (str(docs / "a.txt"),)
    assert [each.path for each in finder.documents()] == [str(docs / "b.txt")]


def test_another_bot_cites_what_this_one_indexed(address: str, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "amber")
    other = open_finder(Cluster(other_bot(address), "shared"))
    assert other.documents() == []
    sync(Cluster(address, "shared"), [tmp_path], mirror=True)
    (tmp_path / "a.txt").unlink()
    found = other.find("amber bridge")
    document = other.document(found[0].document.id)
    assert document is not None
    assert all(each.passage.text == each.passage.span.of(document.text) for each in found)
    assert other.labelling(document.id) is not None


def test_owners_do_not_see_each_other_nor_weigh_on_each_other(address: str, tmp_path: Path) -> None:
    write(tmp_path / "one", "a.txt", "amber")
    write(tmp_path / "two", "b.txt", "birch")
    one, two = Cluster(address, "one"), Cluster(address, "two")
    sync(one, [tmp_path / "one"], mirror=True)
    before = open_finder(one).find("amber bridge")
    sync(two, [tmp_path / "two"], mirror=True)
    same(before, open_finder(one).find("amber bridge"))
    assert {each.document.path for each in open_finder(two).find("amber birch")} == {
        str(tmp_path / "two" / "b.txt")
    }
    with pytest.raises(Exception, match="no document is called"):
        remove(two, [str(tmp_path / "one" / "a.txt")])


def test_moved_there_and_back_nothing_is_lost(address: str, tmp_path: Path) -> None:
    docs, place, cluster = tmp_path / "docs", tmp_path / "index", Cluster(address, "back")
    for name in ("amber", "birch", "cedar"):
        write(docs, f"{name}.txt", name)
    # What is no UTF-8 in the file's name comes back as it was; a file that cannot be read stays known.
    (docs / "cedar.txt").rename(docs / "ced\udce9r.txt")
    (docs / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    sync(place, [docs], mirror=True)
    remove(place, [str(docs / "birch.txt")])
    state, finder = read_state(place), open_finder(place)
    held = {(each.id, each.path, each.made_by, each.origin) for each in state.held}
    found = finder.find("the amber crossing")
    finder.close()

    moved = move(place, cluster)
    assert (moved.documents, moved.earlier) == (2, 0)
    there = read_state(cluster)
    assert {(each.id, each.path, each.made_by, each.origin) for each in there.held} == held
    assert (there.tombstones, there.failures) == (state.tombstones, state.failures)
    assert not read_state(place).held
    same(found, open_finder(cluster).find("the amber crossing"))

    assert move(cluster, place) == moved
    back = read_state(place)
    assert {(each.id, each.path, each.made_by, each.origin) for each in back.held} == held
    assert (back.tombstones, back.failures) == (state.tombstones, state.failures)
    assert not read_state(cluster).held
    assert not sync(place, [docs], mirror=True).added
    same(found, open_finder(place).find("the amber crossing"))


def test_llama_index_retrieves_from_it(address: str, tmp_path: Path) -> None:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.vector_stores.types import ExactMatchFilter, MetadataFilters, VectorStoreQueryMode

    from index.store.cluster.passages import ClusterVectorStore
    from index.store.embedding import Embedder
    from index.store.llama import LocalEmbedding

    for name in ("amber", "birch"):
        write(tmp_path, f"{name}.txt", name)
    sync(Cluster(address, "llama"), [tmp_path], mirror=True, shown=lambda path: path.name)
    write(tmp_path / "else", "cedar.txt", "cedar")
    sync(Cluster(address, "else"), [tmp_path / "else"], mirror=True, shown=lambda path: path.name)
    store = ClusterVectorStore(Cluster(address, "llama"))
    index = VectorStoreIndex.from_vector_store(store, embed_model=LocalEmbedding(Embedder()))
    for mode in (VectorStoreQueryMode.DEFAULT, VectorStoreQueryMode.SPARSE, VectorStoreQueryMode.HYBRID):
        asked = index.as_retriever(similarity_top_k=9, vector_store_query_mode=mode)
        found = asked.retrieve("the amber ferries")
        assert "amber" in found[0].node.get_content()
        assert {each.node.metadata["path"] for each in found} <= {"amber.txt", "birch.txt"}
    (node,) = store.get_nodes([found[0].node.node_id])
    assert node.get_content() == found[0].node.get_content()
    assert not ClusterVectorStore(Cluster(address, "else")).get_nodes([node.node_id])
    for change in (lambda: store.add([node]), lambda: store.delete(node.ref_doc_id or ""), store.clear):
        with pytest.raises(NotImplementedError, match="for reading"):
            change()
    only = MetadataFilters(filters=[ExactMatchFilter(key="path", value="birch.txt")])
    found = index.as_retriever(filters=only).retrieve("the amber ferries")
    assert {each.node.metadata["path"] for each in found} == {"birch.txt"}


def test_a_lite_file_keeps_an_index() -> None:
    with tempfile.TemporaryDirectory() as folder:
        from index.store.cluster.connection import closed

        place = Cluster(f"{folder}/new/index.db")
        write(Path(folder) / "docs", "a.txt", "amber")
        sync(place, [Path(folder) / "docs"], mirror=True)
        closed(place)
        assert len(open_finder(place).documents()) == 1  # opened anew, as another process would
        assert open_finder(place).find("amber bridge")
        closed(place)
