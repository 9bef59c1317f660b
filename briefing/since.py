"""Understands since when a briefing is wanted, and which documents are that new."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from index.model import DocumentInfo

_AGO = re.compile(r"(\d{1,5})\s*(h|hours?|d|days?|w|weeks?)(?:\s+ago)?")
_HOURS = {"h": 1, "d": 24, "w": 24 * 7}


def parse_since(when: str, now: datetime) -> datetime:
    """The moment meant by an ISO date or time, "today", "yesterday", "7 days", "7d", "12h" or "2 weeks".

    Raises:
        ValueError: it is none of these.
    """
    words = " ".join(when.casefold().split())
    days = {"today": 0, "yesterday": 1}
    if words in days:
        return datetime.combine(now.date() - timedelta(days=days[words]), time(), now.tzinfo)
    ago = _AGO.fullmatch(words)
    if ago:
        return now - timedelta(hours=int(ago[1]) * _HOURS[ago[2][0]])
    try:
        moment = datetime.fromisoformat(when.strip())
    except ValueError:
        raise ValueError(f"not a time: {when!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo or UTC)


def is_new(document: DocumentInfo, since: datetime) -> bool:
    """True when the document was published since then, or, undated, when its file was changed since then.

    A document of which neither is known counts as new: leaving it out would hide it.
    """
    dated: date | None = document.published
    if dated is not None:
        return dated >= since.date()
    try:
        changed = Path(document.path).stat().st_mtime
    except OSError:
        return True
    return datetime.fromtimestamp(changed, since.tzinfo) >= since
