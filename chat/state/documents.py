"""The documents that chats brought along, each for its chat alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import CursorResult, delete, select

from chat.state.chats import current_chat
from chat.state.database import Database
from chat.state.model import ChatDocument, Origin
from chat.state.tables import DocumentRow


class Documents:
    """A chat's own documents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        chat_id: int,
        *,
        document_id: str,
        content: str,
        name: str,
        origin: Origin,
        source: str,
        added_by: int,
    ) -> tuple[ChatDocument, bool]:
        """The document as it is kept, and whether it is new: the same content or id twice gives the first.

        Of a chat that has become a supergroup meanwhile, it is the supergroup's.
        """
        values = {
            "document_id": document_id,
            "content": content,
            "name": name,
            "origin": origin.value,
            "source": source,
            "added_by": added_by,
            "added_at": self._database.now(),
        }
        async with self._database.writing() as session:
            home = await current_chat(session, chat_id)
            insert = self._database.insert(DocumentRow).values(chat_id=home, **values)
            adding = insert.on_conflict_do_nothing().returning(DocumentRow)
            added = (await session.scalars(adding)).one_or_none()
            if added is not None:
                return _document(added), True
            query = (
                select(DocumentRow)
                .where(DocumentRow.chat_id == home)
                .where((DocumentRow.content == content) | (DocumentRow.document_id == document_id))
                .order_by(DocumentRow.content != content)
                .limit(1)
            )
            return _document((await session.scalars(query)).one()), False

    async def with_content(self, chat_id: int, content: str) -> ChatDocument | None:
        """The chat's document of this content, to be asked before the work of indexing."""
        query = select(DocumentRow).where(DocumentRow.chat_id == chat_id, DocumentRow.content == content)
        async with self._database.reading() as session:
            row = await session.scalar(query)
        return _document(row) if row else None

    async def of(self, chat_id: int) -> Sequence[ChatDocument]:
        """The chat's documents, oldest first."""
        query = select(DocumentRow).where(DocumentRow.chat_id == chat_id)
        in_order = query.order_by(DocumentRow.added_at, DocumentRow.document_id)
        async with self._database.reading() as session:
            return [_document(row) for row in await session.scalars(in_order)]

    async def remove(self, chat_id: int, document_id: str) -> bool:
        """Strike a document off the chat's list; False when it is not on it."""
        query = delete(DocumentRow).where(
            DocumentRow.chat_id == chat_id, DocumentRow.document_id == document_id
        )
        async with self._database.writing() as session:
            return cast("CursorResult[object]", await session.execute(query)).rowcount == 1


def _document(row: DocumentRow) -> ChatDocument:
    return ChatDocument(
        id=row.document_id,
        content=row.content,
        name=row.name,
        origin=Origin(row.origin),
        source=row.source,
        added_by=row.added_by,
        added_at=row.added_at,
    )
