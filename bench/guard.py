"""What the guard lets through: `python -m bench guard`, on the drafts of `tests/data/drafts`.

Good drafts are paraphrases that a reader would accept; bad ones say what their clauses do not say. Made from
the good ones of the first file besides: drafts that name clauses not shown, mix voices and sources, or wear
the wrong form. The drafts of each file are about other documents than those of the others. A table of its
own tells what copied clauses do that say what their documents say, but not what is asked (`bench.copying`).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from answering.candidates import Candidate, candidates
from answering.drafting import Draft
from answering.proving import Flaw, flaw
from bench.copying import SPLITS, show
from bench.corpus import DOCUMENTS, REPOSITORY, SEED
from bench.tables import Table
from index.model import FoundPassage
from training.corpus_reader import SUFFIX, read

DRAFTS = REPOSITORY / "tests" / "data" / "drafts"
TUNED, HELD_OUT = "tuned on", "held out"
_FILES = {"drafts": TUNED, "fresh": TUNED, "heldout": HELD_OUT}
_MADE_FROM = "drafts"
_TRAIN = REPOSITORY / "training" / "corpus" / "train"
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A draft over its clauses; `kind` is "good" or what is wrong with it."""

    kind: str
    draft: Draft
    clauses: Mapping[str, Candidate]


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what the guard found."""

    case: Case
    flaw: Flaw | None


def judged(index_dir: Path) -> dict[str, list[Judged]]:
    """The drafts, `TUNED` and `HELD_OUT`, proved against the documents, indexed anew in `index_dir`."""
    from index.build import sync
    from index.search import open_finder

    files = {name: json.loads((DRAFTS / f"{name}.json").read_text(encoding="utf-8")) for name in _FILES}
    docs = index_dir.with_name("docs")
    _write(docs, {entry["document"] for entry in chain(*files.values())})
    sync(index_dir, [SEED, DOCUMENTS / "dev", docs], mirror=True)
    results: dict[str, list[Judged]] = {TUNED: [], HELD_OUT: []}
    with closing(open_finder(index_dir)) as finder:
        clauses = [
            clause
            for info in finder.documents()
            for clause in candidates(FoundPassage(p, info, 0.0) for p in finder.passages(info.id))
        ]
        for name, entries in files.items():
            for case in _cases(name, [(entry, _clauses(entry, clauses)) for entry in entries]):
                results[_FILES[name]].append(Judged(case, flaw(case.draft, case.clauses, finder.nearness)))
    return results


def main(arguments: Sequence[str] = ()) -> int:
    """Print what was caught and what was let through, by kind; the last line sums it up."""
    parser = argparse.ArgumentParser(prog="python -m bench guard", description=__doc__)
    parser.add_argument(
        "--split", choices=SPLITS, default=SPLITS[0], help="whose questions are asked of models that copy"
    )
    show(parser.parse_args(arguments).split)
    with tempfile.TemporaryDirectory() as folder:
        results = judged(Path(folder, "index"))
    sums = {
        split: _show(f"The guard over drafted statements: {split}", each) for split, each in results.items()
    }
    print(f"guard: {sums[TUNED]}; held out: {sums[HELD_OUT]}")
    return 0


def _show(title: str, results: Sequence[Judged]) -> str:
    total = Counter(each.case.kind for each in results)
    dropped = Counter(each.case.kind for each in results if each.flaw is not None)
    kinds = ["good", *sorted(set(total) - {"good"})]
    rows = [(kind, total[kind], dropped[kind], total[kind] - dropped[kind]) for kind in kinds]
    Table(title, ("kind of draft", "drafts", "dropped", "let through"), rows).show()
    bad = total.total() - total["good"]
    stopped = dropped.total() - dropped["good"]
    return f"bad let through {bad - stopped} of {bad}, good dropped {dropped['good']} of {total['good']}"


def _write(docs: Path, names: set[str]) -> None:
    """The texts of those documents that are of the training corpus, as files."""
    docs.mkdir()
    for marked in (_TRAIN / f"{name}{SUFFIX}" for name in sorted(names)):
        if marked.exists():
            (docs / f"{marked.stem}.txt").write_text(read(marked).text, encoding="utf-8")


def _cases(name: str, found: Sequence[tuple[Entry, Mapping[str, Candidate]]]) -> Iterator[Case]:
    for entry, shown in found:
        ids = tuple(shown)
        yield from (Case("good", Draft(ids, text), shown) for text in entry["good"])
        yield from (Case(kind, Draft(ids, text), shown) for kind, text in entry["bad"])
    if name == _MADE_FROM:
        yield from _made(found)


def _made(found: Sequence[tuple[Entry, Mapping[str, Candidate]]]) -> Iterator[Case]:
    """Bad drafts made from good ones."""
    for entry, shown in found:
        for text in entry["good"]:
            yield Case("unknown clause", Draft(("9z",), text), shown)
            yield Case("form", Draft(("1a",), f"{text} See https://example.org for more."), shown)
    for (entry, shown), (_, others) in pairwise(found):
        clause, other = shown["1a"], others["1a"]
        if (clause.voice, clause.voiced.sources) != (other.voice, other.voiced.sources):
            both = {"1a": clause, "2a": other}
            yield Case("mixed", Draft(("1a", "2a"), entry["good"][0]), both)


def _clauses(entry: Entry, clauses: Sequence[Candidate]) -> dict[str, Candidate]:
    """The clauses that hold the entry's words, by id.

    Raises:
        ValueError: none does.
    """
    name = SEED.stem if entry["document"] == "seed" else entry["document"]
    own = [clause for clause in clauses if Path(clause.document.path).stem == name]
    found = {}
    for letter, told in zip(ascii_lowercase, entry["told"], strict=False):
        clause = next((clause for clause in own if told in clause.words), None)
        if clause is None:
            raise ValueError(f"no clause of {name} holds {told!r}")
        found[f"1{letter}"] = clause
    return found
