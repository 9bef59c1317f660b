"""What a world is made of: people, chats, members, topics, messages, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
ChatType = Literal["private", "group", "supergroup", "channel"]
# What makes a message a service message: the fields that begin so.
_SERVICE = (
    "new_chat_",
    "left_chat_",
    "delete_chat_",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "migrate_",
    "pinned_message",
    "forum_topic_",
    "general_forum_topic_",
    "video_chat_",
    "message_auto_delete_timer_changed",
)
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]
INSIDE: frozenset[Status] = frozenset({"creator", "administrator", "member", "restricted"})


@dataclass(eq=False)
class Person:
    """A user or a bot; `started` and `blocked` say how they stand with the bot under test."""

    id: int
    first_name: str
    username: str | None = None
    language: str | None = "en"
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False


@dataclass(eq=False)
class Member:
    """Someone's place in a chat; `muted` goes with `restricted`."""

    person: Person
    status: Status = "member"
    anonymous: bool = False

    @property
    def inside(self) -> bool:
        return self.status in INSIDE

    @property
    def manages(self) -> bool:
        return self.status in ("creator", "administrator")


@dataclass(eq=False)
class StoredFile:
    """A file on Telegram's side; `size` may be claimed larger than `data` to spare memory."""

    id: str
    unique_id: str
    path: str
    name: str
    mime: str
    data: bytes
    size: int


@dataclass(frozen=True)
class Draft:
    """A streamed preview as a private chat showed it."""

    id: int
    text: str
    entities: tuple[Json, ...]
    topic: int | None
    at: float


@dataclass(frozen=True)
class Action:
    """ "typing" and its kin, with the topic it showed in."""

    name: str
    topic: int | None
    at: float


@dataclass(eq=False)
class Topic:
    """A forum topic; `root` is the service message that made it."""

    id: int
    name: str
    root: Message
    closed: bool = False


@dataclass(eq=False)
class Chat:
    """A chat with all that was said in it."""

    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    person: Person | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    migrated_to: Chat | None = None
    drafts: list[Draft] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    last_id: int = 0

    @property
    def is_group(self) -> bool:
        return self.type in ("group", "supergroup")

    def find(self, message_id: int) -> Message | None:
        """The message with this id, unless it was deleted."""
        for message in reversed(self.messages):
            if message.id == message_id:
                return None if message.deleted else message
        return None


@dataclass(eq=False)
class Message:
    """One message; `content` holds text, document or service fields as the Bot API names them.

    `at` is when it came, by the world's clock, in seconds and parts of them.
    """

    id: int
    chat: Chat
    date: int
    content: Json
    at: float = 0.0
    sender: Person | None = None
    sender_chat: Chat | None = None
    topic: int | None = None
    reply: Message | None = None
    markup: Json | None = None
    extra: Json = field(default_factory=dict)
    by_bot: bool = False
    edited: int | None = None
    edits: list[Json] = field(default_factory=list)
    deleted: bool = False
    reactions: list[Json] = field(default_factory=list)

    @property
    def is_service(self) -> bool:
        return any(name.startswith(_SERVICE) for name in self.content)


@dataclass(frozen=True)
class Call:
    """A request the bot made, as it was understood; `refused` is the answer's description, if it was one."""

    method: str
    params: Json
    at: float
    refused: str | None = None
