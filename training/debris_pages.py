"""Pages put together to learn debris from: the corpus's articles, with written debris around and amid them.

`debris/head.txt`, `amid.txt` and `foot.txt` hold blocks of debris lines, `article.txt` lines of articles that
look like debris; a blank line divides blocks, `{name}` is filled from `fillers.txt`. All invented for this.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.model import SourceText
from index.reading.units import units_of
from training.corpus_reader import CorpusDocument
from training.debris_data import DEBRIS, OPEN, TEXT, corpus_kinds, example
from training.debris_model import Example

WRITTEN = Path(__file__).parent / "debris"
_SLOT = re.compile(r"\{(\w+)\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\W?[A-Z])")

T = TypeVar("T")
Lines = list[tuple[str, str]]


class Composer:
    """Makes pages of corpus documents and written blocks; the same pages each time for one seed."""

    def __init__(self, documents: list[CorpusDocument], seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._blocks = {name: _blocks(name) for name in ("head", "amid", "foot", "article")}
        self._fillers = _fillers()
        self._bodies = [body for document in documents if len(body := _paragraphs(document)) > 3]
        self._titles = [document.title for document in documents]

    def page(self, name: str) -> Example:
        """One page: head, title and byline, paragraphs with blocks between, foot; any may be missing."""
        body = self._body()
        bare = self._chance(0.12)
        lines = [] if bare else self._debris("head", self._count(2.5))
        title, author = self._pick(self._titles), self._filled("{name}")
        lines += self._headline(title, author)
        lines += [] if bare else self._debris("head", self._count(1.3))
        wrapped = self._chance(0.2)
        for paragraph in body:
            lines += self._article(paragraph, wrapped)
            lines.append(("", OPEN))
        if not bare:
            lines += self._debris("foot", self._count(7.0))
        if self._chance(0.4) and not wrapped:
            lines = [line for line in lines if line[0]]
        return self._example(name, lines, title, author if self._chance(0.6) else None)

    def _body(self) -> list[Lines]:
        paragraphs = self._pick(self._bodies)
        size = int(self._random.integers(4, 26))
        start = int(self._random.integers(0, max(1, len(paragraphs) - size)))
        body = self._as_paragraphs(paragraphs[start : start + size])
        for _ in range(self._count(3.0)):
            edge = self._random.random()
            place = (
                len(body)
                if edge < 0.3
                else 0
                if edge > 0.87
                else int(self._random.integers(0, len(body) + 1))
            )
            block = [(self._filled(line), TEXT) for line in self._pick(self._blocks["article"])]
            body.insert(place, block)
        for _ in range(0 if self._chance(0.3) else self._count(2.5)):
            if len(body) > 1:
                body.insert(int(self._random.integers(1, len(body))), self._block("amid"))
        if body[-1][0][1] == TEXT and self._chance(0.06):
            body = self._as_thread(body)
        return body

    def _as_paragraphs(self, paragraphs: list[str]) -> list[Lines]:
        """The paragraphs as they are, or in ones of a sentence or two; or as letters or talk, with names."""
        if self._chance(0.45):
            paragraphs = [piece for each in paragraphs for piece in self._in_pieces(each)]
        if self._chance(0.06):
            names = [self._filled("{name}") for _ in range(2)]
            names = [name.split()[-1].upper() for name in names] if self._chance(0.5) else names
            return [[(names[at % 2], TEXT), (each, TEXT)] for at, each in enumerate(paragraphs)]
        if self._chance(0.08):
            ends = [["{name}, {city}"], ["{name}", "{city}"], ["{name}"], ["{user}, {city}"]]
            return [
                [(each, TEXT), *((self._filled(e), TEXT) for e in self._pick(ends))] for each in paragraphs
            ]
        return [[(each, TEXT)] for each in paragraphs]

    def _in_pieces(self, paragraph: str) -> list[str]:
        sentences = _SENTENCE.split(paragraph)
        pieces = []
        while sentences:
            size = int(self._random.integers(1, 4))
            pieces.append(" ".join(sentences[:size]))
            sentences = sentences[size:]
        return pieces

    def _as_thread(self, body: list[Lines]) -> list[Lines]:
        mark = self._pick(self._blocks["amid"])
        return [part for lines in body for part in (lines, [(self._filled(each), DEBRIS) for each in mark])]

    def _article(self, lines: Lines, wrapped: bool) -> Lines:
        if not wrapped:
            return lines
        return [(piece, kind) for line, kind in lines for piece in textwrap.wrap(line, 72) or [line]]

    def _headline(self, title: str, author: str) -> Lines:
        lines: Lines = [(title, OPEN)] if self._chance(0.85) else []
        if self._chance(0.7):
            lines.append((("By " if self._chance(0.7) else "") + author, OPEN))
        if self._chance(0.6):
            lines.append((self._filled("{date}"), OPEN))
        return [each for line in lines for each in (line, ("", OPEN))]

    def _debris(self, place: str, count: int) -> Lines:
        lines: Lines = []
        for _ in range(count):
            lines += self._block(place)
            if self._chance(0.7):
                lines.append(("", OPEN))
        return [*lines, ("", OPEN)]

    def _block(self, place: str) -> Lines:
        block = [self._filled(line) for line in self._pick(self._blocks[place])]
        if self._chance(0.06):
            block = [line.upper() for line in block]
        if self._chance(0.1) and len(block) > 1:
            block = [block[0], *(self._pick(("- ", "* ", "• ")) + line for line in block[1:])]
        if self._chance(0.05):
            block = [f"[{line}](https://{self._filled('{site}')})" for line in block]
        if self._chance(0.05) and len(block) > 1 and max(map(len, block)) < 25:
            block = [self._pick((" | ", " · ", "   ", " - ")).join(block)]
        spaced = self._chance(0.25)
        return [each for line in block for each in ((line, DEBRIS), *([("", OPEN)] if spaced else []))]

    def _example(self, name: str, lines: Lines, title: str, author: str | None) -> Example:
        text = "\n".join(line for line, _ in lines)
        kinds: list[str] = []
        units = units_of(text)
        starts, at = [], 0
        for line, kind in lines:
            starts.append((at, at + len(line), kind if line.strip() else ""))
            at += len(line) + 1
        place = 0
        for unit in units:
            while starts[place][1] <= unit.span.start:
                place += 1
            inside, ahead = set(), place
            while ahead < len(starts) and starts[ahead][0] < unit.span.end:
                inside.add(starts[ahead][2])
                ahead += 1
            inside.discard("")
            kinds.append(inside.pop() if len(inside) == 1 else OPEN)
        return example(name, SourceText(name, text, title, author), units, kinds, 1.0)

    def _filled(self, line: str) -> str:
        for _ in range(3):
            line = _SLOT.sub(lambda slot: self._filler(slot[1]), line)
        return line

    def _filler(self, kind: str) -> str:
        if kind == "remark" and self._chance(0.5):
            return self._sentences(int(self._random.integers(1, 4)))
        if kind in ("teaser", "headline") and self._chance(0.4):
            return self._sentences(1) if kind == "teaser" else self._pick(self._titles)
        return self._pick(self._fillers[kind])

    def _sentences(self, count: int) -> str:
        sentences = _SENTENCE.split(self._pick(self._pick(self._bodies)))
        start = int(self._random.integers(0, max(1, len(sentences) - count + 1)))
        return " ".join(sentences[start : start + count])

    def _pick(self, values: Sequence[T]) -> T:
        return values[int(self._random.integers(len(values)))]

    def _chance(self, share: float) -> bool:
        return bool(self._random.random() < share)

    def _count(self, mean: float) -> int:
        return int(self._random.poisson(mean) if self._chance(0.85) else 0)


def _blocks(name: str) -> list[list[str]]:
    text = (WRITTEN / f"{name}.txt").read_text(encoding="utf-8")
    return [block.splitlines() for block in text.strip().split("\n\n")]


def _fillers() -> dict[str, list[str]]:
    fillers: dict[str, list[str]] = {}
    for line in (WRITTEN / "fillers.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            fillers[line.strip("[]")] = []
        else:
            fillers[list(fillers)[-1]].append(line)
    return fillers


def _paragraphs(document: CorpusDocument) -> list[str]:
    units = units_of(document.text)
    kinds = corpus_kinds(document, units)
    return [
        " ".join(unit.words_on_one_line.split())
        for unit, kind in zip(units, kinds, strict=True)
        if kind == TEXT
    ]
