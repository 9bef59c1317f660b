"""All tables have one form."""

import pytest

from bench.tables import Table, hundred, of


def test_columns_are_aligned_and_gaps_shown() -> None:
    table = Table("Title", ("", "n", "share"), [("ours", 1234, 0.5), ("a rival", None, "n/a")], ("A note.",))
    assert table.text().splitlines() == [
        "Title",
        "---------------------",
        "             n  share",
        "---------------------",
        "ours     1,234  0.500",
        "a rival      –    n/a",
        "---------------------",
        "A note.",
    ]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        Table("T", ("a", "b"), [("x",)]).text()


def test_figures_as_the_literature_prints_them() -> None:
    assert hundred(0.7449) == "74.5"
    assert hundred(None) is None
    assert of(3, 7) == "3 of 7"
