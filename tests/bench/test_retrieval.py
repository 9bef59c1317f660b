"""Evidence is found where its words stand; a score that parts the answerable from the others has AUROC 1."""

import json
from pathlib import Path

import numpy as np
import pytest

from bench.files import BadFile
from bench.followups import outcome, read, rewritten, unchanged
from bench.multihop import articles, queries
from bench.refusal import auroc, refused
from bench.retrieval import ranks_of, scores


def test_evidence_is_met_whatever_its_marks() -> None:
    passages = ["Nothing here.", "He said: “It rose 3.5 %”, on Monday!", "it rose 3 5 on monday"]
    assert ranks_of(["It rose 3.5% on Monday", "it rose", "Tuesday"], passages) == [1, 1, None]


def test_a_word_is_not_met_within_another() -> None:
    assert ranks_of(["rose 3"], ["primrose 35"]) == [None]


def test_hits_and_shares() -> None:
    found = scores([[0, None], [5, 9]])
    assert (found["hits4"], found["hits10"], found["found2"], found["found10"]) == (0.5, 1.0, 0.25, 0.75)
    assert found["mrr"] == pytest.approx((1 + 1 / 6) / 2)
    assert found["all10"] == 0.5


def test_auroc_counts_a_tie_half() -> None:
    answerable = np.array([True, True, False, False])
    assert auroc(np.array([3.0, 2.0, 2.0, 1.0]), answerable) == 0.875
    assert refused(np.array([3.0, 1.0, 2.0, 0.0]), answerable, 1.5) == (0.5, 0.5)


def test_files_that_are_not_of_the_format_are_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('[{"title": "x"}]', encoding="utf-8")
    for reader in (articles, queries, read):
        with pytest.raises(BadFile, match="bad"):
            reader(bad)


def test_a_follow_up_is_held_against_peoples_form(tmp_path: Path) -> None:
    file = tmp_path / "canard.json"
    asked = {
        "History": ["Ann Marlow", "Early life", "Where was she born?", "In Dunmere."],
        "QuAC_dialog_id": "1",
        "Question": "When did she leave?",
        "Rewrite": "When did Ann Marlow leave Dunmere?",
    }
    file.write_text(json.dumps([asked]), encoding="utf-8")
    ((each, form),) = rewritten(read(file), unchanged)
    left = outcome(each, form)
    assert (len(left.lacking), left.added, left.touched, left.exact) == (3, frozenset(), False, False)
    assert outcome(each, each.gold).exact
