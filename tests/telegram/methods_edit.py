"""Methods that change, remove or pin what is already in a chat."""

from __future__ import annotations

from tests.telegram import forms
from tests.telegram.content import caption_of, text_of
from tests.telegram.errors import bad_request
from tests.telegram.markup import markup_of
from tests.telegram.params import Params
from tests.telegram.records import Chat, Json, Message
from tests.telegram.registry import method
from tests.telegram.sending import chat_of, keep_pace, may_write, reachable
from tests.telegram.state import State


def _mine(state: State, params: Params) -> Message:
    """The bot's message that is to change."""
    if params.has("inline_message_id"):
        message = state.inline_messages.get(params.text("inline_message_id"))
        if message is None or message.deleted:
            raise bad_request("MESSAGE_ID_INVALID")
        return message
    chat = chat_of(state, params.raw("chat_id"))
    may_write(state, chat)
    message = chat.find(params.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return message


def _change(state: State, params: Params, message: Message, content: Json, markup: Json | None) -> object:
    if content == message.content and markup == message.markup:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    keep_pace(state, message.chat)
    if content != message.content:
        message.edits.append(message.content)
        message.edited = int(state.clock.now())
    message.content, message.markup = content, markup
    return True if params.has("inline_message_id") else forms.message(message)


@method("editMessageText")
def edit_message_text(state: State, params: Params) -> object:
    content = text_of(state.judges, "editMessageText", params)
    message = _mine(state, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _change(state, params, message, content, markup_of(state.judges, "editMessageText", params))


@method("editMessageCaption")
def edit_message_caption(state: State, params: Params) -> object:
    caption = caption_of(state.judges, "editMessageCaption", params)
    message = _mine(state, params)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if not name.startswith("caption")}
    markup = markup_of(state.judges, "editMessageCaption", params)
    return _change(state, params, message, kept | caption, markup)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(state: State, params: Params) -> object:
    message = _mine(state, params)
    markup = markup_of(state.judges, "editMessageReplyMarkup", params)
    return _change(state, params, message, message.content, markup)


def _delete(state: State, chat: Chat, message_id: int) -> None:
    message = chat.find(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    theirs = not message.by_bot and not chat.person
    if theirs and not chat.members[state.bot.id].manages:
        raise bad_request("message can't be deleted")
    message.deleted = True


@method("deleteMessage")
def delete_message(state: State, params: Params) -> bool:
    chat = chat_of(state, params.raw("chat_id"))
    reachable(state, chat)
    _delete(state, chat, params.number("message_id"))
    return True


@method("deleteMessages")
def delete_messages(state: State, params: Params) -> bool:
    chat = chat_of(state, params.raw("chat_id"))
    reachable(state, chat)
    for each in params.raw("message_ids") or []:
        if chat.find(each):
            _delete(state, chat, each)
    return True


def _may_pin(state: State, params: Params) -> Chat:
    chat = chat_of(state, params.raw("chat_id"))
    reachable(state, chat)
    if not chat.person and not chat.members[state.bot.id].manages:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


@method("pinChatMessage")
def pin_chat_message(state: State, params: Params) -> bool:
    chat = _may_pin(state, params)
    if chat.find(params.number("message_id")) is None:
        raise bad_request("message to pin not found")
    chat.pinned.append(params.number("message_id"))
    return True


@method("unpinChatMessage", "unpinAllChatMessages")
def unpin_chat_message(state: State, params: Params) -> bool:
    chat = _may_pin(state, params)
    if not params.has("message_id"):
        chat.pinned.clear()
    elif params.number("message_id") in chat.pinned:
        chat.pinned.remove(params.number("message_id"))
    else:
        raise bad_request("message to unpin not found")
    return True
