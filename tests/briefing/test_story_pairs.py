"""Our forty pairs of articles: what a briefing finds in them, with the real labeller and the real model."""

from collections import Counter

from bench.story_pairs import measured, pairs
from index.store.embedding import Embedder


def test_the_pairs_are_forty_of_three_kinds_and_no_text_comes_twice() -> None:
    every = pairs()
    assert Counter(pair.kind for pair in every) == {"agreeing": 14, "contradicting": 14, "unrelated": 12}
    assert all((pair.difference is not None) == (pair.kind == "contradicting") for pair in every)
    assert all(pair.documents[0].text != pair.documents[1].text for pair in every)


def test_most_agreements_and_contradictions_are_found_and_none_is_made_up() -> None:
    counts = measured(pairs(), Embedder())
    assert (counts.false_agreements, counts.false_contradictions) == (0, 0)
    assert counts.agreements >= 12
    assert counts.contradictions >= 10
    assert counts.joined >= 26
