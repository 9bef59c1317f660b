"""What a process took is its own; its failure is told."""

import re
import sys
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.asking import Failed, run


def test_a_process_is_measured_by_itself(tmp_path: Path) -> None:
    idle = run([sys.executable, "-c", "print(input())"], tmp_path, "a question\n")
    busy = run([sys.executable, "-c", "x = bytearray(400_000_000); sum(range(10_000_000))"], tmp_path)
    assert idle.output == "a question\n"
    assert busy.memory > 350  # a child of a large process begins with what its parent has
    assert busy.seconds > idle.seconds


def test_no_setting_of_the_bot_reaches_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_MODEL", "some-model")
    code = "import os; print(os.environ.get('OPENAI_MODEL'), os.environ['DATA_DIR'], os.getcwd())"
    assert run([sys.executable, "-c", code], tmp_path).output.split() == [
        "None",
        str(tmp_path),
        str(tmp_path),
    ]


def test_a_failure_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


def test_the_answers_over_the_seed_end_in_their_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answers", "--split", "seed"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(
        r"answers right statement: \d+ of 14 right passage: \d+ of 14 "
        r"unanswerable refused: \d of 8 follow-ups right: \d of 5",
        last,
    )
