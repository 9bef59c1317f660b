"""Texts that no editor would pass: the labeller still tells who says what, in time and without a gap."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from index.cleaning import clean
from index.model import Document, Labelling, SourceText, Span, Voice
from index.voices import label, rules

Labeller = Callable[[Document], Labelling]

HARBOUR = (
    "The ferry left Bodø at nine. “The pier is a disgrace,” Ann Holm told Nordlys. It carried 212 people. "
)


def covered(document: Document, labelling: Labelling) -> bool:
    """True when spans and boilerplate hold every non-blank character exactly once."""
    spans = sorted([*(voiced.span for voiced in labelling.spans), *document.boilerplate])
    apart = all(one.end <= other.start for one, other in pairwise(spans))
    blank, at = True, 0
    for span in spans:
        blank = blank and not document.text[at : span.start].strip()
        at = span.end
    return apart and blank and not document.text[at:].strip()


def voice(labelling: Labelling, at: int) -> Voice:
    return next(voiced.voice for voiced in labelling.spans if voiced.span.start <= at < voiced.span.end)


@pytest.mark.parametrize(("labeller", "count"), [(rules.label, 5_000), (label, 600)], ids=["rules", "model"])
def test_thousands_of_quotations_each_keep_their_speaker(labeller: Labeller, count: int) -> None:
    said = [f"“No {number},” said {('Ann Holm', 'Ove Dahl')[number % 2]}.\n\n" for number in range(count)]
    document = Document("q.txt", "".join(said))
    labelling = labeller(document)
    assert covered(document, labelling)
    at, right = 0, 0
    speakers = {voiced.span.start: voiced.sources for voiced in labelling.spans if voiced.sources}
    for number, line in enumerate(said):
        right += speakers.get(at, ())[-1:] == (("Ann Holm", "Ove Dahl")[number % 2],)
        at += len(line)
    assert right == len(said)


def test_a_text_all_in_capitals_keeps_its_voices() -> None:
    document = Document("c.txt", HARBOUR.upper() * 40)
    labelling = label(document)
    assert covered(document, labelling)
    assert voice(labelling, document.text.index("THE PIER")) is Voice.ATTRIBUTED
    assert voice(labelling, document.text.index("THE FERRY")) is Voice.REPORTED


@pytest.mark.parametrize(
    "text",
    [
        "the ferry left bodø at nine with two hundred people on board and came back at noon " * 150,
        "ferry" * 2_000,
        "№ — … ‽ ¿ " * 1_000,
        "\u200b\u202e\ufeff ferry \x00\x1f" * 800,
    ],
    ids=["no punctuation", "one word", "no words", "invisible"],
)
def test_a_paragraph_without_an_end_is_labelled_whole(text: str) -> None:
    document = clean(SourceText("n.txt", text))
    assert covered(document, label(document))


@pytest.mark.parametrize(
    "quoted",
    ["“{}”", "„{}“", "«{}»", "»{}«", "‘{}’", '"{}"', "``{}''", "‹{}›", "„{}”", "「{}」"],
)
def test_every_kind_of_quotation_mark_is_somebodys_words(quoted: str) -> None:
    line = f"{quoted.format('The pier has been closed since the storm in March')}, Ann Holm said on Monday."
    labelling = label(Document("m.txt", line))
    at = line.index("closed since")
    said = next(voiced for voiced in labelling.spans if voiced.span.start <= at < voiced.span.end)
    assert (said.voice, said.sources) == (Voice.ATTRIBUTED, ("Ann Holm",))


@pytest.mark.parametrize("marks", ["“", "”", "«", '"', "“ “", "” ”", "„ »"])
def test_a_mark_without_its_other_half_does_not_swallow_the_article(marks: str) -> None:
    opened = f"{marks} The council met on Monday. It chose a new mayor.\n\n"
    document = Document("u.txt", opened + "The ferry left Bodø and came back at noon on Tuesday.\n\n" * 30)
    labelling = label(document)
    assert covered(document, labelling)
    assert voice(labelling, len(document.text) - 20) is Voice.REPORTED


def test_remnants_of_markup_do_not_hide_who_speaks() -> None:
    text = '<p class="lead">&ldquo;The pier is closed,&rdquo; <b>Ann Holm</b> said.<br/></p>\n\n' + HARBOUR
    document = Document("h.txt", text)
    labelling = label(document)
    assert covered(document, labelling)
    assert voice(labelling, text.index("The pier is a disgrace")) is Voice.ATTRIBUTED


def test_a_language_unknown_to_the_model_is_labelled_by_rules_and_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = "Die Fähre verließ den Hafen um neun Uhr. „Der Steg ist gesperrt“, sagte Ann Holm am Montag. " * 12
    document = Document("d.txt", text)
    with caplog.at_level(logging.INFO, logger="index.voices"):
        labelling = label(document)
    assert covered(document, labelling)
    assert "rules alone" in caplog.text
    assert voice(labelling, text.index("Der Steg")) is Voice.ATTRIBUTED
    assert not any(Span(0, len(text)) == voiced.span for voiced in labelling.spans)


UNITS = [
    "“Quote,” he said. ",
    "word and then he said that ",
    "'a ",
    "“a b c ",
    "John Smith said Mary Jones lied. ",
    "> Set apart. ",
    "Q: Would you?\n\nA: I would.\n\n",
    "x" * 40,
]


def growth(labeller: Labeller, unit: str, few: int) -> tuple[float, float]:
    """The CPU seconds for `few` units, and for six times as many."""

    def cost(times: int) -> float:
        started = time.process_time()
        labeller(Document("x.txt", unit * times))
        return time.process_time() - started

    cost(50)
    return cost(few), cost(6 * few)


@pytest.mark.parametrize("unit", UNITS)
def test_the_rules_time_grows_with_the_length(unit: str) -> None:
    small, large = growth(rules.label, unit, 800)
    assert large < 18 * small + 0.2  # six times the text; thirty-six times the time would be a square


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length(unit: str) -> None:
    small, large = growth(label, unit, 150)
    assert large < 18 * small + 0.2
