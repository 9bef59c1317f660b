"""What the language model read and wrote for each turn, and what it cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Room for each turn's tokens and cost; of earlier turns the text alone tells them."""
    op.add_column("turns", sa.Column("prompt_tokens", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column(
        "turns", sa.Column("completion_tokens", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.add_column("turns", sa.Column("cost", sa.Double(), nullable=True))
