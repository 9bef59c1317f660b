"""The gallery shows what was said, whole and safely."""

from __future__ import annotations

import asyncio
import json
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bench.gallery import marked_up, page
from tests.telegram.entities import utf16
from tests.telegram.playing import bot_of
from tests.telegram.recording import write
from tests.telegram.records import Json
from tests.telegram.world import World

KINDS = ("bold", "italic", "underline", "expandable_blockquote", "code", "url")


class _Reader(HTMLParser):
    """Collects the text, and checks that tags nest."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_recorded_conversation_is_shown(telegram: World, tmp_path: Path) -> None:
    async def play() -> None:
        async with bot_of(telegram) as bot:
            ann = telegram.person("Ann <3")
            chat = telegram.private(ann)
            asked = chat.say("Who says so?")
            markup = InlineKeyboardMarkup([[InlineKeyboardButton("Only facts", callback_data="1")]])
            text = "<b>Reported</b>\n<blockquote expandable>a &lt; b</blockquote>\nend"
            await bot.send_message(chat.id, text, "HTML", reply_markup=markup, reply_to_message_id=asked.id)
            chat.send_file("news.pdf", b"x")
            forum = telegram.supergroup("Forum", [ann], forum=True, bot="administrator")
            forum.say("/ask in here", ann, topic=forum.open_topic("News", ann))

    asyncio.run(play())
    write(telegram, tmp_path / "recording.json")
    html = page(json.loads((tmp_path / "recording.json").read_text("utf-8")))
    for shown in (
        "Ann &lt;3",
        "<b>Reported</b><blockquote",
        'class="fold" tabindex="0">a &lt; b</blockquote>end',
        "Only facts",
        "news.pdf",
        "# News",
        "forum topic created: News",
    ):
        assert shown in html


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, list[Json]]:
    text = draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
    places = st.integers(0, len(text))
    entities = []
    for kind, (start, end) in draw(
        st.lists(st.tuples(st.sampled_from(KINDS), st.tuples(places, places)), max_size=6)
    ):
        if start < end:
            length = utf16(text[start:end])
            entities.append({"type": kind, "offset": utf16(text[:start]), "length": length})
    return text, entities


@given(_texts())
@settings(deadline=None)
def test_whatever_is_marked_no_letter_is_lost(case: tuple[str, list[Json]]) -> None:
    reader = _Reader()
    reader.feed(marked_up(*case))
    reader.close()
    assert reader.open == []
    assert reader.text == case[0]
