"""Finding: words and meaning, filters, and the same answer however an index came about."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import remove, sync
from index.model import FoundPassage, Voice
from index.search import Finder, open_finder
from index.store.engine import LocalEngine, Lookup
from index.store.entries import heading
from tests.index.shelf import write

ARTICLES = {
    "treaty.txt": """Two ministers sign a river treaty

By Ann Example

The ministers of Norland and Sudland signed a treaty on the water of the river Ode on Monday.

The Norland minister said the pact would end a quarrel of nine years.

Farmers fear for their fields, according to the union.
""",
    "cats.md": """# Cats sleep longer in winter

House cats sleep about an hour longer in January than in July, a study found.

“They simply follow the light,” said Otto Zahn, who led the work.

It is a pity that nobody asked the cats.
""",
    "bank.txt": """Bank raises its rate

The central bank raised its rate to three per cent.

The step is reckless and will ruin small firms.

The governor told reporters that prices had risen too fast.
""",
}


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    base = tmp_path_factory.mktemp("search")
    docs = base / "docs"
    docs.mkdir()
    for name, text in ARTICLES.items():
        (docs / name).write_text(text, encoding="utf-8")
    sync(base / "index", [docs], mirror=True, shown=lambda path: path.name)
    return open_finder(base / "index")


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("Who signed the treaty on the river Ode?", "treaty.txt"),
        ("agreement between two governments about streams", "treaty.txt"),
        ("How long do kittens rest when it is cold?", "cats.md"),
        ("What did the governor tell reporters?", "bank.txt"),
        ("monetary policy tightening", "bank.txt"),
        ("ZAHN", "cats.md"),
        ('the, of: (and) AND [OR]* "', "treaty.txt"),
    ],
)
def test_a_passage_is_found_by_words_or_by_meaning(finder: Finder, question: str, path: str) -> None:
    found = finder.find(question)
    assert found
    if "Zahn" in question or "the, of" not in question:
        assert found[0].document.path == path


def test_scores_say_which_search_found_it(finder: Finder) -> None:
    found = finder.find("Who signed the treaty on the river Ode?", limit=50)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert found[0].lexical > 1
    assert 0.4 < found[0].similarity <= 1.0001
    unknown = finder.find("qwxyz", limit=3)
    assert unknown
    assert all(each.lexical == 0 for each in unknown)


def test_found_passages_are_verbatim_and_voiced(finder: Finder) -> None:
    for each in finder.find("What did the minister say about the pact?", limit=50):
        document = finder.document(each.document.id)
        labelling = finder.labelling(each.document.id)
        assert document is not None
        assert labelling is not None
        passage = each.passage
        assert passage.text == document.text[passage.span.start : passage.span.end]
        assert passage.voiced
        assert all(passage.span.contains(voiced.span) for voiced in passage.voiced)
        assert passage in finder.passages(each.document.id)


def test_passages_come_in_reading_order(finder: Finder) -> None:
    for info in finder.documents():
        starts = [passage.span.start for passage in finder.passages(info.id)]
        assert starts == sorted(starts)
    assert [info.path for info in finder.documents()] == ["bank.txt", "cats.md", "treaty.txt"]


def test_a_search_within_documents(finder: Finder) -> None:
    ids = {info.path: info.id for info in finder.documents()}
    found = finder.find("treaty of the ministers", documents=[ids["cats.md"], ids["bank.txt"]])
    assert {each.document.path for each in found} == {"cats.md", "bank.txt"}
    assert finder.find("treaty", documents=[]) == []
    assert finder.find("treaty", documents=["unknown"]) == []


@pytest.mark.parametrize("voice", list(Voice))
def test_a_search_within_a_voice(finder: Finder, voice: Voice) -> None:
    found = finder.find("What about the bank, the cats and the treaty?", limit=50, voices=[voice])
    spoken = [passage for info in finder.documents() for passage in finder.passages(info.id)]
    expected = {each.id for each in spoken if voice in {voiced.voice for voiced in each.voiced}}
    assert {each.passage.id for each in found} == expected


def test_no_voices_mean_all(finder: Finder) -> None:
    assert finder.find("bank", voices=[]) == finder.find("bank")


@pytest.mark.parametrize("question", ["", "  \n", "\0", "?", "的", "\ud800", "a" * 10_000, "word " * 2_000])
def test_odd_questions_are_answered(finder: Finder, question: str) -> None:
    assert all(isinstance(each, FoundPassage) for each in finder.find(question))


def test_limits(finder: Finder) -> None:
    assert len(finder.find("bank", limit=2)) == 2
    assert finder.find("bank", limit=0) == []
    assert len(finder.find("bank", limit=10_000)) == sum(
        len(finder.passages(each.id)) for each in finder.documents()
    )


def test_the_heading_helps_but_is_not_in_the_passage(finder: Finder) -> None:
    (info,) = [each for each in finder.documents() if each.path == "treaty.txt"]
    document = finder.document(info.id)
    assert document is not None
    assert "Ann Example" in heading(document)
    found = finder.find("Ann Example", limit=1)
    assert found[0].document.id == info.id
    assert found[0].lexical > 0
    assert any(
        "Ann Example" not in each.passage.text and each.lexical > 0 for each in finder.find("Ann Example")
    )


STEPS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["amber", "birch", "cedar", "unlink", "remove"])),
    min_size=1,
    max_size=6,
)


@settings(max_examples=8, deadline=None)
@given(STEPS)
def test_any_sequence_of_changes_finds_what_a_fresh_index_finds(steps: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        docs, grown = Path(folder, "docs"), Path(folder, "grown")
        docs.mkdir()
        for name, step in steps:
            _apply(grown, docs, f"{name}.txt", step)
        _keep(grown, docs)
        fresh = Path(folder, "fresh")
        _keep(fresh, docs)
        for question in ("the amber bridge", "Who waited for the birch crossing?", "ferries are beautiful"):
            _assert_same(
                open_finder(grown).find(question, limit=40), open_finder(fresh).find(question, limit=40)
            )


def _apply(index_dir: Path, docs: Path, name: str, step: str) -> None:
    path = docs / name
    if step in ("unlink", "remove"):
        if not path.exists():
            return
        if step == "remove":
            _keep(index_dir, docs)
            remove(index_dir, [name])
        path.unlink()
    else:
        # A removed file stays out until it is added again, so a name is never used twice after that.
        write(docs, name if not path.exists() else path.name, step)
    _keep(index_dir, docs)
    for gone in [each for each in docs.iterdir() if not _indexed(index_dir, each.name)]:
        gone.unlink()


def _indexed(index_dir: Path, path: str) -> bool:
    return path in {info.path for info in open_finder(index_dir).documents()}


def _keep(index_dir: Path, docs: Path) -> None:
    sync(index_dir, [docs], mirror=True, shown=lambda path: path.name)


def _assert_same(left: list[FoundPassage], right: list[FoundPassage]) -> None:
    def by_id(found: list[FoundPassage]) -> list[FoundPassage]:
        return sorted(found, key=lambda each: (each.document.path, each.passage.span))

    assert [each.passage for each in by_id(left)] == [each.passage for each in by_id(right)]
    for name in ("score", "lexical", "similarity"):
        ours, theirs = ([getattr(each, name) for each in by_id(found)] for found in (left, right))
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_an_exact_search_agrees_with_the_plain_sum(finder: Finder) -> None:
    engine = finder._engine
    assert isinstance(engine, LocalEngine)
    with engine.snapshot() as connection:
        stored = connection.execute("SELECT passage, vector FROM vectors ORDER BY passage").fetchall()
        vectors = {key: np.frombuffer(half, np.float16).astype(np.float32) for key, half in stored}
        asked = vectors[stored[3][0]]
        expected = sorted(vectors, key=lambda key: (-float(np.dot(vectors[key], asked)), key))
        assert [hit.key for hit in engine.search(Lookup(5, vector=asked))] == expected[:5]
