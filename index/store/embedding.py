"""The packaged sentence model: texts in, unit vectors out. No network, no torch, no LlamaIndex."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.packaged import MODELS, checked, session, tokenizer
from index.store.encoding import encodable
from index.store.places import Place, endpoint_of

MODEL_ID = "all-MiniLM-L6-v2-int8-ddf6e626"
DIMENSION = 384
MOST_PIECES = 256  # what the model was trained on; longer texts are cut

_FILES = {
    "minilm-l6-int8.onnx": "ddf6e626f29df23a56aaa8cc29ad5f16e66598862b7fece279e13d511abf2e7d",
    "minilm-l6-tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def model_of(place: Place) -> str:
    """What embeds in an index: the packaged model, and the endpoint's."""
    endpoint = endpoint_of(place)
    return MODEL_ID if endpoint is None else f"{MODEL_ID}+{endpoint.model}"


class Embedding(Protocol):
    """A model, or several side by side, that gives texts vectors."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector for each text, in order."""
        ...

    def embed_one(self, text: str) -> NDArray[np.float32]:
        """The vector of one text."""
        ...


class Embedder:
    """all-MiniLM-L6-v2, quantised to int8, on one core."""

    def __init__(self, folder: Path = MODELS) -> None:
        """Load the model.

        Raises:
            ModelMissing: a file is not in `folder` or is not the one expected.
        """
        model, pieces = (checked(folder / name, expected) for name, expected in _FILES.items())
        self._session = session(model)
        self._tokenizer = tokenizer(pieces, MOST_PIECES)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector for each text, shape (n, 384), in order; a text beyond 256 word pieces is cut.

        A text's vector never depends on the texts beside it.
        """
        # One at a time: batches of 2 to 32 were no faster on one core (39 to 44 passages a second against 29
        # to 44), took up to 150 MB more, and changed the vectors, since a batch is quantised by its widest
        # value (cosine .985).
        vectors = [self.embed_one(text) for text in texts]
        return np.array(vectors, np.float32).reshape(len(texts), DIMENSION)

    def embed_one(self, text: str) -> NDArray[np.float32]:
        """The unit vector of one text, shape (384,)."""
        pieces = np.array([self._tokenizer.encode(encodable(text)).ids], np.int64)
        (vectors,) = self._session.run(None, {"input_ids": pieces, "attention_mask": np.ones_like(pieces)})
        return np.asarray(vectors[0], np.float32)
