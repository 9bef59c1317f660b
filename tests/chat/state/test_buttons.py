"""Buttons mean the same after a restart, in their chat alone."""

from __future__ import annotations

import pytest

from answering.model import Turn
from chat.state.state import State
from tests.chat.samples import ANSWER, QUESTION
from tests.chat.state.conftest import Open

pytestmark = pytest.mark.anyio
CHAT, OTHER, ANN = 500, 600, 500


async def test_buttons_outlive_a_restart(open_one: Open) -> None:
    before = await open_one()
    kept = await before.turns.save(Turn(QUESTION, ANSWER), chat_id=CHAT, thread_id=None, user_id=ANN)
    assert kept is not None
    wanted = [("facts", ""), ("ask", "Was sagte Łukasz? " * 50)]
    buttons = await before.buttons.make(CHAT, wanted, turn_id=kept.id)
    await before.close()
    after = await open_one()
    found = [await after.buttons.get(each.id, CHAT) for each in buttons]
    assert found == buttons
    assert [(each.action, each.value) for each in buttons] == wanted
    assert {each.turn_id for each in buttons} == {kept.id}


async def test_ids_fit_into_what_telegram_takes_with_room_for_a_prefix(state: State) -> None:
    buttons = await state.buttons.make(CHAT, [("more", "")] * 100)
    assert len({each.id for each in buttons}) == 100
    assert all(len(each.id.encode()) <= 32 for each in buttons)


async def test_another_chats_button_is_nothing(state: State) -> None:
    (button,) = await state.buttons.make(CHAT, [("more", "")])
    assert await state.buttons.get(button.id, OTHER) is None
    assert await state.buttons.get("unknown", CHAT) is None


async def test_nothing_stands_under_a_turn_that_is_not_the_chats(state: State) -> None:
    kept = await state.turns.save(Turn(QUESTION, ANSWER), chat_id=CHAT, thread_id=None, user_id=ANN)
    assert kept is not None
    assert await state.buttons.make(OTHER, [("more", "")], turn_id=kept.id) == []
    assert await state.buttons.make(CHAT, [], turn_id=kept.id) == []
