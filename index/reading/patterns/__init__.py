"""Patterns kept as text, one a line, so that adding a phrase is adding a line."""

from __future__ import annotations

import re
from importlib.resources import files

_PART = re.compile(r"(<<\w+>>) := (.+)")
_PART_USE = re.compile(r"<<\w+>>")


def compiled(package: str, name: str) -> re.Pattern[str]:
    """One pattern of all the lines in `package`'s file `name`, for words in lower case.

    Blank lines and lines that begin with “# ” are skipped; “<<part>> := …” names a part for later lines.
    """
    parts: dict[str, str] = {}
    alternatives: list[str] = []
    for line in files(package).joinpath(name).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("# "):
            continue
        named = _PART.fullmatch(line)
        if named:
            parts[named[1]] = named[2]
            continue
        alternatives.append(f"(?:{_PART_USE.sub(lambda use: parts[use[0]], line)})")
    return re.compile("|".join(alternatives))
