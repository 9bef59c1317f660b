"""The state of one bot's world, and what every change to it goes through."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass
from typing import Any

from tests.telegram import forms
from tests.telegram.clock import Clock, Pace
from tests.telegram.faults import Faults
from tests.telegram.judges import Judges
from tests.telegram.privacy import visible
from tests.telegram.records import Call, Chat, ChatType, Json, Message, Person, StoredFile
from tests.telegram.updates import Updates


@dataclass(eq=False)
class Query:
    """A callback or inline query: how it was answered, None meaning not yet."""

    id: str
    sender: Person
    data: str
    message: Message | None = None
    answer: Json | None = None


class State:
    """All that Telegram knows in one bot's world; guard what reads or changes it with `lock`."""

    def __init__(self, token: str, address: str, *, privacy: bool = True) -> None:
        self.token = token
        self.address = address
        self.bot = Person(int(token.split(":")[0]), "WhoSays", "whosays_bot", language=None, is_bot=True)
        self.privacy = privacy
        self.lock = threading.RLock()
        self.clock = Clock()
        self.pace = Pace(self.clock)
        self.faults = Faults()
        self.judges = Judges()
        self.updates = Updates(self.judges)
        self.people: dict[int, Person] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.calls: list[Call] = []
        self.queries: dict[str, Query] = {}
        self.inline_messages: dict[str, Message] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.poller: object | None = None
        self.polls = 0
        self.closed = False
        self._ids = itertools.count(7001)
        self._messages = itertools.count(1)

    def next_id(self) -> int:
        return next(self._ids)

    def add_chat(self, kind: ChatType, chat_id: int, **details: Any) -> Chat:  # noqa: ANN401 - Chat's own
        """A new chat in this world."""
        chat = Chat(chat_id, kind, **details)
        self.chats[chat_id] = chat
        return chat

    def put(self, chat: Chat, content: Json, **details: Any) -> Message:  # noqa: ANN401 - Message's own
        """Append a message to a chat; private chats and basic groups share one count of message ids."""
        if chat.type in ("supergroup", "channel"):
            chat.last_id += 1
            number = chat.last_id
        else:
            number = next(self._messages)
        now = self.clock.now()
        message = Message(number, chat, int(now), content, at=now, **details)
        chat.messages.append(message)
        return message

    def announce(self, message: Message, *, edited: bool = False) -> int:
        """Tell the bot of a message where it may see it; returns the update's id, or 0."""
        if not visible(self.bot, message, privacy=self.privacy):
            return 0
        kind = "channel_post" if message.chat.type == "channel" else "message"
        return self.updates.push(f"edited_{kind}" if edited else kind, forms.message(message))

    def store(self, name: str, data: bytes, mime: str, size: int | None = None) -> StoredFile:
        """Keep a file; it gets an id and a path."""
        number = self.next_id()
        file = StoredFile(
            f"BQACAgIAAxk{number}",
            f"AgAD{number}",
            f"documents/file_{number}",
            name,
            mime,
            data,
            len(data) if size is None else size,
        )
        self.files[file.id] = file
        return file
