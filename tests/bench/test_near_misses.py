"""The pairs are of the format: verbatim answers, short quotations, no document in two splits."""

import json
from pathlib import Path

import numpy as np
import pytest

from answering.asking import Kind
from answering.scoring import WEIGHTS
from bench.corpus import load
from bench.files import BadFile
from bench.near_misses import ARTICLES, DOCUMENTS, SPLITS, pairs
from bench.weighing import Asked, fitted
from training.corpus_reader import read

FOLDER = Path("tests/data/near_misses")


def test_there_are_a_hundred_pairs_and_no_document_is_in_two_splits() -> None:
    found = {split: pairs(FOLDER, split) for split in SPLITS}
    assert [len(each) for each in found.values()] == [60, 40]
    dev, heldout = ({pair.where for pair in each} for each in found.values())
    assert not dev & heldout
    assert sum(pair.about == DOCUMENTS for each in found.values() for pair in each) == 50


@pytest.mark.parametrize("split", SPLITS)
def test_the_answers_stand_in_the_documents(split: str) -> None:
    texts = {example.name: example.text for example in load("dev")}
    for pair in pairs(FOLDER, split):
        assert pair.missing != pair.twin.question
        if pair.about == ARTICLES:
            assert all(len(answer.split()) <= 25 for answer in pair.twin.answers)
        else:
            assert all(answer in texts[pair.where] for answer in pair.twin.answers)


def test_the_questions_to_fit_weights_to_have_answers_in_their_documents() -> None:
    for line in (FOLDER / "training.jsonl").read_text("utf-8").splitlines():
        fields = json.loads(line)
        text = read(Path("training/corpus/train") / f"{fields['document']}.voices").text
        assert all(any(a in text for a in each["answers"]) for each in fields["questions"])


def test_a_file_that_is_not_of_the_format_is_told(tmp_path: Path) -> None:
    (tmp_path / "documents.dev.jsonl").write_text('{"document": "x", "missing": "?"}\n', "utf-8")
    with pytest.raises(BadFile, match=r"documents\.dev"):
        pairs(tmp_path, "dev")


def test_weights_are_fitted_to_what_parts_the_right_from_the_wrong() -> None:
    names = list(WEIGHTS)

    def asked(sentence: float, *, answerable: bool) -> Asked:
        rows = np.zeros((2, len(names)))
        rows[0, names.index("sentence")] = sentence
        return Asked(str(sentence), answerable, Kind.WHAT, rows, np.array([answerable, False]))

    weights = fitted([asked(1.0, answerable=True), asked(0.9, answerable=True), asked(0.1, answerable=False)])
    assert weights[names.index("sentence")] > 1.0
