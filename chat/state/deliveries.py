"""What goes out once, such as a briefing at its hour: by key, whichever process sends it."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from sqlalchemy import CursorResult, update

from chat.state.database import Database
from chat.state.tables import DeliveryRow


class Deliveries:
    """Deliveries claimed and finished by `owner`; a claim lasts for `lease`."""

    def __init__(self, database: Database, owner: str, lease: timedelta) -> None:
        self._database = database
        self._owner = owner
        self._lease = lease

    async def claim(self, key: str, chat_id: int) -> bool:
        """True when this process is to send it: nobody has, and nobody is about to.

        Keys have at most 200 characters, and are best made of a subscription's id and its hour: a chat's id
        changes when it becomes a supergroup.
        """
        now = self._database.now()
        claimed = {"owner": self._owner, "claimed_until": now + self._lease}
        insert = self._database.insert(DeliveryRow).values(
            key=key, chat_id=chat_id, finished_at=None, **claimed
        )
        query = insert.on_conflict_do_update(
            index_elements=["key"],
            set_=claimed,
            where=DeliveryRow.finished_at.is_(None) & (DeliveryRow.claimed_until <= now),
        ).returning(DeliveryRow.key)
        async with self._database.writing() as session:
            return (await session.execute(query)).one_or_none() is not None

    async def finish(self, key: str) -> bool:
        """Mark it as sent; False when another process has taken it over."""
        query = (
            update(DeliveryRow)
            .where(
                DeliveryRow.key == key, DeliveryRow.owner == self._owner, DeliveryRow.finished_at.is_(None)
            )
            .values(finished_at=self._database.now())
        )
        async with self._database.writing() as session:
            return cast("CursorResult[object]", await session.execute(query)).rowcount == 1

    async def give_up(self, key: str) -> None:
        """Let anybody try again at once what was claimed and could not be done."""
        query = update(DeliveryRow).where(DeliveryRow.key == key, DeliveryRow.owner == self._owner)
        async with self._database.writing() as session:
            await session.execute(
                query.where(DeliveryRow.finished_at.is_(None)).values(claimed_until=self._database.now())
            )

    async def renew(self) -> int:
        """Prolong all claims of this process by a lease from now; how many there are."""
        return await self._held(claimed_until=self._database.now() + self._lease)

    async def release(self) -> int:
        """Give back what was claimed and not finished, for the next process to send at once; how many."""
        return await self._held(claimed_until=self._database.now())

    async def _held(self, **values: object) -> int:
        query = update(DeliveryRow).where(DeliveryRow.owner == self._owner, DeliveryRow.finished_at.is_(None))
        async with self._database.writing() as session:
            return cast("CursorResult[object]", await session.execute(query.values(values))).rowcount
