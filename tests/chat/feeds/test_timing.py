"""When a source is asked again, and that a host is asked one thing at a time."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

from chat.feeds.asking import Hosts
from chat.feeds.timing import after_failure, after_success, fresh_for, pause_asked
from chat.state.model import Source
from tests.newsstand import Newsstand

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVERY = timedelta(minutes=30)


def test_the_longest_wish_is_kept_within_a_day() -> None:
    assert after_success(EVERY, timedelta(), lambda low, _: low) == EVERY
    assert after_success(EVERY, timedelta(hours=5), lambda low, _: low) == timedelta(hours=5)
    assert after_success(EVERY, timedelta(days=99), lambda _, high: high) == timedelta(days=1) * 1.1
    assert len({after_success(EVERY, timedelta()) for _ in range(9)}) > 1  # not all at the same moment


def test_each_failure_doubles_the_wait_up_to_a_day() -> None:
    waits = [after_failure(EVERY, failures, chance=lambda _, high: high) for failures in range(9)]
    assert waits[:4] == [EVERY, 2 * EVERY, 4 * EVERY, 8 * EVERY]
    assert waits[-1] == timedelta(days=1)
    assert after_failure(EVERY, 10**6, chance=lambda low, _: low) == timedelta(hours=18)
    assert after_failure(EVERY, 0, timedelta(hours=3)) == timedelta(hours=3)
    assert after_failure(EVERY, 0, timedelta(days=999)) == timedelta(days=7)


def test_what_headers_ask_for() -> None:
    assert pause_asked({"retry-after": "120"}, NOW) == timedelta(minutes=2)
    assert pause_asked({"retry-after": "Tue, 24 Nov 2026 13:00:00 GMT"}, NOW) == timedelta(hours=1)
    assert pause_asked({"retry-after": "Tue, 24 Nov 2020 13:00:00 GMT"}, NOW) == timedelta()
    assert pause_asked({"retry-after": "9" * 400}, NOW) == timedelta(days=7)
    assert pause_asked({"retry-after": "-5"}, NOW) is None
    assert pause_asked({"retry-after": "soon"}, NOW) is None
    assert pause_asked({}, NOW) is None
    assert fresh_for({"cache-control": "public, max-age=600", "age": "100"}) == timedelta(seconds=500)
    assert fresh_for({"cache-control": "s-maxage=600"}) == timedelta()
    assert fresh_for({"cache-control": "no-store"}) == timedelta()


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause_and_others_meanwhile() -> None:
    began: list[tuple[str, float]] = []
    at_once = {"one": 0, "two": 0}

    async def ask(hosts: Hosts, host: str) -> None:
        async with hosts.turn(f"http://{host}/x"):
            at_once[host] += 1
            assert at_once[host] == 1
            began.append((host, time.monotonic()))
            await asyncio.sleep(0.05)
            at_once[host] -= 1

    async def scenario() -> None:
        hosts = Hosts(between=0.1)
        start = time.monotonic()
        await asyncio.gather(*(ask(hosts, host) for host in ("one", "one", "one", "two")))
        times = [moment - start for host, moment in began if host == "one"]
        assert times[1] - times[0] >= 0.14
        assert times[2] - times[1] >= 0.14
        assert next(moment for host, moment in began if host == "two") - start < times[1]

    asyncio.run(scenario())


def test_sources_of_one_host_do_not_crowd_it(newsstand: Newsstand) -> None:
    asking = newsstand.asking()
    for number in range(4):
        newsstand.feed(f"/{number}", seconds=0.1)
    sources = [Source(n, 0, None, 7, "en", f"{newsstand.address}/{n}", NOW) for n in range(4)]

    async def scenario() -> None:
        await asyncio.gather(*(asking.news(each, NOW) for each in sources))

    asyncio.run(scenario())
    assert newsstand.most_at_once == 1
    assert len(newsstand.asked) == 4
