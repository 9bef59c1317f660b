"""A briefing tells stories: once what several documents tell, both versions where they differ."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from answering.model import Statement
from briefing.compose import STORIES, compose
from briefing.model import Briefing, Difference, Earlier, Length, Wanted, read_length, read_voices
from chat.rendering import briefing_blocks
from chat.serialising import briefing as as_json
from index.errors import UsageError
from index.model import Document, Labelling, Quotation, Span, Voice, VoicedSpan
from tests.chat.contract import check_briefing
from tests.fakes import FakeFinder, info_of

R, A, V = Voice.REPORTED, Voice.ATTRIBUTED, Voice.OPINION
Told = tuple[str, Voice, str]


def article(name: str, title: str, author: str | None, *clauses: Told) -> tuple[Document, Labelling]:
    """A document of one clause a paragraph, each in its voice; the last word of a clause is its source."""
    text, spans = "", []
    for words, voice, source in clauses:
        text += "\n\n" if text else ""
        span = Span(len(text), len(text) + len(words))
        text += words
        quotation = Quotation.DIRECT if voice is A else None
        spans.append(VoicedSpan(span, voice, (source,) if source else (), quotation))
    document = Document(f"{name}.txt", text, title, author, date(2026, 3, 4))
    return document, Labelling(tuple(spans))


ONE = article(
    "one",
    "Ferry sinks off Velmar",
    "Sam Reed",
    ("The ferry Alma of Brinholt Lines sank off Velmar on Tuesday.", R, ""),
    ("Twelve sailors died when the ferry Alma sank.", R, ""),
    ("The owner Brinholt Lines gave no reason for it.", R, ""),
    ("“The sea was calm and the ferry was new.”", A, "Ida Lund"),
    ("Brinholt Lines is a shameless band of misers.", V, ""),
)
TWO = article(
    "two",
    "Velmar mourns the Alma",
    "Pia Kerr",
    ("On Tuesday the ferry Alma of Brinholt Lines sank off Velmar.", R, ""),
    ("Nine sailors died when the ferry Alma sank.", R, ""),
    ("“The sea was calm and the ferry was new.”", A, "Lund"),
    ("Brinholt Lines is a shameless band of misers.", V, ""),
)
THREE = article(
    "three",
    "Alma lost off Velmar",
    None,
    ("The ferry Alma of Brinholt Lines sank off Velmar on Tuesday.", A, "the coast guard"),
    ("Divers of Brinholt Lines searched Velmar for the ferry Alma.", R, ""),
)
OTHER = article(
    "other",
    "Orlin cuts its orchestra",
    "Omar Said",
    ("The town of Orlin dissolved its orchestra in February.", R, ""),
    ("Forty players of the orchestra lost their posts in Orlin.", R, ""),
)


def composed(*articles: tuple[Document, Labelling], wanted: Wanted = Wanted()) -> Briefing:  # noqa: B008
    finder = FakeFinder(*articles)
    return compose(finder, [info_of(document) for document, _ in articles], wanted)


def told(briefing: Briefing, voice: Voice | None = None) -> list[Statement]:
    every = [each for item in briefing.items for each in item.statements]
    return [each for each in every if voice is None or each.voice is voice]


def shown(briefing: Briefing) -> str:
    blocks = briefing_blocks(briefing, None)
    lines = [line for block in blocks for line in (block.heading, *block.lines)]
    return "\n".join("".join(run.text for run in line) for line in lines)


def test_documents_about_one_event_are_one_story_and_others_are_not() -> None:
    briefing = composed(OTHER, ONE, TWO, THREE)
    paths = [{each.path for each in item.documents} for item in briefing.items]
    assert paths == [{"one.txt", "two.txt", "three.txt"}, {"other.txt"}]


def test_what_two_documents_report_is_told_once_and_cites_both() -> None:
    briefing = composed(ONE, TWO)
    (item,) = briefing.items
    sank = [at for at, each in enumerate(item.statements) if each.voice is R and "sank off" in each.text]
    assert len(sank) == 1
    carriage = item.carried[sank[0]]
    cited = {each.n: each.document.path for each in briefing.citations}
    assert {each.path for each in carriage.documents} == {"one.txt", "two.txt"}
    assert {cited[n] for n in item.statements[sank[0]].citations} == {"one.txt", "two.txt"}
    assert "(2 documents; none names a source)" in shown(briefing)


def test_a_source_that_another_document_names_is_named_and_its_words_stay_its_own() -> None:
    briefing = composed(ONE, TWO, THREE)
    (item,) = briefing.items
    (at,) = [at for at, each in enumerate(item.statements) if each.voice is R and "sank off" in each.text]
    assert item.carried[at].named == ("the coast guard",)
    assert "three.txt" not in {each.path for each in item.carried[at].documents}
    assert "2 documents; elsewhere from the coast guard" in shown(briefing)
    assert any(each.sources == ("the coast guard",) for each in told(briefing, A))


def test_a_source_under_a_longer_name_is_heard_once() -> None:
    calm = [each for each in told(composed(ONE, TWO), A) if "calm" in each.text]
    assert len(calm) == 1
    assert len(calm[0].citations) == 2


def test_an_opinion_stays_its_authors_and_never_becomes_a_report() -> None:
    third = article("third", "Velmar asks why", "Uta Berg", (ONE[0].text.split("\n\n")[-1], R, ""))
    briefing = composed(ONE, TWO, third, wanted=Wanted(length=Length.LONG))
    verdicts = told(briefing, V)
    assert [(each.author, len(each.citations)) for each in verdicts] == [("Sam Reed", 1)]
    (report,) = [each for each in told(briefing, R) if "shameless" in each.text]
    assert len(report.citations) == 1


def test_both_versions_of_a_contradiction_stand_side_by_side_with_their_citations() -> None:
    briefing = composed(ONE, TWO)
    ((contradiction,),) = [item.contradictions for item in briefing.items]
    assert contradiction.difference is Difference.NUMBER
    cited = {each.n: each for each in briefing.citations}
    documents = []
    for version in contradiction.versions:
        (n,) = version.citations
        assert version.text in cited[n].text
        documents.append(cited[n].document.path)
    assert documents == ["one.txt", "two.txt"]
    assert not any("sailors died" in each.text for each in told(briefing))
    assert "differ in a number" in shown(briefing)


def test_the_json_keeps_the_contract_and_adds_who_tells_what() -> None:
    value = as_json(composed(OTHER, ONE, TWO, THREE), None, "2026-03-05T08:00:00+00:00")
    check_briefing(value)
    story = value["items"][0]
    assert {each["document"] for each in story["documents"]} == {"one.txt", "two.txt", "three.txt"}
    assert any(len(each["carried_by"]) == 2 for each in story["statements"])
    assert [len(each["versions"]) for each in story["contradictions"]] == [2]
    assert value["items"][1]["statements"][0]["carried_by"] == ["other.txt"]


def test_what_was_told_before_is_not_told_again_and_nothing_new_is_nothing() -> None:
    first = composed(ONE, OTHER)
    documents = frozenset(each.id for item in first.items for each in item.documents)
    assert composed(ONE, OTHER, wanted=Wanted(earlier=Earlier(documents))).items == ()
    statements = told(first)
    second = composed(ONE, TWO, OTHER, wanted=Wanted(earlier=Earlier(frozenset(), statements)))
    assert [each.text for each in told(second)] == [
        "Forty players of the orchestra lost their posts in Orlin."
    ]
    third = composed(OTHER, wanted=Wanted(earlier=Earlier(frozenset(), [*statements, *told(second)])))
    assert (third.items, third.citations) == ((), ())


def test_an_opinion_told_before_does_not_silence_a_report_in_its_words() -> None:
    (report, *_) = told(composed(OTHER), R)
    opinion = replace(report, voice=V, author="Omar Said")
    again = composed(OTHER, wanted=Wanted(earlier=Earlier(frozenset(), [opinion])))
    assert report.text in {each.text for each in told(again, R)}


@pytest.mark.parametrize("voice", [R, A, V])
def test_a_voice_filter_holds(voice: Voice) -> None:
    briefing = composed(ONE, OTHER, wanted=Wanted(frozenset({voice})))
    assert {each.voice for each in told(briefing)} == {voice}
    assert all(item.statements for item in briefing.items)


def test_a_topic_filter_leaves_out_what_is_about_something_else() -> None:
    assert [
        item.document.path for item in composed(ONE, OTHER, wanted=Wanted(about="the orchestra")).items
    ] == ["other.txt"]
    assert composed(ONE, OTHER, wanted=Wanted(about="volcanoes")).items == ()
    assert "Nothing to tell." in shown(composed(ONE, wanted=Wanted(about="volcanoes")))


def _many(count: int) -> Sequence[tuple[Document, Labelling]]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [f"{one}{two}{one}ok" for one in letters for two in letters][:count]
    return [
        article(
            f"d{word}",
            f"Fair at {word.title()}",
            None,
            (f"A {word} fair of {word}s drew crowds to Q{word}.", R, ""),
        )
        for word in words
    ]


def test_a_length_limits_stories_and_says_what_is_left_out() -> None:
    every = _many(20)
    short = composed(*every, wanted=Wanted(length=Length.SHORT))
    assert len(short.items) == STORIES[Length.SHORT]
    assert len(short.left_out) == 20 - len(short.items)
    assert "Not told here: 15 documents" in shown(short)
    assert len(composed(*every, wanted=Wanted(length=Length.LONG)).items) == 20


def test_words_for_length_and_voice_are_read_or_refused() -> None:
    assert read_length(" Short ") is Length.SHORT
    assert read_voices(["Opinion", "reported"]) == {V, R}
    for mistake in (lambda: read_length("endless"), lambda: read_voices(["gossip"])):
        with pytest.raises(UsageError, match="use "):
            mistake()
