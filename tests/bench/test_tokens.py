"""Tokens become text and labels become spans without a token out of place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.scores import Stretch
from bench.tokens import bio, joined, stretches_of

TOKENS = st.lists(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=8), max_size=20)


def test_punctuation_clings_to_its_word() -> None:
    tokens = [
        "``",
        "We",
        "do",
        "n't",
        "know",
        ",",
        "''",
        "said",
        "Ann",
        "'s",
        "aide",
        "-LRB-",
        "45",
        "%",
        "-RRB-",
        ".",
    ]
    assert joined(tokens)[0] == "“We don't know,” said Ann's aide (45%)."


def test_straight_marks_cling_to_what_they_enclose() -> None:
    assert joined(["a", '"', "great", "step", '"', ",", "he", "said"])[0] == 'a "great step", he said'


def test_given_gaps_are_kept() -> None:
    text, places = joined(["One", ".", "Two"], ["", "\n\n"])
    assert text == "One.\n\nTwo"
    assert places == [(0, 3), (3, 4), (6, 9)]


@given(TOKENS)
def test_each_token_stands_where_it_is_said_to(tokens: list[str]) -> None:
    text, places = joined(tokens)
    signs = {"`": "‘", "``": "“", "''": "”"}
    assert [text[start:end] for start, end in places] == [signs.get(token, token) for token in tokens]


def test_spans_are_read_as_cofenet_reads_them() -> None:
    labels = ["I-cue", "B-cue", "I-cue", "B-cue", "I-source", "O", "B-content", "I-content"]
    assert stretches_of(labels) == {"cue": [(1, 3), (3, 4)], "content": [(6, 8)]}


def test_of_overlapping_spans_the_longer_stands() -> None:
    labels = bio(6, {"content": [(1, 5)], "source": [(0, 1), (4, 6)]})
    assert labels == ["B-source", "B-content", "I-content", "I-content", "I-content", "O"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), max_size=6))
def test_labels_hold_the_spans_they_were_made_of(lengths: list[tuple[int, int]]) -> None:
    at, spans = 0, list[Stretch]()
    for gap, length in lengths:
        spans.append((at + gap, at + gap + length))
        at += gap + length
    assert stretches_of(bio(at + 1, {"cue": spans})).get("cue", []) == spans


def test_a_span_past_the_end_is_refused() -> None:
    with pytest.raises(ValueError, match="2 to 4"):
        bio(3, {"cue": [(2, 4)]})
