"""The pointer: which clause of a passage tells what is asked, read as a whole."""

import pytest

from index.model import Clause, Page, Span, Voice
from index.store.pointing import pointer

PARTS = (
    "The bridge at Corve was closed on Monday after a lorry struck it.",
    "Repairs will cost £40,000,",
    "the council said.",
    "It reopens in June.",
)


def page() -> Page:
    text = " ".join(PARTS)
    spans = [Span(text.index(each), text.index(each) + len(each)) for each in PARTS]
    voices = (Voice.REPORTED, Voice.ATTRIBUTED, Voice.REPORTED, Voice.REPORTED)
    clauses = tuple(Clause((span,), voice) for span, voice in zip(spans, voices, strict=True))
    return Page("Bridge closed", text, clauses)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much will the repairs of the Corve bridge cost?", 1),
        ("Why was the bridge at Corve closed?", 0),
    ],
)
def test_the_clause_that_tells_stands_out(question: str, told: int) -> None:
    scores = pointer().told(question, page())
    assert scores.index(max(scores)) == told


def test_what_is_not_told_scores_lower_than_what_is() -> None:
    asked = max(pointer().told("How much will the repairs of the Corve bridge cost?", page()))
    assert max(pointer().told("How old is the mayor of Corve?", page())) < asked


def test_a_clause_beyond_what_is_read_is_not_taken_for_an_answer() -> None:
    text = "word " * 400 + "The bridge reopens in June."
    start = text.index("The bridge")
    far = Page("Bridge", text, (Clause((Span(start, len(text)),), Voice.REPORTED),))
    assert pointer().told("When does the bridge reopen?", far) == [-5.0]
