"""What the learned judge adds: debris in words that no list has, and not a line of the article."""

import hashlib
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.cleaning import without_boilerplate
from index.cleaning import clean
from index.cleaning.judge import MODEL, judge
from index.cleaning.page import Page
from index.cleaning.traits import traits_of
from index.errors import ModelMissing
from index.model import SourceText
from index.packaged import MODELS, checked
from index.reading.units import units_of

ARTICLE = (
    "The bridge was closed on Monday, the mayor said, and it will not open before spring.\n\n"
    "Nobody had expected it. The ferry runs each hour until then, and it is full.\n\n"
    "Its owner has asked the county for a second boat. The county has not answered him.\n\n"
)


def _rules_alone(page: Page) -> None:
    """Mark nothing beside what the rules mark."""


def _kept(text: str) -> str:
    return without_boilerplate(clean(SourceText("x", text)))


@pytest.mark.parametrize(
    ("foot", "line"),
    [
        (
            "7 replies · newest first\nquaylark · 3 hours ago\nAt last.\nLike · Answer · Flag",
            "At last.",
        ),
        ("Worth your while\nThe night the mill burned\n3 min\nOtters are back\n5 min", "Otters are back"),
        ("Help us keep the presses rolling with a small gift.\nGive £3 a month", "Give £3 a month"),
        ("Auch lesenswert\nDie Otter sind zurück\nBitte anmelden, um mitzureden.", "Bitte anmelden"),
    ],
    ids=["comments", "teasers", "plea", "german"],
)
def test_foot_in_words_that_no_rule_has_is_marked(foot: str, line: str) -> None:
    above = "Menu\nThe Gull\n\nBridge closed\n\nBy Ann Lee\n\n"
    text = f"{above}{ARTICLE}{foot}\nImprint | Cookies | Contact\n© The Gull 2021\n"
    kept = without_boilerplate(clean(SourceText("x", text, "Bridge closed", "Ann Lee")))
    assert ARTICLE.strip() in kept
    assert line not in kept


def test_learned_marks_are_more_than_the_rules() -> None:
    text = f"{ARTICLE}Gull Premium: a fortnight on us, then £3 a month\n\n{ARTICLE}© The Gull 2021\n"
    with_rules = clean(SourceText("x", text), _rules_alone)
    assert "fortnight on us" in without_boilerplate(with_rules)
    assert "fortnight on us" not in _kept(text)


@pytest.mark.parametrize(
    "lines",
    [
        "Turnout 41 %\nSpoilt 212\nFor 1,902\nAgainst 1,877\nAbstained 14\nAbsent 3",
        "Ingredients\n500 g flour\n2 eggs\nA pinch of salt\nMilk, as needed",
        "Q: Who signed it?\n\nA: I did.",
        "Yours,\nGreta Lund",
    ],
    ids=["figures", "recipe", "questions", "signature"],
)
def test_lists_and_tables_of_the_article_stay(lines: str) -> None:
    assert lines in _kept(f"{ARTICLE}{lines}\n\n{ARTICLE}")
    assert lines in _kept(f"The Bridge\n\n{ARTICLE}{lines}\n")


def test_page_where_all_sentences_look_like_debris_keeps_them() -> None:
    text = "Your letters pay for our reporters, so please give us what you like today.\n\n"
    source = SourceText("x", text * 3)
    assert clean(source).boilerplate == clean(source, _rules_alone).boilerplate


def test_damaged_model_is_refused(tmp_path: Path) -> None:
    data = (MODELS / MODEL).read_bytes()
    (tmp_path / MODEL).write_bytes(data[:-2])
    with pytest.raises(ModelMissing, match="restore it"):
        checked(tmp_path / MODEL, hashlib.sha256(data).hexdigest())


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(st.text(max_size=80), max_size=25), ending=st.sampled_from(["\n", "\n\n"]))
def test_chances_of_any_line_add_up_to_one(lines: list[str], ending: str) -> None:
    units = units_of(ending.join(lines))
    chances = judge().chances(traits_of(units, None, None))
    assert chances.shape == (len(units), 4)
    assert np.allclose(chances.sum(1), 1.0)


@pytest.mark.parametrize("line", ["a@" * 300, "a." * 300, ". " * 300, "(1" * 300, "x" * 600, "“" * 600])
def test_time_on_hostile_lines(line: str) -> None:
    started = time.process_time()
    traits_of(units_of("\n\n".join([line] * 500)), None, None)
    assert time.process_time() - started < 6.0  # a quarter of a second where it is quiet
