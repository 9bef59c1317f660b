"""Model files that stand in the repository: read, checked, and opened for one core. No network."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelMissing

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

MODELS = Path(__file__).parent / "models"


def checked(path: Path, expected: str) -> bytes:
    """The file's bytes.

    Raises:
        ModelMissing: the file cannot be read, or its SHA-256 is not `expected`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelMissing(
            f"the model file {path} cannot be read ({error.strerror}); restore it from the repository"
        ) from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise ModelMissing(f"the model file {path} is not the one expected; restore it from the repository")
    return data


def session(model: bytes) -> onnxruntime.InferenceSession:
    """The graph, ready to run on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def tokenizer(data: bytes, most: int | None = None) -> Tokenizer:
    """The tokenizer, without padding; texts are cut after `most` word pieces, if it is given."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_buffer(data)
    made.no_padding()
    if most is None:
        made.no_truncation()
    else:
        made.enable_truncation(most)
    return made
