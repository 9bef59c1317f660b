"""How a message of the bot finds its place: chat, rights, topic, reply, pace."""

from __future__ import annotations

from tests.telegram.entities import parse, utf16
from tests.telegram.errors import bad_request, flood, forbidden
from tests.telegram.markup import markup_of
from tests.telegram.params import Params
from tests.telegram.records import Chat, Json, Message, Topic
from tests.telegram.state import State

_GONE = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def chat_of(state: State, given: object) -> Chat:
    """The chat with this id or @username.

    Raises:
        Refusal: 400 where there is none, or where it became a supergroup (with the new id).
    """
    if isinstance(given, str) and given.startswith("@"):
        name = given[1:].lower()
        public = (each for each in state.chats.values() if each.username)
        chat = next((each for each in public if str(each.username).lower() == name), None)
    else:
        try:
            chat = state.chats.get(int(str(given)))
        except ValueError:
            chat = None
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to.id
        )
    return chat


def reachable(state: State, chat: Chat) -> None:
    """Refuse, as Telegram does, what goes to a chat that the bot is not (or no longer) in."""
    if chat.person:
        if chat.person.deactivated:
            raise forbidden("user is deactivated")
        if chat.person.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return
    member = chat.members.get(state.bot.id)
    if member is None or member.status == "left":
        raise forbidden(f"bot is not a member of the {_GONE[chat.type]}")
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {_GONE[chat.type]}")


def may_write(state: State, chat: Chat) -> None:
    """As `reachable`, and refuse where the bot is muted or may not post."""
    reachable(state, chat)
    if chat.person:
        return
    member = chat.members[state.bot.id]
    if chat.type == "channel" and not member.manages:
        raise bad_request("need administrator rights in the channel chat")
    if member.status == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")


def topic_of(state: State, chat: Chat, thread: int | None) -> int | None:
    """The topic to write in; refuses one that is not there or closed."""
    if thread is None:
        return None
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not chat.person and not chat.members[state.bot.id].manages:
        raise bad_request("TOPIC_CLOSED")
    return thread


def reply_of(state: State, chat: Chat, params: Params) -> tuple[Message | None, Json]:
    """The message replied to, and the quotation from it."""
    given = params.item("reply_parameters") or {}
    if "message_id" not in given and params.has("reply_to_message_id"):
        given = {
            "message_id": params.number("reply_to_message_id"),
            "allow_sending_without_reply": params.flag("allow_sending_without_reply"),
        }
    if "message_id" not in given:
        return None, {}
    elsewhere = chat_of(state, given["chat_id"]) if "chat_id" in given else chat
    answered = elsewhere.find(int(given["message_id"]))
    if answered is None:
        if given.get("allow_sending_without_reply"):
            return None, {}
        raise bad_request("message to be replied not found")
    return answered, _quote(answered, given)


def _quote(answered: Message, given: Json) -> Json:
    quote = given.get("quote")
    if not quote:
        return {}
    if given.get("quote_parse_mode"):
        quote, _ = parse(quote, given["quote_parse_mode"])
    whole = answered.content.get("text") or answered.content.get("caption") or ""
    if quote not in whole or utf16(quote) > 1024:
        raise bad_request("QUOTE_TEXT_INVALID")
    position = utf16(whole[: whole.index(quote)])
    return {"quote": {"text": quote, "position": position, "is_manual": True}}


def send(state: State, method: str, params: Params, content: Json, **extra: Json) -> Message:
    """Put a message of the bot into the chat that the parameters name."""
    chat = chat_of(state, params.raw("chat_id"))
    may_write(state, chat)
    topic = topic_of(state, chat, params.number_or_none("message_thread_id"))
    answered, quote = reply_of(state, chat, params)
    if topic is None and answered and answered.chat is chat:
        topic = answered.topic
    markup = markup_of(state.judges, method, params)
    keep_pace(state, chat)
    return state.put(
        chat,
        content,
        sender=None if chat.type == "channel" else state.bot,
        sender_chat=chat if chat.type == "channel" else None,
        by_bot=True,
        topic=topic,
        reply=answered,
        markup=markup,
        extra={**quote, **extra},
    )


def keep_pace(state: State, chat: Chat) -> None:
    """Refuse with 429 what comes faster than Telegram lets through."""
    seconds = state.pace.wait(chat)
    if seconds:
        raise flood(seconds)


def live_topic(chat: Chat, thread: int) -> Topic:
    """The topic, for methods that manage it."""
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    return topic
