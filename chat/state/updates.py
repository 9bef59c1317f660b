"""The updates that were taken in hand, so that each is once."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from chat.state.database import Database
from chat.state.prepared import run, table_of
from chat.state.tables import UpdateRow

_UPDATES = table_of(UpdateRow)


class Updates:
    """Which updates were handled."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._marking = (
            database.insert(UpdateRow)
            .on_conflict_do_nothing(index_elements=["update_id"])
            .returning(_UPDATES.c.update_id)
        )

    async def first_time(self, update_id: int) -> bool:
        """True once for an update, whichever process asks; questions go to `Questions.receive` instead."""
        async with self._database.writing() as session:
            return update_id in await self.mark(session, [update_id])

    async def mark(self, session: AsyncSession, update_ids: Iterable[int]) -> set[int]:
        """Note updates within a transaction; those of them that had not been noted."""
        now = self._database.now()
        rows = [{"update_id": each, "handled_at": now} for each in dict.fromkeys(update_ids)]
        return set((await run(session, self._marking, rows)).scalars()) if rows else set()
