"""The metrics, on cases that can be worked out by hand."""

import pytest

from bench.scores import Counts, accuracy, by_class, exact, macro_f1, overlapping


def test_classes_are_counted_one_by_one() -> None:
    counts = by_class("aabbc", "abbbx", "abc")
    assert counts["a"] == Counts(right=1, predicted=1, gold=2)
    assert counts["b"] == Counts(right=2, predicted=3, gold=2)
    assert counts["c"] == Counts(right=0, predicted=0, gold=1)
    assert accuracy("aabbc", "abbbx") == pytest.approx(0.6)


def test_macro_f1_is_the_mean_over_the_classes_of_the_gold() -> None:
    counts = by_class("aabbc", "abbbx", "abcd")
    assert macro_f1(counts.values()) == pytest.approx((2 / 3 + 4 / 5 + 0) / 3)
    assert macro_f1([]) == 0.0


def test_labels_without_partners_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        by_class("ab", "a", "ab")


def test_exact_spans_need_both_ends() -> None:
    counts = exact([(0, 3), (5, 8)], [(0, 3), (5, 7), (9, 10)])
    assert counts.precision == pytest.approx(1 / 3)
    assert counts.recall == pytest.approx(1 / 2)
    assert counts.f1 == pytest.approx(0.4)


def test_overlapping_spans_need_a_common_token() -> None:
    counts = overlapping([(0, 10), (20, 21)], [(0, 2), (4, 6), (10, 12)])
    assert counts.precision == pytest.approx(2 / 3)
    assert counts.recall == pytest.approx(1 / 2)
    both = counts + overlapping([(0, 1)], [(0, 1)])
    assert both.precision == pytest.approx(3 / 4)
    assert both.recall == pytest.approx(2 / 3)


def test_nothing_predicted_is_no_error_but_no_merit() -> None:
    assert exact([(0, 1)], []).f1 == 0.0
    assert exact([], []).f1 == 0.0
