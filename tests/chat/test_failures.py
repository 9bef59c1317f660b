"""Every failure is one message and the right exit status."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from chat.failures import exit_status
from index.errors import BrokenFile, ModelMissing, StoreBusy, StoreFull, StoreReadOnly, UsageError


def raising(error: BaseException) -> Callable[[], None]:
    def run() -> None:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (UsageError("Ask something."), 2, "Ask something.\n"),
        (ModelMissing("The model is missing: run make setup."), 1, "The model is missing: run make setup.\n"),
        (
            StoreBusy("Another process is indexing: try again."),
            1,
            "Another process is indexing: try again.\n",
        ),
        (StoreFull("The disk is full."), 1, "The disk is full.\n"),
        (StoreReadOnly("The index cannot be written."), 1, "The index cannot be written.\n"),
        (BrokenFile("a.pdf", "damaged"), 1, "a.pdf: damaged\n"),
        (OSError(errno.ENOSPC, "No space left on device", "/data/x"), 1, "The disk is full."),
        (PermissionError(errno.EACCES, "Permission denied", "/data"), 1, "/data cannot be written."),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "/data/x"), 1, "/data/x: Not a directory."),
        (OSError(errno.EIO, "Input/output error"), 1, "The output could not be written: Input/output error."),
        (ZeroDivisionError("division by zero"), 1, "Something unexpected failed (ZeroDivisionError)."),
        (KeyboardInterrupt(), 130, "Stopped.\n"),
        (SystemExit(2), 2, ""),
        (SystemExit(), 0, ""),
    ],
)
def test_a_failure_is_a_message_and_a_status(
    error: BaseException,
    status: int,
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("WHOSAYS_DEBUG", raising=False)
    assert exit_status(raising(error)) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(message)
    assert err.count("\n") == (1 if message else 0)


def test_the_traceback_is_shown_to_whoever_asks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOSAYS_DEBUG", "1")
    assert exit_status(raising(ZeroDivisionError("x"))) == 1
    assert "Traceback" in capsys.readouterr().err


def test_file_names_in_messages_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    exit_status(raising(BrokenFile(str(Path("a\x1b[2J.pdf")), "damaged")))
    assert "\x1b" not in capsys.readouterr().err


def test_what_succeeds_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_status(lambda: None) == 0
    assert capsys.readouterr() == ("", "")
