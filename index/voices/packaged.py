"""The packaged voices model: word pieces in, scores for each piece out. No network, no torch."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelMissing
from index.voices.decoding import Chain
from index.voices.pieces import OTHER, OUTSIDE, Pieces

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

MODELS = Path(__file__).parent.parent / "models"
MODEL, TOKENIZER, CHAIN = "voices-l6-int8.onnx", "minilm-l6-tokenizer.json", "voices-chain.json"
MOST_PIECES = 254
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
HEADS = ("attributed", "nested", "opinion", "speculative", "loaded")
_START, _END = 101, 102
_EXPECTED = {
    MODEL: "7fcf27f29c010389513436939a736ae6d51010c75f1d49d995a076fab4ae9ad9",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    CHAIN: "4f6ba701b9d580f732019b9754e4676ff4c22b5a477bb23472e71e2abc1f58f1",
}


class VoicesModel:
    """The tagger and judge of clauses, on one core."""

    def __init__(self, folder: Path = MODELS) -> None:
        """Load the model.

        Raises:
            ModelMissing: a file is not in `folder` or is not the one expected.
        """
        data = {name: _checked(folder / name, expected) for name, expected in _EXPECTED.items()}
        self.tokenizer = _tokenizer(data[TOKENIZER])
        self.chain = Chain.read(json.loads(data[CHAIN]))
        self._session = _session(data[MODEL])

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


def _checked(path: Path, expected: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelMissing(
            f"the model file {path} cannot be read ({error.strerror}); restore it from the repository"
        ) from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise ModelMissing(f"the model file {path} is not the one expected; restore it from the repository")
    return data


def _session(data: bytes) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def _tokenizer(data: bytes) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_buffer(data)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
