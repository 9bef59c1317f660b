"""The entries of what is watched: which were seen, and which are still to be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chat.state.database import Database
from chat.state.model import Found, Source, WaitingEntry
from chat.state.sources import kept_values
from chat.state.tables import EntryRow, SourceRow

_WAITING, _READ, _LEFT = "waiting", "read", "left"
_REMEMBERED = timedelta(days=180)
"""How long an entry that its source no longer shows is known again."""
_AT_ONCE = 200
_CONTENTS = 5_000


class Entries:
    """Entries noted once, read once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, source: Source, found: Sequence[Found], *, most: int | None = None) -> int:
        """Keep how far a source has been read, and what is new in it; how many entries are to be read.

        `found` is oldest first. Known is an entry of the same source, or of the same address in any source
        of the same chat. With `most`, only the latest so many are to be read.
        """
        async with self._database.writing() as session:
            query = update(SourceRow).where(SourceRow.id == source.id).values(kept_values(source))
            chat = await session.scalar(query.returning(SourceRow.chat_id))
            if chat is None:  # nobody watches it any more
                return 0
            new = await self._unknown(session, source.id, chat, found)
            kept = new if most is None else new[max(0, len(new) - most) :]
            await self._insert(session, source.id, new, {each.key for each in kept})
            await self._prune(session, source.id)
            return len(kept)

    async def waiting(self, source_id: int, most: int) -> Sequence[WaitingEntry]:
        """What is to be read of a source, what waits longest first."""
        query = select(EntryRow).where(EntryRow.source_id == source_id, EntryRow.status == _WAITING)
        async with self._database.reading() as session:
            rows = await session.scalars(query.order_by(EntryRow.tries, EntryRow.id).limit(most))
            return [WaitingEntry(row.id, row.place, row.payload, row.tries) for row in rows]

    async def read(self, entry_id: int, document_id: str, content: str) -> None:
        """Mark that it was read, into this document."""
        await self._done(entry_id, status=_READ, document_id=document_id, content=content)

    async def leave(self, entry_id: int) -> None:
        """Mark that it is not to be read: its words were known, or there are none to be had."""
        await self._done(entry_id, status=_LEFT)

    async def put_off(self, entry_id: int) -> None:
        """Let it be tried again another time."""
        query = update(EntryRow).where(EntryRow.id == entry_id).values(tries=EntryRow.tries + 1)
        async with self._database.writing() as session:
            await session.execute(query)

    async def has(self, source_id: int, key: str) -> bool:
        """True when the source has shown this."""
        query = select(EntryRow.id).where(EntryRow.source_id == source_id, EntryRow.key == key)
        async with self._database.reading() as session:
            return await session.scalar(query) is not None

    async def note_version(
        self, source_id: int, key: str, document_id: str = "", content: str = ""
    ) -> Sequence[str]:
        """Note what a page shows now; the documents that its new one, if there is one, replaces."""
        insert = self._database.insert(EntryRow).values(
            source_id=source_id,
            key=key,
            place="",
            content=content,
            document_id=document_id,
            payload="",
            status=_READ if document_id else _LEFT,
            tries=0,
            seen_at=self._database.now(),
        )
        earlier = EntryRow.source_id == source_id, EntryRow.document_id.not_in(["", document_id])
        async with self._database.writing() as session:
            if await session.get(SourceRow, source_id) is None:
                return ()
            old = (
                [*await session.scalars(select(EntryRow.document_id).where(*earlier))] if document_id else []
            )
            if document_id:
                await session.execute(update(EntryRow).where(*earlier).values(document_id="", status=_LEFT))
            shown = {"document_id": document_id, "content": content, "status": _READ}
            await session.execute(
                insert.on_conflict_do_update(index_elements=["source_id", "key"], set_=shown)
                if document_id
                else insert.on_conflict_do_nothing()
            )
            return old

    async def contents(self, chat_id: int) -> frozenset[str]:
        """Digests of the words of the entries read last for a chat, or for everyone."""
        query = (
            select(EntryRow.content)
            .join(SourceRow, SourceRow.id == EntryRow.source_id)
            .where(SourceRow.chat_id == chat_id, EntryRow.content != "")
        )
        async with self._database.reading() as session:
            return frozenset(await session.scalars(query.order_by(EntryRow.id.desc()).limit(_CONTENTS)))

    async def count_read(self, source_id: int) -> int:
        """How many entries of a source were read."""
        query = select(func.count()).where(EntryRow.source_id == source_id, EntryRow.status == _READ)
        async with self._database.reading() as session:
            return await session.scalar(query) or 0

    async def _unknown(
        self, session: AsyncSession, source_id: int, chat_id: int, found: Sequence[Found]
    ) -> list[Found]:
        """Those that were not seen; those that were are noted as seen now."""
        now = self._database.now()
        known: set[str] = set()
        places: set[str] = set()
        for start in range(0, len(found), _AT_ONCE):
            some = found[start : start + _AT_ONCE]
            mine = EntryRow.source_id == source_id, EntryRow.key.in_([each.key for each in some])
            seen = update(EntryRow).where(*mine).values(seen_at=now).returning(EntryRow.key)
            known.update(await session.scalars(seen.execution_options(synchronize_session=False)))
            there = (
                select(EntryRow.place)
                .join(SourceRow, SourceRow.id == EntryRow.source_id)
                .where(SourceRow.chat_id == chat_id)
                .where(EntryRow.place.in_([each.place for each in some if each.place]))
            )
            places.update(await session.scalars(there))
        new: dict[str, Found] = {}
        for each in found:
            if each.key not in known and each.place not in places:
                new.setdefault(each.key, each)
                places.update({each.place} - {""})
        return list(new.values())

    async def _insert(
        self, session: AsyncSession, source_id: int, new: Sequence[Found], kept: set[str]
    ) -> None:
        now = self._database.now()
        rows = [
            {
                "source_id": source_id,
                "key": each.key,
                "place": each.place,
                "content": "",
                "document_id": "",
                "payload": each.payload if each.key in kept else "",
                "status": _WAITING if each.key in kept else _LEFT,
                "tries": 0,
                "seen_at": now,
            }
            for each in new
        ]
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            await session.execute(self._database.insert(EntryRow).values(some).on_conflict_do_nothing())

    async def _prune(self, session: AsyncSession, source_id: int) -> None:
        old = EntryRow.seen_at < self._database.now() - _REMEMBERED
        await session.execute(
            delete(EntryRow).where(EntryRow.source_id == source_id, EntryRow.status != _WAITING, old)
        )

    async def _done(self, entry_id: int, **values: object) -> None:
        query = update(EntryRow).where(EntryRow.id == entry_id).values(payload="", **values)
        async with self._database.writing() as session:
            await session.execute(query)
