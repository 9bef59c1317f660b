"""The real texts that labels of our own refer to, from a data folder; never copied here."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

_BEFORE_MARK = re.compile(r"\s+(?=[,.;:?!%)](?:\s|$))")
_AFTER_BRACKET = re.compile(r"(?<=[(])\s+")


@dataclass(frozen=True, slots=True)
class RealText:
    """One article: `corpus` is polnear, webis or multihop; `id` names it there."""

    corpus: str
    id: str
    text: str


def real_texts(data: Path) -> Iterator[RealText]:
    """The training articles of PolNeAR and Webis, and MultiHop-RAG's news, in a fixed order."""
    yield from polnear(data, "train")
    yield from webis(data)
    yield from multihop(data)


def polnear(data: Path, split: str) -> Iterator[RealText]:
    """PolNeAR's articles of "train" or "dev", by name."""
    with tarfile.open(data / "polnear" / "text.tar.gz") as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            file = archive.extractfile(member) if member.name.startswith(f"{split}/") else None
            if file is not None:
                name = member.name.partition("/")[2].removesuffix(".txt")
                yield RealText("polnear", name, file.read().decode("utf-8"))


def webis(data: Path) -> Iterator[RealText]:
    """Webis' training editorials, by name, their paragraphs put together from the units."""
    for name, units in webis_units(data):
        yield RealText("webis", name, joined(units)[0])


def webis_units(data: Path) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Each training editorial's name and its units as (paragraph, label, text)."""
    csv.field_size_limit(sys.maxsize)
    with gzip.open(
        data / "webis_editorials_16" / "training.tsv.gz", "rt", encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(io.StringIO(file.read()), delimiter="\t"))
    for name, group in groupby(sorted(rows, key=lambda row: row["doc"]), key=lambda row: row["doc"]):
        yield name, [(row["par"], row["label"], row["text"] or "") for row in group]


def joined(units: list[tuple[str, str, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of an editorial, and where each unit lies in it: (start, end, label)."""
    text, spans, last = "", [], None
    for paragraph, label, raw in units:
        words = _AFTER_BRACKET.sub("", _BEFORE_MARK.sub("", raw.strip()))
        if not words:
            continue
        if last is not None and paragraph != last:
            text += "\n\n"
        elif text and not re.match(r"[,.;:?!%)](?:\s|$)", words):
            text += " "
        spans.append((len(text), len(text) + len(words), label))
        text += words
        last = paragraph
    return text, spans


def multihop(data: Path) -> Iterator[RealText]:
    """MultiHop-RAG's news, named by their place in the file."""
    with gzip.open(data / "multihop_rag" / "corpus.json.gz", "rt", encoding="utf-8") as file:
        for number, article in enumerate(json.load(file)):
            yield RealText("multihop", f"{number:03}", article["body"])
