"""What the guard lets through: `python -m bench guard`, on the drafts of `tests/data/drafts`.

Good drafts are paraphrases that a reader would accept; bad ones say what their clauses do not say. Made from
the good ones besides: drafts that name clauses not shown, mix voices and sources, or wear the wrong form.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from answering.candidates import Candidate, candidates
from answering.drafting import Draft
from answering.proving import Flaw, flaw
from bench.corpus import DOCUMENTS, REPOSITORY, SEED
from bench.tables import Table
from index.model import FoundPassage

DRAFTS = REPOSITORY / "tests" / "data" / "drafts" / "drafts.json"


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


def judged(index_dir: Path) -> list[Judged]:
    """All drafts, proved against the documents indexed anew in `index_dir`."""
    from index.build import sync
    from index.search import open_finder

    sync(index_dir, [SEED, DOCUMENTS / "dev"], mirror=True)
    finder = open_finder(index_dir)
    try:
        clauses = [
            clause
            for info in finder.documents()
            for clause in candidates(FoundPassage(p, info, 0.0) for p in finder.passages(info.id))
        ]
        return [Judged(case, flaw(case.draft, case.clauses, finder.nearness)) for case in _cases(clauses)]
    finally:
        finder.close()


def main(_: Sequence[str] = ()) -> int:
    """Print what was caught and what was let through, by kind."""
    with tempfile.TemporaryDirectory() as folder:
        results = judged(Path(folder, "index"))
    total = Counter(each.case.kind for each in results)
    dropped = Counter(each.case.kind for each in results if each.flaw is not None)
    kinds = ["good", *sorted(set(total) - {"good"})]
    rows = [(kind, total[kind], dropped[kind], total[kind] - dropped[kind]) for kind in kinds]
    Table(
        "The guard over drafted statements", ("kind of draft", "drafts", "dropped", "let through"), rows
    ).show()
    bad = total.total() - total["good"]
    stopped = dropped.total() - dropped["good"]
    print(
        f"guard: bad let through {bad - stopped} of {bad}, good dropped {dropped['good']} of {total['good']}"
    )
    return 0


def _cases(clauses: Sequence[Candidate]) -> Iterator[Case]:
    entries = json.loads(DRAFTS.read_text(encoding="utf-8"))
    found = [(entry, _clause(entry, clauses)) for entry in entries]
    for entry, clause in found:
        shown = {"1a": clause}
        for text in entry["good"]:
            yield Case("good", Draft(("1a",), text), shown)
            yield Case("unknown clause", Draft(("9z",), text), shown)
            yield Case("form", Draft(("1a",), f"{text} See https://example.org for more."), shown)
        for kind, text in entry["bad"]:
            yield Case(kind, Draft(("1a",), text), shown)
    for (entry, clause), (_, other) in pairwise(found):
        if (clause.voice, clause.voiced.sources) != (other.voice, other.voiced.sources):
            both = {"1a": clause, "2a": other}
            yield Case("mixed", Draft(("1a", "2a"), entry["good"][0]), both)


def _clause(entry: Mapping[str, Any], clauses: Sequence[Candidate]) -> Candidate:
    """The clause that holds the entry's words.

    Raises:
        ValueError: none does.
    """
    name = SEED.stem if entry["document"] == "seed" else entry["document"]
    for clause in clauses:
        if Path(clause.document.path).stem == name and entry["told"][0] in clause.words:
            return clause
    raise ValueError(f"no clause of {name} holds {entry['told'][0]!r}")
