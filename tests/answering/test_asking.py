"""A question is taken apart: its kind, whose sayings it is after, which voices may answer."""

import pytest

from answering.asking import Kind, read_question
from index.model import Voice

AUTHORS = ("Stephen Lendman",)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who signed the agreement?", Kind.WHO),
        ("Who is Zarif?", Kind.WHO_IS),
        ("who was Elin Marlow", Kind.WHO_IS),
        ("When was it signed?", Kind.WHEN),
        ("In what year did it open?", Kind.WHEN),
        ("Where was it signed?", Kind.WHERE),
        ("How many sailors were on board?", Kind.HOW_MANY),
        ("How long is the line?", Kind.HOW_LONG),
        ("Why did relations sour?", Kind.WHY),
        ("What did Shoigu call the agreement?", Kind.SAID),
        ("According to Press TV, what happened?", Kind.SAID),
        ("Who called it a turning point?", Kind.WHO_SAID),
        ("What does the author think of Raab?", Kind.AUTHOR),
        ("Does Lendman think the seizure was legal?", Kind.AUTHOR),
        ("What does the article say about sanctions?", Kind.ABOUT),
        ("Tell me about the JCPOA", Kind.ABOUT),
        ("Was the seizure legal?", Kind.YES_NO),
        ("What is this about?", Kind.OVERVIEW),
        ("summarise the article", Kind.OVERVIEW),
        ("What happened on Monday?", Kind.WHAT),
        ("At what age did the brigadier die?", Kind.HOW_MANY),
        ("What did the bank pay for it?", Kind.HOW_MANY),
        ("price of the room at the Grand?", Kind.HOW_MANY),
        ("By what date is the draft due?", Kind.WHEN),
        ("how long did it take the reviewer", Kind.HOW_LONG),
        ("What does the reviewer think of the spout?", Kind.AUTHOR),
        ("Zarif's tweet?", Kind.SAID),
    ],
)
def test_the_kind_of_question(question: str, kind: Kind) -> None:
    assert read_question(question, AUTHORS).kind is kind


def test_the_speaker_is_not_a_word_to_be_met() -> None:
    asked = read_question("What did Shoigu say about the agreement?")
    assert asked.speaker == "Shoigu"
    assert "shoigu" not in asked.terms
    assert asked.terms


@pytest.mark.parametrize(
    ("question", "voices"),
    [
        ("What did Shoigu say?", {Voice.ATTRIBUTED}),
        ("What does the author think of Raab?", {Voice.OPINION}),
        ("Only the facts: what happened to the tanker?", {Voice.REPORTED}),
        ("What happened to the tanker?", set()),
    ],
)
def test_the_voices_that_may_answer(question: str, voices: set[Voice]) -> None:
    assert read_question(question).voices == voices


@pytest.mark.parametrize(
    ("question", "unit", "head"),
    [
        ("How many paid staff does the trust have?", "staff", ""),
        ("How many members of the committee abstained?", "member", ""),
        ("How many people did the navy pull from the sea?", "peopl", ""),
        ("How much did it cost?", "", ""),
        ("Which ward does she represent?", "", "ward"),
        ("At which college does Wray work?", "", "colleg"),
        ("What is it?", "", ""),
    ],
)
def test_what_is_counted_and_what_one_of_is_asked_for(question: str, unit: str, head: str) -> None:
    asked = read_question(question)
    assert (asked.unit, asked.head) == (unit, head)
