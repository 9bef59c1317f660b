"""Plays conversations with the real bot and draws them: `python -m bench.conversations FOLDER`.

A private chat, a document that somebody sends, a group, and a briefing, over the seed and a few articles of
our own that arrive overnight. Each becomes a picture in the folder (telegram-private.svg …), and all together
a page on which folded passages open (telegram.html). What they show is what the bot sent, word for word; the
clock stands, so that only another answer makes another picture.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import FollowUpRewriter
from answering.ports import PassageFinder
from bench.corpus import REPOSITORY, SEED
from bench.gallery import page
from bench.pictures import picture
from briefing.overview import OverviewAnswerer
from chat.collection import own_collection, stored_name
from chat.conversation import Conversation
from chat.languages import LanguageGate
from chat.settings import Settings
from chat.telegram import logs
from chat.telegram.application import Ingredients, Running
from index.build import add
from tests.telegram.recording import recording
from tests.telegram.records import Json, Person
from tests.telegram.server import Server
from tests.telegram.world import World

MORNING = REPOSITORY / "bench" / "morning"
_EVENING = datetime(2026, 11, 24, 19, tzinfo=UTC)
_NEXT_MORNING = datetime(2026, 11, 25, 7, tzinfo=UTC)
_PATIENCE = 240.0
PICTURES = ("private", "document", "group", "briefing")
"""What is played, in this order: a picture each."""


class _Clock:
    """Stands until it is moved, for the bot and for Telegram."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._world.clock.speed = 0
        self.move(_EVENING)

    def __call__(self) -> datetime:
        return self._time

    def move(self, time: datetime) -> None:
        """Set it."""
        self._time = time
        self._world.clock.advance(time.timestamp() - self._world.clock.now())


class Play:
    """The bot over a folder that grows, and the people who talk with it."""

    def __init__(self, world: World, folder: Path) -> None:
        self._world = world
        self._documents = folder / "documents"
        self._data = folder / "data"
        self._clock = _Clock(world)
        self._documents.mkdir()
        shutil.copy(REPOSITORY / SEED, self._documents)

    async def perform(self) -> None:
        """Play all conversations, one after another."""
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg] # a developer's own file
            telegram_bot_token=self._world.token,  # type: ignore[arg-type] # made a secret by pydantic
            telegram_api_url=self._world.address,  # type: ignore[arg-type]
            data_dir=self._data,
            documents_dir=self._documents,
        )
        shelf = own_collection(self._data, self._documents)
        async with AsyncExitStack() as stack:
            running = await Running.started(
                Ingredients(settings, lambda: shelf, _converse, self._clock), stack
            )
            ann = self._world.person("Ann")
            await self._private(ann)
            await self._document()
            await self._group(ann)
            await self._briefing(running, ann)

    async def _private(self, ann: Person) -> None:
        """What it is, a question, a follow-up, a button, and what the documents do not say."""
        chat = self._world.private(ann)
        for words in ("/start", "What did Craig Murray say?"):
            chat.say(words)
            await chat.next_answer(_PATIENCE)
        chat.say("Was the seizure of the Grace 1 legal?")
        answer = await chat.next_answer(_PATIENCE)
        chat.press(answer, "Who says this?")
        await chat.next_answer(_PATIENCE)
        chat.say("What did Angela Merkel say about the budget?")
        await chat.next_answer(_PATIENCE)

    async def _document(self) -> None:
        """An article that somebody sends, what it says by voice, and a question about it."""
        chat = self._world.private(self._world.person("Cleo"))
        article = MORNING / "museum.txt"
        chat.send_file(article.name, article.read_bytes())
        await self._world.until(lambda: len(chat.answers()) > 1, _PATIENCE)
        chat.say("What did Kessler say?")
        await self._world.until(lambda: len(chat.answers()) > 2, _PATIENCE)

    async def _group(self, ann: Person) -> None:
        """A mention, and a follow-up by a reply."""
        ben = self._world.person("Ben")
        group = self._world.supergroup("Newsroom", [ann, ben], bot="administrator")
        group.say("Has anyone read the piece on Iran?", ben)
        group.say(f"@{self._world.bot.username} Was the seizure of the Grace 1 legal?", ben)
        answer = await group.next_answer(_PATIENCE)
        group.say("What did the captain say?", ann, reply_to=answer)
        await group.next_answer(_PATIENCE)

    async def _briefing(self, running: Running, ann: Person) -> None:
        """A subscription, the briefing of the next morning, a question in reply, and more of a story."""
        group = self._world.supergroup("Morning news", [ann])
        group.say("/subscribe daily 08:00 Europe/Berlin", ann)
        await group.next_answer(_PATIENCE)
        for each in sorted(MORNING.glob("*.txt")):
            shutil.copy(each, self._documents)
            await asyncio.to_thread(
                add, self._data / "index", [self._documents / each.name], shown=stored_name
            )
        self._clock.move(_NEXT_MORNING)
        running.timetable.ring()
        briefing = await group.next_answer(_PATIENCE)
        group.say("What did Elin Sand say?", ann, reply_to=briefing)
        await group.next_answer(_PATIENCE)
        group.press(briefing, "More on 1", ann)
        await group.next_answer(_PATIENCE)
        group.say("/subscriptions", ann)
        await group.next_answer(_PATIENCE)


def _converse(shelf: PassageFinder) -> Conversation:
    answerer = OverviewAnswerer(shelf, ExtractiveAnswerer(shelf))
    return Conversation(answerer, FollowUpRewriter(), LanguageGate(shelf).objection)


def play() -> list[Json]:
    """The conversations as they were played."""
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        world = server.world()
        asyncio.run(Play(world, Path(folder)).perform())
        return recording(world)


def main() -> None:
    """Play, and draw into the folder named."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m bench.conversations FOLDER")
    logs.quieten()
    chats, folder = play(), Path(sys.argv[1])
    for name, chat in zip(PICTURES, chats, strict=True):
        (folder / f"telegram-{name}.svg").write_text(picture(chat), "utf-8")
    (folder / "telegram.html").write_text(page(chats), "utf-8")


if __name__ == "__main__":
    main()
