"""What can go wrong, on the real program: a clear message, the right exit status, never a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from tests.running import ROOT, SEED, Ran, bot, environment

# Usage mistakes answer at once, with status 2 and the reason


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fly"], "fly"),
        (["ask"], "question"),
        (["ask", "--loud", "What?"], "--loud"),
        (["ask", ""], "The question is empty"),
        (["ask", " \x1b\t", "--json"], "The question is empty"),
        (["ask", "w" * 10_001], "10,001 characters"),
        (["ask", "What?", "--docs", "no/such/folder"], "no/such/folder is not there"),
        (["chat", "--docs", "no/such/folder"], "no/such/folder is not there"),
        (["read", "no/such/file.txt"], "no/such/file.txt is not there"),
        (["read", "seeds"], "is a folder"),
        (["brief", "--since", "whenever"], "whenever"),
        (["add", "no/such/folder"], "no/such/folder is not there"),
        (["add"], "PATH"),
        (["remove"], "NAME"),
    ],
)
def test_usage_mistakes(arguments: list[str], message: str, tmp_path: Path) -> None:
    ran = bot(*arguments, data=tmp_path / "data")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert message in ran.stderr
    assert not (tmp_path / "data").exists()


def test_help_names_the_commands_and_imports_nothing_heavy(tmp_path: Path) -> None:
    code = "import sys, bot; bot.main()"
    program = f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {code}"
    ran = subprocess.run(
        [sys.executable, "-c", program, "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(DATA_DIR=str(tmp_path)),
        check=True,
    )
    for command in ("ask", "chat", "read", "brief", "documents", "add", "remove"):
        assert f"  {command} " in ran.stdout
    assert not {"llama_index", "numpy", "pydantic", "tantivy"} & set(ran.stderr.split())


def test_a_setting_that_cannot_be_used(tmp_path: Path) -> None:
    ran = bot("documents", data=tmp_path, TELEGRAM_WEBHOOK_PORT="sesame")
    assert ran.returncode == 2
    assert "TELEGRAM_WEBHOOK_PORT" in ran.stderr
    assert "sesame" not in ran.stderr


def test_without_a_way_to_telegram_one_line_says_so_and_not_the_token(tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9"
    ran = bot(data=tmp_path, TELEGRAM_BOT_TOKEN="123:sesame", TELEGRAM_API_URL=nowhere)  # noqa: S106
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert "cannot be reached at http://127.0.0.1:9" in ran.stderr
    assert "sesame" not in ran.stderr


def test_no_documents_folder_is_a_usage_mistake(tmp_path: Path) -> None:
    ran = bot("ask", "What?", data=tmp_path / "data", DOCUMENTS_DIR=str(tmp_path / "none"))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "DOCUMENTS_DIR" in ran.stderr


@pytest.mark.parametrize("arguments", [["ask", "What?", "--json"], ["brief"], []])
def test_no_documents_is_a_failure_that_says_what_to_do(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = bot(*arguments, data=tmp_path / "data", stdin="What?\n", DOCUMENTS_DIR=str(tmp_path / "empty"))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "There are no documents" in ran.stderr
    assert "--docs" in ran.stderr


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ran = bot("ask", "What?", data=tmp_path / "file")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert str(tmp_path / "file") in ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_output_on_a_full_disk(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [sys.executable, "bot.py", "read", SEED, "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment(DATA_DIR=str(tmp_path)),
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr == "The output could not be written: No space left on device.\n"


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """A folder that may be neither read nor written."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o000)
    yield folder
    folder.chmod(0o700)


def bot_without_privilege(*arguments: str, **settings: str) -> Ran:
    """A run to which the permissions of files apply: root may read and write everything otherwise."""
    command = [sys.executable, "bot.py", *arguments]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root without setpriv is not bound by the permissions of files")
        command = [setpriv, "--bounding-set=-dac_override,-dac_read_search", *command]
    return subprocess.run(
        command, cwd=ROOT, env=environment(**settings), capture_output=True, text=True, check=False
    )


def test_a_folder_that_may_not_be_read(locked: Path) -> None:
    data = str(locked.parent / "data")
    own = bot_without_privilege("documents", DATA_DIR=data, DOCUMENTS_DIR=str(locked))
    assert (own.returncode, own.stdout) == (1, "")
    assert f"{locked}: cannot be opened" in own.stderr
    given = bot_without_privilege("ask", "What?", "--docs", str(locked), DATA_DIR=data)
    assert (given.returncode, given.stdout) == (1, "")
    assert given.stderr == f"{locked}: may not be read by this user; change its permissions\n"


def test_a_data_folder_that_may_not_be_written(locked: Path) -> None:
    ran = bot_without_privilege("documents", DATA_DIR=str(locked), DOCUMENTS_DIR=str(ROOT / "seeds"))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "cannot be written" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_a_full_disk_leaves_no_half_index(tmp_path: Path) -> None:
    limited = f"ulimit -f 16; exec {sys.executable} bot.py documents"  # no file may grow beyond 16 KiB
    env = environment(DATA_DIR=str(tmp_path))
    full = subprocess.run(
        ["bash", "-c", limited], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert (full.returncode, full.stdout) == (1, "")
    assert "the disk is full" in full.stderr
    assert "Traceback" not in full.stderr
    assert bot("documents", data=tmp_path).stdout.startswith("1 document\n")


def test_a_missing_model_file_is_named(tmp_path: Path) -> None:
    for name in ("bot.py", "index", "answering", "briefing", "chat"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("models", "__pycache__"))
        else:
            shutil.copy(source, tmp_path)
    ran = subprocess.run(
        [sys.executable, "bot.py", "documents"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(DATA_DIR="data", DOCUMENTS_DIR=str(ROOT / "seeds")),
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "the model file" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_second_process_is_told_that_the_index_is_being_changed(tmp_path: Path) -> None:
    index = tmp_path / "data" / "index"
    index.mkdir(parents=True)
    with FileLock(index / "lock"):
        ran = bot("documents", data=tmp_path / "data")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "another process" in ran.stderr


def test_the_reader_of_a_pipe_may_leave_early(tmp_path: Path) -> None:
    pipeline = f"{sys.executable} bot.py read {SEED} | head -n 1"
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", pipeline],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(DATA_DIR=str(tmp_path)),
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("\n") == 1


def test_a_terminal_of_another_encoding_gets_what_it_can_show(tmp_path: Path) -> None:
    ran = bot("read", SEED, data=tmp_path / "data", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert "called the agreement" in ran.stdout
