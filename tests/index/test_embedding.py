"""The packaged model: right vectors, right order, and a clear word when it is not there."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelMissing
from index.packaged import MODELS
from index.store.embedding import DIMENSION, Embedder


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


def test_like_sentences_lie_nearer_than_unlike_ones(embedder: Embedder) -> None:
    a, b, c = embedder.embed(
        [
            "The two ministers signed a treaty.",
            "A pact was agreed by both governments.",
            "The cat sleeps in the sun.",
        ]
    )
    assert a @ b > 0.5 > 0.3 > a @ c


def test_vectors_are_unit_and_in_order_whatever_the_lengths(embedder: Embedder) -> None:
    texts = ["word " * count for count in (200, 1, 50, 3, 120, 2)] * 5
    vectors = embedder.embed(texts)
    assert vectors.shape == (30, DIMENSION)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    alone = np.array([embedder.embed_one(text) for text in texts])
    assert (vectors == alone).all()


@pytest.mark.parametrize("text", ["", " ", "\0", "字" * 3000, "x" * 100_000, "\u202e", "\ud800"])
def test_any_text_has_a_vector(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.embed_one(text)).all()


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, DIMENSION)


@pytest.mark.parametrize(
    "name", sorted(path.name for path in MODELS.iterdir() if path.name.startswith("minilm"))
)
def test_a_missing_or_altered_file_is_named(tmp_path: Path, name: str) -> None:
    for path in MODELS.iterdir():
        shutil.copy(path, tmp_path)
    with (tmp_path / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(ModelMissing, match=f"{name} is not the one expected"):
        Embedder(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelMissing, match=f"{name} cannot be read"):
        Embedder(tmp_path)
