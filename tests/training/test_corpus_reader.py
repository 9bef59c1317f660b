"""The format of our own documents, and the labels of others' texts: read, checked, kept."""

import json
import sys
from pathlib import Path

import pytest

from index.model import Quotation, Span, Voice
from training import pool
from training.corpus_reader import BadCorpusFile, parse
from training.pool import Key, read_labels

HEAD = "title: The pier\nauthor: Mara Quill\n---\n"
BODY = """{B}By Mara Quill

{R?}The pool is to close {O}for no reason. {R}Osric Tann said {A i|The board > Osric Tann}it \
had <<miraculously>> held.

“{A d|Osric Tann}It is sound{R},” he said."""


def test_tags_become_clauses_and_leave_the_text_clean() -> None:
    document = parse(HEAD + BODY, "pier")
    assert document.title == "The pier"
    assert "{" not in document.text
    assert "<<" not in document.text
    shown = [(clause.span.of(document.text), clause.voice) for clause in document.clauses]
    assert shown == [
        ("By Mara Quill", None),
        ("The pool is to close", Voice.REPORTED),
        ("for no reason.", Voice.OPINION),
        ("Osric Tann said", Voice.REPORTED),
        ("it had miraculously held.", Voice.ATTRIBUTED),
        ("It is sound", Voice.ATTRIBUTED),
        (",” he said.", Voice.REPORTED),
    ]


def test_chains_quotation_speculation_and_loaded_words_are_read() -> None:
    document = parse(HEAD + BODY, "pier")
    said = document.clauses[4]
    assert said.sources == ("The board", "Osric Tann")
    assert said.quotation is Quotation.INDIRECT
    assert [span.of(document.text) for span in said.loaded] == ["miraculously"]
    assert document.clauses[1].speculative
    assert document.clauses[5].quotation is Quotation.DIRECT
    assert document.document.boilerplate == (Span(0, 13),)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("No tag at all.", "words without a tag"),
        ("{R}One.\n\nTwo.", "words without a tag"),
        ("{Q}What?", "unknown tag"),
        ("{A}Who?", "A needs sources"),
        ("{R i|Ann}Why?", "A needs sources"),
        ("{R}{O}Empty.", "no words"),
        ("{R}a <<b c", "without '>>'"),
        ("{R}a b>> c", "without '<<'"),
    ],
)
def test_what_breaks_the_format_is_told_with_its_line(body: str, problem: str) -> None:
    with pytest.raises(BadCorpusFile, match=problem) as told:
        parse(HEAD + body, "pier")
    assert "pier, line " in str(told.value)


def test_labels_are_stored_for_the_batch_that_was_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "LABELS", tmp_path / "labels")
    monkeypatch.setattr(pool, "WORK", tmp_path)
    keys = [Key("webis", "a", 0, 5), Key("webis", "a", 6, 9)]
    batch = {"target": "w1.tsv", "keys": [key.row() for key in keys]}
    (tmp_path / "w1.json").write_text(json.dumps(batch))
    monkeypatch.setattr(sys, "argv", ["pool", "store", "w1", "R"])
    with pytest.raises(SystemExit, match="nothing stored"):
        pool.main()
    monkeypatch.setattr(sys, "argv", ["pool", "store", "w1", "r", "o"])
    pool.main()
    assert read_labels(tmp_path / "labels" / "w1.tsv") == dict(zip(keys, "RO", strict=True))


def test_every_labeller_has_documents_of_his_own() -> None:
    assert [pool.shard(f"w{n}") for n in range(1, 13)] == list(range(12))
    with pytest.raises(SystemExit, match="no labeller"):
        pool.shard("w13")
