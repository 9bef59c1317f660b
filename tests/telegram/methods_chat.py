"""Methods about chats, their members and topics."""

from __future__ import annotations

from tests.telegram import forms
from tests.telegram.errors import bad_request, forbidden
from tests.telegram.params import Params
from tests.telegram.records import Chat, Json, Member, Person, Topic
from tests.telegram.registry import method
from tests.telegram.sending import chat_of, live_topic, reachable
from tests.telegram.state import State

_BLUE = 7322096


def _chat(state: State, params: Params) -> Chat:
    chat = chat_of(state, params.raw("chat_id"))
    if not chat.person:
        reachable(state, chat)
    return chat


def _group(state: State, params: Params) -> Chat:
    chat = _chat(state, params)
    if chat.person:
        raise bad_request("method is available for supergroup and channel chats only")
    return chat


@method("getChat")
def get_chat(state: State, params: Params) -> Json:
    return forms.full_chat(_chat(state, params))


@method("getChatMember")
def get_chat_member(state: State, params: Params) -> Json:
    chat, user_id = _chat(state, params), params.number("user_id")
    if chat.person:
        if user_id not in (chat.person.id, state.bot.id):
            raise bad_request("invalid user_id specified")
        return forms.member(Member(state.people[user_id]))
    if user_id in chat.members:
        return forms.member(chat.members[user_id])
    if user_id in state.people:
        return forms.member(Member(state.people[user_id], "left"))
    raise bad_request("invalid user_id specified")


@method("getChatAdministrators")
def get_chat_administrators(state: State, params: Params) -> list[Json]:
    chat = _chat(state, params)
    if chat.person:
        raise bad_request("there are no administrators in the private chat")
    # Telegram lists no bot but the one that asks.
    return [
        forms.member(each)
        for each in chat.members.values()
        if each.manages and (not each.person.is_bot or each.person is state.bot)
    ]


@method("getChatMemberCount")
def get_chat_member_count(state: State, params: Params) -> int:
    chat = _chat(state, params)
    return 2 if chat.person else sum(1 for each in chat.members.values() if each.inside)


@method("leaveChat")
def leave_chat(state: State, params: Params) -> bool:
    chat = _group(state, params)
    chat.members[state.bot.id].status = "left"
    return True


def _forum(state: State, params: Params) -> Chat:
    chat = _group(state, params)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not chat.members[state.bot.id].manages:
        raise bad_request("not enough rights to manage topics")
    return chat


def open_topic(state: State, chat: Chat, name: str, by: Person) -> Topic:
    """A new topic, with the service message that makes it."""
    created = {"forum_topic_created": {"name": name, "icon_color": _BLUE}}
    root = state.put(chat, created, sender=by)
    root.topic = root.id
    topic = Topic(root.id, name, root)
    chat.topics[topic.id] = topic
    return topic


@method("createForumTopic")
def create_forum_topic(state: State, params: Params) -> Json:
    chat = _forum(state, params)
    topic = open_topic(state, chat, params.text("name"), state.bot)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": _BLUE}


@method("editForumTopic")
def edit_forum_topic(state: State, params: Params) -> bool:
    topic = live_topic(_forum(state, params), params.number("message_thread_id"))
    topic.name = params.text("name") or topic.name
    return True


@method("closeForumTopic")
def close_forum_topic(state: State, params: Params) -> bool:
    live_topic(_forum(state, params), params.number("message_thread_id")).closed = True
    return True


@method("reopenForumTopic")
def reopen_forum_topic(state: State, params: Params) -> bool:
    live_topic(_forum(state, params), params.number("message_thread_id")).closed = False
    return True


def remove_topic(chat: Chat, topic: Topic) -> None:
    """Take a topic away with all its messages."""
    del chat.topics[topic.id]
    for message in chat.messages:
        if message.topic == topic.id:
            message.deleted = True


@method("deleteForumTopic")
def delete_forum_topic(state: State, params: Params) -> bool:
    chat = _forum(state, params)
    remove_topic(chat, live_topic(chat, params.number("message_thread_id")))
    return True


@method("banChatMember")
def ban_chat_member(state: State, params: Params) -> bool:
    chat = _group(state, params)
    if not chat.members[state.bot.id].manages:
        raise bad_request("not enough rights to restrict/unrestrict chat member")
    target = chat.members.get(params.number("user_id"))
    if target is None:
        raise bad_request("user not found")
    if target.manages:
        raise forbidden("user is an administrator of the chat")
    target.status = "kicked"
    return True
