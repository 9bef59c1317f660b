"""Which messages bring a document, and what it is called."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from telegram import (
    Message,
    MessageEntity,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from chat.safety import one_line

_UNFIT = re.compile(r"[^\w.,()\[\] -]+")
_LONGEST_NAME = 80


def carries_document(message: Message) -> bool:
    """True when a message brings a document: a file, a forwarded text, or an address alone."""
    if message.document is not None:
        return True
    if message.forward_origin is not None and (message.text or message.caption):
        return True
    address = address_in(message)
    return address is not None and (message.text or "").strip() == address


def address_in(message: Message) -> str | None:
    """The first web address in a message."""
    for entity, words in message.parse_entities([MessageEntity.URL, MessageEntity.TEXT_LINK]).items():
        address = entity.url or words
        return address if "://" in address else f"https://{address}"
    return None


def name_of(message: Message) -> str:
    """What a document is called before it is read: its file's name, whom it is from, or its address."""
    if message.document is not None:
        return fit_name(message.document.file_name or "file")
    origin = message.forward_origin
    if origin is None:
        return one_line(address_in(message) or "")[:_LONGEST_NAME]
    if isinstance(origin, MessageOriginChannel):
        who = origin.chat.title or origin.chat.username or ""
    elif isinstance(origin, MessageOriginChat):
        who = origin.sender_chat.title or ""
    elif isinstance(origin, MessageOriginUser):
        who = origin.sender_user.full_name
    else:
        who = origin.sender_user_name if isinstance(origin, MessageOriginHiddenUser) else ""
    return fit_name(f"{who} {origin.date:%Y-%m-%d %H.%M}")


def fit_name(name: str) -> str:
    """A name that can be a file's: one line, no separators, not too long, its suffix kept."""
    cleaned = _UNFIT.sub("_", one_line(name)).strip(" ._") or "document"
    suffix = PurePosixPath(cleaned).suffix[:10]
    return cleaned.removesuffix(suffix)[: _LONGEST_NAME - len(suffix)] + suffix


def unlike(name: str, taken: set[str]) -> str:
    """The name, or the first of "name (2)", "name (3)" … that is not taken."""
    path, number = PurePosixPath(name), 1
    while name in taken:
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    return name
