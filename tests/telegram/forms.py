"""The world's records as the Bot API writes them."""

from __future__ import annotations

from typing import Final

from tests.telegram.records import Chat, Json, Member, Message, Person

ANONYMOUS: Final = Person(1087968824, "Group", "GroupAnonymousBot", language=None, is_bot=True)
CHANNEL_BOT: Final = Person(136817688, "Channel", "Channel_Bot", language=None, is_bot=True)
TELEGRAM: Final = Person(777000, "Telegram", language=None)

_RIGHTS: Final = (
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members "
    "can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    "can_send_welcome_messages"
).split()
_ALLOWED: Final = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos "
    "can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages "
    "can_add_web_page_previews can_react_to_messages can_edit_tag can_change_info can_invite_users "
    "can_pin_messages can_manage_topics"
).split()


def user(person: Person) -> Json:
    form: Json = {"id": person.id, "is_bot": person.is_bot, "first_name": person.first_name}
    if person.username:
        form["username"] = person.username
    if person.language:
        form["language_code"] = person.language
    return form


def chat(chat: Chat) -> Json:
    form: Json = {"id": chat.id, "type": chat.type}
    if chat.person:
        form["first_name"] = chat.person.first_name
        if chat.person.username:
            form["username"] = chat.person.username
    else:
        form["title"] = chat.title
        if chat.username:
            form["username"] = chat.username
    if chat.is_forum:
        form["is_forum"] = True
    return form


def full_chat(given: Chat) -> Json:
    form = chat(given) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if given.is_group:
        form["permissions"] = dict.fromkeys(_ALLOWED, True)
    pinned = given.find(given.pinned[-1]) if given.pinned else None
    if pinned:
        form["pinned_message"] = message(pinned, nested=False)
    return form


def member(given: Member) -> Json:
    form: Json = {"status": given.status, "user": user(given.person)}
    if given.status == "creator":
        form["is_anonymous"] = given.anonymous
    elif given.status == "administrator":
        form |= {"can_be_edited": False, "is_anonymous": given.anonymous} | dict.fromkeys(_RIGHTS, True)
    elif given.status == "restricted":
        form |= {"is_member": True, "until_date": 0} | dict.fromkeys(_ALLOWED, False)
    elif given.status == "kicked":
        form["until_date"] = 0
    return form


def message(given: Message, *, nested: bool = True) -> Json:
    """A message; the one it replies to is inside, but not the one that replies to."""
    form: Json = {"message_id": given.id, "date": given.date, "chat": chat(given.chat)}
    if given.sender:
        form["from"] = user(given.sender)
    if given.sender_chat:
        form["sender_chat"] = chat(given.sender_chat)
    if given.edited is not None:
        form["edit_date"] = given.edited
    form |= _thread(given) | given.content | given.extra
    if given.markup and "inline_keyboard" in given.markup:
        form["reply_markup"] = given.markup
    answered = given.reply or _root(given)
    if nested and answered and not answered.deleted:
        form["reply_to_message"] = message(answered, nested=False)
    return form


def _thread(given: Message) -> Json:
    if given.topic is not None:
        return {"message_thread_id": given.topic, "is_topic_message": True}
    if given.reply and given.chat.type == "supergroup" and not given.chat.is_forum:
        # A reply in an ordinary supergroup carries a thread id too, in which nothing can be sent.
        return {"message_thread_id": _first(given).id}
    return {}


def _first(given: Message) -> Message:
    while given.reply:
        given = given.reply
    return given


def _root(given: Message) -> Message | None:
    """In a topic, what replies to nothing replies to the service message that made the topic."""
    topic = given.chat.topics.get(given.topic) if given.topic is not None else None
    return topic.root if topic and topic.root is not given else None
