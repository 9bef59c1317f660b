"""Alembic's entry: runs the steps on the connection that `chat.state.migrating` opened and locked."""

from __future__ import annotations

from alembic import context

from chat.state.migrating import context_options


def run() -> None:
    """Run the steps inside the transaction that is already open."""
    context.configure(connection=context.config.attributes["connection"], **context_options())
    with context.begin_transaction():
        context.run_migrations()


run()
