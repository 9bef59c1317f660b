"""Methods that put something into a chat."""

from __future__ import annotations

from tests.telegram import forms
from tests.telegram.content import caption_of, formatted, text_of
from tests.telegram.entities import utf16
from tests.telegram.errors import bad_request
from tests.telegram.params import Params, Upload
from tests.telegram.records import Action, Draft, Json, Message, StoredFile
from tests.telegram.registry import method
from tests.telegram.sending import chat_of, may_write, reachable, send, topic_of
from tests.telegram.state import State


@method("sendMessage")
def send_message(state: State, params: Params) -> Json:
    content = text_of(state.judges, "sendMessage", params)
    return forms.message(send(state, "sendMessage", params, content))


@method("sendDocument")
def send_document(state: State, params: Params) -> Json:
    file = _file(state, params, "document")
    content = {"document": document_form(file)} | caption_of(state.judges, "sendDocument", params)
    return forms.message(send(state, "sendDocument", params, content))


@method("sendPhoto")
def send_photo(state: State, params: Params) -> Json:
    file = _file(state, params, "photo")
    size = {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "width": 640,
        "height": 480,
        "file_size": file.size,
    }
    content = {"photo": [size]} | caption_of(state.judges, "sendPhoto", params)
    return forms.message(send(state, "sendPhoto", params, content))


def document_form(file: StoredFile) -> Json:
    """A file as messages carry it."""
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_name": file.name,
        "mime_type": file.mime,
        "file_size": file.size,
    }


def _file(state: State, params: Params, field: str) -> StoredFile:
    upload: Upload | None = params.upload(field)
    if upload is not None:
        if not upload.data:
            raise bad_request("file must be non-empty")
        return state.store(upload.name, upload.data, upload.mime)
    known = state.files.get(params.text(field))
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known


@method("sendChatAction")
def send_chat_action(state: State, params: Params) -> bool:
    chat = chat_of(state, params.raw("chat_id"))
    may_write(state, chat)
    topic = topic_of(state, chat, params.number_or_none("message_thread_id"))
    chat.actions.append(Action(params.text("action"), topic, state.clock.now()))
    return True


@method("sendMessageDraft")
def send_message_draft(state: State, params: Params) -> bool:
    chat = chat_of(state, params.raw("chat_id"))
    reachable(state, chat)
    if not chat.person:
        raise bad_request("TEXTDRAFT_PEER_INVALID")
    if not params.number("draft_id"):
        raise bad_request("draft identifier must be non-zero")
    topic = topic_of(state, chat, params.number_or_none("message_thread_id"))
    text, entities = formatted(
        state.judges,
        "sendMessageDraft",
        params.text("text"),
        params.text_or_none("parse_mode"),
        params.items("entities"),
    )
    if utf16(text) > 4096:
        state.judges.object("limits", "sendMessageDraft", f"a draft of {utf16(text)} UTF-16 units")
        raise bad_request("message is too long")
    draft = Draft(params.number("draft_id"), text, tuple(entities), topic, state.clock.now())
    chat.drafts.append(draft)
    return True


def origin_of(message: Message) -> Json:
    """Where a forwarded message came from."""
    if message.chat.type == "channel":
        where = {"chat": forms.chat(message.chat), "message_id": message.id}
        return {"type": "channel", "date": message.date} | where
    if message.sender_chat:
        return {"type": "chat", "date": message.date, "sender_chat": forms.chat(message.sender_chat)}
    if message.sender is None:
        raise AssertionError("a message from nobody")
    return {"type": "user", "date": message.date, "sender_user": forms.user(message.sender)}


def _source(state: State, params: Params) -> Message:
    source = chat_of(state, params.raw("from_chat_id")).find(params.number("message_id"))
    if source is None:
        raise bad_request("message to forward not found")
    if source.is_service:
        raise bad_request("message can't be forwarded")
    return source


@method("forwardMessage")
def forward_message(state: State, params: Params) -> Json:
    source = _source(state, params)
    extra = {"forward_origin": origin_of(source)}
    return forms.message(send(state, "forwardMessage", params, source.content, **extra))


@method("copyMessage")
def copy_message(state: State, params: Params) -> Json:
    source = _source(state, params)
    return {"message_id": send(state, "copyMessage", params, source.content).id}


@method("setMessageReaction")
def set_message_reaction(state: State, params: Params) -> bool:
    chat = chat_of(state, params.raw("chat_id"))
    reachable(state, chat)
    message = chat.find(params.number("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    message.reactions = params.items("reaction") or []
    return True
