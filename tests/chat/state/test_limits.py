"""Questions and tokens are counted when they are checked; nothing means nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chat.state.model import Allowance, Limits, Refusal
from chat.state.state import State
from tests.chat.state.conftest import Clock, Open

pytestmark = pytest.mark.anyio
CHAT, OTHER, ANN, BOB = -50, -60, 7, 8


async def test_without_limits_everything_is_admitted(state: State) -> None:
    for _ in range(50):
        assert (await state.limits.admit(CHAT, ANN, Limits(), tokens=10**9)).allowed


async def test_a_user_may_ask_so_many_questions_in_any_window(state: State, clock: Clock) -> None:
    limits = Limits(user=Allowance(questions=2))
    assert (await state.limits.admit(CHAT, ANN, limits)).allowed
    clock.advance(seconds=20)
    assert (await state.limits.admit(OTHER, ANN, limits)).allowed
    refused = await state.limits.admit(CHAT, ANN, limits)
    assert (refused.refusal, refused.wait) == (Refusal.USER_QUESTIONS, timedelta(seconds=40))
    assert (await state.limits.admit(CHAT, BOB, limits)).allowed
    clock.advance(seconds=39.9)
    assert not (await state.limits.admit(CHAT, ANN, limits)).allowed
    clock.advance(seconds=0.1)
    assert (await state.limits.admit(CHAT, ANN, limits)).allowed
    refused = await state.limits.admit(CHAT, ANN, limits)  # the one of 20 s still counts: the window slides
    assert refused.wait == timedelta(seconds=20)


async def test_a_chats_limit_counts_all_its_members(state: State, clock: Clock) -> None:
    limits = Limits(chat=Allowance(questions=1), window=timedelta(hours=1))
    assert (await state.limits.admit(CHAT, ANN, limits)).allowed
    refused = await state.limits.admit(CHAT, BOB, limits)
    assert (refused.refusal, refused.wait) == (Refusal.CHAT_QUESTIONS, timedelta(hours=1))
    assert (await state.limits.admit(OTHER, BOB, limits)).allowed
    clock.advance(hours=1)
    assert (await state.limits.admit(CHAT, BOB, limits)).allowed


async def test_what_is_refused_is_not_counted(state: State, clock: Clock) -> None:
    limits = Limits(user=Allowance(questions=1), chat=Allowance(questions=2))
    await state.limits.admit(CHAT, ANN, limits)
    for _ in range(5):
        assert not (await state.limits.admit(CHAT, ANN, limits)).allowed
    assert (await state.limits.admit(CHAT, BOB, limits)).allowed


@pytest.mark.parametrize(
    ("limits", "refusal"),
    [
        (Limits(user=Allowance(questions=0)), Refusal.USER_QUESTIONS),
        (Limits(chat=Allowance(questions=0)), Refusal.CHAT_QUESTIONS),
        (Limits(user=Allowance(tokens=0)), Refusal.USER_TOKENS),
        (Limits(chat=Allowance(tokens=0)), Refusal.CHAT_TOKENS),
    ],
)
async def test_zero_is_none_and_not_unlimited(state: State, limits: Limits, refusal: Refusal) -> None:
    refused = await state.limits.admit(CHAT, ANN, limits, tokens=1)
    assert (refused.allowed, refused.refusal, refused.wait) == (False, refusal, None)


async def test_a_budget_of_a_day_is_used_up_and_new_the_next_day(state: State, clock: Clock) -> None:
    limits = Limits(user=Allowance(tokens=100), chat=Allowance(tokens=1000))
    admission = await state.limits.admit(CHAT, ANN, limits, tokens=80)
    assert admission.allowed
    assert await state.limits.used_today(user_id=ANN) == 80
    await state.limits.settle(admission, 30)
    assert await state.limits.used_today(user_id=ANN) == await state.limits.used_today(chat_id=CHAT) == 30
    assert (await state.limits.admit(CHAT, ANN, limits, tokens=70)).allowed
    refused = await state.limits.admit(CHAT, ANN, limits, tokens=1)
    assert (refused.refusal, refused.wait) == (Refusal.USER_TOKENS, timedelta(hours=12))  # it is noon
    assert await state.limits.used_today(chat_id=CHAT) == 100
    assert (await state.limits.admit(CHAT, ANN, limits)).allowed  # an answer that needs no model
    clock.advance(hours=12)
    assert (await state.limits.admit(CHAT, ANN, limits, tokens=100)).allowed


async def test_more_than_a_whole_budget_never_fits(state: State) -> None:
    refused = await state.limits.admit(CHAT, ANN, Limits(chat=Allowance(tokens=10)), tokens=11)
    assert (refused.refusal, refused.wait) == (Refusal.CHAT_TOKENS, None)


async def test_what_midnight_passed_is_settled_on_its_own_day(state: State, clock: Clock) -> None:
    admission = await state.limits.admit(CHAT, ANN, Limits(), tokens=80)
    clock.advance(hours=12)
    await state.limits.settle(admission, 200)
    assert await state.limits.used_today(user_id=ANN) == 0


async def test_a_refused_admission_settles_nothing(state: State) -> None:
    refused = await state.limits.admit(CHAT, ANN, Limits(user=Allowance(tokens=0)), tokens=5)
    await state.limits.settle(refused, 5)
    assert await state.limits.used_today(user_id=ANN) == 0


async def test_a_user_and_a_chat_of_one_id_are_counted_apart(state: State) -> None:
    limits = Limits(user=Allowance(questions=2), chat=Allowance(questions=1))
    assert (await state.limits.admit(ANN, ANN, limits)).allowed
    assert (await state.limits.admit(ANN, ANN, limits)).refusal is Refusal.CHAT_QUESTIONS


async def test_counts_outlive_a_restart(open_one: Open) -> None:
    limits = Limits(user=Allowance(questions=1, tokens=10))
    before = await open_one()
    await before.limits.admit(CHAT, ANN, limits, tokens=10)
    await before.close()
    after = await open_one()
    assert not (await after.limits.admit(CHAT, ANN, limits)).allowed
    assert await after.limits.used_today(user_id=ANN) == 10


async def test_a_clock_that_was_set_back_locks_nobody_out(state: State, clock: Clock) -> None:
    limits = Limits(user=Allowance(questions=1))
    await state.limits.admit(CHAT, ANN, limits)
    clock.advance(days=-30)
    assert (await state.limits.admit(CHAT, ANN, limits)).allowed
    assert not (await state.limits.admit(CHAT, ANN, limits)).allowed


async def test_a_process_whose_clock_is_behind_counts_the_others_questions(
    state: State, clock: Clock
) -> None:
    limits = Limits(user=Allowance(questions=1))
    await state.limits.admit(CHAT, ANN, limits)
    clock.advance(seconds=-2)
    refused = await state.limits.admit(CHAT, ANN, limits)
    assert refused.wait == timedelta(minutes=1)
