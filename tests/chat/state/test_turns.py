"""Turns are kept whole, and found again by their messages, ids and chains."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from answering.model import Turn
from chat.state.model import KeptTurn
from chat.state.state import State
from tests.chat.samples import ANSWER, QUESTION, SILENCE
from tests.chat.state.conftest import Clock, Open

pytestmark = pytest.mark.anyio
ANSWERED = Turn(QUESTION, ANSWER)
SILENT = Turn(QUESTION, SILENCE)
CHAT, OTHER_CHAT, ANN, BOB = 500, -1001234567890, 500, 7_000_000_001


async def save(
    state: State, chat: int = CHAT, user: int = ANN, turn: Turn = ANSWERED, **more: object
) -> KeptTurn:
    options = {"thread_id": None, **more}
    kept = await state.turns.save(turn, chat_id=chat, user_id=user, **options)  # type: ignore[arg-type]
    assert kept is not None
    return kept


async def test_a_turn_is_found_by_every_message_of_its_answer(state: State) -> None:
    kept = await save(state, question_message_id=9, answer_message_ids=[10, 11], thread_id=3)
    assert await state.turns.by_answer(CHAT, 10) == await state.turns.by_answer(CHAT, 11) == kept
    assert kept.turn == ANSWERED
    assert (kept.thread_id, kept.question_message_id, kept.user_id, kept.parent_id) == (3, 9, ANN, None)


async def test_a_message_that_is_no_answer_finds_nothing(state: State) -> None:
    await save(state, question_message_id=9, answer_message_ids=[10])
    assert await state.turns.by_answer(CHAT, 9) is None
    assert await state.turns.by_answer(OTHER_CHAT, 10) is None


async def test_not_found_is_kept_too(state: State) -> None:
    kept = await save(state, turn=SILENT)
    again = await state.turns.by_id(kept.id, CHAT)
    assert again is not None
    assert again.turn == SILENT


async def test_times_say_that_they_are_utc(state: State, clock: Clock) -> None:
    kept = await save(state, answer_message_ids=[1])
    again = await state.turns.by_answer(CHAT, 1)
    assert again is not None
    assert again.asked_at == kept.asked_at == clock()
    assert again.asked_at.utcoffset() == clock().utcoffset()


async def test_messages_that_a_button_brought_belong_to_the_turn(state: State) -> None:
    kept = await save(state, answer_message_ids=[10])
    await state.turns.add_answers(kept.id, CHAT, [20])
    await state.turns.add_answers(kept.id, OTHER_CHAT, [30])
    assert await state.turns.by_answer(CHAT, 20) == kept
    assert await state.turns.by_answer(OTHER_CHAT, 30) is None


async def test_a_chain_goes_back_to_the_first_question_and_no_further_than_asked(state: State) -> None:
    first = await save(state)
    second = await save(state, user=BOB, parent_id=first.id)
    third = await save(state, parent_id=second.id)
    await save(state, parent_id=first.id)  # another branch
    assert await state.turns.chain(third.id, CHAT) == [first, second, third]
    assert await state.turns.chain(third.id, CHAT, most=2) == [second, third]
    assert await state.turns.chain(third.id, CHAT, most=1) == [third]
    assert await state.turns.chain(third.id, OTHER_CHAT) == []


async def test_no_chain_leads_into_another_chat(state: State) -> None:
    private = await save(state)
    public = await save(state, OTHER_CHAT, parent_id=private.id)
    assert public.parent_id is None
    assert await state.turns.chain(public.id, OTHER_CHAT) == [public]
    assert await state.turns.by_id(private.id, OTHER_CHAT) is None


async def test_the_latest_turn_is_the_users_own_in_that_thread(state: State) -> None:
    await save(state, OTHER_CHAT, ANN)
    anns = await save(state, OTHER_CHAT, ANN)
    bobs = await save(state, OTHER_CHAT, BOB)
    in_topic = await save(state, OTHER_CHAT, ANN, thread_id=4)
    assert await state.turns.latest(OTHER_CHAT, ANN) == anns
    assert await state.turns.latest(OTHER_CHAT, BOB) == bobs
    assert await state.turns.latest(OTHER_CHAT, ANN, 4) == in_topic
    assert await state.turns.latest(CHAT, ANN) is None


async def test_a_new_beginning_hides_the_latest_turn_but_not_replies_to_it(state: State) -> None:
    old = await save(state, answer_message_ids=[10])
    await state.turns.begin_anew(CHAT, ANN)
    assert await state.turns.latest(CHAT, ANN) is None
    assert await state.turns.by_answer(CHAT, 10) == old
    new = await save(state)
    assert await state.turns.latest(CHAT, ANN) == new
    await state.turns.begin_anew(CHAT, ANN)
    assert await state.turns.latest(CHAT, ANN) is None


async def test_a_new_beginning_is_one_users_in_one_thread(state: State) -> None:
    bobs = await save(state, OTHER_CHAT, BOB)
    in_topic = await save(state, OTHER_CHAT, ANN, thread_id=4)
    await state.turns.begin_anew(OTHER_CHAT, ANN)
    assert await state.turns.latest(OTHER_CHAT, BOB) == bobs
    assert await state.turns.latest(OTHER_CHAT, ANN, 4) == in_topic


async def test_turns_outlive_a_restart(open_one: Open) -> None:
    before = await open_one()
    first = await save(before, answer_message_ids=[10])
    second = await save(before, parent_id=first.id)
    await before.turns.begin_anew(CHAT, ANN)
    await before.close()
    after = await open_one()
    assert await after.turns.by_answer(CHAT, 10) == first
    assert await after.turns.chain(second.id, CHAT) == [first, second]
    assert await after.turns.latest(CHAT, ANN) is None


@pytest.mark.parametrize("damage", ["version = 99", "content = '{'", "content = '{}'", "content = '[]'"])
async def test_a_turn_that_cannot_be_read_is_one_not_kept(state: State, damage: str) -> None:
    first = await save(state, answer_message_ids=[10])
    second = await save(state, parent_id=first.id)
    async with state._database.writing() as session:
        await session.execute(text(f"UPDATE turns SET {damage} WHERE id = {first.id}"))  # noqa: S608
    assert await state.turns.by_id(first.id, CHAT) is None
    assert await state.turns.by_answer(CHAT, 10) is None
    assert await state.turns.chain(second.id, CHAT) == [second]
