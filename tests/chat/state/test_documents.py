"""A chat's own documents: added, recognised, listed, removed."""

from __future__ import annotations

import pytest

from chat.state.model import ChatDocument, Origin
from chat.state.state import State
from tests.chat.state.conftest import Clock, Open

pytestmark = pytest.mark.anyio
CHAT, OTHER, ANN = 500, 600, 500


async def add(
    state: State, chat: int = CHAT, document_id: str = "d1", content: str = "c1", name: str = "bridge.txt"
) -> tuple[ChatDocument, bool]:
    return await state.documents.add(
        chat,
        document_id=document_id,
        content=content,
        name=name,
        origin=Origin.FORWARD,
        source="@news",
        added_by=ANN,
    )


async def test_documents_are_listed_in_order_after_a_restart(open_one: Open, clock: Clock) -> None:
    before = await open_one()
    first, new = await add(before)
    assert new
    assert first == ChatDocument("d1", "c1", "bridge.txt", Origin.FORWARD, "@news", ANN, clock())
    clock.advance(seconds=1)
    second, _ = await add(before, document_id="a2", content="c2")
    await before.close()
    after = await open_one()
    assert await after.documents.of(CHAT) == [first, second]
    assert await after.documents.of(OTHER) == []


async def test_the_same_content_twice_is_recognised_whatever_its_name(state: State) -> None:
    first, _ = await add(state)
    again = await add(state, document_id="d2", name="copy.txt")
    assert again == (first, False)
    assert await state.documents.with_content(CHAT, "c1") == first
    assert await state.documents.with_content(CHAT, "c2") is None
    assert await state.documents.of(CHAT) == [first]


async def test_another_chats_document_of_the_same_content_is_its_own(state: State) -> None:
    await add(state)
    assert await state.documents.with_content(OTHER, "c1") is None
    _, new = await add(state, OTHER)
    assert new


async def test_a_removed_document_may_come_again(state: State) -> None:
    await add(state)
    assert not await state.documents.remove(OTHER, "d1")
    assert await state.documents.remove(CHAT, "d1")
    assert not await state.documents.remove(CHAT, "d1")
    assert await state.documents.of(CHAT) == []
    _, new = await add(state)
    assert new
