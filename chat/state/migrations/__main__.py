"""For developers: `python -m chat.state.migrations "what changes"` drafts the step that the tables now need.

It compares `chat/state/tables.py` with an empty SQLite database brought to the newest step, and writes the
difference into `versions/`. Read it before keeping it, and give it the next number.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from chat.state.addresses import SqliteFile
from chat.state.database import engine_for
from chat.state.migrating import configuration, migrate_database


async def draft(words: str) -> None:
    """Write the next step's file."""
    with tempfile.TemporaryDirectory() as folder:
        address = SqliteFile(Path(folder) / "draft.db")
        await migrate_database(address, busy_seconds=5)
        engine = engine_for(address, busy_seconds=5, migrating=True)
        async with engine.begin() as connection:
            await connection.run_sync(_write, words)
        await engine.dispose()


def _write(connection: Connection, words: str) -> None:
    command.revision(configuration(connection), words, autogenerate=True)


if __name__ == "__main__":
    asyncio.run(draft(" ".join(sys.argv[1:])))
