"""The updates that were taken in hand, so that each is once."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from chat.state.database import Database
from chat.state.tables import UpdateRow


class Updates:
    """Which updates were handled."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def first_time(self, update_id: int) -> bool:
        """True once for an update, whichever process asks; questions go to `Questions.receive` instead."""
        async with self._database.writing() as session:
            return await mark_handled(self._database, session, update_id)


async def mark_handled(database: Database, session: AsyncSession, update_id: int) -> bool:
    """Note an update within a transaction; False when it had been noted."""
    insert = database.insert(UpdateRow).values(update_id=update_id, handled_at=database.now())
    query = insert.on_conflict_do_nothing(index_elements=["update_id"]).returning(UpdateRow.update_id)
    return (await session.execute(query)).one_or_none() is not None
