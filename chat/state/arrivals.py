"""When each document of the common collection came: what is new is what came since."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from chat.state.database import Database
from chat.state.tables import ArrivalRow

_AT_ONCE = 200
_SINCE_KEPT = 64


class Arrivals:
    """First sights of documents."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._noted: frozenset[str] = frozenset()
        self._since: OrderedDict[tuple[datetime, datetime], frozenset[str]] = OrderedDict()

    async def note(self, document_ids: Collection[str]) -> datetime:
        """The moment up to which it is known what came: these are noted, the unknown ones as just come."""
        missing = sorted(set(document_ids) - self._noted)
        if not missing:
            return self._database.now()
        async with self._database.writing() as session:
            now = self._database.now()
            for start in range(0, len(missing), _AT_ONCE):
                rows = [{"document_id": each, "noted_at": now} for each in missing[start : start + _AT_ONCE]]
                await session.execute(self._database.insert(ArrivalRow).values(rows).on_conflict_do_nothing())
        self._noted = frozenset(document_ids)
        return now

    async def since(self, after: datetime, until: datetime) -> frozenset[str]:
        """The documents that came after the one moment, and not after the other, which is one of `note`."""
        known = self._since.get((after, until))
        if known is not None:
            return known
        query = select(ArrivalRow.document_id).where(
            ArrivalRow.noted_at > after, ArrivalRow.noted_at <= until
        )
        async with self._database.reading() as session:
            found = frozenset(await session.scalars(query))
        self._since[after, until] = found  # what came up to a moment that was noted stays so
        while len(self._since) > _SINCE_KEPT:
            self._since.popitem(last=False)
        return found
