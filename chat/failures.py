"""Turns whatever goes wrong into a message on standard error and an exit status, never a traceback.

0 is a run that did what was asked, 2 a usage mistake, 1 a failure, 130 an interrupted one.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable

from chat import texts
from chat.streams import say, tolerate_any_encoding
from index.errors import UsageError, WhoSaysError

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


def exit_status(run: Callable[[], object]) -> int:
    """Run to the end and give the exit status, with the message already on standard error."""
    tolerate_any_encoding()
    try:
        status = _status_of(run)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        _abandon_output()
        status = 0
    except OSError as error:
        _abandon_output()
        status = _told(error)
    return status


def told(error: Exception) -> str:
    """The message for a failure; the traceback goes to standard error for whoever asked for it."""
    if os.environ.get("WHOSAYS_DEBUG"):
        traceback.print_exception(error)
    if isinstance(error, WhoSaysError):
        return str(error)
    if isinstance(error, OSError):
        return _system_message(error)
    return texts.UNEXPECTED.format(kind=type(error).__name__)


def _status_of(run: Callable[[], object]) -> int:
    try:
        run()
    except SystemExit as stop:  # typer's own ending: usage mistakes are 2
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except KeyboardInterrupt:
        say(texts.STOPPED)
        return 130
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the last resort: a person must never see a traceback
        return _told(error)
    return 0


def _told(error: Exception) -> int:
    say(told(error))
    return 2 if isinstance(error, UsageError) else 1


def _system_message(error: OSError) -> str:
    """What an error of the operating system means to an operator."""
    place = os.fspath(error.filename) if isinstance(error.filename, str | os.PathLike) else ""
    reason = error.strerror or type(error).__name__
    if not place:  # only the standard streams are without a name
        return texts.OUTPUT_FAILED.format(reason=reason)
    if error.errno in _DISK_FULL:
        return texts.DISK_FULL
    if error.errno in _READ_ONLY:
        return texts.READ_ONLY.format(place=place)
    return texts.SYSTEM_FAILED.format(place=place, reason=reason)


def _abandon_output() -> None:
    """Point standard output nowhere, so that the interpreter's own last flush cannot fail aloud."""
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
