"""Where the bot is: added, muted, thrown out, and groups that become supergroups."""

from __future__ import annotations

from telegram import ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message
from telegram.constants import ChatMemberStatus, ChatType

from chat.state.model import Standing
from chat.telegram.desk import Desk
from chat.telegram.languages import words_of
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
            await self._greet(chat.id, change.from_user.id)

    async def migrated(self, message: Message) -> None:
        """Move everything of a group to the supergroup that it has become."""
        if message.migrate_to_chat_id is not None:
            await self._desk.migrated(message.chat.id, message.migrate_to_chat_id)

    async def _greet(self, chat: int, by: int) -> None:
        desk = self._desk
        words = words_of((await desk.chat_settings(chat)).language)
        if desk.refusal_of(by, chat, words, private=False) is not None:
            return
        rows = rows_of(words.start_group)
        if desk.me.can_read_all_group_messages is False:
            rows += [BLANK, *rows_of(words.privacy_mode)]
        await desk.outbox.send(Place(chat), rows)


def standing_of(member: ChatMember) -> Standing:
    """What a member may do here."""
    if isinstance(member, ChatMemberRestricted):
        if not member.is_member:
            return Standing.LEFT
        return Standing.MEMBER if member.can_send_messages else Standing.MUTED
    return _STANDINGS[ChatMemberStatus(member.status)]
