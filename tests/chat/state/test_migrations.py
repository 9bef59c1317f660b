"""Whatever version a database comes from, it ends as the models say, and what was kept is still there."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from chat.state.addresses import address_of
from chat.state.database import engine_for
from chat.state.migrating import configuration, context_options, migrate_database
from chat.state.opening import open_state
from chat.state.tables import Base
from tests.chat.state.conftest import Open

pytestmark = pytest.mark.anyio
ROWS_OF_0001 = """
INSERT INTO turns (chat_id, thread_id, user_id, asked_at, answered, version, content)
VALUES (5, 0, 5, '2026-11-24 12:00:00+00:00', true, 1, '{}');
INSERT INTO answer_messages (sent_in, message_id, turn_id) VALUES (5, 10, 1);
INSERT INTO chats (id, kind, title, standing, first_seen, last_seen)
VALUES (5, 'private', 'Ann', 'member', '2026-11-24 12:00:00+00:00', '2026-11-24 12:00:00+00:00');
INSERT INTO chat_settings (chat_id, voices, length, language) VALUES (5, 'reported', 'short', 'ru')
"""


def differences(connection: Connection) -> list[object]:
    """What alembic would still change."""
    options = {**context_options(), "compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, Base.metadata))


async def test_a_new_database_is_as_the_models_say(open_one: Open) -> None:
    state = await open_one()
    async with state._database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    assert set(Base.metadata.tables) < tables


async def test_a_missing_step_would_be_seen(open_one: Open) -> None:
    state = await open_one()
    async with state._database.writing() as session:
        await session.execute(text("DROP INDEX ix_turns_latest"))
        await session.execute(text("ALTER TABLE chats DROP COLUMN title"))
    async with state._database.engine.connect() as connection:
        found = str(await connection.run_sync(differences))
    assert "ix_turns_latest" in found
    assert "title" in found


async def test_from_the_first_version_everything_is_kept(
    database_url: str, tmp_path: Path, open_one: Open
) -> None:
    address = address_of(database_url, tmp_path)
    await migrate_database(address, busy_seconds=5, revision="0001")
    engine = engine_for(address, busy_seconds=5)
    async with engine.begin() as connection:
        for statement in ROWS_OF_0001.split(";"):
            await connection.exec_driver_sql(statement)
        assert await connection.run_sync(differences) != []
    await engine.dispose()
    state = await open_one()
    async with state._database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    settings = await state.chats.settings(5)
    assert (settings.length, settings.language, [*settings.voices]) == ("short", "ru", ["reported"])
    known = await state.chats.get(5)
    assert known is not None
    assert known.title == "Ann"
    assert (await state.stats()).questions == 1
    assert await state.deliveries.claim("a", 5)


async def test_opening_again_changes_nothing(open_one: Open) -> None:
    first = await open_one()
    await first.chats.see(5, "private", "Ann")
    await first.close()
    second = await open_one()
    assert (await second.stats()).private_chats == 1


async def test_a_step_that_fails_leaves_the_database_as_it_was(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = address_of(database_url, tmp_path)
    await migrate_database(address, busy_seconds=5, revision="0001")
    engine = engine_for(address, busy_seconds=5)
    async with engine.begin() as connection:  # in the way of the next step's last index
        await connection.exec_driver_sql("CREATE TABLE other (a INTEGER)")
        await connection.exec_driver_sql("CREATE INDEX ix_deliveries_finished_at ON other (a)")
    with pytest.raises(Exception, match="failed"):
        await open_state(tmp_path, database_url)
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await engine.dispose()
    assert "deliveries" not in tables


async def test_tables_of_other_programs_are_not_looked_at(
    database_url: str, tmp_path: Path, open_one: Open
) -> None:
    engine = engine_for(address_of(database_url, tmp_path), busy_seconds=5)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        await connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('theirs')")
    await engine.dispose()
    state = await open_one()
    async with state._database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        kept = await connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        assert kept.scalar() == "theirs"


async def test_the_steps_are_one_line_from_nothing_to_now(tmp_path: Path) -> None:
    async with await open_state(tmp_path) as state, state._database.engine.connect() as connection:
        config: Config = await connection.run_sync(configuration)
    steps = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]
    assert steps == sorted(steps, reverse=True)
    assert steps[-1] == "0001"
