"""The standard streams, whatever the locale."""

from __future__ import annotations

import io
import sys

from chat.safety import printable


def tolerate_any_encoding() -> None:
    """Let the standard streams replace what their encoding lacks: a stray byte must not end a chat."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def use_utf8() -> None:
    """Make the standard streams UTF-8, as JSON is."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(message: str) -> None:
    """A message to whoever runs the program, on standard error."""
    sys.stderr.write(f"{printable(message)}\n")
    sys.stderr.flush()
