"""Brings the database's tables to the form of this version, whatever version they come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, TypeDecorator, inspect, text

from chat.state import messages
from chat.state.addresses import Address
from chat.state.database import engine_for
from chat.state.errors import DatabaseTooNew, StateError
from chat.state.failures import FAILURES, state_error
from chat.state.tables import Base

VERSION_TABLE = "whosays_state_version"
_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number will do, as long as no other program picks the same one.
_ADVISORY_LOCK = 0x57484F53415953


async def migrate_database(address: Address, *, busy_seconds: float, revision: str = "head") -> None:
    """Apply what is missing up to `revision`, in one transaction; of two processes one waits for the other.

    Raises:
        DatabaseTooNew: a newer version has been at work.
        StateError: the database cannot be used.
    """
    engine = engine_for(address, busy_seconds=busy_seconds, migrating=True)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_migrate, address.place, revision)
    except FAILURES as error:
        raise state_error(error, address.place) from None
    finally:
        await engine.dispose()


def configuration(connection: Connection) -> Config:
    """Alembic's settings for this connection; there is no file with any."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def context_options() -> dict[str, Any]:
    """How migrations are run and compared, here and in `migrations/env.py`."""
    return {
        "target_metadata": Base.metadata,
        "version_table": VERSION_TABLE,
        "transactional_ddl": True,
        "render_as_batch": True,  # SQLite changes a table by building it anew
        "include_name": _is_ours,
        "render_item": _plain_type,
    }


def _migrate(connection: Connection, place: str, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
    config = configuration(connection)
    script = ScriptDirectory.from_config(config)
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    current = context.get_current_revision()
    if current is None:
        _check_free(connection, place)
    elif current not in {each.revision for each in script.walk_revisions()}:
        raise DatabaseTooNew(messages.TOO_NEW.format(place=place))
    if current != script.get_current_head() or revision != "head":
        command.upgrade(config, revision)


def _check_free(connection: Connection, place: str) -> None:
    """A database that others use too is welcome, as long as no table of theirs is in the way."""
    taken = sorted(set(inspect(connection).get_table_names()) & set(Base.metadata.tables))
    if taken:
        raise StateError(messages.FOREIGN.format(place=place, names=", ".join(taken)))


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    """Leave tables of other programs in the same database alone."""
    return kind != "table" or name in Base.metadata.tables


def _plain_type(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    """Write a step with the database's types: our own may change or go."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False
