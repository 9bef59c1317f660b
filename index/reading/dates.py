"""Dates as articles write them: read only where they leave no doubt.

Year, month and day must all be given; 03/04/2024 stays unread, since it names two days.
"""

from __future__ import annotations

import re
from datetime import date

# English, German, French, Spanish and Russian names, each whole and as it is cut short.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene января янв",
            "february feb februar février fevrier févr fevr febrero февраля фев",
            "march mar märz maerz mrz mars marzo марта мар",
            "april apr avril avr abril abr апреля апр",
            "may mai mayo мая",
            "june jun juni juin junio июня июн",
            "july jul juli juillet juil julio июля июл",
            "august aug août aout agosto ago августа авг",
            "september sept sep septembre septiembre setiembre сентября сент сен",
            "october oct oktober okt octobre octubre октября окт",
            "november nov novembre noviembre ноября нояб ноя",
            "december dec dezember dez décembre decembre déc diciembre dic декабря дек",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_FORMS = (
    r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
    (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|[ºª.])?(?:\s+(?:of|de))?[\s-]+{_MONTH},?(?:\s+del?)?[\s-]+"
        r"(?P<year>\d{4})(?!\d)"
    ),
    rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)",
    r"(?P<day>\d{1,2})[/.](?P<number>\d{1,2})[/.](?P<year>\d{4})(?!\d)",
    r"(?P<year>\d{4})年(?P<number>\d{1,2})月(?P<day>\d{1,2})日",
)
_DATES = tuple(re.compile(rf"(?<![\w/.-]){form}", re.IGNORECASE) for form in _FORMS)
_YEARLESS = re.compile(
    rf"(?<![\w/.-])(?:\d{{1,2}}(?:st|nd|rd|th|er|[ºª.])?(?:\s+(?:of|de))?\s+{_MONTH}|"
    rf"{_MONTH.replace('month', 'other')}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?![\w])",
    re.IGNORECASE,
)
_IN_A_NAME = re.compile(
    r"(?:^|(?<=[/_ ]))(?P<year>(?:19|20)\d\d)(?P<sign>[-/_])(?P<number>\d\d)(?P=sign)"
    r"(?P<day>\d\d)(?=$|[-/_. ])"
)

_TIME = (
    r"(?:(?:at|um|à|a las|в|@)\s*)?(?:\d{1,2}(?:[:.]|\s?h\s?)\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?|uhr)?|"
    r"\d{1,2}\s*(?:[ap]\.?m\.?|uhr))"
)
_DAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|"
    r"(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"понедельник|вторник|сред[аы]|четверг|пятниц[аы]|суббот[аы]|воскресенье)\b\.?"
)
_CHANGED = (
    r"(?:last\s+)?(?:updated|modified|edited|revised)|aktualisiert|geändert|mise? à jour|modifiée?|"
    r"actualizad[oa]|"
    r"обновлено|изменено"
)
_LABEL = (
    rf"(?:first\s+|last\s+)?(?:published|posted|created|dated?|publication\s+date|filed|added|sent|issued|{_CHANGED}|"
    r"veröffentlicht|erschienen|erstellt|stand|datum|publiée?|paru|publicad[oa]|fecha|опубликовано|размещено|дата)"
)
_AROUND_A_DATE = re.compile(
    rf"(?:{_LABEL}(?:\s+(?:on|at|am|vom|le|el))?|\b(?:on|den|am|le|el|à|at|um)\b|{_DAY}|{_TIME}|"
    r"(?:\d{4}-\d{2}-\d{2})?t?\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:z|[+-]\d{2}:?\d{2})?|"
    r"\b(?:e[sd]t|p[sd]t|c[sd]t|gmt(?:[+-]\d{1,4})?|utc|bst|ce?s?t|msk|мск|z|print|online|года?|г)\b\.?|"
    r"[|│¦,:;·•()\[\]/—–-])",
    re.IGNORECASE,
)
_CHANGE = re.compile(rf"\b(?:{_CHANGED})\b", re.IGNORECASE)
_LONGEST_LINE = 120


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
    if len(words) > _LONGEST_LINE:
        return None
    found = find_date(words)
    return None if found is None or without_dates(words).split() else found[0]


def without_dates(words: str) -> str:
    """`words` without their dates, hours, week days and the labels before them, and without bars."""
    while (found := find_date(words)) is not None:
        words = f"{words[: found[1]]} | {words[found[2] :]}"
    if _CHANGE.search(words):
        words = _YEARLESS.sub(" ", words)
    return _AROUND_A_DATE.sub(" ", words)


def is_yearless_date_line(words: str) -> bool:
    """True for “Mon 3 Feb” or “Updated 2 March, 10:15”: a head's line that dates nothing for sure."""
    if len(words) > _LONGEST_LINE or not _YEARLESS.search(words):
        return False
    rest = _YEARLESS.sub(" ", words)
    return bool(rest.strip()) and not _AROUND_A_DATE.sub(" ", rest).split() and any(map(str.isalnum, rest))


def date_in_name(name: str) -> date | None:
    """The day in an address or a file's name, “/2024/05/03/” or “2024-05-03-bridge”; None if it has two."""
    days = {day for match in _IN_A_NAME.finditer(name) if (day := _as_date(match)) is not None}
    return days.pop() if len(days) == 1 else None


def _as_date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    day = int(parts["day"])
    if parts.get("month"):
        month = _MONTHS[parts["month"].lower()]
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
