"""A world's conversations as plain data, for `bench.gallery` and for people to read."""

from __future__ import annotations

import json
from pathlib import Path

from tests.telegram.records import Chat, Json, Message
from tests.telegram.seen import Seen, seen
from tests.telegram.state import State


def recording(world: State) -> list[Json]:
    """Each chat with its messages in order, as a reader sees them; offsets in UTF-16 units."""
    with world.lock:
        return [_chat(chat) for chat in world.chats.values() if chat.messages]


def write(world: State, place: Path) -> None:
    """The recording as a JSON file."""
    place.write_text(json.dumps(recording(world), ensure_ascii=False, indent=1), "utf-8")


def _chat(chat: Chat) -> Json:
    title = chat.person.first_name if chat.person else chat.title
    return {
        "title": title,
        "type": chat.type,
        "messages": [_message(each) for each in chat.messages if not each.deleted],
    }


def _message(message: Message) -> Json:
    shown = seen(message)
    topic = message.chat.topics.get(message.topic) if message.topic is not None else None
    return {
        "id": shown.id,
        "sender": shown.sender,
        "by_bot": shown.by_bot,
        "date": message.date,
        "topic": topic.name if topic else None,
        "text": shown.text,
        "entities": message.content.get("entities") or message.content.get("caption_entities") or [],
        "keyboard": [[button.text for button in row] for row in shown.keyboard],
        "reply": _reply(shown, message.reply),
        "forwarded": _origin(message.extra.get("forward_origin")),
        "document": shown.document,
        "service": _service(message.content) if message.is_service else None,
        "edited": message.edited is not None,
    }


def _reply(shown: Seen, answered: Message | None) -> Json | None:
    if answered is None:
        return None
    whole = seen(answered)
    return {"sender": whole.sender, "text": shown.quote or whole.text or whole.document or ""}


def _origin(origin: Json | None) -> str | None:
    if origin is None:
        return None
    chat = origin.get("chat") or origin.get("sender_chat") or {}
    user = origin.get("sender_user") or {}
    return chat.get("title") or user.get("first_name") or origin.get("sender_user_name")


def _service(content: Json) -> str:
    """A few words for what happened."""
    (kind, details), *_ = content.items()
    words = kind.replace("_", " ")
    if isinstance(details, dict) and "name" in details:
        return f"{words}: {details['name']}"
    if isinstance(details, list):
        return f"{words}: " + ", ".join(str(each.get("first_name")) for each in details)
    return f"{words}: {details}" if isinstance(details, (str, int)) else words
