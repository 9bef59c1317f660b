"""A database that cannot be used is told in one clear message, of one kind, without the password."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import pytest
from sqlalchemy import text

from chat.state.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseTooNew,
    DatabaseUnreachable,
    StateError,
)
from chat.state.migrating import VERSION_TABLE
from chat.state.opening import open_state
from chat.state.state import State
from tests.chat.state.conftest import Open
from tests.chat.state.postgresql import Postgresql
from tests.running import ROOT

pytestmark = pytest.mark.anyio


async def refusal(tmp_path: Path, url: str | None = None) -> StateError:
    """What opening raises; the whole of it, as a traceback would show it, without the password."""
    with pytest.raises(StateError) as caught:
        await open_state(tmp_path, url, busy_seconds=0.2)
    shown = "".join(traceback.format_exception(caught.value, limit=0))
    assert "sesame" not in shown
    assert "DATABASE_URL" in str(caught.value) or str(tmp_path) in str(caught.value)
    return caught.value


async def test_the_database_is_made_where_it_belongs_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new%20 ?folder" / "data"
    async with await open_state(folder) as state:
        assert state.place == str(folder / "state.db")
        assert await state.updates.first_time(1)
    assert (folder / "state.db").stat().st_mode & 0o077 == 0


async def test_it_is_opened_in_the_ways_that_concurrency_needs(tmp_path: Path) -> None:
    async with await open_state(tmp_path) as state, state._database.reading() as session:
        modes = [
            await session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]
    assert modes == ["wal", 1, 5000]


async def test_a_locked_database(tmp_path: Path) -> None:
    await (await open_state(tmp_path)).close()
    other = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert isinstance(await refusal(tmp_path), DatabaseBusy)
    other.close()
    await (await open_state(tmp_path)).close()


async def test_a_database_that_is_locked_later_fails_in_the_same_way(tmp_path: Path) -> None:
    async with await open_state(tmp_path, busy_seconds=0.2) as state:
        other = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy) as caught:
            await state.updates.first_time(1)
        assert caught.value.retryable
        other.close()
        assert await state.updates.first_time(1)


@pytest.mark.parametrize(
    "content", [b"no database at all, but a text" * 100, b"SQLite format 3\0" + b"x" * 5000]
)
async def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state.db").write_bytes(content)
    assert isinstance(await refusal(tmp_path), DatabaseDamaged)


async def test_a_folder_in_the_files_place(tmp_path: Path) -> None:
    (tmp_path / "state.db").mkdir()
    assert isinstance(await refusal(tmp_path), DatabaseUnreachable)


async def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StateError, match="data"):
        await open_state(tmp_path / "data")


async def test_a_full_disk(tmp_path: Path) -> None:
    async with await open_state(tmp_path) as state:
        with pytest.raises(DatabaseFull):
            await write_beyond_the_size_allowed(state)
        assert await state.updates.first_time(1)


async def write_beyond_the_size_allowed(state: State) -> None:
    """SQLite's own limit fails as a full disk does; it holds for this connection alone."""
    async with state._database.writing() as session:
        pages = await session.scalar(text("PRAGMA page_count"))
        await session.execute(text(f"PRAGMA max_page_count = {pages}"))
        try:
            await session.execute(text("INSERT INTO handled_updates VALUES (7, zeroblob(100000))"))
        finally:
            await session.execute(text("PRAGMA max_page_count = 1000000"))


_OPEN_AS_NOBODY = """
import asyncio, os, sys
from pathlib import Path
from chat.state.errors import DatabaseReadOnly
from chat.state.opening import open_state

async def opened(folder):
    async with await open_state(folder):
        pass

asyncio.run(opened(Path(sys.argv[1])))  # everything is imported now: nobody may read less
if os.geteuid() == 0:  # root may write anywhere
    os.setgid(65534)
    os.setuid(65534)
try:
    asyncio.run(opened(Path(sys.argv[2])))
except DatabaseReadOnly as error:
    print(error)
"""


@pytest.mark.parametrize("file_is_there", [True, False])
async def test_a_folder_that_cannot_be_written(tmp_path: Path, file_is_there: bool) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name)
        if file_is_there:
            await (await open_state(folder)).close()
            (folder / "state.db").chmod(0o444)
        folder.chmod(0o555)
        ran = subprocess.run(
            [sys.executable, "-c", _OPEN_AS_NOBODY, str(tmp_path), str(folder)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        folder.chmod(0o755)
    assert "cannot be written" in ran.stdout, ran.stderr[-2000:]
    assert name in ran.stdout


async def test_a_newer_version_has_been_here(database_url: str, tmp_path: Path, open_one: Open) -> None:
    state = await open_one()
    async with state._database.writing() as session:
        await session.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))  # noqa: S608
    await state.close()
    with pytest.raises(DatabaseTooNew, match="newer version"):
        await open_state(tmp_path, database_url)


async def test_another_programs_tables_are_left_alone(
    database_url: str, tmp_path: Path, open_one: Open
) -> None:
    state = await open_one()
    async with state._database.writing() as session:
        await session.execute(text(f"DROP TABLE {VERSION_TABLE}"))
    await state.close()
    with pytest.raises(StateError, match="another program"):
        await open_state(tmp_path, database_url)


async def test_a_closed_state_says_so(state: State) -> None:
    await state.close()
    with pytest.raises(StateError, match="closed"):
        await state.updates.first_time(1)


async def test_two_that_open_a_new_database_at_once_both_succeed(database_url: str, tmp_path: Path) -> None:
    states = await asyncio.gather(*(open_state(tmp_path, database_url) for _ in range(3)))
    assert [await each.updates.first_time(1) for each in states] == [True, False, False]
    for each in states:
        await each.close()


async def test_no_text_that_is_kept_is_logged(
    open_one: Open, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger().debug("the log is on")
    state = await open_one()
    await state.chats.see(5, "group", "sesame")
    await state.questions.receive(
        1, chat_id=5, thread_id=None, user_id=7, message_id=1, payload='{"text": "sesame"}'
    )
    await state.chats.all()
    await state.close()
    assert "the log is on" in caplog.text
    assert "sesame" not in caplog.text
    assert "sesame" not in "".join(capfd.readouterr())


async def test_a_failure_shows_no_text_that_was_to_be_kept(state: State) -> None:
    with pytest.raises(StateError) as caught:
        async with state._database.writing() as session:
            await session.execute(
                text("INSERT INTO chats (id, title) VALUES (1, :title)"), {"title": "sesame"}
            )
    assert "sesame" not in "".join(traceback.format_exception(caught.value))


async def test_a_server_that_is_not_there(tmp_path: Path, postgresql_server: Postgresql) -> None:
    error = await refusal(tmp_path, f"postgresql://user:sesame@/db?host={tmp_path}")
    assert isinstance(error, DatabaseUnreachable)
    assert error.retryable


async def test_a_server_without_that_database(tmp_path: Path, postgresql_server: Postgresql) -> None:
    url = postgresql_server.address("missing", password="sesame")  # noqa: S106 - nobody's
    assert isinstance(await refusal(tmp_path, url), DatabaseUnreachable)


async def test_a_wrong_password(tmp_path: Path, postgresql_server: Postgresql) -> None:
    postgresql_server.run("DROP ROLE IF EXISTS careful; CREATE ROLE careful LOGIN PASSWORD 'right'")
    postgresql_server.ask_for_password("careful")
    for wrong in ("sesame", ""):
        url = postgresql_server.address("postgres", user="careful", password=wrong)
        error = await refusal(tmp_path, url)
        assert isinstance(error, DatabaseUnreachable)
        assert "password" in str(error)


async def test_a_user_that_may_not_make_tables(tmp_path: Path, postgresql_server: Postgresql) -> None:
    name = postgresql_server.new_database()
    postgresql_server.run("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN")
    error = await refusal(tmp_path, postgresql_server.address(name, user="reader"))
    assert isinstance(error, DatabaseReadOnly)


async def test_a_server_that_is_read_only(tmp_path: Path, postgresql_server: Postgresql) -> None:
    name = postgresql_server.new_database()
    postgresql_server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert isinstance(await refusal(tmp_path, postgresql_server.address(name)), DatabaseReadOnly)


async def test_a_server_that_was_restarted_is_found_again(
    tmp_path: Path, postgresql_server: Postgresql
) -> None:
    name = postgresql_server.new_database()
    async with await open_state(tmp_path, postgresql_server.address(name)) as state:
        assert await state.updates.first_time(1)
        where = f"datname = '{name}'"
        postgresql_server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {where}")  # noqa: S608
        assert not await state.updates.first_time(1)
