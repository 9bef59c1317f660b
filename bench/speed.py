"""How fast a document's clauses are labelled: `python -m bench speed [--corpus PATH] [--words N …]`.

Articles are joined to documents of each length; everything is counted: sentences, names, word pieces, the
model, the rules. Beside it the rules alone, and one bare pass of the model over the same word pieces, which
is what the labeller can at best come down to. The time is processor time on one core.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from bench.articles import articles
from bench.memory import peak_memory
from bench.tables import Cell, Table, progress
from index.cleaning import clean
from index.model import Document, SourceText
from index.voices import label, rules
from index.voices.packaged import MOST_PIECES, VoicesModel, model
from index.voices.pieces import LOWER, OUTSIDE, Pieces

LENGTHS = (1_000, 10_000, 50_000, 200_000)
_Result = TypeVar("_Result")
_BARE = 10_000  # words that the bare pass reads: it's the same for every length
_HEAD = ("words", "labelled", "rules alone", "one bare pass", "share of it", "peak MB")
_NOTES = ("Words per second of one core. Share: of the speed of the bare pass that the labeller keeps.",)


def main(arguments: Sequence[str]) -> int:
    """Print the table and the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench speed", description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, help="a gzipped JSON list of articles; default: made from the seed"
    )
    parser.add_argument("--words", type=int, nargs="+", default=list(LENGTHS))
    options = parser.parse_args(arguments)
    words = _words(articles(options.corpus))
    loading, loaded = _timed(VoicesModel)
    label(_document(islice(words, 200)))  # what is loaded late is loaded now
    rows: list[list[Cell]] = []
    bare = alone = ours = 0.0
    for length in options.words:
        progress(f"speed: {length:,} words")
        document = _document(islice(words, length))
        # All beside each other, length by length: the machine is not the same from minute to minute.
        bare = min(length, _BARE) / _bare_seconds(loaded, document)
        alone = length / _timed(lambda: rules.label(document))[0]  # noqa: B023 (called at once)
        ours = length / _timed(lambda: label(document))[0]  # noqa: B023 (called at once)
        rows.append([f"{length:,}", *_rounded(ours, alone, bare), ours / bare, f"{peak_memory():.0f}"])
    Table("Labelling a document", _HEAD, rows, _NOTES).show()
    print(f"voices model loads in {loading:.2f} s of processor time")
    rate, most, plain = _rounded(ours, bare, alone)
    print(f"voices words per second: {rate} (bare pass {most}, rules only {plain})", flush=True)
    return 0


def _words(texts: Iterator[str]) -> Iterator[str]:
    """The words of article after article, paragraphs kept; begun anew when a corpus runs out."""
    seen = []
    for text in texts:
        for paragraph in text.split("\n\n"):
            *first, last = paragraph.split() or [""]
            seen += [*first, f"{last}\n\n"]
            yield from (*first, f"{last}\n\n")
    while seen:
        yield from seen


def _document(words: Iterator[str]) -> Document:
    return clean(SourceText("speed.txt", " ".join(words)))


def _timed(work: Callable[[], _Result]) -> tuple[float, _Result]:
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def _bare_seconds(loaded: VoicesModel, document: Document) -> float:
    """The model alone over the document's first words, in full windows without overlap."""
    text = " ".join(document.text.split()[:_BARE])
    ids = np.array(loaded.tokenizer.encode(text, add_special_tokens=False).ids, np.int64)
    states, cases = np.full_like(ids, OUTSIDE), np.full_like(ids, LOWER)
    cut = [
        Pieces(*(each[at : at + MOST_PIECES] for each in (ids, ids, ids, cases, states)))
        for at in range(0, len(ids), MOST_PIECES)
    ]
    return _timed(lambda: [model().scores(each) for each in cut])[0]


def _rounded(*rates: float) -> list[str]:
    return [f"{rate:,.0f}" for rate in rates]
