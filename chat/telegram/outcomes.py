"""What Telegram's refusals mean: its error texts are all that tells them apart."""

from __future__ import annotations

from enum import Enum, auto

import httpx
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut


class Refused(Enum):
    """Why a request was refused."""

    MARKUP = auto()
    SAME = auto()
    REPLY = auto()
    TOPIC = auto()
    MUTED = auto()
    CHAT = auto()
    OTHER = auto()


_BY_WORDS = (
    ("can't parse entities", Refused.MARKUP),
    ("can't parse message text", Refused.MARKUP),
    ("not modified", Refused.SAME),
    ("message to be replied not found", Refused.REPLY),
    ("replied message not found", Refused.REPLY),
    ("message thread not found", Refused.TOPIC),
    ("topic_deleted", Refused.TOPIC),
    ("topic_closed", Refused.TOPIC),
    ("not enough rights", Refused.MUTED),
    ("have no rights", Refused.MUTED),
    ("need administrator rights", Refused.MUTED),
    ("chat_write_forbidden", Refused.MUTED),
    ("chat_restricted", Refused.MUTED),
    ("chat not found", Refused.CHAT),
    ("peer_id_invalid", Refused.CHAT),
    ("chat_id is empty", Refused.CHAT),
    ("group chat was deactivated", Refused.CHAT),
)


def refused(error: BadRequest) -> Refused:
    """The reason behind a 400."""
    words = error.message.casefold()
    return next((reason for part, reason in _BY_WORDS if part in words), Refused.OTHER)


def surely_undelivered(error: NetworkError) -> bool:
    """True when the request cannot have been carried out: it never left, or the server says it failed."""
    cause = error.__cause__
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return True
    return not isinstance(error, TimedOut) and not isinstance(cause, httpx.HTTPError)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants us to wait, and a little more."""
    wait = error.retry_after
    return (wait if isinstance(wait, int | float) else wait.total_seconds()) + 0.1
