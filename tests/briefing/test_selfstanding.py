"""Which clauses a briefing may show by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.selfstanding import is_unnamed, self_standing


@pytest.mark.parametrize(
    ("clause", "shown"),
    [
        ("The council closed the bridge on 4 May. ", "The council closed the bridge on 4 May."),
        ("— The move cost Russia about $13 billion.", "The move cost Russia about $13 billion."),
        ("“Nobody knows when it will open.", "Nobody knows when it will open."),
        ("“Nobody in town knows when,” ", "“Nobody in town knows when,”"),
        ("Nobody knows when it will open.”", "Nobody knows when it will open."),
        ("“Nobody knows when it will open.”", "“Nobody knows when it will open.”"),
        ('The "long term" agreement was signed in 2015.', 'The "long term" agreement was signed in 2015.'),
        ("In 2010, relations soured over sanctions.", "In 2010, relations soured over sanctions."),
        ("> All releases were within the licence.", "All releases were within the licence."),
        ("No voters were asked. ", "No voters were asked."),
        ("Most voters would say no.", "Most voters would say no."),
        ("When Norrland drained it, boats fell over.", "When Norrland drained it, boats fell over."),
    ],
)
def test_what_reads_well_is_shown_without_what_dangles(clause: str, shown: str) -> None:
    span = self_standing(clause)
    assert span is not None
    assert span.of(clause) == shown


@pytest.mark.parametrize(
    "clause",
    [
        "",
        "Nobody knows.",
        "It aims to counter meddling by others.",
        "They closed the bridge on 4 May.",
        "for pursuing its legitimate nuclear activities.",
        "and the council closed the bridge.",
        "But the council closed the bridge.",
        "which the council closed on 4 May.",
        "Shoigu called the agreement",
        "the captain saying:",
        "The mayor of the town came,",
        "The “long term and multifaceted agreement was signed.",
        "The agreement (signed in 2015 was renewed.",
        "word " * 60 + "end.",
        "Mine took 71 seconds on three mornings.",
        "388 ended in accounts held by her mother.",
        "Most would ask for the photograph to be changed.",
        "If they say no, the town comes back here.",
        "The lake has fallen four metres since.",
        "Two weeks later, the bank closed its branch in Norrby.",
        "For example, the bank closed its branch in Norrby.",
        "What happened was a theft by officers.",
    ],
)
def test_fragments_and_what_points_back_are_not(clause: str) -> None:
    assert self_standing(clause) is None


@pytest.mark.parametrize(
    ("clause", "unnamed"),
    [
        ("The hostile move cost Russia about $13 billion.", True),
        ("The company moved its office.", True),
        ("The price of oil fell.", False),
        ("The council of Orlin closed the bridge.", False),
        ("The UK government said nothing.", False),
        ("Oil fell.", False),
    ],
)
def test_the_something_that_nothing_names_is_seen(clause: str, unnamed: bool) -> None:
    assert is_unnamed(clause, {"oil"}) is unnamed


def test_after_its_source_a_clause_may_begin_in_lower_case() -> None:
    clause = "the vessel’s seizure followed “a very dangerous” landing."
    assert self_standing(clause) is None
    span = self_standing(clause, after_source=True)
    assert span is not None
    assert span.of(clause) == clause
    assert self_standing("and the vessel was seized by marines.", after_source=True) is None


@given(st.text(st.sampled_from('aB .,“”"()—:;!?\n'), max_size=80))
def test_what_is_shown_is_inside_the_clause_and_ends_on_words(text: str) -> None:
    span = self_standing(text)
    if span is not None:
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
