"""Schedules in words people use, and the moments they mean, daylight-saving changes included. No clock here.

An hour that is skipped in spring is made up by as much later as the gap is long (02:30 is 03:30); an hour
that comes twice in autumn counts once, the first time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from index.errors import UsageError

EXAMPLES: Final = "daily 08:00, weekdays 18:30 Europe/Berlin, Mon and Thu 9am, every 6 hours"
USUAL: Final = time(8)
"""When a briefing comes where only days were named."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EVERY_DAY, _WEEKDAYS, _WEEKENDS = frozenset(range(7)), frozenset(range(5)), frozenset({5, 6})
_SETS = {
    "daily": _EVERY_DAY, "day": _EVERY_DAY, "days": _EVERY_DAY, "everyday": _EVERY_DAY,
    "morning": _EVERY_DAY, "evening": _EVERY_DAY, "weekday": _WEEKDAYS, "weekdays": _WEEKDAYS,
    "workdays": _WEEKDAYS, "weekend": _WEEKENDS, "weekends": _WEEKENDS,
}  # fmt: skip
_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0), "morning": USUAL, "evening": time(18)}
_STEPS: Final = (1, 2, 3, 4, 6, 8, 12)
_ZONE = re.compile(r"\b(?:[A-Za-z]+(?:/[A-Za-z_+\-0-9]+)+|UTC|GMT)$", re.IGNORECASE)
_HOURS = re.compile(r"(?:every )?(?:(\d{1,3}) )?hours?|hourly|every (\d{1,3})h")
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))? ?(am|pm|h|o'clock)?(?![\w:])")
_RANGE = re.compile(r"\b([a-z]+) ?(?:-|–|to|till|until|through) ?([a-z]+)\b")
_FILLING = frozenset("every each on at and in the o'clock".split())


class BadSchedule(UsageError):
    """The words mean no schedule; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Days of the week (0 is Monday) and times of day, on the clocks of a time zone."""

    days: frozenset[int]
    times: tuple[time, ...]
    zone: str

    @property
    def words(self) -> str:
        """What was understood: "every weekday at 18:30, Europe/Berlin"."""
        return f"{self._days()} {self._hours()}, {self.zone}"

    def _days(self) -> str:
        if self.days == _EVERY_DAY:
            return "every day"
        if self.days == _WEEKDAYS:
            return "every weekday"
        names = [_DAYS[day] for day in sorted(self.days)]
        return "every " + (f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0])

    def _hours(self) -> str:
        if len(self.times) == 1:
            return f"at {self.times[0]:%H:%M}"
        step = 24 // len(self.times)
        return "every hour" if step == 1 else f"every {step} hours from 00:00"


def parse_schedule(words: str, zone: str = "UTC") -> Schedule:
    """The schedule that people's words mean; `zone` is the time zone where they name none.

    Raises:
        BadSchedule: they mean none, or the time zone is unknown.
    """
    text = " ".join(words.split())
    named = _ZONE.search(text)
    if named:
        zone, text = named.group(), text[: named.start()].strip(" ,()")
    zone = _known_zone(zone)
    text = text.casefold()
    hours = _HOURS.fullmatch(text)
    if hours:
        return Schedule(_EVERY_DAY, _steps(int(hours[1] or hours[2] or 1)), zone)
    at, rest = _time(text)
    days = _days(rest)
    if not days:
        raise BadSchedule(f"Which days? Write for example: {EXAMPLES}.")
    return Schedule(days, (at or USUAL,), zone)


def next_slots(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """The moments after `after`, which has a time zone, in order and without end, in the schedule's zone."""
    zone = ZoneInfo(schedule.zone)
    day = after.astimezone(zone).date() - timedelta(days=1)
    last = after.astimezone(UTC)
    while True:
        if day.weekday() in schedule.days:
            for at in schedule.times:
                moment = datetime.combine(day, at, zone).astimezone(UTC)
                if moment > last:
                    last = moment
                    yield moment.astimezone(zone)
        day += timedelta(days=1)


def confirmation(schedule: Schedule, now: datetime) -> str:
    """What was understood, and when it begins: the answer to a subscription."""
    following = next(next_slots(schedule, now))
    return f"Understood: {schedule.words}. Next: {following:%A} {following.day} {following:%B %Y, %H:%M}."


def _known_zone(name: str) -> str:
    """The zone's own spelling.

    Raises:
        BadSchedule: there is no such zone.
    """
    spelt = name.upper() if "/" not in name else "/".join(map(_titled, name.split("/")))
    for each in (name, spelt):
        try:
            return ZoneInfo(each).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    raise BadSchedule(f"There is no time zone {name!r}: write one as Europe/Berlin, America/New_York or UTC.")


def _titled(part: str) -> str:
    return "_".join(word[:1].upper() + word[1:].lower() for word in part.split("_"))


def _steps(hours: int) -> tuple[time, ...]:
    if hours == 24:
        return (USUAL,)
    if hours not in _STEPS:
        steps = ", ".join(map(str, _STEPS))
        raise BadSchedule(f"Every {hours} hours does not fit a day: write every {steps} hours, or days.")
    return tuple(time(hour) for hour in range(0, 24, hours))


def _time(text: str) -> tuple[time | None, str]:
    """The time of day that is named, if one is, and the other words."""
    found = [*_CLOCK.finditer(text)]
    for word, at in _TIMES.items():
        if not found and re.search(rf"\b{word}s?\b", text):
            return at, text if word in _SETS else re.sub(rf"\b{word}\b", " ", text)
    if not found:
        return None, text
    if len(found) > 1:
        raise BadSchedule(f"One time of day at a time, please: write for example {EXAMPLES}.")
    (match,) = found
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise BadSchedule(f"{match.group()!r} is no time of day: write 9am or 21:30.")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise BadSchedule(f"{match.group()!r} is no time of day: write 08:00, 9am or 21:30.")
    return time(hour, minute), f"{text[: match.start()]} {text[match.end() :]}"


def _days(text: str) -> frozenset[int]:
    """The days of the week that the words name.

    Raises:
        BadSchedule: a word is none that belongs in a schedule.
    """
    days: set[int] = set()
    for match in _RANGE.finditer(text):
        first, last = _day(match[1]), _day(match[2])
        if first is not None and last is not None:
            days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
            text = text.replace(match.group(), " ")
    for word in re.findall(r"[^\s,;&+.]+", text):
        day = _day(word)
        if day is not None:
            days.add(day)
        elif word in _SETS:
            days |= _SETS[word]
        elif word not in _FILLING:
            raise BadSchedule(f"{word!r} was not understood. Write for example: {EXAMPLES}.")
    return frozenset(days)


def _day(word: str) -> int | None:
    """Monday is 0; "mon", "mondays", "thurs" and "tue" are understood."""
    bare = word.removesuffix("s") if word.endswith("days") else word
    for number, name in enumerate(_DAYS):
        if len(bare) >= 3 and name.casefold().startswith(bare):
            return number
    return None
