"""The pictures in docs/ are what the bot sends now, to the letter: the clock of the play stands."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path

from bench.conversations import PICTURES, Play
from bench.gallery import page
from bench.pictures import picture
from tests.running import ROOT
from tests.telegram.recording import recording
from tests.telegram.world import World

DOCS = ROOT / "docs"
REDRAW = "the bot sends something else now; look at it, and draw it: python -m bench.conversations docs"


def drawn(svg: str) -> list[str]:
    """What is written in a picture, line by line."""
    return [unescape(each) for each in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def test_the_pictures_show_what_the_bot_sends_now(telegram: World, tmp_path: Path) -> None:
    asyncio.run(Play(telegram, tmp_path).perform())
    chats = recording(telegram)
    for name, chat in zip(PICTURES, chats, strict=True):
        kept, now = (DOCS / f"telegram-{name}.svg").read_text("utf-8"), picture(chat)
        assert drawn(kept) == drawn(now), REDRAW
        assert kept == now, REDRAW
    assert (DOCS / "telegram.html").read_text("utf-8") == page(chats), REDRAW
