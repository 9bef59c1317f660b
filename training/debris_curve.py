"""How much debris is left and article lost at each doubt the judge is allowed, cross-validated by page."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

import numpy as np

from bench.cleaning import Score, score, without_boilerplate
from index.cleaning.judge import Judge
from index.cleaning.learned import mark_learned
from index.cleaning.marking import clean
from index.reading import read
from training.debris_data import PAGES
from training.debris_model import Weights, written

_FOLDS = 4
_DOUBTS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)


def show(
    pages: Collection[str],
    fair: Collection[str],
    fitted: Callable[[frozenset[str]], tuple[Weights, dict[str, int]]],
) -> None:
    """Print the curve for the pages that the rules were written for, and for the `fair` ones.

    `fitted` trains without the pages it is given.
    """
    names = sorted(pages)
    order = np.random.default_rng(1).permutation(len(names))
    sums = {(doubt, is_fair): Score() for doubt in _DOUBTS for is_fair in (False, True)}
    for fold in range(_FOLDS):
        held = frozenset(names[at] for at in order[fold::_FOLDS])
        judge = Judge(written(*fitted(held)))
        for name in held:
            page = PAGES / "tuned" / name
            source = read(page)
            for doubt in _DOUBTS:
                document = clean(source, partial(mark_learned, by=judge, doubt=doubt))
                sums[doubt, name in fair] += score(page, without_boilerplate(document))
    for doubt in _DOUBTS:
        old, new = sums[doubt, False], sums[doubt, True]
        print(
            f"doubt {doubt:.2f}: lost {old.lost_share:.2%} of the rules' own pages; "
            f"of others lost {new.lost_share:.2%}, left {new.left_share:.1%}"
        )
