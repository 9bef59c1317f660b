"""An endpoint's embedding model helps to find; what is calibrated goes by the packaged one alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.build import sync
from index.errors import StoreError
from index.search import open_finder
from index.store.aiding import Aid, EndpointFailed, aid_of
from index.store.choosing import read_state
from index.store.embedding import DIMENSION, MODEL_ID
from index.store.engine import LocalEngine
from index.store.failures import StoreOutdated
from index.store.places import AidedFolder, Endpoint
from index.store.ranking import Pool
from tests.endpoint import Endpoint as Server
from tests.endpoint import Scripted, running

TEXTS = {
    "bridge.txt": "The council closed the Mill Road bridge in May.\n\nBuses now go round by the station.\n",
    "harvest.txt": "Farmers near Ely began the barley harvest two weeks early this year.\n",
    "library.txt": "The new library opens on Monday with ten thousand books.\n",
}
SIZE = 100
QUESTION = "When does the library open?"


@pytest.fixture
def endpoint() -> Iterator[Server]:
    with running() as server:
        server.script = [Scripted(vectors=SIZE)]
        yield server


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def place(tmp_path: Path, endpoint: Server) -> AidedFolder:
    return AidedFolder(tmp_path / "index", Endpoint("tiny-embed", "sk-secret", endpoint.address))


def found(place: Path | AidedFolder, question: str = QUESTION) -> list[str]:
    return [Path(each.document.path).name for each in open_finder(place).find(question)]


def calibrated(place: Path | AidedFolder) -> dict[str, tuple[float, float]]:
    return {each.passage.text: (each.lexical, each.similarity) for each in open_finder(place).find(QUESTION)}


def test_an_index_is_made_with_both_models_and_asked_by_both(
    place: AidedFolder, docs: Path, endpoint: Server
) -> None:
    report = sync(place, [docs], mirror=True)
    assert len(report.added) == 3
    told = [each["input"] for each in endpoint.requests]
    assert len(told) == 1  # in batches
    assert any("barley harvest" in text for text in told[0])
    assert {each["path"] for each in endpoint.requests} == {"/v1/embeddings"}
    engine = LocalEngine.open(place.folder)
    assert engine.dimension == DIMENSION + SIZE
    assert engine.made_by() == {engine_maker(place)}
    finder = open_finder(place)
    assert finder.find(QUESTION)[0].document.path.endswith("library.txt")
    finder.find(QUESTION)
    assert len(endpoint.requests) == 2  # a question is asked about once
    assert endpoint.requests[1]["model"] == "tiny-embed"


def engine_maker(place: AidedFolder) -> str:
    (held, *_) = read_state(place).held
    assert held.made_by.endswith(f"/{MODEL_ID}+tiny-embed")
    return held.made_by


def test_what_is_calibrated_stays_as_the_packaged_model_has_it(
    place: AidedFolder, docs: Path, tmp_path: Path
) -> None:
    sync(place, [docs], mirror=True)
    sync(tmp_path / "plain", [docs], mirror=True)
    aided, plain = calibrated(place), calibrated(tmp_path / "plain")
    assert aided.keys() == plain.keys()
    for text, values in plain.items():
        assert aided[text] == pytest.approx(values, abs=2e-3)
    question, texts = "Who closed it?", ["The council closed the bridge."]
    assert open_finder(place).nearness(question, texts) == open_finder(tmp_path / "plain").nearness(
        question, texts
    )


def test_the_endpoint_helps_to_find_what_the_packaged_model_does_not_know(
    place: AidedFolder, docs: Path
) -> None:
    sync(place, [docs], mirror=True)
    assert found(place, "Zorb news?")[0] == "harvest.txt"
    sync(place.folder, [docs], mirror=True)
    assert found(place.folder, "Zorb news?")[0] != "harvest.txt"


def test_another_model_means_another_index_and_says_so(
    place: AidedFolder, docs: Path, endpoint: Server
) -> None:
    sync(place.folder, [docs], mirror=True)
    with pytest.raises(StoreOutdated, match="another embedding model"):
        open_finder(place)
    (docs / "bridge.txt").unlink()  # what was stored is made anew without its file
    report = sync(place, [docs], mirror=False)
    assert report.rebuilt is not None
    assert "another embedding model" in report.rebuilt
    assert len(open_finder(place).documents()) == 3
    assert LocalEngine.open(place.folder).dimension == DIMENSION + SIZE
    assert not sync(place, [docs], mirror=False).rebuilt
    endpoint.script = [Scripted(vectors=64)]
    other = AidedFolder(place.folder, Endpoint("other-embed", "none", endpoint.address))
    assert sync(other, [docs], mirror=False).rebuilt
    assert LocalEngine.open(place.folder).dimension == DIMENSION + 64
    assert sync(place.folder, [docs], mirror=False).rebuilt
    assert LocalEngine.open(place.folder).dimension == DIMENSION


@pytest.mark.parametrize(
    "failing", [Scripted(status=401), Scripted(status=500), Scripted(pieces=("no vectors",))], ids=str
)
def test_an_endpoint_that_fails_leaves_the_index_as_it_was(
    failing: Scripted, place: AidedFolder, docs: Path, endpoint: Server
) -> None:
    endpoint.script = [failing]
    with pytest.raises(EndpointFailed, match="OPENAI_EMBEDDING_MODEL") as caught:
        sync(place, [docs], mirror=True)
    assert "sk-secret" not in str(caught.value)
    assert "library" not in str(caught.value)
    assert open_finder(place).documents() == []
    endpoint.script = [Scripted(vectors=SIZE)]
    assert len(sync(place, [docs], mirror=True).added) == 3


def test_while_the_endpoint_is_away_the_question_is_answered_without_it(
    place: AidedFolder, docs: Path, endpoint: Server, caplog: pytest.LogCaptureFixture
) -> None:
    sync(place, [docs], mirror=True)
    aid = aid_of(place.endpoint)
    endpoint.script = [Scripted(status=403)]
    assert found(place)[0] == "library.txt"
    assert aid.resting
    assert "PermissionDenied" in caplog.text
    assert "library" not in caplog.text
    asked = len(endpoint.requests)
    assert found(place, "Who closed the bridge?")[0] == "bridge.txt"
    assert len(endpoint.requests) == asked  # it is left alone for a while


def test_a_model_that_changed_behind_its_name_is_not_mixed_in(
    place: AidedFolder, docs: Path, endpoint: Server, caplog: pytest.LogCaptureFixture
) -> None:
    sync(place, [docs], mirror=True)
    endpoint.script = [Scripted(vectors=SIZE + 3)]
    assert found(place)[0] == "library.txt"
    assert aid_of(place.endpoint).resting
    assert f"gave {SIZE + 3} numbers" in caplog.text
    (docs / "more.txt").write_text("The swimming pool reopens in June after a year of repairs.\n")
    with pytest.raises(StoreError, match=f"{DIMENSION + SIZE + 3} numbers"):
        sync(place, [docs], mirror=True)
    assert len(open_finder(place).documents()) == 3


def test_vectors_are_of_length_one(endpoint: Server) -> None:
    vectors = Aid(Endpoint("tiny-embed", "none", endpoint.address)).embed(["a b c", "", "d\ud800\n"])
    assert vectors.shape == (3, SIZE)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0)


def test_the_second_model_is_brought_to_the_scale_of_the_first() -> None:
    rows, words, cosines = np.arange(3), np.zeros(3), np.array([0.1, 0.2, 0.6])
    beyond = np.array([0.9, 0.85, 0.8])
    meaning = Pool(rows, words, cosines, ["", "", ""], beyond).meaning
    assert meaning.mean() == pytest.approx(cosines.mean())
    assert meaning[0] > cosines[0]
    assert meaning[2] < cosines[2]
    same = Pool(rows, words, cosines, ["", "", ""], np.full(3, 0.7))
    assert same.meaning.tolist() == cosines.tolist()
