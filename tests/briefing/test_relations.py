"""What two clauses are to each other: the same, one thing apart, or neither."""

from collections.abc import Sequence

import pytest

from briefing.model import Difference
from briefing.relations import agree, difference, is_vaguer, repeats
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
        (
            "About 40 flights were cancelled at Norrby airport on Monday because of the storm.",
            "The storm cancelled 42 flights at Norrby airport on Monday.",
        ),
        ("The mill in Wick was sold for $1.3 million.", "The mill in Wick was sold for about $1 million."),
    ],
)
def test_the_same_in_other_words_agrees(one: str, other: str, near: _Near) -> None:
    assert agree(wording(one), wording(other), near)
    assert difference(wording(one), wording(other), near) is None


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
        (
            "The court in Benning upheld the sentence against Straub.",
            "The court in Benning overturned the sentence against Straub.",
            Difference.OUTCOME,
        ),
        (
            "The bomb under the Tarn Bridge was found by divers on Wednesday.",
            "The bomb under the Tarn Bridge was found by schoolchildren on Wednesday.",
            Difference.WHO,
        ),
        (
            "Forty of the flights from Benning were cancelled on Friday because of ice.",
            "Thirty of the flights from Benning were cancelled on Friday because of ice.",
            Difference.NUMBER,
        ),
    ],
)
def test_one_thing_apart_is_a_contradiction_whichever_comes_first(
    one: str, other: str, found: Difference, near: _Near
) -> None:
    assert difference(wording(one), wording(other), near) is found
    assert difference(wording(other), wording(one), near) is found


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
        (
            "Brod beat Lund 2-1 in the first match on Thursday.",
            "Brod beat Lund 3-0 in the second match on Thursday.",
        ),
        ("Twelve people died in the Ostrand quake.", "In Ostrand 140 people were injured in the quake."),
        ("The viola was found by a postman in Lund.", "The viola was found by a mailman in Lund."),
    ],
)
def test_what_can_both_be_true_is_none(one: str, other: str, near: _Near) -> None:
    assert difference(wording(one), wording(other), near) is None


def test_of_two_that_agree_the_vaguer_is_the_one_that_both_prove() -> None:
    about = wording("About 40 flights were cancelled in Norrby on Monday.")
    exact = wording("In Norrby 42 flights were cancelled on Monday.")
    assert is_vaguer(about, exact)
    assert not is_vaguer(exact, about)
    assert is_vaguer(wording("Quillon paid $13 billion."), wording("Quillon paid $13.1 billion."))


def test_nearly_the_same_words_repeat_unless_a_figure_differs() -> None:
    assert repeats(wording(FERRY), wording("On Tuesday twelve people died as the ferry sank off Velmar."))
    assert not repeats(wording(FERRY), wording(FERRY.replace("Twelve", "Nine")))
    assert not repeats(wording(FERRY), wording("The ferry was built in Velmar."))
