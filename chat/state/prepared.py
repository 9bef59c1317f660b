"""Statements that are made once and carried out often: what is done for each question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable, FromClause, Table
from sqlalchemy.ext.asyncio import AsyncSession

from chat.state.tables import Base


async def run(
    session: AsyncSession, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> CursorResult[Any]:
    """What the statement gives, past the objects of the session: those it adds are to be flushed before."""
    return await session.run_sync(lambda each: each.connection().execute(statement, values))


def table_of(rows: type[Base]) -> Table:
    """The table below: statements made from it skip what only objects need."""
    table: FromClause = rows.__table__
    if not isinstance(table, Table):
        raise TypeError(rows.__name__)
    return table
