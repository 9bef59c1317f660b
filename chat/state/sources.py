"""What is watched: who wants it, how far it has been read, and what is due next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Update,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from chat.state.chats import current_chat
from chat.state.database import Database
from chat.state.model import BY_SETTINGS, EVERYONE, Source, SourceKind
from chat.state.tables import NO_THREAD, SourceRow
from index.model import digest

_WATCHED = SourceRow.stopped == literal_column("''")
"""Written out, so that the databases see that the index of what is watched will do."""
_MINUTES_HELD = 15
"""How long one that was claimed is left to its process: longer than it takes to check one."""


class Sources:
    """Sources added, found when due, claimed, and moved on when they were checked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        chat_id: int,
        address: str,
        *,
        made_by: int,
        kind: SourceKind = SourceKind.UNKNOWN,
        thread_id: int | None = None,
        language: str = "",
        revive: bool = True,
    ) -> tuple[Source, bool]:
        """The source, due now, and whether it is new; to `revive` is to watch one again that was stopped."""
        now = self._database.now()
        async with self._database.writing() as session:
            home = chat_id if chat_id == EVERYONE else await current_chat(session, chat_id)
            inserting = self._database.insert(SourceRow).values(
                chat_id=home,
                thread_id=thread_id or NO_THREAD,
                made_by=made_by,
                language=language,
                key=_key(address),
                address=address,
                kind=kind.value,
                **_AT_FIRST,
                added_at=now,
                next_at=now,
            )
            again = {"stopped": "", "trouble": "", "failures": 0, "next_at": now}
            query = inserting.on_conflict_do_update(
                index_elements=["chat_id", "key"],
                set_=again,
                where=(SourceRow.stopped != "") & literal(revive),
            )
            added = (await session.scalars(query.returning(SourceRow))).one_or_none()
            if added is not None:
                return _source(added), True
            known = select(SourceRow).where(SourceRow.chat_id == home, SourceRow.key == _key(address))
            return _source((await session.scalars(known)).one()), False

    async def name(self, addresses: Collection[tuple[str, SourceKind]]) -> None:
        """Let these be watched for everyone because the settings name them, and no others for that reason."""
        keys = [_key(address) for address, _ in addresses]
        named = (SourceRow.chat_id == EVERYONE, SourceRow.made_by == BY_SETTINGS)
        async with self._database.writing() as session:
            await session.execute(delete(SourceRow).where(*named, SourceRow.key.not_in(keys)))
        for address, kind in addresses:
            await self.add(EVERYONE, address, made_by=BY_SETTINGS, kind=kind, revive=False)

    async def get(self, source_id: int) -> Source | None:
        """The source, while there is one."""
        async with self._database.reading() as session:
            row = await session.get(SourceRow, source_id)
        return _source(row) if row else None

    async def of(self, chat_id: int) -> Sequence[Source]:
        """What is watched for the chat, or for `EVERYONE`; oldest first."""
        query = select(SourceRow).where(SourceRow.chat_id == chat_id).order_by(SourceRow.id)
        async with self._database.reading() as session:
            return [_source(row) for row in await session.scalars(query)]

    async def due(self, now: datetime, *, most: int, without: Collection[int] = ()) -> Sequence[Source]:
        """Those due that no process has in hand, the longest due first."""
        query = select(SourceRow).where(_WATCHED, SourceRow.next_at <= now, _free(now))
        query = query.where(SourceRow.id.not_in(without)).order_by(SourceRow.next_at, SourceRow.id)
        async with self._database.reading() as session:
            return [_source(row) for row in await session.scalars(query.limit(most))]

    async def next_due(self, after: datetime) -> datetime | None:
        """When something is due next, later than `after`."""
        query = select(func.min(SourceRow.next_at)).where(_WATCHED, SourceRow.next_at > after)
        async with self._database.reading() as session:
            return await session.scalar(query)

    async def claim(self, source_id: int) -> Source | None:
        """The source as it is now, this process's for a while; None where another has it, or it is gone."""
        now = self._database.now()
        until = now + timedelta(minutes=_MINUTES_HELD)
        query = _one(source_id).where(_free(now)).values(claimed_until=until).returning(SourceRow)
        async with self._database.writing() as session:
            row = (await session.scalars(query)).one_or_none()
            return _source(row) if row else None

    async def keep(self, source: Source) -> bool:
        """Keep how far it has been read, and let go of it; False when it is no longer watched by anyone."""
        return await self._changed(_one(source.id).values(**kept_values(source), claimed_until=None))

    async def let_go(self, source_id: int) -> None:
        """Let any process take it up."""
        await self._changed(_one(source_id).values(claimed_until=None))

    async def remove(self, source_id: int) -> bool:
        """Strike it off with its entries; False when it was."""
        query = delete(SourceRow).where(SourceRow.id == source_id)
        async with self._database.writing() as session:
            return cast("CursorResult[object]", await session.execute(query)).rowcount == 1

    async def _changed(self, query: Update) -> bool:
        async with self._database.writing() as session:
            return cast("CursorResult[object]", await session.execute(query)).rowcount == 1


_AT_FIRST: dict[str, object] = {
    "title": "",
    "etag": "",
    "modified": "",
    "content": "",
    "every_seconds": 0,
    "failures": 0,
    "trouble": "",
    "stopped": "",
}


def kept_values(source: Source) -> dict[str, object]:
    """The columns that change when a source is checked."""
    return {
        "address": source.address,
        "kind": source.kind.value,
        "title": source.title,
        "etag": source.etag,
        "modified": source.modified,
        "content": source.content,
        "every_seconds": int(source.every.total_seconds()),
        "failures": source.failures,
        "trouble": source.trouble,
        "stopped": source.stopped,
        "next_at": source.next_at,
        "checked_at": source.checked_at,
    }


def _key(address: str) -> str:
    return digest(address)


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(SourceRow.claimed_until.is_(None), SourceRow.claimed_until <= now)


def _one(source_id: int) -> Update:
    return update(SourceRow).where(SourceRow.id == source_id)


def _source(row: SourceRow) -> Source:
    return Source(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id or None,
        made_by=row.made_by,
        language=row.language,
        address=row.address,
        kind=SourceKind(row.kind),
        title=row.title,
        etag=row.etag,
        modified=row.modified,
        content=row.content,
        every=timedelta(seconds=row.every_seconds),
        failures=row.failures,
        trouble=row.trouble,
        stopped=row.stopped,
        next_at=row.next_at,
        checked_at=row.checked_at,
    )
