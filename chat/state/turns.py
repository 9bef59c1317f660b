"""The turns of chats: kept, found again by the messages of their answers, and strung into conversations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from answering.model import Answer, Turn
from chat.state import turn_json
from chat.state.chats import current_chat
from chat.state.database import Database
from chat.state.model import KeptTurn, PendingQuestion
from chat.state.prepared import run, table_of
from chat.state.questions import mark_finished, mark_sending
from chat.state.tables import NO_THREAD, AnswerMessageRow, BeginningRow, QuestionRow, TurnRow

_Kept = TurnRow | Row[Any]
_TURNS, _BEGINNINGS = table_of(TurnRow), table_of(BeginningRow)
_BEGINNING = select(_BEGINNINGS.c.after_turn_id).where(
    _BEGINNINGS.c.chat_id == bindparam("chat"),
    _BEGINNINGS.c.thread_id == bindparam("thread"),
    _BEGINNINGS.c.user_id == bindparam("user"),
)
_LATEST = (
    select(_TURNS)
    .where(
        _TURNS.c.chat_id == bindparam("chat"),
        _TURNS.c.thread_id == bindparam("thread"),
        _TURNS.c.user_id == bindparam("user"),
        _TURNS.c.id > func.coalesce(_BEGINNING.scalar_subquery(), 0),
    )
    .order_by(_TURNS.c.id.desc())
    .limit(1)
)
_THERE = (
    select(_TURNS.c.id)
    .where(_TURNS.c.id == bindparam("turn"), _TURNS.c.chat_id == bindparam("chat"))
    .with_for_update(read=True)
)
_SAVED = insert(_TURNS).returning(*_TURNS.c)


def _chain() -> Select[Any]:
    """A turn and those that led to it, the last first."""
    start = (
        select(_TURNS.c.id, _TURNS.c.parent_id, literal(1).label("depth"))
        .where(_TURNS.c.id == bindparam("turn"), _TURNS.c.chat_id == bindparam("chat"))
        .cte("chain", recursive=True)
    )
    parent = _TURNS.alias("parent")
    steps = start.union_all(
        select(parent.c.id, parent.c.parent_id, start.c.depth + 1).where(
            parent.c.id == start.c.parent_id,
            parent.c.chat_id == bindparam("chat"),
            start.c.depth < bindparam("most"),
        )
    )
    return select(_TURNS).join(steps, steps.c.id == _TURNS.c.id).order_by(steps.c.depth)


_CHAIN = _chain()
_BY_ID = select(_TURNS).where(_TURNS.c.id == bindparam("turn"), _TURNS.c.chat_id == bindparam("chat"))


class Turns:
    """Reading and keeping turns; a turn of another chat is never given out."""

    def __init__(self, database: Database, owner: str, lease: timedelta) -> None:
        self._database = database
        self._owner = owner
        self._claims = owner, lease
        linking = database.insert(AnswerMessageRow)
        self._linking = linking.on_conflict_do_update(
            index_elements=["sent_in", "message_id"], set_={"turn_id": linking.excluded.turn_id}
        )

    async def save(
        self,
        turn: Turn,
        *,
        chat_id: int,
        thread_id: int | None,
        user_id: int,
        question_message_id: int | None = None,
        answer_message_ids: Iterable[int] = (),
        parent_id: int | None = None,
        finishing: PendingQuestion | None = None,
        sending: PendingQuestion | None = None,
    ) -> KeptTurn | None:
        """Keep a turn, and in the same transaction finish its question, or mark that its answer goes out.

        None, and nothing kept, when that question is no longer this process's: taken over by another, or
        forgotten with its chat. Of a chat that has become a supergroup meanwhile, it is the supergroup's; its
        answers' messages are those of `chat_id`. A parent that is not of this chat, or gone, counts as none.
        """
        async with self._database.writing() as session:
            if finishing and not await mark_finished(session, finishing.id, self._owner):
                return None
            if sending and not await mark_sending(self._database, session, sending.id, self._claims):
                return None
            home = await current_chat(session, chat_id)
            tokens = turn.result.tokens
            values = {
                "chat_id": home,
                "thread_id": thread_id or NO_THREAD,
                "user_id": user_id,
                "question_message_id": question_message_id,
                "parent_id": await _parent(session, home, parent_id),
                "asked_at": finishing.received_at if finishing else self._database.now(),
                "answered": isinstance(turn.result, Answer),
                "version": turn_json.VERSION,
                "content": turn_json.to_json(turn),
                "prompt_tokens": tokens.prompt,
                "completion_tokens": tokens.completion,
                "cost": tokens.cost,
            }
            row = (await run(session, _SAVED, values)).one()
            await self._link(session, row.id, chat_id, answer_message_ids)
            return _kept(row, turn)

    async def add_answers(
        self,
        turn_id: int,
        chat_id: int,
        message_ids: Iterable[int],
        *,
        finishing: PendingQuestion | None = None,
    ) -> None:
        """Count further messages as answers of this turn, and with `finishing` finish its question.

        Of a chat that has become a supergroup meanwhile, they are the supergroup's messages.
        """
        async with self._database.writing() as session:
            home = await current_chat(session, chat_id)
            if await _parent(session, home, turn_id) is not None:
                await self._link(session, turn_id, home, message_ids)
            if finishing:
                await mark_finished(session, finishing.id, self._owner)

    async def by_id(self, turn_id: int, chat_id: int) -> KeptTurn | None:
        """The turn of this chat."""
        async with self._database.reading() as session:
            return _restored((await run(session, _BY_ID, {"turn": turn_id, "chat": chat_id})).one_or_none())

    async def by_answer(self, chat_id: int, message_id: int) -> KeptTurn | None:
        """The turn that a message of the bot answers.

        After a chat has become a supergroup, its earlier messages are found under the earlier chat id,
        whose numbers they have.
        """
        async with self._database.reading() as session:
            query = (
                select(TurnRow)
                .join(AnswerMessageRow, AnswerMessageRow.turn_id == TurnRow.id)
                .where(AnswerMessageRow.sent_in == chat_id, AnswerMessageRow.message_id == message_id)
            )
            return _restored(await session.scalar(query))

    async def chain(self, turn_id: int, chat_id: int, *, most: int = 8) -> Sequence[KeptTurn]:
        """The turns that lead to this one, itself included: the last `most` of them, oldest first.

        The chain ends at a turn that can no longer be read.
        """
        async with self._database.reading() as session:
            rows = (await run(session, _CHAIN, {"turn": turn_id, "chat": chat_id, "most": most})).all()
        turns: list[KeptTurn] = []
        for row in rows[:most]:
            kept = _restored(row)
            if kept is None:
                break
            turns.insert(0, kept)
        return turns

    async def latest(self, chat_id: int, user_id: int, thread_id: int | None = None) -> KeptTurn | None:
        """The user's last turn here since the last new beginning: what writing on continues."""
        place = {"chat": chat_id, "thread": thread_id or NO_THREAD, "user": user_id}
        async with self._database.reading() as session:
            return _restored((await run(session, _LATEST, place)).one_or_none())

    async def last_message(self, chat_id: int) -> int | None:
        """The highest id known of a message in this chat: what is sent now gets a higher one."""
        ours = select(func.max(AnswerMessageRow.message_id)).where(AnswerMessageRow.sent_in == chat_id)
        theirs = select(func.max(QuestionRow.message_id)).where(QuestionRow.sent_in == chat_id)
        async with self._database.reading() as session:
            known = [await session.scalar(query) for query in (ours, theirs)]
        return max((each for each in known if each is not None), default=None)

    async def begin_anew(self, chat_id: int, user_id: int, thread_id: int | None = None) -> None:
        """Let the user's next question stand on its own; earlier turns stay, for replies to them."""
        newest = select(func.coalesce(func.max(TurnRow.id), 0)).where(TurnRow.chat_id == chat_id)
        async with self._database.writing() as session:
            after = await session.scalar(newest)
            insert = self._database.insert(BeginningRow).values(
                chat_id=chat_id, thread_id=thread_id or NO_THREAD, user_id=user_id, after_turn_id=after
            )
            await session.execute(
                insert.on_conflict_do_update(
                    index_elements=["chat_id", "thread_id", "user_id"], set_={"after_turn_id": after}
                )
            )

    async def _link(
        self, session: AsyncSession, turn_id: int, chat_id: int, message_ids: Iterable[int]
    ) -> None:
        rows = [
            {"sent_in": chat_id, "message_id": message_id, "turn_id": turn_id}
            for message_id in dict.fromkeys(message_ids)
        ]
        if rows:
            await run(session, self._linking, rows)


async def _parent(session: AsyncSession, chat_id: int, turn_id: int | None) -> int | None:
    """The id, if there is such a turn in this chat; it stays until the transaction ends."""
    if turn_id is None:
        return None
    found: int | None = (await run(session, _THERE, {"turn": turn_id, "chat": chat_id})).scalar()
    return found


def _restored(row: _Kept | None) -> KeptTurn | None:
    turn = turn_json.from_json(row.content, row.version) if row else None
    return _kept(row, turn) if row and turn else None


def _kept(row: _Kept, turn: Turn) -> KeptTurn:
    return KeptTurn(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id or None,
        user_id=row.user_id,
        question_message_id=row.question_message_id,
        parent_id=row.parent_id,
        asked_at=row.asked_at,
        turn=turn,
    )
