"""Where the bot is: added, muted, thrown out, and groups that become supergroups."""

from __future__ import annotations

from telegram import Chat, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message, User
from telegram.constants import ChatMemberStatus, ChatType

from chat.state.model import Standing
from chat.telegram.desk import Desk
from chat.telegram.languages import DEFAULT, words_of
from chat.telegram.markup import BLANK, rows_of
from chat.telegram.outbox import Place

_STANDINGS = {
    ChatMemberStatus.OWNER: Standing.ADMINISTRATOR,
    ChatMemberStatus.ADMINISTRATOR: Standing.ADMINISTRATOR,
    ChatMemberStatus.MEMBER: Standing.MEMBER,
    ChatMemberStatus.LEFT: Standing.LEFT,
    ChatMemberStatus.BANNED: Standing.KICKED,
}


class Membership:
    """Keeps account of the chats."""

    def __init__(self, desk: Desk) -> None:
        """Work with the parts of `desk`."""
        self._desk = desk

    async def changed(self, change: ChatMemberUpdated) -> None:
        """Note what the bot is in a chat now; a group that it has just come to is told how to ask."""
        before, now = standing_of(change.old_chat_member), standing_of(change.new_chat_member)
        chat = change.chat
        await self._desk.state.chats.see(chat.id, chat.type, chat.title or "", now)
        if before.may_write and not now.may_write:
            await self._desk.silenced(chat.id)
        came = now.may_write and not before.may_write
        if came and chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
            await self._greet(chat, change.from_user)

    async def migrated(self, message: Message) -> None:
        """Move everything of a group to the supergroup that it has become."""
        if message.migrate_to_chat_id is not None:
            await self._desk.migrated(message.chat.id, message.migrate_to_chat_id)

    async def _greet(self, chat: Chat, by: User) -> None:
        """Say how to ask; a group in which no language was chosen speaks that of who brought the bot."""
        desk = self._desk
        chosen = (await desk.chat_settings(chat.id)).language
        words = words_of(chosen, by.language_code)
        if desk.refusal_of(by.id, chat.id, words, private=False) is not None:
            return
        if not chosen and words is not DEFAULT:
            await desk.state.chats.change_settings(chat.id, language=words.language)
            desk.settings_changed(chat.id)
        rows = rows_of(words.start_group)
        if await desk.hides_mentions(chat):
            rows += [BLANK, *rows_of(words.privacy_mode)]
        await desk.outbox.send(Place(chat.id), rows)


def standing_of(member: ChatMember) -> Standing:
    """What a member may do here."""
    if isinstance(member, ChatMemberRestricted):
        if not member.is_member:
            return Standing.LEFT
        return Standing.MEMBER if member.can_send_messages else Standing.MUTED
    return _STANDINGS[ChatMemberStatus(member.status)]
