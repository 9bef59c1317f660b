"""Subscriptions to briefings, and when each document came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Room for what chats want to be told by the clock, and for what is new to them."""
    op.create_table(
        "subscriptions",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("voices", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("tell_nothing", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.String(length=20), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("covered_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sending_turn_id", _BIG_ID, nullable=True),
        sa.Column("last_turn_id", _BIG_ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_subscriptions_chat_id"), "subscriptions", ["chat_id"])
    op.create_index(op.f("ix_subscriptions_made_by"), "subscriptions", ["made_by"])
    op.create_index(
        op.f("ix_subscriptions_due"),
        "subscriptions",
        ["next_at", "id"],
        sqlite_where=sa.text("paused = ''"),
        postgresql_where=sa.text("paused = ''"),
    )
    op.create_table(
        "arrivals",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_arrivals")),
    )
    op.create_index(op.f("ix_arrivals_noted_at"), "arrivals", ["noted_at"])
