"""The chats the bot has met, and their settings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chat.state.database import Database
from chat.state.model import ChatSettings, KnownChat, Length, Standing
from chat.state.prepared import run, table_of
from chat.state.tables import ChatRow, SettingsRow
from index.model import Voice

_CHATS, _SETTINGS = table_of(ChatRow), table_of(SettingsRow)
_MOVED_TO = select(_CHATS.c.moved_to).where(_CHATS.c.id == bindparam("chat"))
_SETTINGS_OF = select(_SETTINGS).where(_SETTINGS.c.chat_id == bindparam("chat"))


class Chats:
    """Who the bot talks with, and how they want it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        insert = database.insert(ChatRow)
        seen = {name: insert.excluded[name] for name in ("kind", "title", "last_seen", "standing")}
        self._standing = insert.on_conflict_do_update(index_elements=["id"], set_=seen)
        kept = {name: new for name, new in seen.items() if name != "standing"}
        self._seeing = insert.on_conflict_do_update(index_elements=["id"], set_=kept)

    async def see(self, chat_id: int, kind: str, title: str, standing: Standing | None = None) -> None:
        """Note that a chat was met just now; without `standing` the known one stays, at first `MEMBER`."""
        now = self._database.now()
        values = {
            "id": chat_id,
            "kind": kind,
            "title": title,
            "first_seen": now,
            "last_seen": now,
            "standing": (standing or Standing.MEMBER).value,
        }
        async with self._database.writing() as session:
            await run(session, self._standing if standing else self._seeing, values)

    async def mark(self, chat_id: int, standing: Standing) -> bool:
        """Note what the bot is in a known chat, as when a message was refused; False when it is not known."""
        query = update(ChatRow).where(ChatRow.id == chat_id).values(standing=standing.value)
        async with self._database.writing() as session:
            return (await session.execute(query.returning(ChatRow.id))).one_or_none() is not None

    async def get(self, chat_id: int) -> KnownChat | None:
        """The chat, if the bot has met it."""
        async with self._database.reading() as session:
            row = await session.get(ChatRow, chat_id)
        return _chat(row) if row else None

    async def all(self) -> Sequence[KnownChat]:
        """Every chat known, by id; those that have become a supergroup are under the new id alone."""
        query = select(ChatRow).where(ChatRow.moved_to.is_(None)).order_by(ChatRow.id)
        async with self._database.reading() as session:
            return [_chat(row) for row in await session.scalars(query)]

    async def current_id(self, chat_id: int) -> int:
        """The id under which the chat goes now: the supergroup's, once it has become one."""
        async with self._database.reading() as session:
            return await current_chat(session, chat_id)

    async def settings(self, chat_id: int) -> ChatSettings:
        """The chat's settings, or the defaults while it has none."""
        async with self._database.reading() as session:
            row = (await run(session, _SETTINGS_OF, {"chat": chat_id})).one_or_none()
        return _settings(row) if row else ChatSettings()

    async def change_settings(
        self,
        chat_id: int,
        *,
        voices: Collection[Voice] | None = None,
        length: Length | None = None,
        language: str | None = None,
    ) -> ChatSettings:
        """The settings with those given changed; the others stay, also when two change at once."""
        changes: dict[str, str] = {}
        if voices is not None:
            changes["voices"] = " ".join(sorted(voices))
        if length is not None:
            changes["length"] = length.value
        if language is not None:
            changes["language"] = language
        values = {"chat_id": chat_id, "voices": "", "length": Length.NORMAL.value, "language": "", **changes}
        insert = self._database.insert(SettingsRow).values(values)
        on_conflict = (
            insert.on_conflict_do_update(index_elements=["chat_id"], set_=changes)
            if changes
            else insert.on_conflict_do_nothing()
        )
        async with self._database.writing() as session:
            await session.execute(on_conflict)
            return _settings(await session.get_one(SettingsRow, chat_id))


async def current_chat(session: AsyncSession, chat_id: int) -> int:
    """The id under which the chat goes now, within a transaction."""
    return (await run(session, _MOVED_TO, {"chat": chat_id})).scalar() or chat_id


def _chat(row: ChatRow) -> KnownChat:
    return KnownChat(
        id=row.id,
        kind=row.kind,
        title=row.title,
        standing=Standing(row.standing),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
    )


def _settings(row: SettingsRow | Row[Any]) -> ChatSettings:
    """The settings as far as this version knows their words."""
    voices = frozenset(Voice(each) for each in row.voices.split() if each in set(Voice))
    length = Length(row.length) if row.length in set(Length) else Length.NORMAL
    return ChatSettings(voices, length, row.language)
