"""When a source is asked again: as often as wished, as seldom as its server asks, less while it fails."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SELDOMEST = timedelta(days=1)
"""However long a server asks to be left alone, or fails, it is asked again after this."""
_LONGEST_PAUSE = timedelta(days=7)
"""But for a pause that a server asked for with an error: that is kept to up to this."""
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_MOST_DOUBLINGS = 10

Random = Callable[[float, float], float]


def after_success(every: timedelta, asked: timedelta, chance: Random = random.uniform) -> timedelta:
    """How long to wait, a little differently each time, so that many sources do not fall due together."""
    return max(every, min(asked, SELDOMEST)) * chance(1.0, 1.1)


def after_failure(
    every: timedelta, failures: int, pause: timedelta | None = None, chance: Random = random.uniform
) -> timedelta:
    """As `after_success`, twice as long with each failure in a row; `pause` is what the server asked for."""
    doubled: timedelta = every * float(2 ** min(max(0, failures), _MOST_DOUBLINGS))
    wait = max(every, min(doubled, SELDOMEST) * chance(0.75, 1.0))
    return max(wait, min(pause, _LONGEST_PAUSE)) if pause else wait


def pause_asked(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """What `Retry-After` asks for, in seconds or as a date; None without it."""
    written = headers.get("retry-after", "").strip()
    if written.isdecimal() and written.isascii():
        return timedelta(seconds=min(int(written), int(_LONGEST_PAUSE.total_seconds())))
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        until = parsedate_to_datetime(written)
        return max(timedelta(), (until if until.tzinfo else until.replace(tzinfo=UTC)) - now)
    return None


def fresh_for(headers: Mapping[str, str]) -> timedelta:
    """How long what was read stays true, by `Cache-Control`, less the age that it has already."""
    found = _MAX_AGE.search(headers.get("cache-control", ""))
    if found is None:
        return timedelta()
    written = headers.get("age", "")
    age = int(written) if written.isdecimal() and written.isascii() and len(written) < 10 else 0
    return timedelta(seconds=max(0, int(found[1]) - age))
