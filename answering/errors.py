"""What can go wrong on the question side. "The documents do not say" is a value, not an error."""

from __future__ import annotations

from index.errors import WhoSaysError


class ModelUnavailable(WhoSaysError):
    """The language model did not answer, or stopped before the end; `retryable` when it may later."""

    def __init__(self, message: str, *, retryable: bool) -> None:
        """`message` says what happened, for the operator."""
        super().__init__(message)
        self.retryable = retryable
