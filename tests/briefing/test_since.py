"""Since when: what people write, and which documents are that new."""

import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from briefing.since import is_new, parse_since
from index.model import DocumentInfo

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("when", "meant"),
    [
        ("2026-11-20", "2026-11-20T00:00+02:00"),
        ("2026-11-20T08:15", "2026-11-20T08:15+02:00"),
        ("2026-11-20T08:15:00Z", "2026-11-20T08:15+00:00"),
        ("today", "2026-11-24T00:00+02:00"),
        ("Yesterday", "2026-11-23T00:00+02:00"),
        ("7 days", "2026-11-17T10:30+02:00"),
        ("7d", "2026-11-17T10:30+02:00"),
        ("1 day ago", "2026-11-23T10:30+02:00"),
        ("12h", "2026-11-23T22:30+02:00"),
        ("2  weeks", "2026-11-10T10:30+02:00"),
    ],
)
def test_a_time_is_understood(when: str, meant: str) -> None:
    assert parse_since(when, NOW) == datetime.fromisoformat(meant)


@pytest.mark.parametrize("when", ["", "soon", "7", "2026-13-01", "days", "-3 days", "7 parsecs"])
def test_anything_else_is_refused(when: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        parse_since(when, NOW)


def test_a_dated_document_counts_by_its_date() -> None:
    since = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert is_new(DocumentInfo("1", "x", published=date(2026, 11, 20)), since)
    assert not is_new(DocumentInfo("1", "x", published=date(2026, 11, 19)), since)


def test_an_undated_document_counts_by_its_file_and_stays_when_that_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("text")
    os.utime(file, (1_600_000_000, 1_600_000_000))
    changed = datetime.fromtimestamp(1_600_000_000, UTC)
    document = DocumentInfo("1", str(file))
    assert is_new(document, changed - timedelta(seconds=1))
    assert not is_new(document, changed + timedelta(seconds=1))
    assert is_new(DocumentInfo("1", str(tmp_path / "gone.txt")), changed)
