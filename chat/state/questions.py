"""Questions from their arrival to their answer: each once, also after a restart or with two processes.

A process claims a question under its owner's name for a while, and renews its claims while it works. What is
neither finished nor renewed goes to whoever asks next, in the order received: of one chat and thread only
the oldest, so that answers keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from sqlalchemy import CursorResult, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from chat.state.database import Database
from chat.state.model import Arrived, PendingQuestion
from chat.state.tables import NO_THREAD, QuestionRow
from chat.state.updates import mark_handled

WAITING, SENDING, DONE = "waiting", "sending", "done"
OPEN = QuestionRow.status != literal_column(f"'{DONE}'")
"""Written out, so that the databases see that the index of open questions will do."""


class Questions:
    """The questions that are not answered yet, as `owner` sees them; claims last for `lease`."""

    def __init__(self, database: Database, owner: str, lease: timedelta) -> None:
        self._database = database
        self._owner = owner
        self._lease = lease

    async def receive(
        self,
        update_id: int,
        *,
        chat_id: int,
        thread_id: int | None,
        user_id: int,
        message_id: int | None,
        payload: str,
    ) -> PendingQuestion | None:
        """Keep a question that has just come, claimed by this process, and its update as handled.

        All or nothing. None when the update was handled before, or its message was (it has been edited).
        """
        arrived = Arrived(update_id, chat_id, thread_id, user_id, message_id, payload)
        return (await self.receive_all([arrived]))[0]

    async def receive_all(self, arrived: Sequence[Arrived]) -> list[PendingQuestion | None]:
        """As `receive`, for several in one transaction, in order."""
        async with self._database.writing() as session:
            return [await self._received(session, each) for each in arrived]

    async def _received(self, session: AsyncSession, arrived: Arrived) -> PendingQuestion | None:
        now = self._database.now()
        if not await mark_handled(self._database, session, arrived.update_id):
            return None
        insert = self._database.insert(QuestionRow).values(
            chat_id=arrived.chat_id,
            sent_in=arrived.chat_id,
            thread_id=arrived.thread_id or NO_THREAD,
            user_id=arrived.user_id,
            message_id=arrived.message_id,
            payload=arrived.payload,
            received_at=now,
            status=WAITING,
            owner=self._owner,
            claimed_until=now + self._lease,
            tries=1,
        )
        query = insert.on_conflict_do_nothing(index_elements=["sent_in", "message_id"]).returning(QuestionRow)
        row = (await session.scalars(query)).one_or_none()
        return _pending(row, interrupted=False) if row else None

    async def claim_next(self) -> PendingQuestion | None:
        """The oldest question that nobody is at work on, now this process's; None when all are in hand."""
        now = self._database.now()
        earlier = aliased(QuestionRow)
        ahead = (
            select(earlier.id)
            .where(
                earlier.chat_id == QuestionRow.chat_id,
                earlier.thread_id == QuestionRow.thread_id,
                earlier.status != literal_column(f"'{DONE}'"),
                earlier.id < QuestionRow.id,
            )
            .exists()
        )
        free = (
            select(QuestionRow)
            .where(
                OPEN,
                or_(QuestionRow.owner.is_(None), QuestionRow.claimed_until <= now),
                ~ahead,
            )
            .order_by(QuestionRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        async with self._database.writing() as session:
            row = await session.scalar(free)
            if row is None:
                return None
            interrupted = row.status == SENDING
            row.status, row.owner, row.claimed_until = WAITING, self._owner, now + self._lease
            row.tries += 1
            return _pending(row, interrupted=interrupted)

    async def renew(self) -> int:
        """Prolong all claims of this process by a lease from now; how many there are."""
        query = (
            update(QuestionRow)
            .where(QuestionRow.owner == self._owner, OPEN)
            .values(claimed_until=self._database.now() + self._lease)
        )
        async with self._database.writing() as session:
            return cast("CursorResult[object]", await session.execute(query)).rowcount

    async def begin_sending(self, question_id: int) -> bool:
        """Mark that the answer is about to go out; False when the question is no longer this process's.

        Asked just before the first message is sent: whoever loses the claim must not send.
        """
        async with self._database.writing() as session:
            claims = self._owner, self._lease
            return await mark_sending(self._database, session, question_id, claims)

    async def finish(self, question_id: int) -> bool:
        """Mark a question as answered, or not to be, and erase its payload; False when it is not ours."""
        async with self._database.writing() as session:
            return await mark_finished(session, question_id, self._owner)

    async def release(self) -> int:
        """Give back all claims of this process at its end, for the next to take at once; how many."""
        query = (
            update(QuestionRow)
            .where(QuestionRow.owner == self._owner, OPEN)
            .values(owner=None, claimed_until=None)
        )
        async with self._database.writing() as session:
            return cast("CursorResult[object]", await session.execute(query)).rowcount


async def mark_sending(
    database: Database, session: AsyncSession, question_id: int, claims: tuple[str, timedelta]
) -> bool:
    """Mark an owner's question as being sent within a transaction; False when it is not the owner's."""
    owner, lease = claims
    query = (
        update(QuestionRow)
        .where(QuestionRow.id == question_id, QuestionRow.owner == owner, OPEN)
        .values(status=SENDING, claimed_until=database.now() + lease)
    )
    return cast("CursorResult[object]", await session.execute(query)).rowcount == 1


async def mark_finished(session: AsyncSession, question_id: int, owner: str) -> bool:
    """Finish the owner's question within a transaction; False when it is not the owner's."""
    query = (
        update(QuestionRow)
        .where(QuestionRow.id == question_id, QuestionRow.owner == owner, OPEN)
        .values(status=DONE, payload="", owner=None, claimed_until=None)
    )
    return cast("CursorResult[object]", await session.execute(query)).rowcount == 1


def _pending(row: QuestionRow, *, interrupted: bool) -> PendingQuestion:
    return PendingQuestion(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id or None,
        user_id=row.user_id,
        message_id=row.message_id,
        payload=row.payload,
        received_at=row.received_at,
        tries=row.tries,
        interrupted=interrupted,
    )
