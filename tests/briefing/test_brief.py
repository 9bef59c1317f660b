"""A briefing shows what a document mainly says, in its voices, verbatim and cited."""

from itertools import pairwise

from briefing.brief import Briefing, brief
from briefing.choosing import SHOWN
from index.model import Document, Labelling, Quotation, Span, Voice, VoicedSpan
from tests.fakes import FakeFinder, info_of

R, A, V = Voice.REPORTED, Voice.ATTRIBUTED, Voice.OPINION
CLAUSES: tuple[tuple[str, Voice, tuple[str, ...], str], ...] = (
    ("The council of Leeds closed the Mill Road bridge on 4 May 2021.", R, (), ""),
    ("It had stood since 1902.", R, (), ""),
    ("Repairs will cost £3 million, and Balfour Beatty was chosen for them.", R, (), ""),
    ("Ann Poole called it", R, (), ""),
    ("“a great step for all of us.”", A, ("Ann Poole",), ""),
    ("“The bridge was never safe, and everybody in Leeds knew it.”", A, ("Ann Poole",), ""),
    ("“Every councillor voted for the closure that evening.”", A, ("Ann Poole",), ""),
    ("“Our lorries now take 40 minutes longer to reach Harrogate.”", A, ("Omar Said",), ""),
    ("“Nobody from the council came to the meeting in Otley.”", A, ("Ida Lund",), ""),
    ("Closing the bridge was a shameless theft of public money.", V, (), "shameless"),
    ("The council, as ever, is a nest of bungling cowards.", V, (), "bungling"),
    ("They should all resign at once.", V, (), ""),
    ("Closing the bridge was a shameless theft of the public’s money.", V, (), "shameless"),
)


def _document() -> tuple[Document, Labelling]:
    text, spans = "", []
    for words, voice, sources, loaded in CLAUSES:
        text += "\n\n" if text else ""
        at = len(text)
        text += words
        marked = (Span(at + words.index(loaded), at + words.index(loaded) + len(loaded)),) if loaded else ()
        quotation = Quotation.DIRECT if voice is A else None
        spans.append(VoicedSpan(Span(at, at + len(words)), voice, sources, quotation, loaded=marked))
    return Document("bridge.txt", text, "The bridge", "Sam Reed"), Labelling(tuple(spans))


DOCUMENT, LABELLING = _document()


def _briefing() -> Briefing:
    return brief(FakeFinder((DOCUMENT, LABELLING)), [info_of(DOCUMENT)])


def _texts(voice: Voice) -> list[str]:
    return [each.text for each in _briefing().items[0].statements if each.voice is voice]


def test_all_three_voices_are_shown_in_their_order_and_few_of_each() -> None:
    voices = [each.voice for each in _briefing().items[0].statements]
    assert voices == sorted(voices, key=[R, A, V].index)
    assert set(voices) == {R, A, V}
    assert all(2 <= voices.count(voice) <= SHOWN[voice] for voice in (R, A, V))


def test_every_statement_is_verbatim_and_inside_its_passage() -> None:
    briefing = _briefing()
    cited = {citation.n: citation for citation in briefing.citations}
    assert sorted(cited) == list(range(1, len(cited) + 1))
    for statement in briefing.items[0].statements:
        (n,) = statement.citations
        assert statement.text in cited[n].text
        assert cited[n].span.of(DOCUMENT.text) == cited[n].text


def test_what_needs_its_neighbours_is_left_out() -> None:
    shown = " ".join(each.text for each in _briefing().items[0].statements)
    assert "It had stood" not in shown
    assert "They should" not in shown
    assert "called it" not in shown


def test_each_source_is_heard_before_one_is_heard_twice() -> None:
    sources = [each.sources for each in _briefing().items[0].statements if each.voice is A]
    assert sorted(set(sources)) == [("Ann Poole",), ("Ida Lund",), ("Omar Said",)]
    assert sources.count(("Ann Poole",)) == 2


def test_the_same_verdict_is_not_shown_twice_and_names_its_author_and_loaded_words() -> None:
    verdicts = [each for each in _briefing().items[0].statements if each.voice is V]
    assert len(verdicts) == 2
    for verdict in verdicts:
        assert verdict.author == "Sam Reed"
        assert {span.of(verdict.text) for span in verdict.loaded} <= {"shameless", "bungling"}
        assert verdict.loaded


def test_statements_of_a_voice_come_in_reading_order() -> None:
    for voice in (R, A, V):
        places = [DOCUMENT.text.index(text) for text in _texts(voice)]
        assert all(before < after for before, after in pairwise(places))


def test_a_document_with_nothing_to_show_is_listed_all_the_same() -> None:
    empty = Document("empty.txt", "It was.")
    labelling = Labelling((VoicedSpan(Span(0, 7), R),))
    briefing = brief(FakeFinder((empty, labelling)), [info_of(empty)])
    assert [item.statements for item in briefing.items] == [()]
    assert briefing.citations == ()
