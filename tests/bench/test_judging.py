"""When an answer counts as right."""

from answering.model import Answer, Citation, NotFound, Question, Statement
from bench.corpus import GoldQuestion
from bench.judging import Judged, Verdict, judged, judged_passage, tells
from bench.names import plain, same_chain, same_last
from index.model import DocumentInfo, Span, Voice

GOLD = GoldQuestion(
    question="What did Tann say?",
    standalone="What did Tann say?",
    kind=None,
    answers=("that the roof would not survive another winter",),
    voice=Voice.ATTRIBUTED,
    sources=("the council", "Osric Tann"),
)
PASSAGE = "Tann told us that the roof would not survive another winter. He left."


def answered(text: str, voice: Voice, *sources: str, passage: str = PASSAGE) -> Judged:
    question = Question(GOLD.question, GOLD.standalone)
    citation = Citation(1, DocumentInfo("d", "d.txt"), Span(0, len(passage)), passage)
    return judged(GOLD, Answer(question, (Statement(text, voice, sources, (1,)),), (citation,)))


def test_a_statement_with_the_answer_in_its_voice_is_right() -> None:
    full = "that the roof would not survive another winter."
    assert answered(full, Voice.ATTRIBUTED, "The Council", "Osric Tann") == Judged(
        Verdict.STATEMENT, voice=True, last=True, chain=True, words=8, whole=True
    )


def test_a_frame_or_conjunction_may_be_left_out() -> None:
    found = answered("The roof would not survive another winter", Voice.ATTRIBUTED, "Osric Tann")
    assert found == Judged(Verdict.STATEMENT, voice=True, last=True, chain=False, words=7)


def test_in_another_voice_only_the_passage_is_right() -> None:
    found = answered("the roof would not survive another winter", Voice.REPORTED)
    assert found.verdict is Verdict.PASSAGE
    assert found.voice is False


def test_another_statement_from_the_right_passage_is_half_right() -> None:
    assert answered("He left.", Voice.REPORTED) == Judged(Verdict.PASSAGE, words=2)


def test_neither_statement_nor_passage_is_wrong() -> None:
    assert answered("He left.", Voice.REPORTED, passage="He left.").verdict is Verdict.WRONG


def test_a_refusal_is_told_from_a_wrong_answer() -> None:
    assert judged(GOLD, NotFound(Question("", ""))) == Judged(Verdict.REFUSED)


def test_a_peer_s_passage_has_no_voice() -> None:
    assert judged_passage(GOLD, PASSAGE).verdict is Verdict.PASSAGE
    assert judged_passage(GOLD, "Something else.").verdict is Verdict.WRONG


def test_a_figure_or_a_negation_must_not_be_missing() -> None:
    assert not tells("were hurt when the old roof fell in", ["nobody were hurt when the old roof fell in"])
    assert not tells(
        "of the eels came back to the river in spring", ["312 of the eels came back to the river in spring"]
    )
    assert not tells("want the pool to be kept open at all", ["don’t want the pool to be kept open at all"])


def test_names_are_compared_by_the_rule_of_the_readme() -> None:
    assert plain("The officers’ report") == plain("the Officers' report")
    assert plain("Grace 1's captain") == plain("Grace\u00a01’s  captain")
    assert plain("Ann Lee") != plain("Anna Lee")
    assert same_last(("a survey", "Ann"), ("Ann",))
    assert not same_chain(("a survey", "Ann"), ("Ann",))
    assert not same_last((), ("Ann",))
