"""Subscriptions in words people use: when, about what, in which voices; in English and in Russian."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from briefing.schedule import Schedule, next_slots, parse_schedule
from index.model import Voice

_ONLY = re.compile(
    r"[,;]?\s*\b(?:only|just|только)\s+(.+?)(?=[,;]?\s+(?:about|on the topic of|о|об|про)\s|$)", re.I
)
_ABOUT = re.compile(r"[,;]?\s*\b(?:about|on the topic of|о|об|про)\s+(.+)$", re.I)
_VOICES: Final = (
    (re.compile(r"facts?|reported|news|what is reported|факты?|что сообщается", re.I), Voice.REPORTED),
    (re.compile(r"claims?|quotes?|attributed|what others say|слова других|цитаты", re.I), Voice.ATTRIBUTED),
    (re.compile(r"opinions?|views?|comments?|мнения?", re.I), Voice.OPINION),
)
_JOINED = re.compile(r"\s*(?:,|;|&|\band\b|\bи\b)\s*", re.I)
# A word's beginning is enough: its ending is its case.
_RUSSIAN: Final = tuple(
    (re.compile(rf"\b{words}", re.I), english)
    for words, english in (
        (r"кажд\w* день|ежедневно", "daily"),
        (r"(?:по )?будн\w*|(?:по )?рабочим дням", "weekdays"),
        (r"(?:по )?выходн\w*", "weekends"),
        (r"кажд\w* час\b|ежечасно", "hourly"),
        (r"кажд\w* (\d+) час\w*", r"every \1 hours"),
        (r"понедельн\w*", "Monday"),
        (r"вторн\w*", "Tuesday"),
        (r"сред[уаы]\w*", "Wednesday"),
        (r"четверг\w*", "Thursday"),
        (r"пятниц\w*", "Friday"),
        (r"суббот\w*", "Saturday"),
        (r"воскресень\w*", "Sunday"),
        (r"утр\w*", "morning"),
        (r"вечер\w*", "evening"),
        (r"полдень", "noon"),
        (r"кажд\w*", "every"),
        (r"(?:по|в|во|и)\b", "and"),
    )
)
_SINCE: Final = tuple(
    (re.compile(rf"\b{words}\b", re.I), english)
    for words, english in (
        (r"сегодня", "today"),
        (r"вчера", "yesterday"),
        (r"(?:дн(?:я|ей)|день|сут(?:ки|ок))", "days"),
        (r"недел[юиь]", "weeks"),
        (r"час(?:а|ов)?", "hours"),
        (r"(?:с|за|последни[ех])", ""),
        (r"since", ""),
    )
)
_LONGEST_TOPIC = 100


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked to be told, and when."""

    schedule: Schedule
    about: str = ""
    voices: frozenset[Voice] = frozenset()


def read_request(text: str, zone: str) -> Request:
    """The request in words such as "weekdays 18:30 Europe/Berlin about shipping, only facts".

    `zone` is the time zone where they name none.

    Raises:
        BadSchedule: no schedule is understood in them.
    """
    rest, about, voices = " ".join(text.split()), "", frozenset[Voice]()
    only = _ONLY.search(rest)
    if only:
        rest = f"{rest[: only.start()]} {rest[only.end() :].lstrip(',; ')}".strip()
        voices = _voices(only[1])
        about = "" if voices else only[1]  # "only shipping" names a topic
    topic = _ABOUT.search(rest)
    if topic:
        rest, about = rest[: topic.start()], topic[1]
    for pattern, english in _RUSSIAN:
        rest = pattern.sub(english, rest)
    return Request(parse_schedule(rest.strip(" ,;"), zone), about.strip(" ,;.")[:_LONGEST_TOPIC], voices)


def read_since(text: str) -> str:
    """The English words for since when, as in "/brief 7 дней"; a bare unit is one of it."""
    for pattern, english in _SINCE:
        text = pattern.sub(english, text)
    text = " ".join(text.split())
    return f"1 {text}" if text in ("days", "weeks", "hours") else text


def _voices(words: str) -> frozenset[Voice]:
    """The voices that are named; none where anything else is."""
    found: set[Voice] = set()
    for part in _JOINED.split(words.strip(" .")):
        voice = next((voice for pattern, voice in _VOICES if pattern.fullmatch(part)), None)
        if voice is None:
            return frozenset()
        found.add(voice)
    return frozenset(found)


def kept(schedule: Schedule) -> str:
    """The schedule as it is kept: days, times, zone."""
    days = "".join(map(str, sorted(schedule.days)))
    return f"{days} {','.join(f'{each:%H:%M}' for each in schedule.times)} {schedule.zone}"


def restored(text: str) -> Schedule:
    """The schedule that was kept."""
    days, times, zone = text.split(" ", 2)
    return Schedule(frozenset(map(int, days)), tuple(map(time.fromisoformat, times.split(","))), zone)


def following(schedule: Schedule, now: datetime) -> datetime:
    """The next moment, in the schedule's zone."""
    return next(next_slots(schedule, now))


def latest(schedule: Schedule, due: datetime, now: datetime) -> datetime:
    """Of the moments from `due` to `now`, the last, in the schedule's zone: earlier ones are told with it."""
    last = due.astimezone(ZoneInfo(schedule.zone))
    for slot in next_slots(schedule, due):
        if slot > now:
            return last
        last = slot
    return last
