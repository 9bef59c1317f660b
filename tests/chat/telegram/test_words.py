"""The interface languages say the same: no phrase lacks what the caller fills in."""

from __future__ import annotations

import string
from dataclasses import fields
from typing import Any

import pytest

from chat.telegram.languages import DEFAULT, WORDS, words_of
from chat.telegram.words import Words


def _blanks(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


def _phrases(words: Words) -> dict[str, Any]:
    return {each.name: getattr(words, each.name) for each in fields(words)}


@pytest.mark.parametrize("words", WORDS.values(), ids=lambda words: words.language)
def test_every_language_fills_in_the_same(words: Words) -> None:
    own, english = _phrases(words), _phrases(DEFAULT)
    for name, phrase in english.items():
        if isinstance(phrase, str):
            assert own[name]
            assert _blanks(own[name]) == _blanks(phrase), name
        elif not callable(phrase):
            assert own[name].keys() == phrase.keys(), name


def test_limits_of_telegram_for_commands_and_descriptions() -> None:
    for words in WORDS.values():
        assert len(words.about) <= 512
        assert len(words.short_about) <= 120
        for description in (*words.commands.values(), *words.operator_commands.values()):
            assert 1 <= len(description) <= 256


def test_russian_counts() -> None:
    russian = WORDS["ru"]
    assert [russian.documents(n) for n in (1, 2, 5, 11, 21, 112)] == [
        "1 документ",
        "2 документа",
        "5 документов",
        "11 документов",
        "21 документ",
        "112 документов",
    ]


def test_the_first_known_language_is_taken() -> None:
    assert words_of("", "ru-RU").language == "ru"
    assert words_of("de", None).language == "en"
    assert words_of("en", "ru").language == "en"
