"""Who says each clause: `python -m bench voices [FOLDER]`.

Measured on our labelled documents, split by split, or on a folder of such documents. Each gold clause is
compared with the voice that most of its non-blank characters were given; a clause taken for page debris
counts as wrong. The figure that counts most: opinions of the author told as reported fact.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.corpus import LabelledClause, LabelledExample, Split, load, load_folder
from bench.files import BadFile
from bench.labellers import LABELLERS, Labeller, voice_of
from bench.names import same_chain, same_last
from bench.scores import accuracy, by_class, macro_f1
from bench.tables import Cell, Table, of
from index.cleaning import clean
from index.model import Document, SourceText, Voice, VoicedSpan
from index.reading import read
from training.corpus_reader import SUFFIX

SPLITS: tuple[Split, ...] = ("seed", "dev", "heldout")
_COLUMNS = (
    "",
    "accuracy",
    "macro-F1",
    *(f"{voice} P/R/F1" for voice in Voice),
    "last source",
    "chain",
    "opinions as reported",
)
_NOTES = (
    "Last source, chain: attributed clauses given to the right one who speaks, and to the right chain from",
    "the one whom the author cites to him. Opinions as reported: of the author, told as reported fact.",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A gold clause and what it was given; None when it was taken for page debris."""

    gold: LabelledClause
    given: VoicedSpan | None

    @property
    def voice(self) -> Voice | None:
        """The voice given."""
        return self.given.voice if self.given else None


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one labeller on one split."""

    outcomes: Sequence[Outcome]

    @property
    def accuracy(self) -> float:
        """The share of clauses in their right voice."""
        return accuracy([each.gold.voice for each in self.outcomes], [each.voice for each in self.outcomes])

    @property
    def told_as_reported(self) -> tuple[int, int]:
        """How many opinions of the author were given as reported, and how many there are."""
        opinions = [each for each in self.outcomes if each.gold.voice is Voice.OPINION]
        return sum(each.voice is Voice.REPORTED for each in opinions), len(opinions)

    def row(self, name: str) -> list[Cell]:
        """The table's row."""
        golds, given = [each.gold.voice for each in self.outcomes], [each.voice for each in self.outcomes]
        counts = by_class(golds, given, Voice)
        voices = [
            f"{each.precision:.2f}/{each.recall:.2f}/{each.f1:.2f}" if each.gold else None
            for each in counts.values()
        ]
        said = [each for each in self.outcomes if each.gold.voice is Voice.ATTRIBUTED]
        chains = [
            (each.gold.sources, each.given.sources)
            for each in said
            if each.given and each.voice is Voice.ATTRIBUTED
        ]
        last, whole = sum(same_last(*each) for each in chains), sum(same_chain(*each) for each in chains)
        return [
            name,
            self.accuracy,
            macro_f1(counts.values()),
            *voices,
            of(last, len(said)),
            of(whole, len(said)),
            of(*self.told_as_reported),
        ]


def document_of(example: LabelledExample) -> Document:
    """The document as the bot reads and cleans it: gold labels have no part in it."""
    if example.path.suffix != SUFFIX:
        return clean(read(example.path))
    published = date.fromisoformat(example.published) if example.published else None
    return clean(
        SourceText(str(example.path), example.text, example.title, example.author, published=published)
    )


def measure(labeller: Labeller, examples: Sequence[LabelledExample]) -> Result:
    """Every gold clause of the examples with what the labeller gives it.

    Raises:
        BadFile: a document reads differently from the text its labels were made for.
    """
    outcomes = []
    for example in examples:
        document = document_of(example)
        if document.text != example.text:
            raise BadFile(f"{example.path} does not read as the text its labels belong to: check line ends.")
        labelling = labeller(document)
        outcomes += [
            Outcome(clause, voice_of(labelling, document.text, clause.span)) for clause in example.clauses
        ]
    return Result(outcomes)


def main(arguments: Sequence[str]) -> int:
    """Print the tables and the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench voices", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="documents with .labels.json, or .voices files")
    folder: Path | None = parser.parse_args(arguments).folder
    splits: dict[str, list[LabelledExample]] = (
        {folder.name: load_folder(folder)} if folder else {split: load(split) for split in SPLITS}
    )
    result = Result(())
    for name, examples in splits.items():
        rows = []
        for labeller_name, labeller in LABELLERS.items():
            result = measure(labeller, examples)
            rows.append(result.row(labeller_name))
        title = f"Voices, {name}: {len(examples)} documents, {len(result.outcomes):,} clauses"
        Table(title, _COLUMNS, rows, _NOTES).show()
    told, opinions = result.told_as_reported
    print(
        f"voices accuracy: {result.accuracy:.3f} opinions told as reported: {of(told, opinions)}", flush=True
    )
    return 0
