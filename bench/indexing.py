"""How fast the index is built and whether it stays so: `python -m bench indexing [--corpus PATH]`.

First some articles are indexed as the bot does it. Then the index is filled up to each size with variations
of them (`bench.growing`: embedding 20,000 passages would only measure the model again). At each size one more
article is added, and a process of its own opens the index and asks. LlamaIndex's defaults do the same with
the same vectors (`bench.indexing_peer`).
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.articles import articles
from bench.growing import fill, models_of, variations
from bench.memory import peak_memory
from bench.tables import Cell, Table, progress

if TYPE_CHECKING:
    from bench.indexing_peer import Plain

SIZES = (0, 5_000, 10_000, 20_000)
MEASURED = 40  # articles indexed for the rate
_QUESTIONS = 60
_ADDED = 3  # articles added at each size; the median counts
_ROUND = 100  # from here on decimals say nothing
_OURS, _PEER = "WhoSays", "LlamaIndex defaults"
_RATE_HEAD = ("", "articles", "passages", "CPU s", "articles/s", "passages/s")
_RATE_NOTES = ("LlamaIndex's passages are its default chunks of 1,024 tokens; it labels no voices.",)
_SIZE_HEAD = ("", "passages", "add ms", "open CPU s", "question ms", "p95 ms", "peak MB", "disk MB")
_SIZE_NOTES = (
    "Add: one article more, median; open: a process of its own to its first answer. Both hold equal vectors.",
)


@dataclass(frozen=True, slots=True)
class Probe:
    """What a fresh process saw: CPU seconds to a first answer, milliseconds a question, peak memory in MB."""

    first: float
    p50: float
    p95: float
    memory: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: passages held, seconds to add an article, what a reader saw, MB on disk."""

    passages: int
    add: float
    probe: Probe
    disk: float

    def figures(self) -> tuple[float, ...]:
        """Those of the table, in its order."""
        probe = self.probe
        return self.add * 1000, probe.first, probe.p50, probe.p95, probe.memory, self.disk


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench indexing", description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, help="a gzipped JSON list of articles; default: made from the seed"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--articles", type=int, default=MEASURED, help="how many are indexed for the rate")
    parser.add_argument("--probe", choices=["ours", "plain"], help=argparse.SUPPRESS)
    parser.add_argument("--place", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.probe:
        print(json.dumps(_PROBES[options.probe](options.place)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), articles(options.corpus), options.sizes, options.articles)
    return 0


def run(folder: Path, source: Iterator[str], sizes: Sequence[int], count: int = MEASURED) -> None:
    """Measure both and print what came out."""
    from bench.indexing_peer import Plain
    from index.build import MADE_BY

    docs = folder / "docs"
    docs.mkdir()
    for number, text in enumerate(islice(source, count)):
        (docs / f"{number:03}.txt").write_text(text, encoding="utf-8")
    progress(f"indexing: {count} articles")
    ours, plain = folder / "ours", Plain(folder / "plain")
    rate, other = _rate(ours, docs), plain.rate(docs)
    Table("Indexing", _RATE_HEAD, [_rate_row(_OURS, *rate), _rate_row(_PEER, *other)], _RATE_NOTES).show()
    models = models_of(ours)
    store, varied = folder / "grown", variations(models)
    rows: list[list[Cell]] = []
    for size in sizes:
        progress(f"indexing: {size:,} passages")
        plain.insert(fill(store, varied, MADE_BY, size))
        new = [_new_article(folder, source) for _ in range(_ADDED)]
        rows += _size_rows(_measure_ours(store, new), _measure_plain(plain, new))
    Table("As the index grows", _SIZE_HEAD, rows, _SIZE_NOTES).show()
    print(
        f"indexing passages per CPU s: {rate[1] / rate[2]:.1f} add ms: {' '.join(_added(rows))}", flush=True
    )


def questions(docs: Path) -> list[str]:
    """Questions made of the articles' own words."""
    chance = random.Random(3)  # noqa: S311 (questions, no secret)
    files = sorted(docs.glob("*.txt"))
    asked = []
    for number in range(_QUESTIONS):
        words = files[number % len(files)].read_text("utf-8").split()
        start = chance.randrange(max(1, len(words) - 10))
        asked.append(f"What is said about {' '.join(words[start : start + 8])}?")
    return asked


def asked(docs: Path, opened: Callable[[], Callable[[str], object]]) -> dict[str, float]:
    """Open, ask, and tell what it took; for a process of its own."""
    began = time.process_time()
    find = opened()
    every = questions(docs)
    find(every[0])
    first, taken = time.process_time() - began, []
    for question in every:
        began = time.perf_counter()
        find(question)
        taken.append((time.perf_counter() - began) * 1000)
    p95 = statistics.quantiles(taken, n=20)[-1]
    return {"first": first, "p50": statistics.median(taken), "p95": p95, "memory": peak_memory()}


def _probe_ours(place: Path) -> dict[str, float]:
    def opened() -> Callable[[str], object]:
        from index.search import open_finder

        return open_finder(place).find

    return asked(place.parent / "docs", opened)


def _probe_plain(place: Path) -> dict[str, float]:
    def opened() -> Callable[[str], object]:
        from bench.indexing_peer import Plain

        return Plain(place).find

    return asked(place.parent / "docs", opened)


_PROBES = {"ours": _probe_ours, "plain": _probe_plain}


def _probed(kind: str, place: Path) -> Probe:
    command = [sys.executable, "-m", "bench.indexing", "--probe", kind, "--place", str(place)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 (this very program)
    return Probe(**json.loads(told.stdout))


def _rate(index_dir: Path, docs: Path) -> tuple[int, int, float]:
    import index.store.pipeline  # noqa: F401 (LlamaIndex's import, about 3 s, is paid once and not per passage)
    from index.build import sync
    from index.store.engine import LocalEngine

    began = time.process_time()
    report = sync(index_dir, [docs], mirror=True)
    taken = time.process_time() - began
    engine = LocalEngine.open(index_dir)
    size = engine.size
    engine.close()
    return len(report.added), size, taken


def _measure_ours(store: Path, new: Sequence[Path]) -> Measured:
    from index.build import add
    from index.store.engine import LocalEngine

    taken = []
    for path in new:
        began = time.perf_counter()
        add(store, [path])
        taken.append(time.perf_counter() - began)
    engine = LocalEngine.open(store)
    size = engine.size
    engine.close()
    return Measured(size, statistics.median(taken), _probed("ours", store), _disk(store))


def _measure_plain(plain: Plain, new: Sequence[Path]) -> Measured:
    taken = [plain.add(path) for path in new]
    return Measured(plain.size, statistics.median(taken), _probed("plain", plain.place), _disk(plain.place))


def _new_article(folder: Path, source: Iterator[str]) -> Path:
    place = folder / "new"
    place.mkdir(exist_ok=True)
    path = place / f"{len(list(place.iterdir())):03}.txt"
    path.write_text(next(source), encoding="utf-8")
    return path


def _disk(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _rate_row(name: str, documents: int, passages: int, seconds: float) -> list[Cell]:
    return [
        name,
        documents,
        passages,
        f"{seconds:.1f}",
        f"{documents / seconds:.2f}",
        f"{passages / seconds:.1f}",
    ]


def _size_rows(ours: Measured, plain: Measured) -> list[list[Cell]]:
    """Ours, LlamaIndex's, and how many times ours its figures are."""
    mine, its = ours.figures(), plain.figures()
    ratios = [f"{other / own:.1f}×" for own, other in zip(mine, its, strict=True)]
    return [
        [_OURS, ours.passages, *map(_shown, mine)],
        [_PEER, plain.passages, *map(_shown, its)],
        [f"{_PEER} / {_OURS}", None, *ratios],
    ]


def _shown(figure: float) -> str:
    return f"{figure:.0f}" if figure >= _ROUND else f"{figure:.2f}"


def _added(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The milliseconds to add an article to our index, size by size."""
    return [str(row[2]) for row in rows if row[0] == _OURS]


if __name__ == "__main__":
    sys.exit(main())
