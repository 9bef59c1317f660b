"""Questions from their arrival to their answer: each once, also after a restart or with two processes.

A process claims a question under its owner's name for a while, and renews its claims while it works. What is
neither finished nor renewed goes to whoever asks next, in the order received: of one chat and thread only
the oldest, so that answers keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Row, bindparam, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from chat.state.database import Database
from chat.state.model import Arrived, PendingQuestion
from chat.state.prepared import run, table_of
from chat.state.tables import NO_THREAD, QuestionRow
from chat.state.updates import Updates

WAITING, SENDING, DONE = "waiting", "sending", "done"
OPEN = QuestionRow.status != literal_column(f"'{DONE}'")
"""Written out, so that the databases see that the index of open questions will do."""
_QUESTIONS = table_of(QuestionRow)
_OURS = (
    update(_QUESTIONS)
    .where(_QUESTIONS.c.id == bindparam("question"), _QUESTIONS.c.owner == bindparam("ours"))
    .where(_QUESTIONS.c.status != literal_column(f"'{DONE}'"))
)
_SENDING = _OURS.values(status=SENDING, claimed_until=bindparam("until"))
_FINISHED = _OURS.values(status=DONE, payload="", owner=None, claimed_until=None)


class Questions:
    """The questions that are not answered yet, as `owner` sees them; claims last for `lease`."""

    def __init__(self, database: Database, owner: str, lease: timedelta) -> None:
        self._database = database
        self._owner = owner
        self._lease = lease
        self._updates = Updates(database)
        self._keeping = (
            database.insert(QuestionRow)
            .on_conflict_do_nothing(index_elements=["sent_in", "message_id"])
            .returning(*_QUESTIONS.c)
        )

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
            new = await self._updates.mark(session, (each.update_id for each in arrived))
            kept: dict[int, PendingQuestion] = {}
            for some in _at_once([each for each in arrived if each.update_id in new]):
                rows = await run(session, self._keeping, [self._row(each) for each in some])
                found = {row.message_id and (row.sent_in, row.message_id): row for row in rows}
                for each in some:
                    row = found.pop(each.message_id and (each.chat_id, each.message_id), None)
                    if row is not None:
                        kept[each.update_id] = _pending(row, interrupted=False)
        return [kept.get(each.update_id) for each in arrived]

    def _row(self, arrived: Arrived) -> dict[str, Any]:
        now = self._database.now()
        return {
            "chat_id": arrived.chat_id,
            "sent_in": arrived.chat_id,
            "thread_id": arrived.thread_id or NO_THREAD,
            "user_id": arrived.user_id,
            "message_id": arrived.message_id,
            "payload": arrived.payload,
            "received_at": now,
            "status": WAITING,
            "owner": self._owner,
            "claimed_until": now + self._lease,
            "tries": 1,
        }

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
    values = {"question": question_id, "ours": owner, "until": database.now() + lease}
    return (await run(session, _SENDING, values)).rowcount == 1


async def mark_finished(session: AsyncSession, question_id: int, owner: str) -> bool:
    """Finish the owner's question within a transaction; False when it is not the owner's."""
    return (await run(session, _FINISHED, {"question": question_id, "ours": owner})).rowcount == 1


def _at_once(arrived: Sequence[Arrived]) -> list[list[Arrived]]:
    """Those of messages together; what has no message of its own cannot be told apart and comes alone."""
    with_message = [each for each in arrived if each.message_id is not None]
    alone = [[each] for each in arrived if each.message_id is None]
    return [with_message, *alone] if with_message else alone


def _pending(row: QuestionRow | Row[Any], *, interrupted: bool) -> PendingQuestion:
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
