"""Methods about the bot itself: who it is, its commands and words, its webhook, its files."""

from __future__ import annotations

import json
import re
from typing import Final

from tests.telegram import forms
from tests.telegram.errors import bad_request
from tests.telegram.params import Params
from tests.telegram.records import Json
from tests.telegram.registry import method
from tests.telegram.sending import chat_of
from tests.telegram.state import State
from tests.telegram.updates import Webhook

DOWNLOAD_LIMIT: Final = 20 * 1024 * 1024
_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PROFILE: Final = {"name": 64, "description": 512, "short_description": 120}


@method("getMe")
def get_me(state: State, params: Params) -> Json:
    return forms.user(state.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not state.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("close", "logOut")
def close(state: State, params: Params) -> bool:
    return True


def _scope(params: Params) -> tuple[str, str]:
    scope = params.item("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), params.text("language_code")


@method("setMyCommands")
def set_my_commands(state: State, params: Params) -> bool:
    commands = params.items("commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not _COMMAND.fullmatch(each["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(each["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    where = (params.item("scope") or {}).get("chat_id")
    if where is not None:
        chat_of(state, where)
    state.commands[_scope(params)] = commands
    return True


@method("getMyCommands")
def get_my_commands(state: State, params: Params) -> list[Json]:
    return state.commands.get(_scope(params), [])


@method("deleteMyCommands")
def delete_my_commands(state: State, params: Params) -> bool:
    state.commands.pop(_scope(params), None)
    return True


def _set_profile(field: str, state: State, params: Params) -> bool:
    text = params.text(field)
    if len(text) > _PROFILE[field]:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    state.profile[field, params.text("language_code")] = text
    return True


def _get_profile(field: str, state: State, params: Params) -> Json:
    default = state.profile.get((field, ""), state.bot.first_name if field == "name" else "")
    return {field: state.profile.get((field, params.text("language_code")), default)}


@method("setMyName")
def set_my_name(state: State, params: Params) -> bool:
    return _set_profile("name", state, params)


@method("setMyDescription")
def set_my_description(state: State, params: Params) -> bool:
    return _set_profile("description", state, params)


@method("setMyShortDescription")
def set_my_short_description(state: State, params: Params) -> bool:
    return _set_profile("short_description", state, params)


@method("getMyName")
def get_my_name(state: State, params: Params) -> Json:
    return _get_profile("name", state, params)


@method("getMyDescription")
def get_my_description(state: State, params: Params) -> Json:
    return _get_profile("description", state, params)


@method("getMyShortDescription")
def get_my_short_description(state: State, params: Params) -> Json:
    return _get_profile("short_description", state, params)


@method("setChatMenuButton")
def set_chat_menu_button(state: State, params: Params) -> bool:
    state.menu_buttons[params.number("chat_id")] = params.item("menu_button") or {"type": "default"}
    return True


@method("getChatMenuButton")
def get_chat_menu_button(state: State, params: Params) -> Json:
    return state.menu_buttons.get(params.number("chat_id"), {"type": "default"})


@method("setWebhook")
def set_webhook(state: State, params: Params) -> bool:
    url, secret = params.text("url"), params.text_or_none("secret_token")
    if secret is not None and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if url and not re.match(r"https?://", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if params.flag("drop_pending_updates"):
        state.updates.drop()
    if params.has("allowed_updates"):
        state.updates.allowed = params.raw("allowed_updates") or None
    state.updates.webhook = Webhook(url, secret) if url else None
    return True


@method("deleteWebhook")
def delete_webhook(state: State, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        state.updates.drop()
    state.updates.webhook = None
    return True


@method("getWebhookInfo")
def get_webhook_info(state: State, params: Params) -> Json:
    hook = state.updates.webhook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": state.updates.pending,
    }
    if hook and hook.error:
        info |= {"last_error_message": hook.error, "last_error_date": hook.failed_at}
    if state.updates.allowed:
        info["allowed_updates"] = state.updates.allowed
    return info


@method("getFile")
def get_file(state: State, params: Params) -> Json:
    file = state.files.get(params.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }
