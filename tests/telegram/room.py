"""One chat, as its people use it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from tests.telegram import forms
from tests.telegram.content import typed
from tests.telegram.entities import utf16
from tests.telegram.membership import Membership
from tests.telegram.methods_send import document_form, origin_of
from tests.telegram.records import Action, Chat, Draft, Json, Message, Person
from tests.telegram.seen import Seen, seen
from tests.telegram.state import Query

if TYPE_CHECKING:
    from tests.telegram.world import World


class Room(Membership):
    """A chat to speak and look in; what a person does comes to the bot as far as it may see it."""

    def __init__(self, world: World, chat: Chat) -> None:
        super().__init__(world, chat)
        self._read = len(chat.messages)

    def say(
        self,
        text: str,
        by: Person | None = None,
        *,
        reply_to: Message | Seen | None = None,
        quote: str | None = None,
        topic: int | None = None,
        html: bool = False,
    ) -> Message:
        """Someone (in a private chat, its person) writes; with `html` the text has markup."""
        return self._speak(typed(text, html=html), by, reply_to, topic, **_quoted(reply_to, quote))

    def send_file(
        self,
        name: str,
        data: bytes,
        by: Person | None = None,
        *,
        caption: str = "",
        mime: str = "application/octet-stream",
        size: int | None = None,
        reply_to: Message | Seen | None = None,
        topic: int | None = None,
        album: str | None = None,
    ) -> Message:
        """Someone sends a document, several under one `album`; `size` may claim more than there is."""
        file = self.world.store(name, data, mime, size)
        content: Json = {"document": document_form(file)}
        if caption:
            words = typed(caption)
            content["caption"] = words["text"]
            if "entities" in words:
                content["caption_entities"] = words["entities"]
        more = {"media_group_id": album} if album else {}
        return self._speak(content, by, reply_to, topic, **more)

    def send(
        self,
        content: Json,
        by: Person | None = None,
        *,
        reply_to: Message | Seen | None = None,
        topic: int | None = None,
    ) -> Message:
        """Someone sends anything else, as the Bot API writes it: `{"dice": {"emoji": "🎲", "value": 3}}`."""
        return self._speak(content, by, reply_to, topic)

    def forward(
        self,
        source: Message | Seen,
        by: Person | None = None,
        *,
        hidden: bool = False,
        topic: int | None = None,
    ) -> Message:
        """Someone forwards a message from another chat; `hidden` where its writer hides behind a name."""
        origin = origin_of(_message(source))
        if hidden:
            name = origin.get("sender_user", {}).get("first_name", "Someone")
            origin = {"type": "hidden_user", "date": origin["date"], "sender_user_name": name}
        return self._speak(_message(source).content, by, None, topic, forward_origin=origin)

    def _speak(
        self,
        content: Json,
        by: Person | None,
        reply_to: Message | Seen | None,
        topic: int | None,
        **extra: object,
    ) -> Message:
        person = by or self.chat.person
        if person is None:
            raise AssertionError("in a group, say who speaks: by=")
        answered = _message(reply_to) if reply_to else None
        with self.world.lock:
            self.bring(person)
            message = self.world.put(
                self.chat,
                content,
                sender=person,
                topic=topic if topic or answered is None else answered.topic,
                reply=answered,
                extra=dict(extra),
            )
            self.world.announce(message)
        return message

    def post(self, text: str, *, html: bool = False) -> Message:
        """A post in this channel."""
        return self._as_chat(typed(text, html=html), self.chat, None)

    def say_anonymously(
        self, text: str, *, reply_to: Message | Seen | None = None, topic: int | None = None
    ) -> Message:
        """An administrator of this group writes in the group's name."""
        return self._as_chat(typed(text), self.chat, forms.ANONYMOUS, reply_to, topic)

    def say_as_channel(self, channel: Room, text: str, *, reply_to: Message | Seen | None = None) -> Message:
        """Someone writes in this group in a channel's name."""
        return self._as_chat(typed(text), channel.chat, forms.CHANNEL_BOT, reply_to)

    def auto_forward(self, post: Message) -> Message:
        """Telegram copies a post of the linked channel into this discussion group."""
        origin = {"forward_origin": origin_of(post), "is_automatic_forward": True}
        return self._as_chat(post.content, post.chat, forms.TELEGRAM, extra=origin)

    def _as_chat(
        self,
        content: Json,
        sender_chat: Chat,
        sender: Person | None,
        reply_to: Message | Seen | None = None,
        topic: int | None = None,
        extra: Json | None = None,
    ) -> Message:
        with self.world.lock:
            message = self.world.put(
                self.chat,
                content,
                sender=sender,
                sender_chat=sender_chat,
                reply=_message(reply_to) if reply_to else None,
                topic=topic,
                extra=extra or {},
            )
            self.world.announce(message)
        return message

    def edit(self, message: Message, text: str, *, html: bool = False) -> None:
        """The writer changes what they wrote."""
        with self.world.lock:
            message.edits.append(message.content)
            message.content = typed(text, html=html)
            message.edited = int(self.world.clock.now())
            self.world.announce(message, edited=True)

    def delete(self, message: Message | Seen) -> None:
        """A message goes; bots are not told."""
        _message(message).deleted = True

    def press(
        self, message: Message | Seen, label: str, by: Person | None = None, *, inaccessible: bool = False
    ) -> Query:
        """Press the button with this label (or callback data) under a message.

        With `inaccessible` Telegram no longer tells what the message was, as with very old ones.
        """
        pressed, person = _message(message), by or self.chat.person
        if person is None:
            raise AssertionError("in a group, say who presses: by=")
        shown = seen(pressed)
        data = next((b.data for b in shown.buttons if label in (b.text, b.data)), None)
        if data is None:
            raise AssertionError(f"no button {label!r}, only {shown.labels}")
        with self.world.lock:
            query = Query(str(self.world.next_id()), person, data, pressed)
            self.world.queries[query.id] = query
            self.world.updates.push("callback_query", self._callback(query, pressed, inaccessible))
        return query

    def _callback(self, query: Query, pressed: Message, inaccessible: bool) -> Json:
        form: Json = {
            "id": query.id,
            "from": forms.user(query.sender),
            "chat_instance": str(abs(self.chat.id) * 31),
            "data": query.data,
        }
        for inline_id, message in self.world.inline_messages.items():
            if message is pressed:
                return form | {"inline_message_id": inline_id}
        if inaccessible:
            gone = {"chat": forms.chat(self.chat), "message_id": pressed.id, "date": 0}
            return form | {"message": gone}
        return form | {"message": forms.message(pressed)}

    def shown(self, topic: int | None = None) -> list[Seen]:
        """All messages that stand, in order, of one topic where given."""
        with self.world.lock:
            return [
                seen(each) for each in self.chat.messages if not each.deleted and topic in (None, each.topic)
            ]

    def answers(self, topic: int | None = None) -> list[Seen]:
        """The bot's messages that stand, in order."""
        return [each for each in self.shown(topic) if each.by_bot]

    def look(self, message: Message | Seen) -> Seen:
        """How a message stands now."""
        return seen(_message(message))

    async def next_answer(self, timeout: float = 10.0) -> Seen:
        """The bot's next message here that this method has not returned yet; waits for it."""
        await self.world.until(self._unread, timeout)
        return self._return(self._unread()[0])

    def wait_answer(self, timeout: float = 10.0) -> Seen:
        """As `next_answer`, for tests without an event loop of their own."""
        self.world.wait(self._unread, timeout)
        return self._return(self._unread()[0])

    def _unread(self) -> list[Message]:
        return [each for each in self.chat.messages[self._read :] if each.by_bot][:1]

    def _return(self, message: Message) -> Seen:
        self._read = self.chat.messages.index(message) + 1
        return seen(message)

    async def quiet(self, seconds: float = 0.3) -> None:
        """Return once the bot has fetched every update and then sent nothing here for so long."""
        await self.world.until(lambda: self.world.updates.pending == 0)
        count, since = len(self.chat.messages), time.monotonic()
        while time.monotonic() - since < seconds:
            await asyncio.sleep(0.01)
            if len(self.chat.messages) != count:
                count, since = len(self.chat.messages), time.monotonic()

    @property
    def drafts(self) -> list[Draft]:
        return self.chat.drafts

    @property
    def draft(self) -> Draft | None:
        """The preview that shows now: the last one, for 30 seconds or until a message of the bot comes."""
        if not self.chat.drafts:
            return None
        last = self.chat.drafts[-1]
        followed = any(each.by_bot and each.at >= last.at for each in self.chat.messages)
        return None if followed or self.world.clock.now() > last.at + 30 else last

    @property
    def actions(self) -> list[Action]:
        return self.chat.actions

    def file(self, shown: Seen) -> bytes:
        """The bytes of the document that a message carries."""
        return self.world.files[shown.file_id or ""].data


def _message(given: Message | Seen) -> Message:
    return given.message if isinstance(given, Seen) else given


def _quoted(reply_to: Message | Seen | None, quote: str | None) -> dict[str, object]:
    if reply_to is None or quote is None:
        return {}
    content = _message(reply_to).content
    whole = str(content.get("text") or content.get("caption"))
    position = utf16(whole[: whole.index(quote)])
    return {"quote": {"text": quote, "position": position, "is_manual": True}}
