"""What goes to the log: kinds of errors and places in the program, never texts, addresses or tokens."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_FRAMES = 3


def told(error: BaseException) -> str:
    """The kind of an error and where it arose; its message may hold words of a chat and is left out."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"{_short(frame.filename)}:{frame.lineno}" for frame in reversed(frames)]
    return " < ".join([type(error).__name__, *places])


def set_up() -> None:
    """Log to standard error."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("chat").setLevel(logging.INFO)
    quieten()


def quieten() -> None:
    """Silence the libraries whose lines would give something away."""
    # Their messages and traces hold requests: the token stands in their addresses, texts in their bodies.
    for name in ("httpx", "httpcore", "telegram", "apscheduler", "uvicorn"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name
