"""A statement keeps to its clauses: as sure as they are, of as many, in their order, in no other's words."""

from itertools import pairwise

import pytest

from answering.candidates import Candidate
from answering.keeping import brings_in, exchanges, is_torn
from answering.proving import tells, worth_showing
from answering.scoring import Scored
from answering.strength import is_surer, misplaces_figures
from answering.wording import stems
from index.model import DocumentInfo, FoundPassage, Passage, Span, Voice, VoicedSpan

REPORTED, ATTRIBUTED, OPINION = Voice.REPORTED, Voice.ATTRIBUTED, Voice.OPINION


def clauses(*told: tuple[Voice, str, str]) -> list[Candidate]:
    """One passage cut as told: voice, source, words."""
    text = " ".join(words for _, _, words in told)
    starts = [sum(len(words) + 1 for _, _, words in told[:at]) for at in range(len(told) + 1)]
    voiced = tuple(
        VoicedSpan(Span(start, end - 1), voice, (source,) if source else ())
        for (start, end), (voice, source, _) in zip(pairwise(starts), told, strict=True)
    )
    passage = Passage("d", Span(0, len(text)), text, voiced)
    found = FoundPassage(passage, DocumentInfo("d", "d.txt"), 0.5)
    return [
        Candidate(found, each, (each.span,), stems(each.span.of(text)), stems(text), frozenset())
        for each in voiced
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Wolfe deleted the message.",
        "Wolfe forwarded the message to the sheriff.",
        "Wolfe forwarded the message because he was angry.",
        "Wolfe forwarded the message, a cowardly act.",
        "Wolfe forwarded the message and lied about it.",
    ],
)
def test_no_word_comes_from_nowhere_or_from_another_voice(text: str) -> None:
    first, *_ = clauses(
        (REPORTED, "", "Wolfe forwarded the message to Crewe,"),
        (OPINION, "", "a cowardly act,"),
        (ATTRIBUTED, "a mechanic", "and lied about it."),
    )
    assert brings_in(text, [first], frozenset())


@pytest.mark.parametrize(
    "text",
    [
        "The message was sent to Crewe by Wolfe.",
        "Crewe was sent the message, while Wolfe took $5 as well.",
        "Wolfe, 52 years old, took the sum.",
    ],
)
def test_what_is_left_out_reordered_or_bent_brings_nothing_in(text: str) -> None:
    told = clauses((REPORTED, "", "Wolfe (52), having taken $5, sends the message to Crewe."))
    assert not brings_in(text, told, frozenset())


def test_a_pronoun_may_be_told_by_what_the_passage_says_before() -> None:
    _, they, alone = clauses(
        (REPORTED, "", "The buses were old."),
        (REPORTED, "", "They had been sold."),
        (REPORTED, "", "Nobody knew about Crewe."),
    )
    assert not brings_in("The buses had been sold.", [they], frozenset())
    assert brings_in("Nobody knew about the buses.", [alone], frozenset())


def test_a_currency_is_not_exchanged() -> None:
    assert brings_in("It cost £40.", clauses((REPORTED, "", "It cost €40.")), frozenset())
    assert not brings_in("It cost 40 euros.", clauses((REPORTED, "", "It cost €40.")), frozenset())


def test_the_deed_of_one_clause_is_not_given_to_the_doer_of_another() -> None:
    told = clauses((REPORTED, "", "Wolfe forwarded the message."), (REPORTED, "", "Ibarra was dismissed."))
    assert is_torn("Wolfe was dismissed.", told, frozenset())
    assert not is_torn("Wolfe forwarded the message, and Ibarra was dismissed.", told, frozenset())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rain produced the pattern.", "Rain can produce the pattern."),
        ("The ferry line closed in May.", "The ferry line will close in May."),
        ("The party cut taxes.", "The party plans to cut taxes."),
        ("All buses were unsafe.", "Two hundred buses were unsafe."),
        ("None had a dose.", "Seventy had not had a dose."),
        ("Most voters stayed home.", "Many voters stayed home."),
        ("Ferries are old.", "Most ferries are old."),
    ],
)
def test_nothing_is_surer_or_of_more_than_it_was(text: str, told: str) -> None:
    assert is_surer(text, told)
    assert not is_surer(told, told)


def test_a_hedge_may_be_another() -> None:
    assert not is_surer("The line might close in May.", "The line is expected to close in May.")
    assert not is_surer("The exercise is expected shortly.", "The exercise is expected to be held shortly.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The ratio rose from 26 to 3.", "The ratio rose from 3 to 26."),
        ("Fees rose to 5%.", "Fees rose by 5%."),
        ("It killed 17 herders.", "It killed two herders and sent up a wave 17 metres high."),
        ("Six of the nine owners sold.", "Six of the crew met; four of the nine owners sold."),
        ("More than 143 were aboard.", "The ferry had 143 aboard."),
        ("The ferry had 143 aboard.", "The ferry had more than 143 aboard."),
    ],
)
def test_a_figure_stands_for_what_it_stood_for(text: str, told: str) -> None:
    assert misplaces_figures(text, told)
    assert not misplaces_figures(told, told)


def test_figures_may_be_told_in_another_order() -> None:
    assert not misplaces_figures("Profit fell from £71m to £44m.", "Profit fell to £44m from £71m.")
    assert not misplaces_figures(
        "She denies 34 counts of theft and four counts of forgery.",
        "She denies 34 counts of theft and four of forgery.",
    )


@pytest.mark.parametrize(
    ("text", "exchanged"),
    [
        ("The ratio of sulphur to carbon rose in the vent.", True),
        ("In the vent the ratio of carbon to sulphur rose.", False),
        ("The ratio of carbon to sulphur rose.", False),
    ],
)
def test_words_do_not_change_places(text: str, exchanged: bool) -> None:
    assert exchanges(text, "The ratio of carbon to sulphur rose in the vent.") is exchanged


def test_a_clause_tells_what_is_asked_by_its_score_and_beside_the_best_of_its_voice() -> None:
    told = clauses(
        (REPORTED, "", "It opened in May."),
        (REPORTED, "", "The mayor was there."),
        (ATTRIBUTED, "Crewe", "It was never open."),
        (OPINION, "", "It rained."),
    )
    offered = [Scored(clause, score) for clause, score in zip(told, (4.0, 1.0, 0.2, -1.6), strict=True)]
    assert tells(offered) == [True, False, True, False]
    assert tells(offered, -2.0) == [True, False, True, True]
    beside, alone = Scored(told[2], -1.0), Scored(told[0], 0.1)
    assert tells([beside, alone]) == [True, True]
    assert tells([beside]) == [False]  # nothing answers: then it takes more
    assert worth_showing(offered) == offered  # one passage: its clauses belong together
    assert worth_showing(offered[3:]) == []
