"""The voices' table: what a gold clause is held against, and folders of documents as its material."""

import json
import re
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.corpus import CorpusError, LabelledClause, load_folder
from bench.labellers import LABELLERS, voice_of
from bench.voices import Outcome, Result, measure
from index.model import Document, Labelling, Span, Voice, VoicedSpan

TEXT = "The pool shut in May. What a farce! “It was sad,” Ann Lee said."
MARKED = (
    "title: The pool\n---\n"
    "{R}The pool shut in May. {O}What a farce! {A d|Ann Lee}“It was sad,” {R}Ann Lee said.\n"
)


def written(folder: Path) -> Path:
    (folder / "one.voices").write_text(MARKED, encoding="utf-8")
    clause: dict[str, object] = {
        "voice": "reported",
        "sources": [],
        "quotation": None,
        "speculative": False,
        "loaded": [],
    }
    labels = {
        "title": None,
        "author": None,
        "published": None,
        "boilerplate": [],
        "clauses": [{"text": "The pool shut in May", **clause}],
    }
    (folder / "two.labels.json").write_text(json.dumps(labels), encoding="utf-8")
    (folder / "two.txt").write_text("The pool shut in May.\n", encoding="utf-8")
    return folder


def test_a_clause_is_in_the_voice_of_most_of_its_letters() -> None:
    reported = VoicedSpan(Span(0, 10), Voice.REPORTED)
    said = VoicedSpan(Span(10, 22), Voice.ATTRIBUTED, ("Ann",))
    more = VoicedSpan(Span(22, 30), Voice.REPORTED)
    labelling = Labelling((reported, said, more))
    text = "x" * 40
    assert voice_of(labelling, text, Span(0, 30)) == reported
    assert voice_of(labelling, text, Span(5, 22)) == said
    assert voice_of(labelling, text, Span(28, 40)) is None
    assert voice_of(labelling, "x" * 12 + " " * 10 + "x" * 18, Span(8, 23)) == reported


def test_what_needs_no_thought_is_not_thought_about() -> None:
    document = Document("d", TEXT)
    assert {each.voice for each in LABELLERS["everything reported"](document).spans} == {Voice.REPORTED}
    quoted = LABELLERS["quotation marks only"](document)
    assert [each.span.of(TEXT) for each in quoted.spans if each.voice is Voice.ATTRIBUTED] == [
        "“It was sad,”"
    ]
    assert "".join(each.span.of(TEXT) for each in quoted.spans) == TEXT


def test_the_figures_of_a_table_row() -> None:
    def outcome(gold: Voice, told: Voice | None, *names: str) -> Outcome:
        sources = ("Ann",) if gold is Voice.ATTRIBUTED else ()
        clause = LabelledClause(Span(0, 1), gold, sources, None, speculative=False, loaded=())
        return Outcome(clause, VoicedSpan(Span(0, 1), told, names) if told else None)

    result = Result(
        [
            outcome(Voice.REPORTED, Voice.REPORTED),
            outcome(Voice.REPORTED, None),
            outcome(Voice.ATTRIBUTED, Voice.ATTRIBUTED, "ann"),
            outcome(Voice.ATTRIBUTED, Voice.ATTRIBUTED, "a paper", "Ann"),
            outcome(Voice.OPINION, Voice.REPORTED),
            outcome(Voice.OPINION, Voice.OPINION),
        ]
    )
    assert result.told_as_reported == (1, 2)
    name, accuracy, macro, reported, attributed, opinion, last, chain, told = result.row("x")
    assert (name, last, chain, told) == ("x", "2 of 2", "1 of 2", "1 of 2")
    assert (reported, attributed, opinion) == ("0.50/0.50/0.50", "1.00/1.00/1.00", "1.00/0.50/0.67")
    assert accuracy == pytest.approx(4 / 6)
    assert macro == pytest.approx((0.5 + 1 + 2 / 3) / 3)


def test_a_folder_of_documents_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voices", str(written(tmp_path))]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(r"voices accuracy: [01]\.\d{3} opinions told as reported: [01] of 1", last)


def test_documents_in_both_formats_are_loaded(tmp_path: Path) -> None:
    two, one = load_folder(written(tmp_path))
    assert one.text == TEXT + "\n"
    assert [each.voice for each in one.clauses] == [
        Voice.REPORTED,
        Voice.OPINION,
        Voice.ATTRIBUTED,
        Voice.REPORTED,
    ]
    assert two.questions == ()
    everything_reported = measure(LABELLERS["everything reported"], [one, two])
    assert everything_reported.accuracy == pytest.approx(3 / 5)


def test_a_folder_without_documents_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voices", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text"), [("x.voices", "title: X"), ("x.labels.json", "{}"), ("x.labels.json", "[")]
)
def test_a_broken_document_is_told(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=re.escape(str(tmp_path))):
        load_folder(tmp_path)
