"""Subscriptions: due in order, moved on once, paused and resumed, moved and forgotten with their chat."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chat.state.model import Pause, Subscription, Wish
from chat.state.state import State
from index.model import Voice
from tests.chat.state.conftest import NOON, Clock, Open

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)


async def subscribed(state: State, chat: int = 5, hours: float = 1, **more: object) -> Subscription:
    wish = Wish(chat, 7, 9, "0123456 08:00 UTC", **more)  # type: ignore[arg-type]
    return await state.subscriptions.add(wish, NOON + hours * HOUR, NOON)


async def test_it_is_kept_as_it_was_wished(state: State) -> None:
    made = await subscribed(
        state, about="shipping \x00", voices=frozenset({Voice.OPINION}), tell_nothing=True
    )
    (kept,) = await state.subscriptions.of(5)
    assert kept.wish.voices == {Voice.OPINION}
    assert kept.wish.about.startswith("shipping")
    assert (kept.wish.thread_id, kept.wish.tell_nothing, kept.id) == (7, True, made.id)
    assert kept.key == made.key
    assert await state.subscriptions.of(6) == []
    assert [each.id for each in await state.subscriptions.of(6, user_id=9)] == [made.id]


async def test_what_is_due_comes_in_order(state: State, clock: Clock) -> None:
    late, early, paused, other = [
        await subscribed(state, chat, hours) for chat, hours in ((1, 2), (2, 1), (3, 1), (4, 9))
    ]
    await state.subscriptions.pause(paused.id, Pause.ASKED)
    assert await state.subscriptions.due(clock(), most=9) == []
    assert await state.subscriptions.next_due(clock()) == early.next_at
    clock.advance(hours=3)
    due = await state.subscriptions.due(clock(), most=9)
    assert [each.id for each in due] == [early.id, late.id]
    assert [each.id for each in await state.subscriptions.due(clock(), most=9, not_in=[2])] == [late.id]
    assert [each.id for each in await state.subscriptions.due(clock(), most=9, without=[late.id])] == [
        early.id
    ]
    assert await state.subscriptions.next_due(clock()) == other.next_at


async def test_it_moves_on_once(open_one: Open) -> None:
    one, two = await open_one(), await open_one()
    made = await subscribed(one)
    assert await one.subscriptions.begin_sending(made.id, 3)
    then = made.next_at + HOUR
    assert await one.subscriptions.delivered(made, then, covered_until=made.next_at, turn_id=3)
    assert not await two.subscriptions.delivered(made, then)
    kept = await two.subscriptions.get(made.id)
    assert kept is not None
    assert (kept.next_at, kept.covered_until, kept.last_turn, kept.sending_turn) == (
        then,
        made.next_at,
        3,
        None,
    )


async def test_a_chat_rests_and_goes_on(state: State) -> None:
    made = await subscribed(state)
    assert [each.id for each in await state.subscriptions.pause_chat(5, Pause.UNREACHABLE)] == [made.id]
    assert await state.subscriptions.pause_chat(5, Pause.UNREACHABLE) == []
    assert not await state.subscriptions.begin_sending(made.id, 3)
    assert await state.subscriptions.resume(made.id, NOON + HOUR)
    assert (await state.subscriptions.due(NOON + HOUR, most=1))[0].paused is None


async def test_it_moves_and_goes_with_its_chat(state: State) -> None:
    made = await subscribed(state, -5)
    await state.migrate_chat(-5, -100)
    assert [each.id for each in await state.subscriptions.of(-100)] == [made.id]
    await state.forget_chat(-100)
    assert await state.subscriptions.get(made.id) is None


async def test_what_came_since(open_one: Open, clock: Clock) -> None:
    one, two = await open_one(), await open_one()
    first = await one.arrivals.note(["a", "b"])
    clock.advance(hours=1)
    second = await two.arrivals.note(["a", "b", "c"])
    assert await one.arrivals.since(first, second) == {"c"}
    clock.advance(hours=1)
    await one.arrivals.note(["a", "b", "c"])
    assert await one.arrivals.since(second, clock()) == frozenset()


async def test_a_delivery_given_up_is_free_and_one_renewed_is_not(open_one: Open, clock: Clock) -> None:
    one, two = await open_one(), await open_one()
    assert await one.deliveries.claim("a", 5)
    clock.advance(minutes=1)
    assert await one.deliveries.renew() == 1
    clock.advance(seconds=90)
    assert not await two.deliveries.claim("a", 5)
    await one.deliveries.give_up("a")
    assert await two.deliveries.claim("a", 5)
    await two.deliveries.release()
    assert await one.deliveries.claim("a", 5)
    assert await one.deliveries.finish("a")
    await one.deliveries.give_up("a")
    assert not await two.deliveries.claim("a", 5)
