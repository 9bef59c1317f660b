"""What the buttons under messages mean, by ids short enough for Telegram."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import or_, select

from chat.state.database import Database
from chat.state.model import Button
from chat.state.tables import ButtonRow, ChatRow, TurnRow

_RANDOM_BYTES = 12
"""16 characters: never seen twice, never guessed."""


class Buttons:
    """Buttons made and found again; one of another chat is never given out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def make(
        self, chat_id: int, actions: Sequence[tuple[str, str]], *, turn_id: int | None = None
    ) -> Sequence[Button]:
        """A button for each (action, value), in order, with ids of 16 ASCII characters.

        A turn that is not of this chat, or no longer there, gets no buttons.
        """
        if not actions:
            return []
        buttons = [
            Button(secrets.token_urlsafe(_RANDOM_BYTES), chat_id, turn_id, action, value)
            for action, value in actions
        ]
        made_at = self._database.now()
        async with self._database.writing() as session:
            if turn_id is not None:
                query = select(TurnRow.id).where(TurnRow.id == turn_id, TurnRow.chat_id == chat_id)
                if await session.scalar(query.with_for_update(read=True)) is None:
                    return []
            session.add_all(
                ButtonRow(
                    id=each.id,
                    chat_id=chat_id,
                    turn_id=turn_id,
                    action=each.action,
                    value=each.value,
                    made_at=made_at,
                )
                for each in buttons
            )
        return buttons

    async def under(self, turn_id: int, chat_id: int) -> Sequence[Button]:
        """The buttons of a turn, in no order."""
        query = select(ButtonRow).where(ButtonRow.turn_id == turn_id, ButtonRow.chat_id == chat_id)
        async with self._database.reading() as session:
            rows = (await session.scalars(query)).all()
        return [Button(row.id, row.chat_id, row.turn_id, row.action, row.value) for row in rows]

    async def get(self, button_id: str, chat_id: int) -> Button | None:
        """The button, if it is this chat's; `chat_id` may be the one before the chat became a supergroup."""
        moved = select(ChatRow.moved_to).where(ChatRow.id == chat_id).scalar_subquery()
        query = select(ButtonRow).where(
            ButtonRow.id == button_id, or_(ButtonRow.chat_id == chat_id, ButtonRow.chat_id == moved)
        )
        async with self._database.reading() as session:
            row = await session.scalar(query)
        return Button(row.id, row.chat_id, row.turn_id, row.action, row.value) if row else None
