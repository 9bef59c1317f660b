"""An endpoint's embedding model beside the packaged one: its unit vectors stand behind the packaged model's.

What is calibrated (refusal, weights, the nearness of a clause) goes on by the packaged model's numbers; the
endpoint's only help to find. While it fails, questions are answered without it, and nothing is indexed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import WhoSaysError
from index.store.embedding import Embedder
from index.store.encoding import encodable
from index.store.places import Endpoint

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

_OPENAI = "https://api.openai.com/v1"
_AT_ONCE = 64
_ASKING, _INDEXING = (8.0, 1), (60.0, 2)
"""Seconds for each try, and rounds of tries while a failure may pass: of two tries, and of three."""
_RESTS = 60.0
"""Seconds for which an endpoint that failed is not asked about questions: each would wait in vain."""
_log = logging.getLogger(__name__)


class EndpointFailed(WhoSaysError):
    """The embedding model behind an address gave no vectors; what was said to it is not in the message."""


class Aid:
    """The model of one endpoint; safe to share between threads."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Nothing is imported or asked before the first text."""
        self._endpoint = endpoint
        self._resting_until = 0.0

    @property
    def resting(self) -> bool:
        """True for a minute after it failed a question: questions are answered without it."""
        return time.monotonic() < self._resting_until

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector for each text, in order.

        Raises:
            EndpointFailed: the endpoint refused, failed, fell silent, or gave something else.
        """
        return self._told(self._indexing, texts)

    def embed_question(self, text: str, dimension: int) -> NDArray[np.float32] | None:
        """The unit vector of a question; None when the endpoint has none of so many numbers to give now."""
        if self.resting:
            return None
        try:
            vector = np.asarray(self._told(self._asking, [text])[0], np.float32)
        except EndpointFailed as error:
            self._rest(str(error))
            return None
        if len(vector) != dimension:
            self._rest(
                f"the embedding model {self._endpoint.model} gave {len(vector)} numbers for a question, and "
                f"the index was made with {dimension}: delete its folder to index anew"
            )
            return None
        return vector

    def _rest(self, why: str) -> None:
        self._resting_until = time.monotonic() + _RESTS
        _log.warning("%s", why)

    @cached_property
    def _asking(self) -> BaseEmbedding:
        return _client(self._endpoint, *_ASKING)

    @cached_property
    def _indexing(self) -> BaseEmbedding:
        return _client(self._endpoint, *_INDEXING)

    def _told(self, client: BaseEmbedding, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, 0), np.float32)
        try:
            told = client.get_text_embedding_batch([encodable(text) or " " for text in texts])
            vectors = np.array(told, np.float32)
        except Exception as error:
            # Whatever a server sends that is no answer comes as whatever its parser raised.
            raise EndpointFailed(self._failure(_reason(error))) from error
        lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
        if (
            vectors.ndim != 2
            or len(vectors) != len(texts)
            or not (np.isfinite(lengths) & (lengths > 0)).all()
        ):
            raise EndpointFailed(self._failure("what it gave are no vectors"))
        return np.asarray(vectors / lengths, np.float32)

    def _failure(self, reason: str) -> str:
        return (
            f"the embedding model {self._endpoint.model} failed ({reason}); check OPENAI_EMBEDDING_MODEL, "
            "OPENAI_BASE_URL and OPENAI_API_KEY, and try again"
        )


class AidedEmbedder:
    """The packaged model and an endpoint's, side by side."""

    def __init__(self, own: Embedder, aid: Aid) -> None:
        self._own = own
        self._aid = aid

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector for each text, in order: the packaged model's, then the endpoint's. Raises as `Aid`."""
        beyond = self._aid.embed(texts)  # first: where it fails, nothing was reckoned in vain
        return np.hstack([self._own.embed(texts), beyond])

    def embed_one(self, text: str) -> NDArray[np.float32]:
        """The vector of one text. Raises as `Aid`."""
        return np.asarray(self.embed([text])[0], np.float32)


@cache
def aid_of(endpoint: Endpoint) -> Aid:
    """The one object of this process for an endpoint, so that all know when it rests."""
    return Aid(endpoint)


def _client(endpoint: Endpoint, seconds: float, rounds: int) -> BaseEmbedding:
    # Seconds of import: only where it is set. It has no types.
    from llama_index.embeddings.openai import OpenAIEmbedding  # type: ignore[import-untyped]

    # What goes wrong is told as an error; its own lines would show what the server sent.
    logging.getLogger("llama_index.embeddings.openai").setLevel(logging.CRITICAL)
    made: BaseEmbedding = OpenAIEmbedding(
        model_name=endpoint.model,
        api_key=endpoint.key,
        api_base=endpoint.address or _OPENAI,
        embed_batch_size=_AT_ONCE,
        timeout=seconds,
        max_retries=rounds,
    )
    return made


def _reason(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return f"{type(error).__name__}{f', status {status}' if status else ''}"
