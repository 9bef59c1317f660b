"""Counts for operators."""

from __future__ import annotations

from datetime import UTC, datetime, time

from sqlalchemy import Select, distinct, func, select

from chat.state.database import Database
from chat.state.limits import CHAT
from chat.state.model import Standing, Stats
from chat.state.questions import OPEN
from chat.state.tables import BudgetRow, ChatRow, DocumentRow, QuestionRow, TurnRow


async def count(database: Database) -> Stats:
    """Everything that is counted, as of one moment."""
    today = database.now().date()
    midnight = datetime.combine(today, time(), UTC)
    chats = select(func.count()).select_from(ChatRow).where(ChatRow.moved_to.is_(None))
    turns = select(func.count()).select_from(TurnRow)
    silent = [each.value for each in Standing if not each.may_write]
    queries: dict[str, Select[int]] = {
        "private_chats": chats.where(ChatRow.kind == "private"),
        "groups": chats.where(ChatRow.kind.in_(("group", "supergroup"))),
        "channels": chats.where(ChatRow.kind == "channel"),
        "silenced": chats.where(ChatRow.standing.in_(silent)),
        "users": select(func.count(distinct(TurnRow.user_id))),
        "questions": turns,
        "questions_today": turns.where(TurnRow.asked_at >= midnight),
        "not_found_today": turns.where(TurnRow.asked_at >= midnight, TurnRow.answered.is_(False)),
        "pending": select(func.count()).select_from(QuestionRow).where(OPEN),
        "documents": select(func.count()).select_from(DocumentRow),
        "tokens_today": select(func.coalesce(func.sum(BudgetRow.used), 0)).where(
            BudgetRow.day == today, BudgetRow.scope == CHAT
        ),
    }
    cost = select(func.sum(TurnRow.cost))
    async with database.reading() as session:
        counts = {name: int(await session.scalar(query) or 0) for name, query in queries.items()}
        spent = await session.scalar(cost)
        spent_today = await session.scalar(cost.where(TurnRow.asked_at >= midnight))
    return Stats(**counts, cost=spent, cost_today=spent_today or 0.0)
