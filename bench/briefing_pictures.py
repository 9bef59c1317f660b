"""Draws briefings as they arrive: `python -m bench.briefing_pictures FOLDER [--corpus MULTIHOP_RAG]`.

briefing-seed.svg is a briefing of the seed, briefing-news.svg a short one of sixty articles of MultiHop-RAG
from the end of November 2023, as a channel gets them. What they show is what the bot sends, word for word.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from telegram import Bot

from answering.ports import PassageFinder
from bench import multihop
from bench.corpus import REPOSITORY, SEED
from bench.pictures import picture
from bench.story_pairs import Held
from briefing.compose import compose
from briefing.model import Briefing, Length, Wanted
from chat.telegram import logs
from chat.telegram.answers import folded
from chat.telegram.delivering import briefing_message
from chat.telegram.languages import words_of
from chat.telegram.outbox import Outbox, Place
from index.cleaning import clean
from index.model import Document
from index.reading import read
from index.store.embedding import Embedder
from tests.telegram import simulated
from tests.telegram.recording import recording
from tests.telegram.records import Json

_FIRST, _LAST, _ARTICLES = date(2023, 11, 17), date(2023, 12, 1), 60
_ON_ONE_SCREEN = 3000


class _Open:
    """Chats that stay open."""

    async def unreachable(self, chat: int, reason: str) -> None:
        """Nothing happens to them."""

    async def migrated(self, old: int, new: int) -> None:
        """Nor do they move."""


def seed() -> Briefing:
    """The briefing of the seed document."""
    held = Held([clean(read(REPOSITORY / SEED, shown=str(SEED)))], Embedder())
    return compose(held, held.documents())


def news(corpus: Path) -> list[Document]:
    """The sixty articles, by date."""
    every = [each.document for each in multihop.articles(corpus)]
    dated = [(each.published, at) for at, each in enumerate(every) if each.published is not None]
    return [every[at] for day, at in sorted(dated) if _FIRST <= day <= _LAST][:_ARTICLES]


def briefed(finder: PassageFinder) -> Briefing:
    """A short briefing of all that is there."""
    return compose(finder, finder.documents(), Wanted(length=Length.SHORT))


def arriving(briefing: Briefing, channel: str) -> Json:
    """The briefing as it stands in a channel after it was sent there."""

    async def sent() -> Json:
        world = simulated.world()
        room = world.channel(channel, [world.person("Ann")])
        request = simulated.InProcess(world)
        bot = Bot(world.token, request=request, get_updates_request=request)
        await bot.initialize()
        rows = folded(briefing_message(briefing, words_of("en")), _ON_ONE_SCREEN)
        await Outbox(bot, _Open()).send(Place(room.chat.id), rows)
        return recording(world)[0]

    return simulated.run(sent)


def main(arguments: Sequence[str]) -> int:
    """Draw into the folder named."""
    parser = argparse.ArgumentParser(prog="python -m bench.briefing_pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpus", type=Path, help="MultiHop-RAG's articles")
    options = parser.parse_args(arguments)
    drawn = {"seed": arriving(seed(), "Morning briefing")}
    if options.corpus is not None:
        told = briefed(Held(news(options.corpus), Embedder()))
        drawn["news"] = arriving(told, "Two weeks in November")
    for name, chat in drawn.items():
        (options.folder / f"briefing-{name}.svg").write_text(picture(chat), "utf-8")
    return 0


if __name__ == "__main__":
    logs.quieten()
    sys.exit(main(sys.argv[1:]))
