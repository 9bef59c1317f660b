"""Who is in a chat, and how that changes: joins, promotions, bans, migration, topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.telegram import forms
from tests.telegram.methods_chat import open_topic, remove_topic
from tests.telegram.records import Chat, Json, Member, Message, Person, Status

if TYPE_CHECKING:
    from tests.telegram.room import Room
    from tests.telegram.world import World


class Membership:
    """The part of a room that is about its members and its shape."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    def bring(self, person: Person) -> None:
        """Make someone a member without any fuss."""
        if self.chat.person is None and person.id not in self.chat.members:
            self.chat.members[person.id] = Member(person)

    def set_bot(self, status: Status, by: Person) -> int:
        """Someone adds, promotes, mutes ("restricted") or removes the bot; returns the update's id."""
        return self._set("my_chat_member", self.world.bot, status, by)

    def set_member(self, person: Person, status: Status, by: Person | None = None) -> int:
        """The place of someone changes; bots hear of it only where they asked for `chat_member`."""
        return self._set("chat_member", person, status, by or person)

    def block(self) -> int:
        """The person of this private chat blocks the bot."""
        return self._block(blocked=True)

    def unblock(self) -> int:
        """The person of this private chat lets the bot back in."""
        return self._block(blocked=False)

    def _block(self, *, blocked: bool) -> int:
        person = self.chat.person
        if person is None:
            raise AssertionError("only in a private chat can one block the bot")
        old, new = Member(self.world.bot, "member"), Member(self.world.bot, "kicked")
        if not blocked:
            old, new = new, old
        with self.world.lock:
            person.blocked = blocked
            return self._announce_change("my_chat_member", person, old, new)

    def _set(self, kind: str, person: Person, status: Status, by: Person) -> int:
        with self.world.lock:
            old = self.chat.members.get(person.id) or Member(person, "left")
            new = Member(person, status)
            self.chat.members[person.id] = new
            entered, gone = not old.inside and new.inside, old.inside and not new.inside
            update = self._announce_change(kind, by, old, new)
            if self.chat.is_group and entered:
                self.service({"new_chat_members": [forms.user(person)]}, by)
            elif self.chat.is_group and gone:
                self.service({"left_chat_member": forms.user(person)}, by)
            return update

    def _announce_change(self, kind: str, by: Person, old: Member, new: Member) -> int:
        change: Json = {
            "chat": forms.chat(self.chat),
            "from": forms.user(by),
            "date": int(self.world.clock.now()),
            "old_chat_member": forms.member(old),
            "new_chat_member": forms.member(new),
        }
        return self.world.updates.push(kind, change)

    def service(self, content: Json, by: Person | None = None, *, topic: int | None = None) -> Message:
        """A service message, such as `{"new_chat_title": "…"}`."""
        with self.world.lock:
            message = self.world.put(self.chat, content, sender=by, topic=topic)
            self.world.announce(message)
        return message

    def migrate(self, by: Person) -> Room:
        """This group becomes a supergroup: the old id is dead from now on; returns the new room."""
        with self.world.lock:
            number = -1_002_000_000_000 - self.world.next_id()
            new = self.world.add_chat("supergroup", number, title=self.chat.title, members=self.chat.members)
            self.service({"migrate_to_chat_id": new.id}, by)
            room = self.world.room(new)
            room.service({"migrate_from_chat_id": self.chat.id}, by)
            self.chat.migrated_to = new
        return room

    def migrate_silently(self) -> Room:
        """As `migrate`, but the bot learns of it only from the error on its next message."""
        with self.world.lock:
            number = -1_002_000_000_000 - self.world.next_id()
            new = self.world.add_chat("supergroup", number, title=self.chat.title, members=self.chat.members)
            self.chat.migrated_to = new
        return self.world.room(new)

    def open_topic(self, name: str, by: Person) -> int:
        """Someone opens a topic; returns its `message_thread_id`."""
        with self.world.lock:
            self.bring(by)
            topic = open_topic(self.world, self.chat, name, by)
            self.world.announce(topic.root)
        return topic.id

    def close_topic(self, topic: int, by: Person) -> None:
        with self.world.lock:
            self.chat.topics[topic].closed = True
            self.service({"forum_topic_closed": {}}, by, topic=topic)

    def reopen_topic(self, topic: int, by: Person) -> None:
        with self.world.lock:
            self.chat.topics[topic].closed = False
            self.service({"forum_topic_reopened": {}}, by, topic=topic)

    def delete_topic(self, topic: int) -> None:
        """A topic goes with all its messages; bots are not told."""
        with self.world.lock:
            remove_topic(self.chat, self.chat.topics[topic])
