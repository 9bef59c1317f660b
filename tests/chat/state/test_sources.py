"""What is watched: kept, due in order, one process's at a time, moved and forgotten with its chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chat.state.model import BY_OPERATOR, EVERYONE, Found, Source, SourceKind
from chat.state.state import State
from tests.chat.state.conftest import NOON, Clock, Open

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)
FEED = "https://news.example/feed"


async def watched(state: State, chat: int = 5, address: str = FEED) -> Source:
    source, _ = await state.sources.add(chat, address, made_by=9, thread_id=7, language="ru")
    return source


def found(*keys: str) -> list[Found]:
    return [Found(key, f"place {key}", f"payload {key}") for key in keys]


async def test_it_is_kept_as_it_was_checked(state: State) -> None:
    source = await watched(state)
    assert (source.kind, source.next_at, source.thread_id, source.language) == ("", NOON, 7, "ru")
    assert await state.sources.claim(source.id) is not None
    checked = replace(
        source,
        kind=SourceKind.FEED,
        title="News \x00",
        address=f"{FEED}/2",
        etag='"1"',
        modified="then",
        content="c",
        every=HOUR,
        failures=2,
        trouble="BUSY",
        next_at=NOON + HOUR,
        checked_at=NOON,
    )
    assert await state.sources.keep(checked)
    kept = await state.sources.get(source.id)
    assert kept == replace(checked, title="News \N{REPLACEMENT CHARACTER}")
    again, new = await state.sources.add(5, FEED, made_by=1)
    assert (again.id, new, again.next_at) == (source.id, False, NOON + HOUR)


async def test_what_is_due_comes_in_order_and_to_one_process(open_one: Open, clock: Clock) -> None:
    one, two = await open_one(), await open_one()
    first, second, later = [await watched(one, chat) for chat in (1, 2, 3)]
    await one.sources.keep(replace(first, next_at=NOON + 2 * HOUR))
    await one.sources.keep(replace(second, next_at=NOON + HOUR))
    await one.sources.keep(replace(later, next_at=NOON + 9 * HOUR))
    assert await one.sources.due(clock(), most=9) == []
    assert await one.sources.next_due(clock()) == NOON + HOUR
    clock.advance(hours=3)
    assert [each.id for each in await one.sources.due(clock(), most=9)] == [second.id, first.id]
    assert [each.id for each in await one.sources.due(clock(), most=9, without=[second.id])] == [first.id]
    assert await one.sources.claim(second.id) is not None
    assert await two.sources.claim(second.id) is None
    assert [each.id for each in await two.sources.due(clock(), most=9)] == [first.id]
    clock.advance(hours=1)  # the process that had it is gone
    assert await two.sources.claim(second.id) is not None
    await two.sources.let_go(second.id)
    assert await one.sources.claim(second.id) is not None


async def test_what_was_stopped_is_watched_again_when_somebody_asks(state: State) -> None:
    source = await watched(state, EVERYONE)
    await state.sources.keep(replace(source, stopped="GONE", trouble="GONE", next_at=NOON - HOUR))
    assert await state.sources.due(NOON, most=9) == []
    await state.sources.name([(FEED, SourceKind.UNKNOWN)])
    assert await state.sources.due(NOON, most=9) == []  # to name it once more is not to ask
    again, new = await state.sources.add(EVERYONE, FEED, made_by=BY_OPERATOR)
    assert (again.id, new, again.stopped, again.trouble) == (source.id, True, "", "")


async def test_the_settings_name_theirs_and_no_others(state: State) -> None:
    mine, _ = await state.sources.add(EVERYONE, FEED, made_by=BY_OPERATOR)
    theirs = await watched(state, 5)
    await state.sources.name([("https://a.example/", SourceKind.UNKNOWN), ("/news", SourceKind.FOLDER)])
    await state.sources.name([("/news", SourceKind.FOLDER), (FEED, SourceKind.UNKNOWN)])
    assert [each.address for each in await state.sources.of(EVERYONE)] == [FEED, "/news"]
    await state.sources.name([])
    assert [each.id for each in await state.sources.of(EVERYONE)] == [mine.id]
    assert [each.id for each in await state.sources.of(5)] == [theirs.id]


async def test_an_entry_is_new_once(state: State) -> None:
    source, other = await watched(state), await watched(state, 5, f"{FEED}/other")
    assert await state.entries.note(replace(source, title="News"), found("a", "b", "a")) == 2
    kept = await state.sources.get(source.id)
    assert kept is not None
    assert kept.title == "News"
    assert await state.entries.note(source, found("a", "b", "c")) == 1
    # In another source of the chat an entry of the same address is the same; in another chat it is not.
    assert await state.entries.note(other, [Found("x", "place a", ""), Found("y", "", "")]) == 1
    elsewhere = await watched(state, 6)
    assert await state.entries.note(elsewhere, found("a")) == 1
    waiting = await state.entries.waiting(source.id, 9)
    assert [each.payload for each in waiting] == ["payload a", "payload b", "payload c"]


async def test_of_a_new_source_the_latest_alone_are_to_be_read(state: State) -> None:
    source = await watched(state)
    assert await state.entries.note(source, found(*map(str, range(500))), most=10) == 10
    assert [each.payload for each in await state.entries.waiting(source.id, 2)] == [
        "payload 490",
        "payload 491",
    ]
    assert await state.entries.note(source, found(*map(str, range(501)))) == 1


async def test_an_entry_waits_until_it_is_read(state: State) -> None:
    source = await watched(state)
    await state.entries.note(source, found("a", "b", "c"))
    a, b, c = await state.entries.waiting(source.id, 9)
    await state.entries.put_off(a.id)
    await state.entries.read(b.id, "document", "words of b")
    await state.entries.leave(c.id)
    (left,) = await state.entries.waiting(source.id, 9)
    assert (left.id, left.tries) == (a.id, 1)
    assert await state.entries.contents(5) == {"words of b"}
    assert await state.entries.contents(6) == frozenset()
    assert await state.entries.count_read(source.id) == 1


async def test_a_page_has_one_document_at_a_time(state: State) -> None:
    source = await watched(state)
    assert await state.entries.note_version(source.id, "v1", "one", "words 1") == []
    assert not await state.entries.note_version(source.id, "v1 with other debris")
    assert await state.entries.note_version(source.id, "v2", "two", "words 2") == ["one"]
    assert await state.entries.note_version(source.id, "v1", "three", "words 1") == ["two"]
    assert await state.entries.has(source.id, "v1 with other debris")
    assert not await state.entries.has(source.id, "v9")
    assert await state.entries.count_read(source.id) == 1


async def test_what_is_long_gone_from_a_feed_is_forgotten(state: State, clock: Clock) -> None:
    source = await watched(state)
    await state.entries.note(source, found("old", "kept"))
    for each in await state.entries.waiting(source.id, 9):
        await state.entries.leave(each.id)
    clock.advance(days=170)
    assert await state.entries.note(source, found("kept")) == 0
    clock.advance(days=20)
    assert await state.entries.note(source, found("kept", "new")) == 1
    assert not await state.entries.has(source.id, "old")
    assert await state.entries.has(source.id, "kept")


async def test_it_moves_and_goes_with_its_chat(state: State) -> None:
    source = await watched(state, -5)
    await state.entries.note(source, found("a"))
    both = [await watched(state, chat, "https://both.example/") for chat in (-5, -100)]
    await state.migrate_chat(-5, -100)
    assert [each.id for each in await state.sources.of(-100)] == [source.id, both[1].id]
    moved, new = await state.sources.add(-5, "https://late.example/", made_by=9)
    assert (moved.chat_id, new) == (-100, True)
    assert await state.entries.note(source, found("a", "b")) == 1
    await state.forget_chat(-100)
    assert await state.sources.get(source.id) is None
    assert await state.entries.waiting(source.id, 9) == []
    assert await state.entries.note(source, found("z")) == 0
    assert not await state.sources.keep(source)
    assert not await state.entries.note_version(source.id, "v", "one", "c")
