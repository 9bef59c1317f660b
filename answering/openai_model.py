"""A language model behind any endpoint that speaks OpenAI's protocol."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from answering.errors import ModelUnavailable
from answering.model import Tokens

if TYPE_CHECKING:
    import openai
    import tiktoken

_TIMEOUT = 60.0
_RETRIES = 2
_LONGEST = 700
"""Tokens of an answer; six statements need fewer."""
_FALLBACK_ENCODING = "o200k_base"


class OpenAIModel:
    """Writes through the chat completions of an endpoint, streaming, with retries (`LanguageModel`)."""

    def __init__(
        self,
        name: str,
        *,
        key: str,
        base_url: str | None = None,
        timeout: float = _TIMEOUT,
        retries: int = _RETRIES,
    ) -> None:
        """`timeout` in seconds, for each wait; `retries` with growing pauses, on failures that may pass."""
        self.name = name
        self._key, self._base_url = key, base_url
        self._timeout, self._retries = timeout, retries

    @cached_property
    def _client(self) -> openai.OpenAI:
        import openai  # a second of processor time: only when a question needs it

        return openai.OpenAI(
            api_key=self._key, base_url=self._base_url, timeout=self._timeout, max_retries=self._retries
        )

    @cached_property
    def _encoding(self) -> tiktoken.Encoding:
        # tiktoken would fetch its tables from the network; LlamaIndex brings two of them along.
        package = find_spec("llama_index.core")
        if package is not None and package.origin is not None:
            cache = Path(package.origin).parent / "_static" / "tiktoken_cache"
            os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(cache))
        import tiktoken

        try:
            return tiktoken.encoding_for_model(self.name)
        except Exception:  # noqa: BLE001 - an unknown model, or tables that are not there: about is enough
            return tiktoken.get_encoding(_FALLBACK_ENCODING)

    def count(self, text: str) -> int:
        """How many tokens a text has; for unknown models as o200k_base counts."""
        return len(self._encoding.encode(text, disallowed_special=()))

    def write(self, instructions: str, material: str) -> OpenAIWriting:
        """The model's text on this material, as it comes."""
        return OpenAIWriting(self, instructions, material)

    def stream(self, instructions: str, material: str) -> Iterator[Any]:
        """The raw chunks of one completion.

        Raises:
            ModelUnavailable: the endpoint refused, failed or fell silent.
        """
        import openai

        try:
            with self._client.chat.completions.create(
                model=self.name,
                messages=[
                    {"role": "system", "content": instructions},
                    {"role": "user", "content": material},
                ],
                temperature=0,
                max_completion_tokens=_LONGEST,
                stream=True,
                stream_options={"include_usage": True},
            ) as chunks:  # whoever stops reading hangs up, so that the endpoint may stop writing
                yield from chunks
        except (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError) as error:
            raise ModelUnavailable(_reason(error), retryable=True) from error
        except openai.OpenAIError as error:
            raise ModelUnavailable(_reason(error), retryable=False) from error
        except Exception as error:
            # Broken JSON or a broken stream comes as whatever the parser raised.
            raise ModelUnavailable(_reason(error), retryable=True) from error


class OpenAIWriting:
    """One completion as it comes (`Writing`)."""

    def __init__(self, model: OpenAIModel, instructions: str, material: str) -> None:
        self._model = model
        self._instructions, self._material = instructions, material
        self._reported: Tokens | None = None
        self._written: list[str] = []
        self._finished = False

    def __iter__(self) -> Iterator[str]:
        """The pieces of text; raises ModelUnavailable when the stream fails or ends unfinished."""
        for chunk in self._model.stream(self._instructions, self._material):
            if usage := getattr(chunk, "usage", None):
                self._reported = Tokens(usage.prompt_tokens or 0, usage.completion_tokens or 0)
            for choice in (getattr(chunk, "choices", None) or [])[:1]:
                self._finished = self._finished or bool(choice.finish_reason)
                if choice.delta and choice.delta.content:
                    self._written.append(choice.delta.content)
                    yield choice.delta.content
        if not self._finished:
            raise ModelUnavailable("the language model stopped before the end", retryable=True)

    @property
    def tokens(self) -> Tokens:
        """What the endpoint reports, else what we count."""
        if self._reported is not None:
            return self._reported
        written = "".join(self._written)
        if not written:
            return Tokens()
        count = self._model.count
        return Tokens(count(self._instructions) + count(self._material), count(written))


def _reason(error: Exception) -> str:
    """What failed, without the words sent or received: they may be private."""
    status = getattr(error, "status_code", None)
    return f"the language model failed ({type(error).__name__}{f', status {status}' if status else ''})"
