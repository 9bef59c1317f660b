"""The guard over a few hundred drafts that it was tuned on: next to nothing false passes, or good is lost."""

from pathlib import Path

import pytest

from bench.guard import TUNED, Judged, judged


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    return judged(Path(tmp_path_factory.mktemp("guard")) / "index")[TUNED]


def test_no_more_than_one_draft_in_a_hundred_passes_that_should_not(results: list[Judged]) -> None:
    bad = [each for each in results if each.case.kind != "good"]
    assert len(bad) >= 200
    through = [each.case.draft.text for each in bad if each.flaw is None]
    assert len(through) * 100 <= len(bad), through


@pytest.mark.parametrize(
    "kind",
    "unknown clause,mixed,form,figure,negation,name,quotation,unit,date,quantifier,certainty,cause".split(
        ","
    ),
)
def test_whole_kinds_never_pass(results: list[Judged], kind: str) -> None:
    of_kind = [each for each in results if each.case.kind == kind]
    assert of_kind
    assert [each.case.draft.text for each in of_kind if each.flaw is None] == []


def test_hardly_a_good_draft_is_dropped(results: list[Judged]) -> None:
    good = [each for each in results if each.case.kind == "good"]
    lost = [(each.case.draft.text, each.flaw) for each in good if each.flaw is not None]
    assert len(lost) * 20 <= len(good), lost
