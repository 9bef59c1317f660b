"""The pictures show what was said, within their bubbles."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.pictures import WIDTH, picture
from bench.typesetting import Run, line_width, paragraphs, width, wrapped
from tests.telegram.entities import utf16
from tests.telegram.records import Json

_SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("bold", "italic", "underline", "expandable_blockquote", "blockquote", "code", "text_link")


def message(text: str, entities: list[Json], **more: object) -> Json:
    plain: Json = {
        "sender": "WhoSays",
        "by_bot": True,
        "date": 0,
        "topic": None,
        "text": text,
        "entities": entities,
        "keyboard": [],
        "reply": None,
        "forwarded": None,
        "document": None,
        "service": None,
        "edited": False,
    }
    return plain | more


def chat(*messages: Json, kind: str = "private") -> Json:
    return {"title": "Ann <3", "type": kind, "messages": list(messages)}


def words(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{_SVG}text")]  # noqa: S314 - our own


def test_a_conversation_is_drawn_with_all_around_it() -> None:
    quote = {"type": "expandable_blockquote", "offset": 9, "length": 5}
    svg = picture(
        chat(
            message("/start", [], by_bot=False, sender="Ann <3"),
            message(
                "Reported\na < b\nend",
                [{"type": "bold", "offset": 0, "length": 8}, quote],
                keyboard=[["Only facts", "Only opinions"], ["A label that is far too long for it " * 4]],
                reply={"sender": "Ann", "text": "What did she say? " * 20},
                document="news.pdf",
                topic="News",
            ),
            message("", [], service="forum topic created: News"),
            kind="supergroup",
        )
    )
    drawn = words(svg)
    for shown in ("Ann <3", "/start", "Reported", "a < b", "end", "Only facts", "news.pdf", "# News"):
        assert shown in drawn
    assert any(each.startswith("A label that") and each.endswith("…") for each in drawn)
    assert any(each.startswith("What did she say?") and each.endswith("…") for each in drawn)


def test_a_long_quotation_is_folded_and_a_short_one_is_not() -> None:
    text = "word " * 200
    fold = {"type": "expandable_blockquote", "offset": 0, "length": len(text)}
    assert len(words(picture(chat(message(text, [fold]))))) < len(words(picture(chat(message(text, [])))))
    assert "word word" in words(picture(chat(message("word word", [fold | {"length": 9}]))))


def test_wide_letters_take_more_room_than_narrow_ones() -> None:
    assert width("mmmm", 10) > 2 * width("iiii", 10)
    assert width("é", 10) == width("e", 10)
    assert width("\u200d", 10) == 0
    assert Run("a", frozenset({"bold"})).width(10) > Run("a").width(10)


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, list[Json]]:
    text = draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
    places = st.integers(0, len(text))
    entities = []
    for kind, (start, end) in draw(
        st.lists(st.tuples(st.sampled_from(KINDS), st.tuples(places, places)), max_size=5)
    ):
        if start < end:
            place = {"offset": utf16(text[:start]), "length": utf16(text[start:end])}
            entities.append({"type": kind, **place})
    return text, entities


@given(_texts(), st.floats(30, 300))
@settings(deadline=None)
def test_lines_fit_and_no_letter_is_lost(case: tuple[str, list[Json]], room: float) -> None:
    lines = [line for each in paragraphs(*case) for line in each.lines]
    assert "".join("".join(run.text for run in line) for line in lines) == case[0]
    for line in lines:
        cut = wrapped(line, 16, room)
        assert "".join(run.text for some in cut for run in some) == "".join(run.text for run in line)
        assert all(line_width(some, 16) <= room + 0.01 for some in cut)


@given(_texts())
@settings(deadline=None, max_examples=50)
def test_nothing_stands_out_of_the_picture(case: tuple[str, list[Json]]) -> None:
    drawn = ET.fromstring(picture(chat(message(*case))))  # noqa: S314 - our own
    for each in drawn.iter(f"{_SVG}text"):
        assert 0 <= float(each.get("x", 0)) <= float(each.get("x", 0)) + float(each.get("textLength", 0))
        assert float(each.get("x", 0)) + float(each.get("textLength", 0)) <= WIDTH
