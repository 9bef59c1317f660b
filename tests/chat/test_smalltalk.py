"""What is said in passing is told from what is asked."""

from __future__ import annotations

import pytest

from chat.smalltalk import SAID, Talk, small_talk
from chat.telegram.languages import WORDS


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("Hello!!", Talk.GREETING),
        ("Здравствуйте!", Talk.GREETING),
        ("thank you :)", Talk.THANKS),
        ("What can you do?", Talk.ABOUT),
        ("ОК", Talk.NOTHING),
        ("?", Talk.NOTHING),
        ("😀" * 100, Talk.NOTHING),
        ("", None),
        ("Raab", None),
        ("why?", None),
        ("Thanks to whom was it closed?", None),
        ("2019", None),
    ],
)
def test_small_talk_is_told_from_questions(text: str, talk: Talk | None) -> None:
    assert small_talk(text) is talk


def test_each_interface_language_knows_how_people_say_it() -> None:
    assert SAID.keys() >= WORDS.keys()
    for said in SAID.values():
        for talk in Talk:
            assert all(small_talk(each.strip()) is talk for each in said[talk].split(","))
