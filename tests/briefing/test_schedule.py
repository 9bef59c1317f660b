"""Schedules as people write them, what they are told back, and the moments meant, also when clocks change."""

from datetime import UTC, datetime
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.schedule import BadSchedule, confirmation, next_slots, parse_schedule
from index.errors import UsageError

BERLIN = ZoneInfo("Europe/Berlin")


def _next(words: str, after: datetime, count: int) -> list[str]:
    slots = islice(next_slots(parse_schedule(words, "Europe/Berlin"), after), count)
    return [f"{slot:%a %d %b %H:%M %z}" for slot in slots]


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("daily 08:00", "every day at 08:00, UTC"),
        ("weekdays 18:30 Europe/Berlin", "every weekday at 18:30, Europe/Berlin"),
        ("Weekdays at 6.30 pm europe/berlin", "every weekday at 18:30, Europe/Berlin"),
        ("Mondays", "every Monday at 08:00, UTC"),
        ("Mon and Thu 9am", "every Monday and Thursday at 09:00, UTC"),
        ("mon-fri 7:15", "every weekday at 07:15, UTC"),
        ("Friday to Monday at noon", "every Monday, Friday, Saturday and Sunday at 12:00, UTC"),
        ("every day at noon", "every day at 12:00, UTC"),
        ("every morning", "every day at 08:00, UTC"),
        ("weekends 12am utc", "every Saturday and Sunday at 00:00, UTC"),
        ("every 6 hours", "every day every 6 hours from 00:00, UTC"),
        ("hourly", "every day every hour, UTC"),
        ("daily 20:00 America/New_York", "every day at 20:00, America/New_York"),
    ],
)
def test_what_people_write_is_understood(words: str, understood: str) -> None:
    assert parse_schedule(words).words == understood


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Which days"),
        ("08:00", "Which days"),
        ("sometimes", "'sometimes' was not understood"),
        ("daily 25:00", "no time of day"),
        ("daily 13pm", "no time of day"),
        ("daily 8:00 and 18:00", "One time of day"),
        ("every 5 hours", "does not fit a day"),
        ("daily 08:00 Europe/Atlantis", "no time zone"),
    ],
)
def test_anything_else_is_answered_with_what_to_write(words: str, told: str) -> None:
    with pytest.raises(BadSchedule, match=told) as caught:
        parse_schedule(words)
    assert isinstance(caught.value, UsageError)
    assert ":" in str(caught.value)


def test_the_confirmation_repeats_what_was_understood_and_says_when_it_begins() -> None:
    now = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # 19:00 in Berlin: today's is over
    told = confirmation(parse_schedule("weekdays 18:30 Europe/Berlin"), now)
    assert told == (
        "Understood: every weekday at 18:30, Europe/Berlin. Next: Wednesday 25 November 2026, 18:30."
    )


def test_slots_keep_the_clock_time_over_a_change_of_clocks() -> None:
    after = datetime(2026, 3, 27, 12, tzinfo=BERLIN)
    assert _next("daily 08:00", after, 3) == [
        "Sat 28 Mar 08:00 +0100", "Sun 29 Mar 08:00 +0200", "Mon 30 Mar 08:00 +0200",
    ]  # fmt: skip


def test_a_skipped_hour_is_made_up_and_a_doubled_hour_counts_once() -> None:
    spring = datetime(2026, 3, 28, 12, tzinfo=BERLIN)
    assert _next("daily 02:30", spring, 2) == ["Sun 29 Mar 03:30 +0200", "Mon 30 Mar 02:30 +0200"]
    autumn = datetime(2026, 10, 24, 12, tzinfo=BERLIN)
    assert _next("daily 02:30", autumn, 2) == ["Sun 25 Oct 02:30 +0200", "Mon 26 Oct 02:30 +0100"]
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 02:45, the first time
    assert _next("daily 02:30", between, 1) == ["Mon 26 Oct 02:30 +0100"]


def test_hours_that_fall_into_the_gap_come_once() -> None:
    after = datetime(2026, 3, 29, 0, 30, tzinfo=BERLIN)
    assert _next("hourly", after, 3) == [
        "Sun 29 Mar 01:00 +0100",
        "Sun 29 Mar 03:00 +0200",
        "Sun 29 Mar 04:00 +0200",
    ]


def test_a_slot_is_never_the_moment_itself() -> None:
    now = datetime(2026, 11, 24, 8, tzinfo=BERLIN)
    assert _next("daily 08:00", now, 1) == ["Wed 25 Nov 08:00 +0100"]


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)),
    st.sampled_from(["daily 02:30", "hourly", "every 2 hours", "sundays 01:59", "weekdays 00:00"]),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]),
)
def test_slots_rise_and_a_later_start_gives_the_same_slots(naive: datetime, words: str, zone: str) -> None:
    schedule = parse_schedule(words, zone)
    after = naive.replace(tzinfo=UTC)
    slots = list(islice(next_slots(schedule, after), 8))
    moments = [slot.astimezone(UTC) for slot in slots]
    assert all(one < other for one, other in pairwise([after, *moments]))
    assert list(islice(next_slots(schedule, slots[3]), 4)) == slots[4:]
