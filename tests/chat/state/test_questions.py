"""Updates, questions and deliveries are each taken once, also after a restart."""

from __future__ import annotations

import pytest

from answering.model import Turn
from chat.state.model import Arrived, PendingQuestion
from chat.state.state import LEASE, MARKS_KEPT, State
from tests.chat.samples import ANSWER, QUESTION
from tests.chat.state.conftest import NOON, Clock, Open

pytestmark = pytest.mark.anyio
CHAT, OTHER, ANN = 500, 600, 500
TURN = Turn(QUESTION, ANSWER)
LATER = LEASE.total_seconds() + 1


async def receive(
    state: State, update: int, *, chat: int = CHAT, message: int | None = None, thread: int | None = None
) -> PendingQuestion:
    question = await state.questions.receive(
        update,
        chat_id=chat,
        thread_id=thread,
        user_id=ANN,
        message_id=update + 100 if message is None else message,
        payload=f'{{"text": "Wer\u00a0war {update}?"}}',
    )
    assert question is not None
    return question


async def test_an_update_is_new_once(open_one: Open) -> None:
    before, beside = await open_one(), await open_one()
    assert await before.updates.first_time(5)
    assert not await beside.updates.first_time(5)
    await before.close()
    assert not await (await open_one()).updates.first_time(5)


async def test_marks_are_kept_for_a_while_and_then_dropped(state: State, clock: Clock) -> None:
    await state.updates.first_time(5)
    clock.advance(seconds=MARKS_KEPT.total_seconds() - 1)
    await state.prune()
    assert not await state.updates.first_time(5)
    clock.advance(seconds=2)
    await state.prune()
    assert await state.updates.first_time(5)


async def test_a_question_is_received_once(state: State) -> None:
    await receive(state, 1)
    again = await state.questions.receive(
        1, chat_id=CHAT, thread_id=None, user_id=ANN, message_id=101, payload="{}"
    )
    assert again is None
    assert not await state.updates.first_time(1)


async def test_an_edited_question_is_not_a_new_one_even_when_answered(state: State) -> None:
    question = await receive(state, 1, message=50)
    await state.questions.finish(question.id)
    edited = await state.questions.receive(
        2, chat_id=CHAT, thread_id=None, user_id=ANN, message_id=50, payload="{}"
    )
    assert edited is None
    assert (await receive(state, 3, chat=OTHER, message=50)).chat_id == OTHER


async def test_what_is_in_hand_is_nobody_elses(open_one: Open, clock: Clock) -> None:
    here, beside = await open_one(), await open_one()
    await receive(here, 1)
    assert await beside.questions.claim_next() is None
    clock.advance(seconds=LATER - 2)
    assert await here.questions.renew() == 1
    clock.advance(seconds=LATER - 2)
    assert await beside.questions.claim_next() is None


async def test_a_question_left_by_a_killed_process_is_answered_once(open_one: Open, clock: Clock) -> None:
    killed = await open_one()
    received = await receive(killed, 1)
    await killed.close()
    clock.advance(seconds=LATER)
    here, beside = await open_one(), await open_one()
    question = await here.questions.claim_next()
    assert question is not None
    assert (question.payload, question.message_id) == (received.payload, 101)
    assert (question.tries, question.interrupted) == (2, False)
    assert await beside.questions.claim_next() is None
    assert await here.questions.begin_sending(question.id)
    kept = await here.turns.save(TURN, chat_id=CHAT, thread_id=None, user_id=ANN, finishing=question)
    assert kept is not None
    assert kept.asked_at == received.received_at
    clock.advance(seconds=LATER)
    assert await beside.questions.claim_next() is None


async def test_a_clean_end_leaves_its_questions_to_be_taken_at_once(open_one: Open) -> None:
    before = await open_one()
    await receive(before, 1)
    assert await before.questions.release() == 1
    await before.close()
    question = await (await open_one()).questions.claim_next()
    assert question is not None


async def test_who_lost_a_claim_can_neither_send_nor_keep(open_one: Open, clock: Clock) -> None:
    slow = await open_one()
    question = await receive(slow, 1)
    clock.advance(seconds=LATER)
    quick = await open_one()
    assert await quick.questions.claim_next() is not None
    assert not await slow.questions.begin_sending(question.id)
    assert not await slow.questions.finish(question.id)
    kept = await slow.turns.save(TURN, chat_id=CHAT, thread_id=None, user_id=ANN, finishing=question)
    assert kept is None
    assert await slow.turns.latest(CHAT, ANN) is None
    assert await slow.questions.renew() == 0
    assert await quick.questions.begin_sending(question.id)
    assert await quick.questions.finish(question.id)
    assert not await quick.questions.finish(question.id)


async def test_whoever_takes_over_learns_that_an_answer_was_begun(open_one: Open, clock: Clock) -> None:
    killed = await open_one()
    question = await receive(killed, 1)
    assert await killed.questions.begin_sending(question.id)
    clock.advance(seconds=LATER)
    again = await (await open_one()).questions.claim_next()
    assert again is not None
    assert again.interrupted


async def test_questions_keep_their_order_in_a_chat_and_run_beside_each_other_across(
    open_one: Open,
) -> None:
    before = await open_one()
    first = await receive(before, 1)
    second = await receive(before, 2)
    elsewhere = await receive(before, 3, chat=OTHER)
    in_topic = await receive(before, 4, thread=9)
    await before.questions.release()
    here, beside = await open_one(), await open_one()
    taken = [await here.questions.claim_next(), await beside.questions.claim_next()]
    taken += [await here.questions.claim_next(), await beside.questions.claim_next()]
    assert [each.id if each else None for each in taken] == [first.id, elsewhere.id, in_topic.id, None]
    assert await here.questions.finish(first.id)
    following = await beside.questions.claim_next()
    assert following is not None
    assert following.id == second.id


async def test_a_finished_question_keeps_nothing_of_its_text(state: State) -> None:
    question = await receive(state, 1)
    await state.questions.finish(question.id)
    async with state._database.engine.connect() as connection:
        (row,) = await connection.exec_driver_sql("SELECT * FROM questions")
    assert "Wer" not in str(row)


async def test_a_question_without_a_message_may_come_often(state: State) -> None:
    for update in (1, 2):
        question = await state.questions.receive(
            update, chat_id=CHAT, thread_id=None, user_id=ANN, message_id=None, payload="{}"
        )
        assert question is not None


def test_no_payload_is_shown_by_accident() -> None:
    with_text = PendingQuestion(1, 2, None, 3, 4, "secret words", NOON)
    assert "secret" not in repr(with_text)


async def test_a_delivery_goes_out_once(open_one: Open, clock: Clock) -> None:
    here, beside = await open_one(), await open_one()
    assert await here.deliveries.claim("7 2026-11-24T08:00Z", CHAT)
    assert not await beside.deliveries.claim("7 2026-11-24T08:00Z", CHAT)
    assert await here.deliveries.finish("7 2026-11-24T08:00Z")
    clock.advance(seconds=LATER)
    assert not await beside.deliveries.claim("7 2026-11-24T08:00Z", CHAT)
    assert await beside.deliveries.claim("7 2026-11-25T08:00Z", CHAT)


async def test_a_delivery_that_was_never_finished_is_taken_over(open_one: Open, clock: Clock) -> None:
    killed, here = await open_one(), await open_one()
    assert await killed.deliveries.claim("a", CHAT)
    clock.advance(seconds=LATER)
    assert await here.deliveries.claim("a", CHAT)
    assert not await killed.deliveries.finish("a")
    assert await here.deliveries.finish("a")


async def test_several_that_come_together_are_kept_in_order_each_once(state: State) -> None:
    await receive(state, 2)
    arrived = [
        Arrived(number, CHAT, None, ANN, message, "{}")
        for number, message in ((1, 101), (2, 102), (3, 103), (4, 103))
    ]
    one, again, three, edited = await state.questions.receive_all(arrived)
    assert one is not None
    assert three is not None
    assert one.id < three.id
    assert again is None
    assert edited is None


async def test_an_answer_is_kept_as_being_sent_and_finished_with_its_messages(open_one: Open) -> None:
    state, other = await open_one(), await open_one()
    question = await receive(state, 1)
    place = {"chat_id": CHAT, "thread_id": None, "user_id": ANN}
    assert await other.turns.save(TURN, sending=question, **place) is None  # type: ignore[arg-type]
    kept = await state.turns.save(TURN, sending=question, **place)  # type: ignore[arg-type]
    assert kept is not None
    await state.questions.release()
    taken = await other.questions.claim_next()
    assert taken is not None
    assert taken.interrupted
    await other.turns.add_answers(kept.id, CHAT, [7], finishing=taken)
    found = await state.turns.by_answer(CHAT, 7)
    assert found is not None
    assert found.id == kept.id
    assert (await state.stats()).pending == 0
    assert await state.turns.last_message(CHAT) == 101
