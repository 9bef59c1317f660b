"""Questions asked of 10,000, 100,000 and a million passages: `python -m bench scale --corpus CORPUS`.

The corpus is MultiHop-RAG's, indexed as `bench.retrieval` does it. To reach a size it is repeated with most
longer words exchanged and the vectors moved (`bench.growing`): a million passages embedded anew would take
hours, and measure the model. A fresh process opens each index and asks. Questions are made of the articles'
own words, half of them of two named sites in two parts; `--queries` takes those of MultiHop-RAG instead. The
top ten are compared with what comes out when every vector is measured. `--cache` keeps what was built.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.exactness import exactness
from bench.memory import peak_memory
from bench.multihop import Article, articles, build, queries
from bench.tables import Cell, Table, progress
from training.drawing import Curve, Panel, drawing

if TYPE_CHECKING:
    from index.store.entries import Entry

SIZES = (10_000, 100_000, 1_000_000)
PICTURE = Path("docs/scale.svg")
_BATCH = 20_000  # passages published at once
_QUESTIONS, _COMPARED = 200, 60
_ADDED = 5  # articles added at each size; the median counts
_TOP = 10
_WORDS = 8
_LARGEST = 6.5  # of the picture, as a power of ten
_HEAD = (
    *("", "documents", "question ms", "p95 ms", "CPU ms", "p95 CPU ms", "peak MB", "disk MB"),
    *("open ms", "add CPU ms", "publish CPU ms", "take out CPU ms", "meaning", "top ten"),
)
_NOTES = (
    "Passages beyond the corpus's own are its passages with 60 % of the longer words exchanged and vectors",
    "moved to cosines of .5 to .8. Question: with its embedding, wall and processor time. Peak: of a fresh",
    "process that asked them all, mapped files included. Open: to an index that can be asked, without the",
    "model. Add: an article from its file, voices and vectors included; publish: the index's part of it.",
    "Meaning, top ten: how many of the ten nearest vectors, and passages found, an exact search has, too.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a fresh process saw: milliseconds of wall and processor time, MB, and shares of exact tens."""

    documents: int
    opened: float
    p50: float
    p95: float
    cpu50: float
    cpu95: float
    memory: float
    meaning: float
    top: float


@dataclass(frozen=True, slots=True)
class Changed:
    """Processor milliseconds to add an article, for the index's part of that, and to take one out."""

    add: float
    publish: float
    drop: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of one size."""

    passages: int
    asked: Asked
    changed: Changed
    disk: float


def main(arguments: Sequence[str]) -> int:
    """Print the table and the last line, and draw the picture."""
    parser = argparse.ArgumentParser(prog="python -m bench scale", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, help="ask these, as MultiHop-RAG's")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--cache", type=Path, help="a folder that keeps what was built, for the next run")
    parser.add_argument("--picture", type=Path, default=PICTURE)
    parser.add_argument("--probe", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    found = articles(options.corpus)
    if options.probe:
        print(json.dumps(probed(options.probe, json.loads(sys.stdin.read()))))
        return 0
    asked = _asked(options.queries) if options.queries else questions(found)
    with tempfile.TemporaryDirectory() as folder:
        cache = options.cache or Path(folder)
        cache.mkdir(parents=True, exist_ok=True)
        build(cache / "ours", found, progress)
        rows = [_measured(cache, size, options.corpus, asked) for size in sorted(options.sizes)]
    Table(f"Scale: {len(asked)} questions", _HEAD, [_cells(each) for each in rows], _NOTES).show()
    options.picture.write_text(picture(rows), "utf-8")
    last = rows[-1]
    print(
        f"scale {last.passages} p50 {last.asked.p50:.1f} ms p95 {last.asked.p95:.1f} ms "
        f"memory {last.asked.memory / 1024:.2f} GB",
        flush=True,
    )
    return 0


def questions(found: Sequence[Article]) -> list[str]:
    """Questions made of the articles' own words, of one site or of two."""
    chance = random.Random(3)  # noqa: S311 (questions, no secret)

    def part() -> tuple[str, str]:
        article = chance.choice(found)
        words = article.document.text.split()
        start = chance.randrange(max(1, len(words) - _WORDS))
        return article.outlet, " ".join(words[start : start + _WORDS])

    asked = []
    for number in range(_QUESTIONS):
        (one, said), (other, told) = part(), part()
        if number % 2:
            asked.append(f"Does the {one} article say {said}, while the {other} article says {told}?")
        else:
            asked.append(f"What does the {one} article say about {said}?")
    return asked


def _asked(path: Path) -> list[str]:
    """Answerable questions of a file, from all over it."""
    every = [each.text for each in queries(path) if each.answerable]
    return random.Random(3).sample(every, min(_QUESTIONS, len(every)))  # noqa: S311


def _measured(cache: Path, size: int, corpus: Path, asked: Sequence[str]) -> Measured:
    place = cache / f"scale-{size}"
    passages = _grown(cache / "ours", place, size)
    progress(f"scale: asking {size:,} passages")
    command = [sys.executable, "-m", "bench", "scale", "--corpus", str(corpus), "--probe", str(place)]
    told = subprocess.run(command, check=True, text=True, input=json.dumps(asked), stdout=subprocess.PIPE)  # noqa: S603
    progress(f"scale: adding to {size:,} passages")
    changed = _changed(place, cache / "ours")
    disk = sum(each.stat().st_size for each in place.rglob("*") if each.is_file()) / 1e6
    return Measured(passages, Asked(**json.loads(told.stdout)), changed, disk)


def _grown(corpus: Path, place: Path, size: int) -> int:
    """Fill an index up to a size, once; how many passages it holds comes out."""
    from bench.growing import models_of, variations

    done = place / "grown.json"
    if not done.is_file():
        models = models_of(corpus)
        held = _filled(place, chain(models, variations(models)), size)
        done.write_text(json.dumps(held), "utf-8")
    return int(json.loads(done.read_text("utf-8")))


def _filled(place: Path, source: Iterator[Entry], size: int) -> int:
    from index.build import MADE_BY
    from index.store.writing import Change, Writer

    held = 0
    while held < size:
        batch: list[Entry] = []
        aim = min(size, held + _BATCH)
        while held < aim:
            batch.append(next(source))
            held += len(batch[-1].rows)
        with Writer(place, MADE_BY) as writer:
            writer.publish(Change(live=writer.stage(batch)))
        progress(f"scale: {held:,} of {size:,} passages")
    return held


def probed(place: Path, asked: Sequence[str]) -> dict[str, float]:
    """Open an index, ask it, and tell what that took; for a process of its own."""
    from index.search import open_finder

    began = time.perf_counter()
    finder = open_finder(place)
    opened = 1000 * (time.perf_counter() - began)
    wall, used = [], []
    for number, question in enumerate([asked[0], *asked]):
        start, cpu = time.perf_counter(), time.process_time()
        finder.stretches(question, limit=_TOP)
        if number:  # the first loads what is loaded late
            wall.append(1000 * (time.perf_counter() - start))
            used.append(1000 * (time.process_time() - cpu))
    memory = peak_memory()
    documents = len(finder.documents())
    finder.close()
    meaning, top = exactness(place, asked[:_COMPARED])
    made = (documents, opened, *_middle(wall), *_middle(used), memory, meaning, top)
    return dict(zip((each.name for each in fields(Asked)), made, strict=True))


def _middle(taken: Sequence[float]) -> tuple[float, float]:
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def _changed(place: Path, corpus: Path) -> Changed:
    """What it takes to add an article and to take it out again; medians."""
    from bench.growing import models_of
    from index.build import MADE_BY, add, remove
    from index.store.writing import Change, Writer

    models = models_of(corpus)[:_ADDED]
    texts = ["A first one loads what is loaded late.", *(each.document.text for each in models)]
    added, dropped = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            path = Path(folder) / f"{number}.txt"
            path.write_text(text, "utf-8")
            added.append(_used(partial(add, place, [path])))
            dropped.append(_used(partial(remove, place, [str(path)])))
    published = []
    for entry in models:
        with Writer(place, MADE_BY) as writer:
            change = Change(live=writer.stage([entry]))
            published.append(_used(partial(writer.publish, change)))
            writer.publish(Change(dropped=change.live))
    return Changed(*(statistics.median(each) for each in (added[1:], published, dropped[1:])))


def _used(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def _cells(row: Measured) -> list[Cell]:
    asked, changed = row.asked, row.changed
    times = (asked.p50, asked.p95, asked.cpu50, asked.cpu95)
    costs = (asked.opened, changed.add, changed.publish, changed.drop)
    return [
        f"{row.passages:,}",
        asked.documents,
        *(f"{each:.1f}" for each in times),
        round(asked.memory),
        round(row.disk),
        *(f"{each:.0f}" for each in costs),
        asked.meaning,
        asked.top,
    ]


def picture(rows: Sequence[Measured]) -> str:
    """Milliseconds, memory and disk, and what a change takes, over the passages in powers of ten."""
    across = "passages, as a power of ten"

    def panel(title: str, up: str, curves: Mapping[str, Callable[[Measured], float]]) -> Panel:
        colours = ("#1f5fa8", "#b4501e", "#3a7d44")
        made = [
            Curve(name, colour, [(float(np.log10(row.passages)), of(row)) for row in rows])
            for (name, of), colour in zip(curves.items(), colours, strict=False)
        ]
        highest = max(y for each in made for _, y in each.points)
        return Panel(title, across, up, (_LARGEST, 1.1 * highest), made)

    asking = {"median": lambda row: row.asked.cpu50, "95 of 100": lambda row: row.asked.cpu95}
    room = {"memory": lambda row: row.asked.memory / 1024, "disk": lambda row: row.disk / 1000}
    changing = {
        "add an article": lambda row: row.changed.add,
        "of that, the index": lambda row: row.changed.publish,
        "take it out": lambda row: row.changed.drop,
    }
    panels = [
        panel("A question", "ms of processor time", asking),
        panel("Room", "GB", room),
        panel("A change", "ms of processor time", changing),
    ]
    return drawing("One index on two cores, as it grows", panels)
