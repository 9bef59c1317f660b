"""What happens to a chat as a whole: it becomes a supergroup, or wants to be forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chat.state.database import Database
from chat.state.limits import CHAT
from chat.state.model import Standing
from chat.state.questions import DONE
from chat.state.tables import (
    BeginningRow,
    BudgetRow,
    ButtonRow,
    ChatRow,
    DeliveryRow,
    DocumentRow,
    QuestionRow,
    SettingsRow,
    SourceRow,
    SubscriptionRow,
    TurnRow,
    UpdateRow,
    WindowRow,
)

# Rows of which a chat may have any number, and which nothing of the new id can be in the way of.
_MANY = (TurnRow, ButtonRow, QuestionRow, DeliveryRow, SubscriptionRow)
_FORGOTTEN = (
    ButtonRow,
    TurnRow,
    BeginningRow,
    QuestionRow,
    DeliveryRow,
    DocumentRow,
    SettingsRow,
    SourceRow,
    SubscriptionRow,
)


async def migrate_chat(database: Database, old: int, new: int) -> None:
    """Move everything of a group to the supergroup that it became, in one transaction; again does nothing.

    What the new id has already (it may have spoken first) stays, and is joined by what can be joined.
    """
    if old == new:
        return
    async with database.writing() as session:
        for table in _MANY:
            await session.execute(update(table).where(table.chat_id == old).values(chat_id=new))
        await _move_documents(session, old, new)
        await _move_sources(session, old, new)
        await _move_settings(session, old, new)
        await _move_beginnings(database, session, old, new)
        await _move_counts(database, session, old, new)
        await _move_chat(database, session, old, new)


async def forget_chat(database: Database, chat_id: int) -> None:
    """Erase everything that is kept of a chat, questions in hand included, in one transaction.

    What its users have used of their own limits stays: forgetting must not refill them.
    """
    async with database.writing() as session:
        for table in _FORGOTTEN:
            await session.execute(delete(table).where(table.chat_id == chat_id))
        for counts in (WindowRow, BudgetRow):
            await session.execute(delete(counts).where(counts.scope == CHAT, counts.subject_id == chat_id))
        await session.execute(delete(ChatRow).where((ChatRow.id == chat_id) | (ChatRow.moved_to == chat_id)))


async def prune(database: Database, before: datetime) -> None:
    """Drop what served its purpose before that moment: marks of updates, finished questions, old counts."""
    async with database.writing() as session:
        await session.execute(delete(UpdateRow).where(UpdateRow.handled_at < before))
        await session.execute(
            delete(QuestionRow).where(QuestionRow.status == DONE, QuestionRow.received_at < before)
        )
        await session.execute(delete(WindowRow).where(WindowRow.touched_at < before))
        await session.execute(delete(BudgetRow).where(BudgetRow.day < before.date()))
        await session.execute(delete(DeliveryRow).where(DeliveryRow.finished_at < before))


async def _move_documents(session: AsyncSession, old: int, new: int) -> None:
    there = select(DocumentRow.content).where(DocumentRow.chat_id == new).scalar_subquery()
    ids_there = select(DocumentRow.document_id).where(DocumentRow.chat_id == new).scalar_subquery()
    await session.execute(
        delete(DocumentRow)
        .where(DocumentRow.chat_id == old)
        .where(DocumentRow.content.in_(there) | DocumentRow.document_id.in_(ids_there))
        .execution_options(synchronize_session=False)
    )
    await session.execute(update(DocumentRow).where(DocumentRow.chat_id == old).values(chat_id=new))


async def _move_sources(session: AsyncSession, old: int, new: int) -> None:
    there = select(SourceRow.key).where(SourceRow.chat_id == new).scalar_subquery()
    await session.execute(
        delete(SourceRow)
        .where(SourceRow.chat_id == old, SourceRow.key.in_(there))
        .execution_options(synchronize_session=False)
    )
    await session.execute(update(SourceRow).where(SourceRow.chat_id == old).values(chat_id=new))


async def _move_settings(session: AsyncSession, old: int, new: int) -> None:
    if await session.get(SettingsRow, new) is None:
        await session.execute(update(SettingsRow).where(SettingsRow.chat_id == old).values(chat_id=new))
    else:
        await session.execute(delete(SettingsRow).where(SettingsRow.chat_id == old))


async def _move_beginnings(database: Database, session: AsyncSession, old: int, new: int) -> None:
    rows = (await session.scalars(select(BeginningRow).where(BeginningRow.chat_id == old))).all()
    for row in rows:
        insert = database.insert(BeginningRow).values(
            chat_id=new, thread_id=row.thread_id, user_id=row.user_id, after_turn_id=row.after_turn_id
        )
        later = func.max if database.is_sqlite else func.greatest
        await session.execute(
            insert.on_conflict_do_update(
                index_elements=["chat_id", "thread_id", "user_id"],
                set_={"after_turn_id": later(BeginningRow.after_turn_id, row.after_turn_id)},
            )
        )
        await session.delete(row)


async def _move_counts(database: Database, session: AsyncSession, old: int, new: int) -> None:
    """A supergroup may not ask anew what the group had asked: counts are added up."""
    budgets = await session.scalars(select(BudgetRow).filter_by(scope=CHAT, subject_id=old))
    for row in budgets.all():
        insert = database.insert(BudgetRow).values(day=row.day, scope=CHAT, subject_id=new, used=row.used)
        await session.execute(
            insert.on_conflict_do_update(
                index_elements=["day", "scope", "subject_id"], set_={"used": BudgetRow.used + row.used}
            )
        )
        await session.delete(row)
    window = await session.get(WindowRow, (CHAT, old))
    if window:
        insert = database.insert(WindowRow).values(
            scope=CHAT, subject_id=new, moments=window.moments, touched_at=window.touched_at
        )
        await session.execute(
            insert.on_conflict_do_update(
                index_elements=["scope", "subject_id"],
                set_={"moments": WindowRow.moments + " " + window.moments},
            )
        )
        await session.delete(window)


async def _move_chat(database: Database, session: AsyncSession, old: int, new: int) -> None:
    """The new id takes over name and standing; the old one stays, to point there."""
    now = database.now()
    known = await session.get(ChatRow, old)
    await session.execute(
        database.insert(ChatRow)
        .values(
            id=new,
            kind="supergroup",
            title=known.title if known else "",
            standing=known.standing if known else Standing.MEMBER.value,
            first_seen=known.first_seen if known else now,
            last_seen=now,
        )
        .on_conflict_do_nothing()
    )
    pointing = database.insert(ChatRow).values(
        id=old,
        kind="group",
        title="",
        standing=Standing.LEFT.value,
        first_seen=now,
        last_seen=now,
        moved_to=new,
    )
    await session.execute(
        pointing.on_conflict_do_update(index_elements=["id"], set_={"moved_to": new, "title": ""})
    )
