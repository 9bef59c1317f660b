"""The world of one bot, as tests drive it and look at it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any

from tests.telegram import forms
from tests.telegram.content import typed
from tests.telegram.records import Call, Chat, ChatType, Json, Member, Person, Status
from tests.telegram.room import Room
from tests.telegram.state import Query, State

TIMEOUT = 10.0


class World(State):
    """People, chats and what happens in them; `token` and `address` are what the bot needs."""

    @property
    def base_url(self) -> str:
        """For `ApplicationBuilder.base_url`; `base_file_url` is its like."""
        return f"{self.address}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.address}/file/bot"

    def person(self, name: str, username: str | None = None, *, language: str | None = "en") -> Person:
        """Someone new, who has not met the bot yet."""
        with self.lock:
            person = Person(self.next_id(), name, username, language)
            self.people[person.id] = person
        return person

    def private(self, person: Person) -> Room:
        """The private chat of this person with the bot, which they have started."""
        person.started = True
        with self.lock:
            chat = self.chats.get(person.id) or self.add_chat("private", person.id, person=person)
        return Room(self, chat)

    def group(self, title: str, members: Iterable[Person] = (), *, bot: Status | None = "member") -> Room:
        """A basic group; the first member made it."""
        return self._gathered("group", -self.next_id(), members, bot, title=title)

    def supergroup(
        self,
        title: str,
        members: Iterable[Person] = (),
        *,
        bot: Status | None = "member",
        forum: bool = False,
        username: str | None = None,
    ) -> Room:
        """A supergroup, with topics where `forum`."""
        number = -1_002_000_000_000 - self.next_id()
        return self._gathered(
            "supergroup", number, members, bot, title=title, is_forum=forum, username=username
        )

    def channel(
        self,
        title: str,
        members: Iterable[Person] = (),
        *,
        bot: Status | None = "administrator",
        username: str | None = None,
    ) -> Room:
        """A channel; bots take part only as administrators."""
        number = -1_001_000_000_000 - self.next_id()
        return self._gathered("channel", number, members, bot, title=title, username=username)

    def _gathered(
        self,
        kind: ChatType,
        number: int,
        members: Iterable[Person],
        bot: Status | None,
        **details: Any,  # noqa: ANN401 - Chat's own
    ) -> Room:
        with self.lock:
            chat = self.add_chat(kind, number, **details)
            for person in members:
                chat.members[person.id] = Member(person, "member" if chat.members else "creator")
            if bot:
                chat.members[self.bot.id] = Member(self.bot, bot)
        return Room(self, chat)

    def inline(self, person: Person, query: str, *, offset: str = "", chat_type: str = "sender") -> Query:
        """Someone types `@bot query` in a chat."""
        with self.lock:
            asked = Query(str(self.next_id()), person, query)
            self.queries[asked.id] = asked
            self.updates.push(
                "inline_query",
                {
                    "id": asked.id,
                    "from": forms.user(person),
                    "query": query,
                    "offset": offset,
                    "chat_type": chat_type,
                },
            )
        return asked

    def choose(self, query: Query, result_id: str, room: Room, *, feedback: bool = False) -> None:
        """Send one of the results that the bot offered to a chat.

        Telegram tells the bot of it (`chosen_inline_result`) only where inline feedback was switched on.
        """
        with self.lock:
            results = (query.answer or {})["results"]
            result = next(each for each in results if str(each["id"]) == result_id)
            content: Json = result.get("content") or typed(result.get("title", ""))
            via = {"via_bot": forms.user(self.bot)}
            message = self.put(
                room.chat, content, sender=query.sender, markup=result.get("markup"), extra=via
            )
            inline_id = f"inline-{self.next_id()}"
            chosen: Json = {"result_id": result_id, "from": forms.user(query.sender), "query": query.data}
            if message.markup:
                self.inline_messages[inline_id] = message
                chosen["inline_message_id"] = inline_id
            self.announce(message)
            if feedback:
                self.updates.push("chosen_inline_result", chosen)

    def expire(self, query: Query) -> None:
        """The bot took too long: answering this press or inline query is refused from now on."""
        self.queries.pop(query.id, None)

    def requests(self, method: str) -> list[Call]:
        """The bot's calls of a method so far, refused ones included."""
        return [each for each in [*self.calls] if each.method.lower() == method.lower()]

    def sent(self) -> list[str]:
        """The texts of all messages of the bot that stand, in all chats."""
        return [
            str(message.content.get("text") or message.content.get("caption") or "")
            for chat in [*self.chats.values()]
            for message in [*chat.messages]
            if message.by_bot and not message.deleted
        ]

    def commands_shown(self, scope: str = "default", language: str = "") -> list[str]:
        """The commands set for a scope's type and a language."""
        return [
            each["command"]
            for (where, tongue), commands in self.commands.items()
            if f'"type": "{scope}"' in where and tongue == language
            for each in commands
        ]

    @property
    def unanswered(self) -> list[Query]:
        """Presses of buttons and inline queries that the bot has not answered."""
        return [each for each in self.queries.values() if each.answer is None]

    def room(self, chat: Chat) -> Room:
        return Room(self, chat)

    async def until(self, true: Callable[[], object], timeout: float = TIMEOUT) -> None:
        """Return once it holds; AssertionError after so many seconds, with what was asked meanwhile."""
        ends = time.monotonic() + timeout
        while not true():
            if time.monotonic() > ends:
                raise AssertionError(self._late())
            await asyncio.sleep(0.005)

    def wait(self, true: Callable[[], object], timeout: float = TIMEOUT) -> None:
        """As `until`, for tests without an event loop of their own."""
        ends = time.monotonic() + timeout
        while not true():
            if time.monotonic() > ends:
                raise AssertionError(self._late())
            time.sleep(0.005)

    def _late(self) -> str:
        called = [f"{each.method} {each.refused or ''}".strip() for each in self.calls[-8:]]
        return f"waited in vain; pending updates: {self.updates.pending}; last calls: {called}"
