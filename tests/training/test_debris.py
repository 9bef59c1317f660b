"""The judge of page debris as it is trained: the same each time, gold kept, feet of pages found."""

from pathlib import Path

import numpy as np

from index.cleaning.judge import ARTICLE, FOOT, HEAD, Judge
from index.cleaning.traits import RULE
from training.corpus_reader import read_split
from training.debris_data import DEBRIS, OPEN, PAGES, TEXT, page_example, states
from training.debris_model import Example, fit, thinned, written
from training.debris_pages import Composer


def _composed(count: int, seed: int = 1) -> list[Example]:
    composer = Composer(read_split("train")[:20], seed)
    return [composer.page(f"page {at}") for at in range(count)]


def test_same_seed_makes_the_same_pages_and_weights() -> None:
    first, second = _composed(12), _composed(12)
    assert [page.traits for page in first] == [page.traits for page in second]
    assert written(*fit(first, steps=4)) == written(*fit(second, steps=4))
    assert [page.traits for page in _composed(3, seed=2)] != [page.traits for page in first[:3]]


def test_debris_is_head_amid_or_foot_by_where_the_article_stands() -> None:
    allowed = states([DEBRIS, OPEN, TEXT, DEBRIS, OPEN, TEXT, DEBRIS])
    shown = ["".join(letter for letter, may in zip("HABF", row, strict=True) if may) for row in allowed]
    assert shown == ["H", "HA", "A", "B", "AB", "A", "F"]


def test_gold_of_a_page_is_what_its_lines_may_be() -> None:
    example = page_example(PAGES / "tuned" / "comments_injection.txt")
    assert len(example.allowed) == len(example.traits)
    assert example.allowed[-1].tolist() == [False, False, False, True]
    assert not example.allowed[:, HEAD].any() or example.allowed[0, HEAD]


def test_thinned_traits_lose_what_the_rules_tell_and_nothing_else() -> None:
    traits = page_example(PAGES / "tuned" / "interview_blog.txt").traits
    bare = thinned(traits, 1.0, np.random.default_rng(1))
    assert any(name.startswith(RULE) for line in traits for name in line.names)
    for line, thin in zip(traits, bare, strict=True):
        assert thin.names == tuple(name for name in line.names if not name.startswith(RULE))
        assert thin.slots == line.slots


def test_what_was_fitted_finds_the_foot_of_its_own_pages() -> None:
    pages = [page for page in _composed(30) if page.allowed[-1].tolist() == [False] * 3 + [True]]
    judge = Judge(written(*fit(pages, steps=25)))
    right = [judge.chances(page.traits)[-1] for page in pages]
    assert np.mean([row[FOOT] > row[ARTICLE] for row in right]) > 0.9


def test_fair_pages_are_tuned_pages() -> None:
    fair = (Path(PAGES).parents[2] / "training" / "debris" / "pages.txt").read_text(encoding="utf-8").split()
    assert len(fair) == 32
    assert all((PAGES / "tuned" / name).is_file() for name in fair)
