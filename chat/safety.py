"""Keeps text from outside from steering a terminal.

Every replacement is one character for one, so offsets into a text hold after it.
"""

from __future__ import annotations

import json
import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# C0 except tab and line feed, DEL, C1, lone surrogates, bidirectional controls, tag characters.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f"
    "\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_CRLF = re.compile("\r(?=\n)")
_BLANKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")


def printable(text: str) -> str:
    """The text with every character that could steer a terminal shown as U+FFFD; same length."""
    return _UNSAFE.sub(REPLACEMENT, _CRLF.sub(" ", text))


def one_line(text: str) -> str:
    """The text as one printable line: line breaks and tabs become spaces."""
    return printable(_BLANKS.sub(" ", text)).strip()


def without_controls(text: str) -> str:
    """The text as one line with control characters taken out: what is left of a question."""
    return _UNSAFE.sub("", _BLANKS.sub(" ", text)).strip()


def escape_unsafe(text: str) -> str:
    r"""The text with every character that could steer a terminal as JSON's `\uXXXX`, in UTF-16 units."""
    return _UNSAFE.sub(lambda found: json.dumps(found[0])[1:-1], text.replace("\x7f", "\\u007f"))
