"""Nothing from outside steers a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from chat.safety import REPLACEMENT, one_line, printable, without_controls

DANGEROUS = "\x1b\x07\x08\x00\x7f\x9b\x90\u202e\u2066\u200f\udce9\r"


def test_every_dangerous_character_is_replaced_one_for_one() -> None:
    for character in DANGEROUS:
        assert printable(f"a{character}b") == f"a{REPLACEMENT}b"


def test_line_feeds_tabs_and_foreign_scripts_stay() -> None:
    text = "a\n\tb — “ç” می‌خواهم 中文 👩‍👩‍👧"
    assert printable(text) == text


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_printable_keeps_the_length_and_can_be_encoded(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")
    assert not set(shown) & set(DANGEROUS)


def test_a_question_loses_its_control_characters_and_line_breaks() -> None:
    assert without_controls(" What\x1b[31m did\r\nhe\u202e say?\x00 ") == "What[31m did he say?"


def test_a_title_is_one_line() -> None:
    assert one_line("Two\n lines\x1b") == f"Two  lines{REPLACEMENT}"
