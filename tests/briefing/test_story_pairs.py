"""Our eighty pairs of articles: what a briefing finds in them, with the real labeller and the real model."""

from collections import Counter

from bench.story_pairs import measured, pairs
from index.store.embedding import Embedder


def test_the_pairs_are_eighty_of_four_kinds_and_no_text_comes_twice() -> None:
    every = pairs()
    kinds = {"agreeing": 26, "contradicting": 32, "beside": 6, "unrelated": 16}
    assert Counter(pair.kind for pair in every) == kinds
    assert all((pair.difference is not None) == (pair.kind == "contradicting") for pair in every)
    assert all(pair.documents[0].text != pair.documents[1].text for pair in every)
    assert len({frozenset(each.text for each in pair.documents) for pair in every}) == 80


def test_most_agreements_and_contradictions_are_found_and_none_is_made_up() -> None:
    counts = measured(pairs(), Embedder())
    assert (counts.false_agreements, counts.false_contradictions) == (0, 0)
    assert counts.agreements >= 22
    assert counts.contradictions >= 28
    assert counts.joined >= 62
    assert counts.falsely_joined <= 4
