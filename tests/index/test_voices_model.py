"""The voices model's parts: pieces, windows, decoding, loading; and what happens without it."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ModelMissing
from index.language.sentences import paragraphs
from index.model import Document, Span
from index.voices import packaged, rules
from index.voices.decoding import Chain, decode
from index.voices.knowing import is_english
from index.voices.packaged import TAGS, VoicesModel
from index.voices.pieces import INSIDE, MARK, OUTSIDE, normalised, quote_states, windows

GERMAN = (
    "Der Bürgermeister sagte am Montag, die Brücke werde im Mai geschlossen. Die Opposition warf ihm vor, "
    "er habe den Bericht verschwiegen. Nach Angaben der Polizei wurden zwei Männer verletzt, und niemand "
    "weiß, warum die Stadt so lange gewartet hat."
)


@given(st.text())
def test_normalised_text_keeps_every_place(text: str) -> None:
    assert len(normalised(text)) == len(text)


def test_all_marks_of_quotation_become_one() -> None:
    assert normalised("“a” «b» ``c''") == '"a" "b" " c" '


def test_pieces_know_whether_they_stand_in_quotation_marks() -> None:
    text = "He said “it is over” twice."
    states = quote_states(text, paragraphs(text))
    assert states[text.index("He")] == OUTSIDE
    assert states[text.index("“")] == states[text.index("”")] == MARK
    assert states[text.index("over")] == INSIDE
    assert states[text.index("twice")] == OUTSIDE


@given(st.lists(st.integers(1, 254), max_size=40), st.integers(0, 60))
def test_windows_hold_every_sentence_once_and_never_too_much(lengths: list[int], context: int) -> None:
    found = windows(lengths, 254, context)
    owned = [at for window in found for at in range(window.own, window.last)]
    assert owned == list(range(len(lengths)))
    for window in found:
        assert sum(lengths[window.first : window.last]) <= 254
        assert sum(lengths[window.first : window.own]) <= context


def chain(seed: int) -> Chain:
    chance = np.random.default_rng(seed)
    n = len(TAGS)
    lists = {
        "first": chance.normal(size=n),
        "steps": chance.normal(size=(n, n)),
        "lean": chance.normal(size=n),
    }
    return Chain.read({name: values.tolist() for name, values in lists.items()})


def is_well_formed(tags: list[int]) -> bool:
    return all(tag == 0 or tag % 2 or last in (tag - 1, tag) for last, tag in pairwise([0, *tags]))


@settings(deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.integers(0, 1000))
def test_decoded_spans_are_well_formed_whatever_the_scores(lengths: list[int], seed: int) -> None:
    chance = np.random.default_rng(seed)
    scores = [chance.normal(size=(n, len(TAGS)), scale=4).astype(np.float32) for n in lengths]
    for tags, length in zip(decode(scores, chain(seed)), lengths, strict=True):
        assert len(tags) == length
        assert is_well_formed(tags.tolist())


def test_the_decoded_sequence_is_the_likeliest() -> None:
    chance = np.random.default_rng(5)
    given_chain = chain(5)
    lengths = (4, 2, 3)
    scores = [chance.normal(size=(n, len(TAGS))).astype(np.float32) for n in lengths]

    def worth(tags: tuple[int, ...], each: np.ndarray) -> float:
        leaning = each + given_chain.lean
        steps = sum(given_chain.steps[a, b] for a, b in pairwise(tags))
        return float(
            given_chain.first[tags[0]] + steps + sum(leaning[at, tag] for at, tag in enumerate(tags))
        )

    for tags, each in zip(decode(scores, given_chain), scores, strict=True):
        best = max(product(range(len(TAGS)), repeat=len(each)), key=lambda some: worth(some, each))
        assert tuple(tags.tolist()) == best


def test_a_missing_model_is_told_and_never_passed_over(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="restore it from the repository"):
        VoicesModel(tmp_path)


def test_a_changed_model_is_not_loaded(tmp_path: Path) -> None:
    for name in (packaged.MODEL, packaged.TOKENIZER, packaged.CHAIN):
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(ModelMissing, match="is not the one expected"):
        VoicesModel(tmp_path)


def test_english_is_known_and_other_languages_are_not() -> None:
    english = "The mayor said on Monday that the bridge would be closed, and nobody was told why. " * 3
    assert is_english(english)
    assert is_english(english.upper())
    assert is_english("Zwei Worte")  # too short to tell
    assert not is_english(GERMAN)
    assert not is_english("これは日本語の文章です。" * 40 + " a b c " * 12)


def test_rules_alone_need_no_model() -> None:
    document = Document("x.txt", GERMAN)
    assert rules.label(document).spans[0].span.overlaps(Span(0, 10))
