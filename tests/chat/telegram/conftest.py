"""The real bot over the seed document, against the Bot API server for tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import FollowUpRewriter
from answering.ports import PassageFinder
from chat.collection import Shelf, given_collection
from chat.conversation import Conversation
from chat.feeds.asking import Asking
from chat.languages import LanguageGate
from chat.settings import Settings
from chat.state.database import utc_now
from chat.telegram.application import Ingredients, Running
from tests.chat.telegram.paper import Clock, Paper
from tests.running import ROOT, SEED
from tests.telegram.world import World

Scenario = Coroutine[Any, Any, None]


def converse(shelf: PassageFinder) -> Conversation:
    return Conversation(ExtractiveAnswerer(shelf), FollowUpRewriter(), LanguageGate(shelf).objection)


@pytest.fixture(scope="session")
def seed_shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return given_collection(tmp_path_factory.mktemp("seed"), [ROOT / SEED])


class Bot:
    """Starts the bot as often as a test likes, always with the same data."""

    def __init__(self, world: World, shelf: Shelf, data: Path) -> None:
        self.world = world
        self.shelf = shelf
        self.data = data
        self.converse: Callable[[PassageFinder], Conversation] = converse
        self.now: Callable[[], datetime] = utc_now
        self.asking = Asking()

    @asynccontextmanager
    async def running(self, **changes: Any) -> AsyncIterator[Running]:  # noqa: ANN401 - any setting
        values = {
            "telegram_bot_token": self.world.token,
            "telegram_api_url": self.world.address,
            "data_dir": self.data,
            **changes,
        }
        settings = Settings(_env_file=None, **values)  # type: ignore[call-arg] # a developer's own file
        async with AsyncExitStack() as stack:
            ingredients = Ingredients(settings, lambda: self.shelf, self.converse, self.now, self.asking)
            yield await Running.started(ingredients, stack)

    def play(self, scenario: Callable[[], Scenario], **changes: Any) -> None:  # noqa: ANN401 - any setting
        """Run a scenario with the bot up."""

        async def played() -> None:
            async with self.running(**changes):
                await scenario()

        asyncio.run(played())


@pytest.fixture
def bot(telegram: World, seed_shelf: Shelf, tmp_path: Path) -> Bot:
    return Bot(telegram, seed_shelf, tmp_path / "data")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def paper(bot: Bot, clock: Clock, tmp_path: Path) -> Paper:
    """A collection of the test's own, and the bot by the test's clock."""
    paper = Paper(tmp_path / "data", tmp_path / "paper")
    bot.shelf, bot.now = paper.shelf, clock
    return paper
