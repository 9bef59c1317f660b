"""The files that benches are given: opened, gzipped or not, and their mistakes told in one sentence."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


class BadFile(ValueError):
    """A file is not there, or not of the format asked for; the message names file, line and what is wrong."""


def text_of(path: Path) -> str:
    """The file's text, UTF-8 with or without a byte-order mark, gzipped when its name ends in .gz.

    Raises:
        BadFile: it is not there, cannot be read or is no such text.
    """
    if not path.is_file():
        raise BadFile(f"{path} is not a file: give the path of the data to measure on.")
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise BadFile(f"{path} cannot be read: {error}.") from error


def json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line's place, for messages, and its object; empty lines are passed over.

    Raises:
        BadFile: as `text_of`; a line is no JSON object; there is no line at all.
    """
    some = False
    for number, line in enumerate(text_of(path).split("\n"), 1):
        if line.strip():
            yield f"{path}, line {number}", _object(path, number, line)
            some = True
    if not some:
        raise BadFile(f"{path} is empty.")


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadFile(f"{path}, line {number} is not JSON: {error.msg}.") from error
    if not isinstance(value, dict):
        raise BadFile(f"{path}, line {number} is not a JSON object.")
    return value


def records(path: Path, columns: Sequence[str], delimiter: str) -> list[dict[str, str]]:
    """The rows of a table with a head line, by column name.

    Raises:
        BadFile: as `text_of`; the head lacks one of `columns`; a row is cut short; there are no rows.
    """
    reader = csv.DictReader(io.StringIO(text_of(path), newline=""), delimiter=delimiter)
    try:
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise BadFile(
                f"{path} has no column {' or '.join(missing)}: its first line must name the columns."
            )
        rows = []
        for row in reader:
            if any(row[name] is None for name in columns):
                raise BadFile(f"{path}, line {reader.line_num} has too few columns.")
            rows.append({name: row[name] for name in columns})
    except csv.Error as error:
        raise BadFile(f"{path} is not a table: {error}.") from error
    if not rows:
        raise BadFile(f"{path} has a head line and nothing below it.")
    return rows
