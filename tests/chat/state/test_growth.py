"""With 100,000 turns everything that a question asks of the state is still found through an index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from answering.model import Turn
from chat.state import turn_json
from chat.state.state import State
from tests.chat.samples import ANSWER, QUESTION, SILENCE

pytestmark = pytest.mark.anyio
TURNS, CHATS, USERS = 100_000, 500, 40
# Every turn continues the one before in its chat; all its questions are done.
FILL = f"""
CREATE TEMPORARY TABLE numbers AS WITH RECURSIVE counted(i) AS
    (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < {TURNS})
    SELECT i, -(i % {CHATS}) - 1 AS chat FROM counted;
INSERT INTO turns (id, chat_id, thread_id, user_id, parent_id, asked_at, answered, version, content)
    SELECT i, chat, 0, i % {USERS}, CASE WHEN i > {CHATS} THEN i - {CHATS} END,
    '2026-11-01 12:00:00+00:00', true, {turn_json.VERSION}, :content FROM numbers;
INSERT INTO answer_messages (sent_in, message_id, turn_id) SELECT chat, i, i FROM numbers;
INSERT INTO questions
    (chat_id, sent_in, thread_id, user_id, message_id, payload, received_at, status, tries)
    SELECT chat, chat, 0, 1, i, '', '2026-11-01 12:00:00+00:00', 'done', 1 FROM numbers;
DROP TABLE numbers;
ANALYZE
"""  # noqa: S608 - numbers of our own


async def fill(state: State) -> None:
    """Turns and finished questions of many chats."""
    content = turn_json.to_json(Turn(QUESTION, SILENCE))
    async with state._database.writing() as session:
        for statement in FILL.split(";"):
            await session.execute(text(statement), {"content": content} if ":content" in statement else {})
        if not state._database.is_sqlite:
            for table in ("turns", "questions"):
                await session.execute(text(f"SELECT setval('{table}_id_seq', {TURNS})"))


Sent = list[tuple[str, tuple[Any, ...]]]
OPEN = "USING INDEX ix_questions_open"
"""Open questions are few."""
WHOLE_TABLES = tuple(f"SCAN {name}" for name in ("turns", "answer_messages", "questions"))


@contextmanager
def statements(state: State) -> Iterator[Sent]:
    """What was sent to the database meanwhile."""
    sent: Sent = []

    def note(_: object, __: object, statement: str, values: tuple[Any, ...], *___: object) -> None:
        sent.append((statement, values))

    engine = state._database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


async def scans(state: State, sent: Sent) -> list[str]:
    """The tables that these statements read from end to end."""
    found = []
    for statement, values in sent:
        if statement.split()[0] not in ("SELECT", "WITH", "UPDATE", "DELETE"):
            continue
        explain = "EXPLAIN QUERY PLAN" if state._database.is_sqlite else "EXPLAIN (FORMAT JSON)"
        async with state._database.engine.connect() as connection:
            plan = (await connection.exec_driver_sql(f"{explain} {statement}", values)).all()
        if state._database.is_sqlite:
            steps = [str(row[-1]) for row in plan]
            found += [step for step in steps if step.startswith(WHOLE_TABLES) and OPEN not in step]
        else:
            found += large_scans([value for row in plan for value in row])
    return found


def large_scans(plan: object) -> list[str]:
    """The big tables that PostgreSQL would read from end to end; small ones it rightly does."""
    if isinstance(plan, list):
        return [each for part in plan for each in large_scans(part)]
    if not isinstance(plan, dict):
        return []
    inner = [each for part in plan.values() for each in large_scans(part)]
    big = plan.get("Relation Name") in ("turns", "answer_messages", "questions")
    return inner + ([str(plan["Relation Name"])] if plan.get("Node Type") == "Seq Scan" and big else [])


async def test_what_a_question_asks_of_100_000_turns_uses_an_index(state: State) -> None:
    await fill(state)
    newest = TURNS - 1
    chat, user = -(newest % CHATS) - 1, newest % USERS
    with statements(state) as sent:
        kept = await state.turns.by_answer(chat, newest)
        chain = await state.turns.chain(newest, chat, most=8)
        latest = await state.turns.latest(chat, user)
        await state.turns.begin_anew(chat, user)
        question = await state.questions.receive(
            1, chat_id=chat, thread_id=None, user_id=user, message_id=TURNS + 1, payload="{}"
        )
        await state.questions.claim_next()
        assert question is not None
        saved = await state.turns.save(
            Turn(QUESTION, ANSWER),
            chat_id=chat,
            thread_id=None,
            user_id=user,
            parent_id=newest,
            answer_message_ids=[TURNS + 5],
            finishing=question,
        )
    assert kept is not None
    assert latest is not None
    assert saved is not None
    assert [each.id for each in chain] == [newest - CHATS * back for back in range(7, -1, -1)]
    assert await scans(state, sent) == []

    with statements(state) as sent:
        await state.forget_chat(chat)
    assert await state.turns.by_id(newest, chat) is None
    assert await scans(state, sent) == []
