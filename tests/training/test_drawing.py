"""The curves drawn for the documentation: where points fall, and what a bin's share is."""

import re
from collections import Counter

import pytest

from training.drawing import Curve, Panel, drawing
from training.voices_curves import reliability


def circles(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="3"', svg)]


def test_points_are_drawn_to_scale_and_stay_within_the_frame() -> None:
    curve = Curve("some", "#000", [(0.0, 0.0), (0.25, 0.25), (0.5, 0.5), (0.9, 0.9)])
    svg = drawing("A title", [Panel("One", "x", "y", (0.5, 0.5), [curve])])
    origin, middle, corner, beyond = circles(svg)
    assert middle == ((origin[0] + corner[0]) / 2, (origin[1] + corner[1]) / 2)
    assert beyond == corner


def test_words_in_a_drawing_are_escaped_and_every_element_is_closed() -> None:
    panel = Panel("a < b", "c & d", "e", (1.0, 1.0), [], diagonal=True, marked=("<here>", (0.5, 0.5)))
    svg = drawing("<t>", [panel, panel])
    assert "<here>" not in svg
    assert "a &lt; b" in svg
    opened = Counter(re.findall(r"<(\w+)(?:\s[^<>]*)?(?<!/)>", svg))
    assert opened == Counter(re.findall(r"</(\w+)>", svg))


def test_reliability_is_the_true_share_where_there_are_enough() -> None:
    chances = [0.05] * 10 + [0.95] * 10 + [0.5]
    truths = [1] + [0] * 9 + [1] * 9 + [0] + [1]
    (low, share_low), (high, share_high) = reliability(chances, truths)
    assert (low, high) == pytest.approx((0.05, 0.95))
    assert (share_low, share_high) == pytest.approx((0.1, 0.9))
