"""Which messages bring a document, and what it is called."""

from __future__ import annotations

import re
from datetime import datetime
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
from chat.telegram.addressing import is_private

_UNFIT = re.compile(r"[^\w.,()\[\] …’“”„«»–-]+")
_LONGEST_NAME = 80
_LONGEST_WHO = 24
_SHORTEST_CUT = 12
_SENTENCE = re.compile(r"(?<=[.!?…])[”\"’)]*\s+")
POST, CAPTION = (800, 4), (200, 2)
"""Characters and sentences from which a text, or what stands under a picture, is an article, no question."""


def carries_document(message: Message) -> bool:
    """True when a message brings a document: a file, a forwarded or pasted text, or an address alone."""
    if message.document is not None:
        return True
    if message.forward_origin is not None and (message.text or message.caption):
        return True
    if is_post(message):
        return True
    address = address_in(message)
    return address is not None and (message.text or "").strip() == address


def is_post(message: Message) -> bool:
    """True for an article pasted in a private chat, and for one that stands under a picture there.

    Nobody asks in so many sentences; a command, a reply or a question mark at the end make it a question.
    """
    text = (message.text or message.caption or "").strip()
    characters, sentences = POST if message.text else CAPTION
    if not is_private(message) or message.reply_to_message is not None or len(text) < characters:
        return False
    if text.startswith("/") or text.endswith("?"):
        return False
    return sum(not each.rstrip().endswith("?") for each in _SENTENCE.split(text)) >= sentences


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
    if message.forward_origin is None and not is_post(message):
        return one_line(address_in(message) or "")[:_LONGEST_NAME]
    about = ", ".join(each for each in (_who(message), f"{_written(message):%Y-%m-%d}") if each)
    room = _LONGEST_NAME - len(about) - len(" ().txt")
    return fit_name(f"{beginning(message.text or message.caption or '', room)} ({about})")


def beginning(text: str, most: int) -> str:
    """The first sentence of a text in at most `most` characters, cut between words where it is longer."""
    first = next((line for line in text.splitlines() if any(map(str.isalnum, line))), "")
    sentence = one_line(_SENTENCE.split(first.strip(), maxsplit=1)[0])
    if len(sentence) <= most:
        return sentence.rstrip(".")
    cut = sentence[: most - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[_SHORTEST_CUT:] else cut}…"


def _written(message: Message) -> datetime:
    return message.forward_origin.date if message.forward_origin is not None else message.date


def _who(message: Message) -> str:
    """Whom a forwarded text is from, cut to what a name has room for."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        who = origin.chat.title or origin.chat.username or ""
    elif isinstance(origin, MessageOriginChat):
        who = origin.sender_chat.title or ""
    elif isinstance(origin, MessageOriginUser):
        who = origin.sender_user.full_name
    else:
        who = origin.sender_user_name if isinstance(origin, MessageOriginHiddenUser) else ""
    return one_line(who)[:_LONGEST_WHO].strip()


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
