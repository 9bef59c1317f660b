"""How much users and chats may ask: questions in a sliding window, tokens per day, counted when checked.

Of two processes one waits for the other at the row it counts in, so together they admit no more than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chat.state.database import Database
from chat.state.model import Admission, Allowance, Limits, Refusal
from chat.state.prepared import run, table_of
from chat.state.tables import BudgetRow, WindowRow

CHAT, USER = "chat", "user"
_QUESTIONS = {CHAT: Refusal.CHAT_QUESTIONS, USER: Refusal.USER_QUESTIONS}
_TOKENS = {CHAT: Refusal.CHAT_TOKENS, USER: Refusal.USER_TOKENS}
_Subjects = Sequence[tuple[str, int, Allowance]]
_WINDOWS = table_of(WindowRow)
_COUNTED = (
    update(_WINDOWS)
    .where(_WINDOWS.c.scope == bindparam("of"), _WINDOWS.c.subject_id == bindparam("subject"))
    .values(moments=bindparam("counted"))
)


class LimitCounts:
    """The counts, and the decision."""

    def __init__(self, database: Database) -> None:
        self._database = database
        insert = database.insert(WindowRow)
        self._touching = insert.on_conflict_do_update(
            index_elements=["scope", "subject_id"], set_={"touched_at": insert.excluded.touched_at}
        ).returning(_WINDOWS.c.scope, _WINDOWS.c.moments)

    async def admit(self, chat_id: int, user_id: int, limits: Limits, *, tokens: int = 0) -> Admission:
        """Count a question and reserve `tokens`, if all limits of user and chat allow it; else count nothing.

        `tokens` is what the answer may need at most; an answer that asks no model needs 0, and no token
        budget stands in its way. Reserved tokens are to be settled.
        """
        now = self._database.now()
        admission = Admission(chat_id, user_id, now.date(), tokens)
        # Always in this order: two that wait for each other's row would wait for ever.
        subjects = ((CHAT, chat_id, limits.chat), (USER, user_id, limits.user))
        async with self._database.writing() as session:
            windows = await self._windows(session, subjects, now)
            for scope, _, allowance in subjects:
                wait = _wait_for_question(windows.get(scope), allowance, limits.window, now)
                if wait is not None:
                    return _refused(admission, _QUESTIONS[scope], wait)
            budgets = await self._added(session, now.date(), subjects, 0) if tokens else {}
            for scope, _, allowance in subjects:
                if (
                    tokens
                    and allowance.tokens is not None
                    and budgets[scope].used + tokens > allowance.tokens
                ):
                    never = tokens > allowance.tokens
                    return _refused(admission, _TOKENS[scope], None if never else _until_midnight(now))
            counted = [
                {"of": scope, "subject": subject_id, "counted": _counted(windows[scope], limits.window, now)}
                for scope, subject_id, _ in subjects
                if scope in windows
            ]
            if counted:
                await run(session, _COUNTED, counted)
            for budget in budgets.values():  # the unlimited too: operators see the sum
                budget.used += tokens
        return admission

    async def settle(self, admission: Admission, used: int) -> None:
        """Replace what was reserved by what was used, on the day of the admission."""
        difference = used - admission.reserved
        if not admission.allowed or not difference:
            return
        none = Allowance()
        subjects = ((CHAT, admission.chat_id, none), (USER, admission.user_id, none))
        async with self._database.writing() as session:
            await self._added(session, admission.day, subjects, difference)

    async def used_today(self, *, chat_id: int | None = None, user_id: int | None = None) -> int:
        """The tokens that a chat, or a user, has used or reserved today in UTC."""
        scope, subject_id = (USER, user_id) if chat_id is None else (CHAT, chat_id)
        query = select(func.coalesce(func.max(BudgetRow.used), 0)).where(
            BudgetRow.day == self._database.now().date(),
            BudgetRow.scope == scope,
            BudgetRow.subject_id == subject_id,
        )
        async with self._database.reading() as session:
            return await session.scalar(query) or 0

    async def _windows(self, session: AsyncSession, subjects: _Subjects, now: datetime) -> dict[str, str]:
        """The moments by scope, where questions are limited: in rows made if not there, and locked."""
        rows = [
            {"scope": scope, "subject_id": subject_id, "moments": "", "touched_at": now}
            for scope, subject_id, allowance in subjects
            if allowance.questions
        ]
        found = await run(session, self._touching, rows) if rows else ()
        return {row.scope: row.moments for row in found}

    async def _added(
        self, session: AsyncSession, day: date, subjects: _Subjects, tokens: int
    ) -> dict[str, BudgetRow]:
        """The day's budgets, which begin at nothing, with the tokens added, and locked."""
        rows = [
            {"day": day, "scope": scope, "subject_id": subject_id, "used": tokens}
            for scope, subject_id, _ in subjects
        ]
        query = (
            self._database.insert(BudgetRow)
            .values(rows)
            .on_conflict_do_update(
                index_elements=["day", "scope", "subject_id"], set_={"used": BudgetRow.used + tokens}
            )
            .returning(BudgetRow)
        )
        return {row.scope: row for row in await session.scalars(query)}


def _wait_for_question(
    window: str | None, allowance: Allowance, length: timedelta, now: datetime
) -> timedelta | None:
    """How long until one more question fits; None when it fits now. `timedelta.max` is never."""
    if allowance.questions is None:
        return None
    if window is None or allowance.questions <= 0:
        return timedelta.max
    moments = _within(window, length, now)
    if len(moments) < allowance.questions:
        return None
    free_at = moments[-allowance.questions] + _milliseconds(length)
    return timedelta(milliseconds=max(free_at - _stamp(now), 1))


def _counted(window: str, length: timedelta, now: datetime) -> str:
    return " ".join(map(str, [*_within(window, length, now), _stamp(now)]))


def _within(moments: str, length: timedelta, now: datetime) -> list[int]:
    """The moments of the window that ends now, in order.

    One a little ahead is from another process's clock; one far ahead, from before a clock was set back.
    """
    end, window = _stamp(now), _milliseconds(length)
    return sorted(min(each, end) for each in map(int, moments.split()) if abs(end - each) < window)


def _stamp(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _milliseconds(length: timedelta) -> int:
    return length // timedelta(milliseconds=1)


def _until_midnight(now: datetime) -> timedelta:
    return datetime.combine(now.date() + timedelta(days=1), time(), UTC) - now


def _refused(admission: Admission, refusal: Refusal, wait: timedelta | None) -> Admission:
    return replace(admission, reserved=0, refusal=refusal, wait=None if wait == timedelta.max else wait)
