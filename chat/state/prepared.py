"""Statements that are made once and carried out often: what is done for each question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, FromClause, Table
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from chat.state.tables import Base

_CONNECTION = "connection"
"""Where a session, which is one transaction's, keeps the connection that it looks up for each statement."""


async def run(
    session: AsyncSession, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> CursorResult[Any]:
    """What the statement gives, past the objects of the session: those it adds are to be flushed before."""

    def carried_out(each: Session) -> CursorResult[Any]:
        connection: Connection | None = each.info.get(_CONNECTION)
        if connection is None:
            connection = each.info[_CONNECTION] = each.connection()
        return connection.execute(statement, values)

    return await session.run_sync(carried_out)


def table_of(rows: type[Base]) -> Table:
    """The table below: statements made from it skip what only objects need."""
    table: FromClause = rows.__table__
    if not isinstance(table, Table):
        raise TypeError(rows.__name__)
    return table
