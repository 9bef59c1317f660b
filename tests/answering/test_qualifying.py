"""What narrows a question down is met by the same value, and contradicted by another of its class."""

import pytest

from answering.qualifying import clashing, qualifiers, unmet


@pytest.mark.parametrize(
    ("question", "told", "missing", "contradicted"),
    [
        ("How much cooler in August?", "about half a degree cooler in March", 1, 1),
        ("How much cooler in March?", "about half a degree cooler in March", 0, 0),
        ("What did it cost in 2010?", "A crossing cost 80p in 1998", 1, 1),
        ("How far did it fall on the 21st?", "It fell 61 centimetres on the 20th.", 1, 1),
        ("How far did it fall on 20 August?", "It fell 61 centimetres on 20 August.", 0, 0),
        ("How many replies this year?", "a survey found last year", 1, 1),
        ("What did she say in her third interview?", "In her second she gave no comment.", 1, 1),
        ("How far did visits fall in 2019?", "They fell by 40 per cent last year.", 1, 1),
        ("Who voted against the lease?", "the members who voted yes", 1, 0),
        ("Who voted?", "In March 1998 five voted against it", 0, 0),
    ],
)
def test_what_is_asked_for_is_told_or_not(question: str, told: str, missing: int, contradicted: int) -> None:
    asked = qualifiers(question)
    assert unmet(asked, qualifiers(told)) == missing
    assert clashing(asked, qualifiers(told)) == contradicted
