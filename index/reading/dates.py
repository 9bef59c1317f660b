"""Dates as articles write them: read only where they leave no doubt.

Year, month and day must all be given; 03/04/2024 stays unread, since it names two days.
"""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_FORMS = (
    r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})(?!\d)",
    rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)",
    r"(?P<day>\d{1,2})[/.](?P<number>\d{1,2})[/.](?P<year>\d{4})(?!\d)",
)
_DATES = tuple(re.compile(rf"(?<![\w/.-]){form}", re.IGNORECASE) for form in _FORMS)

_TIME = r"(?:(?:at\s+|@\s*)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|(?:at\s+)?\d{1,2}\s*[ap]\.?m\.?)"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_AROUND_A_DATE = re.compile(
    rf"(?:(?:first\s+)?(?:published|posted|updated|last\s+(?:updated|modified)|modified|created|date|dated|"
    rf"publication\s+date|filed|added|sent|issued)(?:\s+(?:on|at))?|on|{_DAY}|{_TIME}|"
    r"(?:\d{4}-\d{2}-\d{2})?t?\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:z|[+-]\d{2}:?\d{2})?|"
    r"e[sd]t|p[sd]t|c[sd]t|gmt(?:[+-]\d{1,4})?|utc|bst|cet|z|print|online|[|,:;·•()\[\]/—–-])",
    re.IGNORECASE,
)


def find_date(words: str) -> tuple[date, int, int] | None:
    """The first full date in `words` with where it starts and ends; None when there is none."""
    found = [match for form in _DATES if (match := form.search(words))]
    for match in sorted(found, key=lambda one: one.start()):
        day = _as_date(match)
        if day:
            return day, match.start(), match.end()
    return None


def date_line(words: str) -> date | None:
    """The date that `words` give, when a date (with its label and hour) is all they are."""
    if len(words) > 120:
        return None
    found = find_date(words)
    if found is None:
        return None
    day, start, end = found
    rest = f"{words[:start]} {words[end:]}"
    while (other := find_date(rest)) is not None:
        rest = f"{rest[: other[1]]} {rest[other[2] :]}"
    return None if _AROUND_A_DATE.sub("", rest).split() else day


def _as_date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    day = int(parts["day"])
    if parts.get("month"):
        month = _MONTHS.index(parts["month"][:3].lower()) + 1
    else:
        month = int(parts["number"])
        if match.re is _DATES[3]:
            if day <= 12 and month <= 12 and day != month:
                return None
            if month > 12:
                day, month = month, day
    try:
        return date(int(parts["year"]), month, day)
    except ValueError:
        return None
