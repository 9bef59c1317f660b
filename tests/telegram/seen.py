"""A message as a reader of the chat sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.telegram.entities import cut
from tests.telegram.records import Json, Message


@dataclass(frozen=True)
class Entity:
    """A marked part of a text, as TDLib parsed it; offset and length in UTF-16 units."""

    kind: str
    offset: int
    length: int
    text: str
    url: str | None = None


@dataclass(frozen=True)
class Button:
    """A button under a message."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Seen:
    """What a message shows: its text (or caption) without markup, and all around it."""

    id: int
    sender: str
    by_bot: bool
    text: str
    entities: tuple[Entity, ...] = ()
    keyboard: tuple[tuple[Button, ...], ...] = ()
    reply_to: int | None = None
    quote: str | None = None
    topic: int | None = None
    document: str | None = None
    file_id: str | None = None
    service: str | None = None
    edits: int = 0
    message: Message = field(repr=False, compare=False, kw_only=True)

    def marked(self, kind: str) -> list[str]:
        """The texts of all entities of a kind, such as "bold" or "expandable_blockquote"."""
        return [each.text for each in self.entities if each.kind == kind]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.keyboard for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.text for button in self.buttons]


def seen(message: Message) -> Seen:
    """How a message stands in its chat now."""
    content = message.content
    text = content.get("text") or content.get("caption") or ""
    document = content.get("document")
    return Seen(
        message.id,
        _name(message),
        message.by_bot,
        text,
        tuple(_entity(text, e) for e in content.get("entities") or content.get("caption_entities") or ()),
        _keyboard(message.markup),
        message.reply.id if message.reply else None,
        message.extra.get("quote", {}).get("text"),
        message.topic,
        document["file_name"] if document else None,
        document["file_id"] if document else None,
        next(iter(content), None) if message.is_service else None,
        len(message.edits),
        message=message,
    )


def _name(message: Message) -> str:
    if message.sender_chat:
        return message.sender_chat.title or ""
    return message.sender.first_name if message.sender else ""


def _entity(text: str, given: Json) -> Entity:
    offset, length = given["offset"], given["length"]
    return Entity(given["type"], offset, length, cut(text, offset, length), given.get("url"))


def _keyboard(markup: Json | None) -> tuple[tuple[Button, ...], ...]:
    rows = (markup or {}).get("inline_keyboard", [])
    return tuple(
        tuple(Button(each["text"], each.get("callback_data"), each.get("url")) for each in row)
        for row in rows
    )
