"""Files of each format are read, wrong ones refused with a message, and the last line is the figure."""

import gzip
import json
import re
from pathlib import Path

import pytest

from bench import attribution, editorials, loaded, subjectivity
from bench.__main__ import BENCHES, main
from bench.files import BadFile, text_of
from bench.labellers import LABELLERS
from index.model import Voice

SENTENCES = [
    {
        "tokens": ["The", "mayor", "said", "the", "bridge", "was", "safe", "."],
        "labels": ["B-source", "I-source", "B-cue", "B-content", *["I-content"] * 3, "O"],
    },
    {"tokens": ["It", "rained", "."], "labels": ["O", "O", "O"]},
]
UNITS = "doc\tpar\tlabel\ttext\n"
BABE = "text;biased_words;label_opinion\n"
GOOD = {
    "attribution": ("a.jsonl", "\n".join(json.dumps(each) for each in SENTENCES)),
    "subjectivity": (
        "s.tsv",
        "sentence\tlabel\nWhat a shameful, idiotic farce!\tSUBJ\nThe bridge opened in 1936.\tOBJ\n",
    ),
    "editorials": (
        "e.tsv",
        UNITS + "d\t0\ttitle\tThe pool\n"
        "d\t1\tanecdote\tThe pool , built in 1936 , closed on Friday\n"
        "d\t1\tno-unit\t.\n"
        "d\t1\tassumption\tWhat a shameful , idiotic farce\n"
        "d\t1\tno-unit\t!\n",
    ),
    "loaded": (
        "l.csv",
        BABE
        + "The pool opened in 1936.;[];Entirely factual\n"
        + "What a shameful farce!;['shameful', 'farce'];Expresses writer’s opinion\n"
        + "Both at once.;[];Somewhat factual but also opinionated\n",
    ),
}
LAST = {
    "attribution": r"attribution exact F1: source \d+\.\d cue \d+\.\d content \d+\.\d",
    "subjectivity": r"subjectivity macro-F1: [01]\.\d{3}",
    "editorials": r"editorials macro-F1: [01]\.\d{3}",
    "loaded": r"loaded word F1: [01]\.\d{3}",
}


def written(folder: Path, name: str) -> Path:
    file, text = GOOD[name]
    path = folder / file
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", GOOD)
def test_the_last_line_is_the_figure(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, str(written(tmp_path, name))]) == 0
    assert re.fullmatch(LAST[name], capsys.readouterr().out.splitlines()[-1])


@pytest.mark.parametrize("name", GOOD)
def test_gzipped_files_say_the_same(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, name)
    packed = path.with_name(path.name + ".gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    lines = []
    for each in (path, packed):
        main([name, str(each)])
        lines.append(capsys.readouterr().out.splitlines()[-1])
    assert lines[0] == lines[1]


def test_a_sentence_is_labelled_through_its_text(tmp_path: Path) -> None:
    golds = attribution.sentences(written(tmp_path, "attribution"))
    figures = attribution.measure(golds, LABELLERS["WhoSays"])
    assert {kind: figures.overlap[kind].f1 for kind in attribution.KINDS} == dict.fromkeys(
        attribution.KINDS, 1.0
    )


def test_sentences_of_one_document_are_labelled_in_their_running_text(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    quoted = [["``", "It", "rained", "."], ["We", "stayed", ".", "''", "said", "Ann", "."]]
    lines = [{"id": "d", "tokens": tokens, "labels": ["O"] * len(tokens)} for tokens in quoted]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (first, second) = attribution.predicted(attribution.sentences(path), LABELLERS["quotation marks only"])
    assert first == ["B-content", "I-content", "I-content", "I-content"]
    assert second == ["B-content", "I-content", "I-content", "I-content", "O", "O", "O"]


def test_places_in_the_original_part_paragraphs() -> None:
    left = attribution.Sentence("d", ("It", "rained"), ("O", "O"), ((0, 2), (3, 9)))
    right = attribution.Sentence("d", ("“", "We"), ("O", "O"), ((11, 12), (12, 14)))
    assert list(attribution._gaps([left, right])) == [" ", "\n\n", ""]


def test_units_are_found_in_the_running_text(tmp_path: Path) -> None:
    (editorial,) = editorials.editorials(editorials.units(written(tmp_path, "editorials")))
    text = editorial.document.text
    assert text == "The pool\n\nThe pool, built in 1936, closed on Friday. What a shameful, idiotic farce!"
    assert [(span.of(text), voice) for span, voice in editorial.units] == [
        ("The pool, built in 1936, closed on Friday", Voice.REPORTED),
        ("What a shameful, idiotic farce", Voice.OPINION),
    ]


def test_loaded_words_are_those_of_the_list(tmp_path: Path) -> None:
    factual, opinion, mixed = loaded.sentences(written(tmp_path, "loaded"))
    assert [factual.opinion, opinion.opinion, mixed.opinion] == ["factual", "opinion", None]
    assert {opinion.text[start:end] for start, end in loaded.gold_words(opinion)} == {"shameful", "farce"}


def test_a_quotation_mark_in_a_table_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "q.tsv"
    path.write_text('sentence\tlabel\n"He said ""no"", twice."\tobj\n', encoding="utf-8")
    assert subjectivity.sentences(path) == [('He said "no", twice.', "OBJ")]


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("attribution", "", "is empty"),
        ("attribution", "no json", "line 1 is not JSON"),
        ("attribution", "[1]", "line 1 is not a JSON object"),
        ("attribution", '{"tokens": ["a"]}', "lacks"),
        ("attribution", '{"tokens": ["a"], "labels": []}', "1 tokens and 0 labels"),
        ("attribution", '{"tokens": ["a"], "labels": ["B-verb"]}', "B-verb"),
        ("attribution", '{"tokens": ["a"], "labels": ["O"], "off": [1]}', "list of pairs"),
        ("attribution", '{"tokens": ["a"], "labels": ["O"], "off": [[0, 1], [1, 2]]}', "2 pairs"),
        ("subjectivity", "sentence\nx\n", "no column label"),
        ("subjectivity", "sentence\tlabel\n", "nothing below"),
        ("subjectivity", "sentence\tlabel\nx\n", "too few columns"),
        ("subjectivity", "sentence\tlabel\nx\tMAYBE\n", "MAYBE"),
        ("editorials", UNITS + "d\t0\ttitle\tX\n", "no unit"),
        ("editorials", "sentence\tlabel\nx\tSUBJ\n", "no column doc or par or text"),
        ("loaded", BABE + "x;bad;Entirely factual\n", "not a list"),
        ("loaded", BABE + "x;{'a': 1};Entirely factual\n", "not a list"),
    ],
)
def test_a_wrong_file_is_told_and_ends_with_2(
    name: str, text: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong"
    path.write_text(text, encoding="utf-8")
    assert main([name, str(path)]) == 2
    told = capsys.readouterr()
    assert complaint in told.err
    assert str(path) in told.err
    assert told.out == ""


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_file_is_told_and_ends_with_2(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, str(tmp_path / "absent.x")]) == 2
    assert "is not a file" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadFile, match="not UTF-8"):
        text_of(path)
    packed = tmp_path / "torn.gz"
    packed.write_bytes(gzip.compress(b"x" * 1000)[:20])
    with pytest.raises(BadFile, match="cannot be read"):
        text_of(packed)


@pytest.mark.parametrize("name", GOOD)
def test_a_file_must_be_named(name: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name])
    assert ended.value.code == 2


def test_the_help_lists_every_bench(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {each.name}" in shown for each in BENCHES)


def test_an_unknown_bench_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["haste"]) == 2
    assert "no bench 'haste'" in capsys.readouterr().err
