"""Plain text and markdown: the file's own text, and what its head says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import SourceText, Span
from index.reading.dates import find_date
from index.reading.decoding import decode
from index.reading.head import read_head
from index.reading.names import author_of
from index.reading.signatures import Metadata
from index.reading.units import units_of

_FRONT_MATTER = re.compile(
    r"\ufeff?(?P<rule>---|\+\+\+)[ \t]*\r?\n(?P<fields>(?:.*\r?\n){0,200}?)(?P=rule)[ \t]*(?:\r?\n|$)"
)
_FIELD = re.compile(r"(?P<name>[A-Za-z_][\w -]{0,40}?)\s*[:=]\s*(?P<value>.*)")
_LONGEST_FRONT_MATTER = 20_000


@dataclass(frozen=True, slots=True)
class _FrontMatter:
    metadata: Metadata
    end: int


def read_plain(data: bytes, shown: str) -> SourceText:
    """The text of a .txt or .md file, character for character; front matter and head lines as boilerplate."""
    text = decode(data, shown)
    front = _front_matter(text)
    units = [unit for unit in units_of(text) if unit.span.start >= front.end]
    head = read_head(text, front.metadata, units)
    metadata = head.metadata
    spans = [*head.spans, *([Span(0, len(text[: front.end].rstrip()))] if front.end else [])]
    return SourceText(
        shown,
        text,
        metadata.title,
        metadata.author,
        metadata.published,
        metadata.address,
        tuple(sorted(spans)),
    )


def _front_matter(text: str) -> _FrontMatter:
    match = _FRONT_MATTER.match(text[:_LONGEST_FRONT_MATTER])
    if match is None:
        return _FrontMatter(Metadata(), 0)
    fields = _fields(match["fields"])
    if not fields:
        return _FrontMatter(Metadata(), 0)
    found = find_date(fields.get("date") or fields.get("published") or fields.get("pubdate") or "")
    address = next(
        (fields[name] for name in ("url", "link", "source", "canonical", "address") if name in fields), ""
    )
    author = next((fields[name] for name in ("author", "authors", "by", "byline") if name in fields), "")
    metadata = Metadata(
        title=" ".join(fields.get("title", "").split()) or None,
        author=author_of(author.strip("[]")),
        published=found[0] if found else None,
        address=address if address.startswith(("http://", "https://")) else None,
    )
    return _FrontMatter(metadata, match.end())


def _fields(lines: str) -> dict[str, str]:
    """The one-line fields of YAML or TOML front matter, names in lower case; lists joined by commas."""
    fields: dict[str, str] = {}
    name = ""
    for line in lines.splitlines():
        match = _FIELD.fullmatch(line.rstrip()) if not line.startswith((" ", "\t", "-")) else None
        if match:
            name = match["name"].lower()
            fields.setdefault(name, match["value"].strip().strip("\"'"))
        elif name and line.strip().startswith("- "):
            item = line.strip()[2:].strip().strip("\"'")
            fields[name] = ", ".join(filter(None, (fields[name], item)))
    return fields
