"""Draw how far the voices model's chances hold, and what the lean to opinion costs: `docs/voices.svg`.

    python -m training.voices_curves docs/voices.svg

Measured on the documents that thresholds are chosen on: those of `tuning_documents.txt` and
`tests/data/documents/dev`. Left: of clauses given a chance, the share that is so. Right: opinions told as
reported against reports called opinion, for each value of LEAN in `index/voices/weighing.py`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.corpus import LabelledExample, load
from bench.labellers import voice_of
from bench.voices import document_of
from index.language.sentences import paragraphs, sentences
from index.model import Document, Span, Voice
from index.voices import weighing
from index.voices.packaged import VoicesModel
from index.voices.pieces import Pieces
from index.voices.scoring import score
from index.voices.trained import label
from training.corpus_reader import CORPUS, SUFFIX, read
from training.drawing import Curve, Panel, drawing
from training.voices_data import TUNING

_LEANS = np.arange(-3.0, 5.01, 1.0)
_BINS = 8
_SOME = 5  # clauses in a bin below which its share says nothing
_HEADS = {"opinion": "#b4501e", "attributed": "#1f5fa8", "speculative": "#3a7d3a"}


@dataclass(frozen=True, slots=True)
class Gold:
    """A document with its clauses: where, in which voice, and whether speculative."""

    document: Document
    clauses: tuple[tuple[Span, Voice, bool], ...]


@dataclass(slots=True)
class Seen:
    """Chances given by each head, beside what is so (1 or 0)."""

    chances: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in _HEADS})
    truths: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in _HEADS})

    def add(self, head: str, chance: float, truth: bool) -> None:
        """One more clause."""
        self.chances[head].append(chance)
        self.truths[head].append(int(truth))


class _Remembering(VoicesModel):
    """The model, each window scored once however often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[bytes, NDArray[np.float32]] = {}

    def scores(self, pieces: Pieces) -> NDArray[np.float32]:
        """As of the model."""
        key = b"".join(each.tobytes() for each in (pieces.ids, pieces.cases, pieces.states))
        if key not in self._known:
            self._known[key] = super().scores(pieces)
        return self._known[key]


def tuning() -> Iterator[Gold]:
    """The documents that thresholds are chosen on."""
    for example in load("dev"):
        yield _of_example(example)
    for name in TUNING.read_text(encoding="utf-8").split():
        marked = read(CORPUS / "train" / f"{name}{SUFFIX}")
        told = [(c.span, c.voice, c.speculative) for c in marked.clauses if c.voice is not None]
        yield Gold(marked.document, tuple(told))


def _of_example(example: LabelledExample) -> Gold:
    return Gold(document_of(example), tuple((c.span, c.voice, c.speculative) for c in example.clauses))


def seen(golds: Sequence[Gold], model: VoicesModel) -> Seen:
    """The heads' chances for every gold clause: of opinion for the author's own clauses only."""
    found = Seen()
    for gold in golds:
        text = gold.document.text
        stretches = paragraphs(text, gold.document.boilerplate)
        scores = score(text, stretches, [s for p in stretches for s in sentences(text, p)], model)
        for span, voice, speculative in gold.clauses:
            if scores.mean("opinion", span) is None:
                continue  # taken for page debris
            found.add("attributed", scores.chance("attributed", span), voice is Voice.ATTRIBUTED)
            found.add("speculative", scores.chance("speculative", span), speculative)
            if voice is not Voice.ATTRIBUTED:
                found.add("opinion", scores.chance("opinion", span), voice is Voice.OPINION)
    return found


def reliability(chances: Sequence[float], truths: Sequence[int]) -> list[tuple[float, float]]:
    """Mean chance and true share in each bin that holds enough clauses."""
    given, true = np.array(chances), np.array(truths)
    bins = np.minimum((given * _BINS).astype(int), _BINS - 1)
    full = [at for at in range(_BINS) if (bins == at).sum() >= _SOME]
    return [(float(given[bins == at].mean()), float(true[bins == at].mean())) for at in full]


def costs(golds: Sequence[Gold], model: VoicesModel, lean: float) -> tuple[float, float]:
    """The share of reports called opinion, and of opinions told as reported, under a lean."""
    given: dict[tuple[Voice, Voice | None], int] = {}
    for gold in golds:
        labelling = label(gold.document, model, lean)
        for span, voice, _ in gold.clauses:
            voiced = voice_of(labelling, gold.document.text, span)
            key = (voice, voiced.voice if voiced else None)
            given[key] = given.get(key, 0) + 1
    return tuple(  # type: ignore[return-value]
        given.get((true, called), 0) / max(1, sum(n for (gold, _), n in given.items() if gold is true))
        for true, called in ((Voice.REPORTED, Voice.OPINION), (Voice.OPINION, Voice.REPORTED))
    )


def main() -> None:
    """Measure and draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    golds, model = list(tuning()), _Remembering()
    found = seen(golds, model)
    held = [
        Curve(f"{name} ({len(found.chances[name])} clauses)", colour, reliability(*each))
        for name, colour in _HEADS.items()
        if (each := (found.chances[name], found.truths[name]))
    ]
    leans = [costs(golds, model, float(lean)) for lean in _LEANS]
    here = costs(golds, model, weighing.LEAN)
    panels = (
        Panel("Do the chances hold?", "chance given", "share that is so", (1.0, 1.0), held, diagonal=True),
        Panel(
            "What the lean to opinion costs",
            "reports called opinion",
            "opinions told as reported",
            (0.5, 0.5),
            [Curve("LEAN from -3 to 5, in ones", "#555555", leans)],
            marked=(f"LEAN = {weighing.LEAN}", here),
        ),
    )
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(drawing("The voices model on the tuning documents", panels), encoding="utf-8")
    for lean, (reports, opinions) in zip(_LEANS, leans, strict=True):
        print(f"LEAN {lean:5.2f}: reports called opinion {reports:.3f}, opinions as reported {opinions:.3f}")
    print(f"LEAN {weighing.LEAN:5.2f} (in use): {here[0]:.3f}, {here[1]:.3f}")


if __name__ == "__main__":
    main()
