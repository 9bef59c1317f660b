"""The learned judge of page debris, made again: `python -m training.train_debris [--curve] [FOLDER]`.

Learns from `tests/data/pages/tuned`, from the corpus's training documents, and from pages put together of
them and of the written blocks in `training/debris`. Seeded: the same bytes each time. With `--curve`, prints
instead how much debris would be left and how many article words lost at each demand, cross-validated by page.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np

from index.cleaning.judge import MODEL
from index.packaged import MODELS
from training.corpus_reader import read_split
from training.debris_curve import show
from training.debris_data import PAGES, corpus_example, page_example, page_paths
from training.debris_model import Example, fit, thinned, written
from training.debris_pages import WRITTEN, Composer

_SEED = 3
_COMPOSED = 600
_STEPS = 100


def main() -> None:
    """Train and write the model, or print the curve."""
    parser = argparse.ArgumentParser(prog="python -m training.train_debris", description=__doc__)
    parser.add_argument("--curve", action="store_true", help="cross-validate and print the curve")
    parser.add_argument("folder", nargs="?", type=Path, default=MODELS, help="where the model is written")
    given = parser.parse_args()
    if given.curve:
        material = Material()
        show(material.pages, material.fair, lambda without: fit(material.examples(without), steps=_STEPS))
        return
    data = written(*fit(Material().examples(), steps=_STEPS))
    (given.folder / MODEL).write_bytes(data)
    print(f"{MODEL}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


class Material:
    """All examples: pages by name, and what is always trained on beside them."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(_SEED)
        # On these pages, written after the rules, the lists of phrases know as much as on any page.
        fair = (WRITTEN / "pages.txt").read_text(encoding="utf-8").split()
        self.pages = {path.name: page_example(path) for path in page_paths(PAGES / "tuned")}
        self.fair = frozenset(fair)
        documents = read_split("train")
        composer = Composer(documents, _SEED)
        self._beside = [self._thinned(corpus_example(document), 0.5) for document in documents]
        self._beside += [self._thinned(composer.page(f"page {at}"), 0.5) for at in range(_COMPOSED)]

    def examples(self, without: frozenset[str] = frozenset()) -> list[Example]:
        """What to train on when the pages `without` are held out.

        On the older pages the rules know all lines: each counts once with few of their marks, once with none.
        """
        examples = list(self._beside)
        for name, example in self.pages.items():
            if name not in without:
                second = example if name in self.fair else self._thinned(example, 1.0)
                examples += [self._thinned(example, 0.6), second]
        return examples

    def _thinned(self, example: Example, share: float) -> Example:
        traits = thinned(example.traits, share, self._random)
        return Example(example.name, traits, example.allowed, example.weight)


if __name__ == "__main__":
    main()
