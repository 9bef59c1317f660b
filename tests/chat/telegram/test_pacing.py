"""Many briefings due in one minute, on a simulated clock: the real parts, Telegram's real limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.deliveries import Sent, delivered
from bench.mornings import OVERALL, PER_GROUP, Wanted, at_best
from chat.telegram.pacing import MARGIN

_AT_ONCE = 24


@pytest.mark.parametrize("processes", [1, 2])
def test_hundreds_due_in_one_minute_go_out_once_in_order_and_within_the_limits(
    tmp_path: Path, processes: int
) -> None:
    sent = delivered(tmp_path, 300 // processes, 150 // processes, processes)
    assert (sent.once, sent.too_many) == (len(sent.wanted), 0)
    assert sent.most_a_second <= OVERALL
    assert sent.most_a_minute <= PER_GROUP
    assert sent.out_of_order <= _AT_ONCE * processes
    if processes == 1:  # two do not know of each other, and are told to wait
        assert sent.refused == 0


def test_at_best_nobody_waits_but_for_the_limits_and_a_group_that_waits_holds_up_nobody() -> None:
    chats = [-1] * 21 + [*range(1, 30)]
    best = at_best(chats, MARGIN)
    assert best[0] == best[19] == 0
    assert best[20] == 60 + MARGIN
    assert best[21] == 0
    assert sorted(best)[29] == 0
    assert sorted(best)[30] == 1 + MARGIN


def test_what_came_twice_or_late_or_too_fast_is_seen() -> None:
    wanted = [Wanted(chat, "", frozenset()) for chat in (1, 2, -3)]
    right = Sent(wanted, [1, 2, -3], [0.0, 0.1, 0.2], 0, 0.0)
    assert (right.once, right.too_many, right.out_of_order) == (3, 0, 0)
    assert right.late == [0.0, 0.1, 0.2]
    twice = Sent(wanted, [1, 1, 2], [0.0, 0.1, 0.2], 0, 0.0)
    assert (twice.once, twice.too_many) == (2, 1)
    assert Sent(wanted, [2, 1, -3], [0.0, 0.1, 0.2], 0, 0.0).out_of_order == 1
    fast = Sent([Wanted(-3, "", frozenset())] * 25, [-3] * 25, [0.01 * at for at in range(25)], 0, 0.0)
    assert fast.most_a_minute == 25
    assert fast.most_a_second == 25
