"""What chats are told by the clock: who wants which briefing where, and what is due next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, Update, delete, func, literal_column, or_, select, update

from chat.state.chats import current_chat
from chat.state.database import Database
from chat.state.model import Pause, Subscription, Wish
from chat.state.tables import NO_THREAD, SubscriptionRow
from index.model import Voice

_ACTIVE = SubscriptionRow.paused == literal_column("''")
"""Written out, so that the databases see that the index of active subscriptions will do."""


class Subscriptions:
    """Subscriptions made, found when due, and moved on when delivered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, wish: Wish, next_at: datetime, covered_until: datetime) -> Subscription:
        """The wish, kept: first due at `next_at`, telling of what comes after `covered_until`."""
        async with self._database.writing() as session:
            row = SubscriptionRow(
                chat_id=await current_chat(session, wish.chat_id),
                thread_id=wish.thread_id or NO_THREAD,
                made_by=wish.made_by,
                schedule=wish.schedule,
                about=wish.about,
                voices=" ".join(sorted(wish.voices)),
                language=wish.language,
                tell_nothing=wish.tell_nothing,
                paused="",
                next_at=next_at,
                covered_until=covered_until,
            )
            session.add(row)
            await session.flush()
            return _subscription(row)

    async def get(self, subscription_id: int) -> Subscription | None:
        """The subscription, while there is one."""
        async with self._database.reading() as session:
            row = await session.get(SubscriptionRow, subscription_id)
        return _subscription(row) if row else None

    async def of(self, chat_id: int, user_id: int | None = None) -> Sequence[Subscription]:
        """Those of the chat and, with `user_id`, those that this user made elsewhere; oldest first."""
        here = SubscriptionRow.chat_id == chat_id
        which = here if user_id is None else or_(here, SubscriptionRow.made_by == user_id)
        query = select(SubscriptionRow).where(which).order_by(SubscriptionRow.id)
        async with self._database.reading() as session:
            return [_subscription(row) for row in await session.scalars(query)]

    async def due(
        self, now: datetime, *, most: int, without: Collection[int] = (), not_in: Collection[int] = ()
    ) -> Sequence[Subscription]:
        """Those due, the longest due first, except `without` and those of chats `not_in`."""
        query = select(SubscriptionRow).where(_ACTIVE, SubscriptionRow.next_at <= now)
        query = query.where(SubscriptionRow.id.not_in(without), SubscriptionRow.chat_id.not_in(not_in))
        in_order = query.order_by(SubscriptionRow.next_at, SubscriptionRow.id).limit(most)
        async with self._database.reading() as session:
            return [_subscription(row) for row in await session.scalars(in_order)]

    async def next_due(self, after: datetime) -> datetime | None:
        """When something is due next, later than `after`."""
        query = select(func.min(SubscriptionRow.next_at)).where(_ACTIVE, SubscriptionRow.next_at > after)
        async with self._database.reading() as session:
            return await session.scalar(query)

    async def begin_sending(self, subscription_id: int, turn_id: int) -> bool:
        """Mark that this briefing is about to go out; False when nobody wants it any more."""
        query = _one(subscription_id).where(_ACTIVE).values(sending_turn_id=turn_id)
        return await self._changed(query)

    async def delivered(
        self,
        given: Subscription,
        next_at: datetime,
        *,
        covered_until: datetime | None = None,
        turn_id: int | None = None,
    ) -> bool:
        """Move on to the next moment; False when it had been moved on, or is gone."""
        values: dict[str, object] = {"next_at": next_at, "sending_turn_id": None}
        if covered_until is not None:
            values["covered_until"] = covered_until
        if turn_id is not None:
            values["last_turn_id"] = turn_id
        query = _one(given.id).where(SubscriptionRow.next_at == given.next_at).values(values)
        return await self._changed(query)

    async def pause(self, subscription_id: int, why: Pause) -> bool:
        """Let it rest; False when it does already."""
        return await self._changed(_one(subscription_id).where(_ACTIVE).values(paused=why.value))

    async def pause_chat(self, chat_id: int, why: Pause) -> Sequence[Subscription]:
        """Let all of a chat rest; those that did not."""
        query = update(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id, _ACTIVE)
        async with self._database.writing() as session:
            rows = await session.scalars(query.values(paused=why.value).returning(SubscriptionRow))
            return [_subscription(row) for row in rows.all()]

    async def resume(self, subscription_id: int, next_at: datetime) -> bool:
        """Let it go on, first at `next_at`; False when it is gone."""
        query = _one(subscription_id).values(paused="", next_at=next_at, sending_turn_id=None)
        return await self._changed(query)

    async def tell_nothing(self, subscription_id: int, tell: bool) -> bool:
        """Whether a line says so when there is nothing new; False when it is gone."""
        return await self._changed(_one(subscription_id).values(tell_nothing=tell))

    async def remove(self, subscription_id: int) -> bool:
        """Strike it off; False when it was."""
        query = delete(SubscriptionRow).where(SubscriptionRow.id == subscription_id)
        async with self._database.writing() as session:
            return cast("CursorResult[object]", await session.execute(query)).rowcount == 1

    async def _changed(self, query: Update) -> bool:
        async with self._database.writing() as session:
            return cast("CursorResult[object]", await session.execute(query)).rowcount == 1


def _one(subscription_id: int) -> Update:
    return update(SubscriptionRow).where(SubscriptionRow.id == subscription_id)


def _subscription(row: SubscriptionRow) -> Subscription:
    wish = Wish(
        chat_id=row.chat_id,
        thread_id=row.thread_id or None,
        made_by=row.made_by,
        schedule=row.schedule,
        about=row.about,
        voices=frozenset(Voice(each) for each in row.voices.split() if each in set(Voice)),
        language=row.language,
        tell_nothing=row.tell_nothing,
    )
    return Subscription(
        id=row.id,
        wish=wish,
        next_at=row.next_at,
        covered_until=row.covered_until,
        paused=Pause(row.paused) if row.paused else None,
        sending_turn=row.sending_turn_id,
        last_turn=row.last_turn_id,
    )
