"""What two clauses are to each other: the same, one thing apart, or neither."""

from collections.abc import Sequence

import pytest

from briefing.model import Difference
from briefing.relations import agree, difference, repeats
from briefing.wordings import wording
from index.store.embedding import Embedder

FERRY = "Twelve people died when the ferry sank off Velmar on Tuesday."


class _Near:
    """Cosines by the packaged model."""

    def __init__(self) -> None:
        self._embedder = Embedder()

    def __call__(self, text: str, others: Sequence[str]) -> Sequence[float]:
        return [float(each) for each in self._embedder.embed(list(others)) @ self._embedder.embed_one(text)]


@pytest.fixture(scope="module")
def near() -> _Near:
    return _Near()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FERRY, "Twelve people were killed on Tuesday when the ferry sank off Velmar."),
        (
            "The council of Orlin closed the bridge on 4 May.",
            "The bridge was closed on 4 May by the council of Orlin.",
        ),
        ("Ann Poole sold 300 boats to Norrby.", "Poole sold 300 boats to Norrby."),
        ("Quillon paid $13 million for the mill.", "Quillon paid $13m for the mill."),
    ],
)
def test_the_same_in_other_words_agrees(one: str, other: str, near: _Near) -> None:
    assert agree(wording(one), wording(other), near)
    assert difference(wording(one), wording(other)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FERRY, "Nine people died when the ferry sank off Velmar on Tuesday."),
        (FERRY, "Twelve people died when the ferry sank off Velmar on Sunday."),
        (FERRY, "Twelve people died when the ferry sank off Ostrand on Tuesday."),
        (FERRY, "Nobody died when the ferry sank off Velmar on Tuesday."),
        ("The mayor praised the plan for the tower.", "The mayor tore up the plan for the tower."),
        ("Brod beat Ansel in the cup.", "Ansel beat Brod in the cup."),
        ("The council closed the bridge.", "The council did not close the bridge."),
        ("The ferry sank.", "The ferry sank off Velmar after a fire in the engine room killed the crew."),
    ],
)
def test_what_differs_in_anything_that_counts_does_not_agree(one: str, other: str, near: _Near) -> None:
    assert not agree(wording(one), wording(other), near)
    assert not agree(wording(other), wording(one), near)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (FERRY, "Nine people died when the ferry sank off Velmar on Tuesday.", Difference.NUMBER),
        (FERRY, "At least 14 people died when the ferry sank off Velmar on Tuesday.", Difference.NUMBER),
        (FERRY, "Twelve people died when the ferry sank off Velmar on Sunday.", Difference.DATE),
        ("The Osk tunnel was finished in 2009.", "The Osk tunnel was finished in 2012.", Difference.DATE),
        ("The Kestrel dam was opened on 12 May.", "The Kestrel dam was opened on 14 May.", Difference.DATE),
        (
            "Kranich Brothers rebuilt the roof of Saint Odo after the storm.",
            "Halder and Sons rebuilt the roof of Saint Odo after the storm.",
            Difference.WHO,
        ),
        (
            "The council of Halme approved the plan for the tower on Tuesday.",
            "The council of Halme rejected the plan for the tower on Tuesday.",
            Difference.OUTCOME,
        ),
    ],
)
def test_one_thing_apart_is_a_contradiction_whichever_comes_first(
    one: str, other: str, found: Difference
) -> None:
    assert difference(wording(one), wording(other)) is found
    assert difference(wording(other), wording(one)) is found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FERRY, "At least ten people died when the ferry sank off Velmar on Tuesday."),
        (
            "Quillon paid $13 billion for the mill in Wick.",
            "Quillon paid $13.1 billion for the mill in Wick.",
        ),
        ("About 4,000 people marched through Rovena.", "Some 3,900 people marched through Rovena."),
        ("Brod won Game 3 of the finals in Ansel.", "Brod won Game 4 of the finals in Ansel."),
        ("Ilse Pesto won the Calder Cup in 52 minutes.", "Marta Renn won the Hollow Cup in 58 minutes."),
        ("The Lodestar lost 5-3-2 in Garth.", "The Lodestar lost 4-3-3 in Garth."),
        (FERRY, "Nine people live near the harbour where the ferry is built."),
        ("Uta Brandt opened a school in Lund.", "Pia Kerr opened a school in Lund."),
    ],
)
def test_what_can_both_be_true_is_none(one: str, other: str) -> None:
    assert difference(wording(one), wording(other)) is None


def test_nearly_the_same_words_repeat_unless_a_figure_differs() -> None:
    assert repeats(wording(FERRY), wording("On Tuesday twelve people died as the ferry sank off Velmar."))
    assert not repeats(wording(FERRY), wording(FERRY.replace("Twelve", "Nine")))
    assert not repeats(wording(FERRY), wording("The ferry was built in Velmar."))
