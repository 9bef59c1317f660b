"""The packaged voices model: word pieces in, scores for each piece out. No network, no torch."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.packaged import MODELS, checked, session, tokenizer
from index.voices.decoding import Chain
from index.voices.pieces import OTHER, OUTSIDE, Pieces

MODEL, TOKENIZER, CHAIN = "voices-l6-int8.onnx", "minilm-l6-tokenizer.json", "voices-chain.json"
MOST_PIECES = 254
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
HEADS = ("attributed", "nested", "opinion", "speculative", "loaded")
_START, _END = 101, 102
_EXPECTED = {
    MODEL: "38b3c8963d1b533e0a0ae49c73a57dc27fe6b45d8e1ce80c7e7bb1aa61ee145c",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    CHAIN: "25c6068ce13831a8acbf8a767fba733be259c71f20a747a371c2dbda07fb0fff",
}


class VoicesModel:
    """The tagger and judge of clauses, on one core."""

    def __init__(self, folder: Path = MODELS) -> None:
        """Load the model.

        Raises:
            ModelMissing: a file is not in `folder` or is not the one expected.
        """
        data = {name: checked(folder / name, expected) for name, expected in _EXPECTED.items()}
        self.tokenizer = tokenizer(data[TOKENIZER])
        self.chain = Chain.read(json.loads(data[CHAIN]))
        self._session = session(data[MODEL])

    def scores(self, pieces: Pieces) -> NDArray[np.float32]:
        """The scores of at most 254 pieces, shape (pieces, tags + heads): tags' scores, then logits.

        One window at a time: beside others its activations would be quantised by the widest value.
        """
        (scores,) = self._session.run(
            None,
            {
                "ids": _framed(pieces.ids, _START, _END),
                "cases": _framed(pieces.cases, OTHER, OTHER),
                "states": _framed(pieces.states, OUTSIDE, OUTSIDE),
            },
        )
        return np.asarray(scores[0, 1:-1], np.float32)


@cache
def model() -> VoicesModel:
    """The packaged model, loaded when first needed.

    Raises:
        ModelMissing: a file is missing or is not the one expected.
    """
    return VoicesModel()


def _framed(values: NDArray[np.int64], first: int, last: int) -> NDArray[np.int64]:
    return np.concatenate([[first], values, [last]]).astype(np.int64)[None]
