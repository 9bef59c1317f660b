"""Chats are known, have settings, become supergroups, and are forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from answering.model import Tokens, Turn
from chat.state.model import Allowance, ChatSettings, Length, Limits, Origin, Refusal, Standing
from chat.state.state import State
from chat.state.tables import Base, UpdateRow
from index.model import Voice
from tests.chat.samples import ANSWER, QUESTION
from tests.chat.state.conftest import Clock, Open

pytestmark = pytest.mark.anyio
TURN = Turn(QUESTION, ANSWER)
GROUP, SUPERGROUP, OTHER, ANN, BOB = -50, -1001234567890, -60, 7, 8
ONE_A_MINUTE = Limits(chat=Allowance(questions=1, tokens=100))


async def test_a_chat_is_known_once_it_was_seen(state: State, clock: Clock) -> None:
    assert await state.chats.get(GROUP) is None
    first = clock()
    await state.chats.see(GROUP, "group", "Readers")
    clock.advance(hours=1)
    await state.chats.see(GROUP, "group", "Careful readers")
    known = await state.chats.get(GROUP)
    assert known is not None
    assert (known.title, known.kind, known.standing) == ("Careful readers", "group", Standing.MEMBER)
    assert (known.first_seen, known.last_seen) == (first, clock())
    assert await state.chats.all() == [known]


async def test_a_mark_stays_until_the_standing_changes(open_one: Open) -> None:
    before = await open_one()
    await before.chats.see(GROUP, "group", "Readers")
    assert await before.chats.mark(GROUP, Standing.KICKED)
    assert not await before.chats.mark(OTHER, Standing.KICKED)
    await before.close()
    after = await open_one()
    await after.chats.see(GROUP, "group", "Readers")
    known = await after.chats.get(GROUP)
    assert known is not None
    assert not known.standing.may_write
    await after.chats.see(GROUP, "group", "Readers", Standing.ADMINISTRATOR)
    known = await after.chats.get(GROUP)
    assert known is not None
    assert known.standing.may_write


async def test_settings_are_the_defaults_until_they_are_changed_one_by_one(open_one: Open) -> None:
    before = await open_one()
    assert await before.chats.settings(GROUP) == ChatSettings()
    assert await before.chats.change_settings(GROUP) == ChatSettings()
    await before.chats.change_settings(GROUP, voices={Voice.REPORTED, Voice.OPINION})
    await before.chats.change_settings(GROUP, length=Length.SHORT)
    await before.chats.change_settings(GROUP, language="ru")
    await before.close()
    after = await open_one()
    both = frozenset({Voice.REPORTED, Voice.OPINION})
    assert await after.chats.settings(GROUP) == ChatSettings(both, Length.SHORT, "ru")
    changed = await after.chats.change_settings(GROUP, voices=(), language="")
    assert changed == await after.chats.settings(GROUP) == ChatSettings(frozenset(), Length.SHORT, "")
    assert await after.chats.settings(OTHER) == ChatSettings()


async def test_texts_from_outside_are_kept_whatever_they_hold(state: State) -> None:
    await state.chats.see(GROUP, "group", "a\x00b\ud800c 🗞 \u202ed")
    known = await state.chats.get(GROUP)
    assert known is not None
    assert known.title == "a�b�c 🗞 \u202ed"


async def fill(state: State, chat: int, *, first_message: int = 10) -> tuple[int, str]:
    """Something of everything in a chat: the turn's id, and a button's."""
    await state.chats.see(chat, "group", f"Chat {chat}")
    await state.chats.change_settings(chat, length=Length.LONG)
    await state.turns.save(TURN, chat_id=chat, thread_id=None, user_id=ANN)
    await state.turns.begin_anew(chat, ANN)
    kept = await state.turns.save(
        TURN, chat_id=chat, thread_id=None, user_id=ANN, answer_message_ids=[first_message]
    )
    assert kept is not None
    await add(state, chat, "d1", "c1")
    await state.limits.admit(chat, ANN, ONE_A_MINUTE, tokens=60)
    (button,) = await state.buttons.make(chat, [("facts", "")], turn_id=kept.id)
    await state.questions.receive(
        -chat, chat_id=chat, thread_id=None, user_id=ANN, message_id=first_message + 1, payload="{}"
    )
    await state.deliveries.claim(f"briefing {chat}", chat)
    return kept.id, button.id


async def add(state: State, chat: int, document_id: str, content: str) -> bool:
    _, new = await state.documents.add(
        chat,
        document_id=document_id,
        content=content,
        name="bridge.txt",
        origin=Origin.FILE,
        source="bridge.txt",
        added_by=ANN,
    )
    return new


async def test_a_group_that_becomes_a_supergroup_takes_everything_along(state: State) -> None:
    turn_id, button_id = await fill(state, GROUP)
    await state.migrate_chat(GROUP, SUPERGROUP)
    latest = await state.turns.latest(SUPERGROUP, ANN)
    assert latest is not None
    assert latest.id == turn_id
    assert len(await state.turns.chain(turn_id, SUPERGROUP)) == 1
    assert (await state.chats.settings(SUPERGROUP)).length is Length.LONG
    assert [each.id for each in await state.documents.of(SUPERGROUP)] == ["d1"]
    refused = await state.limits.admit(SUPERGROUP, BOB, ONE_A_MINUTE)
    assert refused.refusal is Refusal.CHAT_QUESTIONS
    assert await state.limits.used_today(chat_id=SUPERGROUP) == 60
    known = await state.chats.get(SUPERGROUP)
    assert known is not None
    assert (known.title, known.kind) == (f"Chat {GROUP}", "supergroup")
    assert await state.chats.all() == [known]
    # Messages keep their numbers, which are the old chat's; buttons are pressed under either id.
    assert await state.turns.by_answer(GROUP, 10) == latest
    assert await state.turns.by_answer(SUPERGROUP, 10) is None
    assert await state.buttons.get(button_id, GROUP) == await state.buttons.get(button_id, SUPERGROUP)
    assert await state.buttons.get(button_id, GROUP) is not None
    # Nothing is left behind.
    assert await state.turns.by_id(turn_id, GROUP) is None
    assert await state.documents.of(GROUP) == []
    assert await state.chats.settings(GROUP) == ChatSettings()
    assert await state.limits.used_today(chat_id=GROUP) == 0
    assert (await state.chats.current_id(GROUP), await state.chats.current_id(OTHER)) == (SUPERGROUP, OTHER)


async def test_a_pending_question_goes_along_too(open_one: Open, clock: Clock) -> None:
    before = await open_one()
    await fill(before, GROUP)
    await before.migrate_chat(GROUP, SUPERGROUP)
    clock.advance(hours=1)
    after = await open_one()
    question = await after.questions.claim_next()
    assert question is not None
    assert question.chat_id == SUPERGROUP


async def test_what_the_supergroup_has_already_is_joined(state: State) -> None:
    await fill(state, GROUP)
    await fill(state, SUPERGROUP)
    await add(state, GROUP, "d2", "c2")
    await state.chats.change_settings(SUPERGROUP, length=Length.SHORT)
    await state.migrate_chat(GROUP, SUPERGROUP)
    await state.migrate_chat(GROUP, SUPERGROUP)  # both chats announce it
    assert sorted(each.id for each in await state.documents.of(SUPERGROUP)) == ["d1", "d2"]
    assert (await state.chats.settings(SUPERGROUP)).length is Length.SHORT
    assert await state.limits.used_today(chat_id=SUPERGROUP) == 120
    # Messages with the same number in both chats are two.
    old, new = await state.turns.by_answer(GROUP, 10), await state.turns.by_answer(SUPERGROUP, 10)
    assert old is not None
    assert new is not None
    assert (old.id != new.id, old.chat_id, new.chat_id) == (True, SUPERGROUP, SUPERGROUP)


async def test_an_answer_that_was_under_way_comes_along(state: State) -> None:
    first = await state.turns.save(TURN, chat_id=GROUP, thread_id=None, user_id=ANN)
    question = await state.questions.receive(
        1, chat_id=GROUP, thread_id=None, user_id=ANN, message_id=1, payload="{}"
    )
    await state.migrate_chat(GROUP, SUPERGROUP)
    assert first is not None
    kept = await state.turns.save(
        TURN,
        chat_id=GROUP,
        thread_id=None,
        user_id=ANN,
        answer_message_ids=[2],
        parent_id=first.id,
        finishing=question,
    )
    assert kept is not None
    assert (kept.chat_id, kept.parent_id) == (SUPERGROUP, first.id)
    assert await state.turns.by_answer(GROUP, 2) == kept
    assert await state.turns.latest(SUPERGROUP, ANN) == kept
    assert await add(state, GROUP, "d1", "c1")
    assert [each.id for each in await state.documents.of(SUPERGROUP)] == ["d1"]


async def test_an_unknown_group_may_become_a_supergroup(state: State) -> None:
    await state.migrate_chat(GROUP, SUPERGROUP)
    assert await state.chats.current_id(GROUP) == SUPERGROUP
    await state.migrate_chat(SUPERGROUP, SUPERGROUP)
    assert await state.chats.current_id(SUPERGROUP) == SUPERGROUP


async def rows(state: State) -> dict[str, int]:
    """How many rows each table has."""
    async with state._database.reading() as session:
        return {
            name: await session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


async def test_a_forgotten_chat_leaves_nothing_and_the_others_stay(state: State) -> None:
    await fill(state, OTHER)
    before = await rows(state)
    turn_id, button_id = await fill(state, GROUP)
    await state.migrate_chat(GROUP, SUPERGROUP)
    await state.forget_chat(SUPERGROUP)
    after = await rows(state)
    after[UpdateRow.__tablename__] -= 1  # a number without a chat, so that nothing is answered twice
    assert after == before  # what Ann has used of her own limits was there before, and is still there
    assert await state.turns.by_id(turn_id, SUPERGROUP) is None
    assert await state.turns.by_answer(GROUP, 10) is None
    assert await state.buttons.get(button_id, GROUP) is None
    assert await state.chats.current_id(GROUP) == GROUP


async def test_an_answer_to_a_forgotten_question_is_not_kept(state: State) -> None:
    question = await state.questions.receive(
        1, chat_id=GROUP, thread_id=None, user_id=ANN, message_id=1, payload="{}"
    )
    await state.forget_chat(GROUP)
    assert question is not None
    assert not await state.questions.begin_sending(question.id)
    kept = await state.turns.save(TURN, chat_id=GROUP, thread_id=None, user_id=ANN, finishing=question)
    assert kept is None
    assert await state.turns.latest(GROUP, ANN) is None


async def test_ids_of_forgotten_turns_do_not_come_back(state: State) -> None:
    old, _ = await fill(state, GROUP)
    await state.forget_chat(GROUP)
    new, _ = await fill(state, OTHER)
    assert new > old


async def test_stats_are_counts(state: State, clock: Clock) -> None:
    await fill(state, GROUP)
    clock.advance(days=1)
    await state.chats.see(ANN, "private", "Ann")
    await state.chats.see(-70, "channel", "News", Standing.KICKED)
    await state.turns.save(TURN, chat_id=ANN, thread_id=None, user_id=BOB)
    admission = await state.limits.admit(ANN, ANN, Limits(), tokens=10)
    await state.limits.settle(admission, 3)
    stats = await state.stats()
    assert (stats.private_chats, stats.groups, stats.channels, stats.silenced) == (1, 1, 1, 1)
    assert (stats.users, stats.questions, stats.questions_today, stats.not_found_today) == (2, 3, 1, 0)
    assert (stats.pending, stats.documents, stats.tokens_today) == (1, 1, 3)
    assert (stats.cost, stats.cost_today) == (None, 0.0)


async def test_what_answers_cost_is_summed(state: State, clock: Clock) -> None:
    for cost in (0.25, 0.5):
        answer = replace(TURN.result, tokens=Tokens(10, 2, cost))
        kept = await state.turns.save(replace(TURN, result=answer), chat_id=ANN, thread_id=None, user_id=ANN)
        assert kept is not None
        again = await state.turns.by_id(kept.id, ANN)
        assert again is not None
        assert again.turn.result.tokens == Tokens(10, 2, cost)
        clock.advance(days=1)
    await state.turns.save(TURN, chat_id=ANN, thread_id=None, user_id=ANN)
    stats = await state.stats()
    assert (stats.cost, stats.cost_today) == (0.75, 0.0)
