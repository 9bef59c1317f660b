"""The bot that `bench.chats` asks, in a process of its own: the real application, answers ready beforehand.

`python -m bench.chats_peer DATA_DIR`: token and address come from the environment; it says "ready", answers
until its standard input ends, and then prints what it saw as one line of JSON (`Watched`). At the end it lets
as many chats ask at once without Telegram: what that takes is not Telegram's.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, process_time, thread_time
from typing import Any

from telegram import Update

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import FollowUpRewriter
from answering.model import Answer, NotFound, Question, Turn
from answering.ports import PassageFinder
from bench.corpus import REPOSITORY, SEED
from chat.collection import given_collection
from chat.conversation import Conversation
from chat.settings import Settings
from chat.telegram import logs
from chat.telegram.application import Ingredients, Running
from chat.telegram.desk import Desk
from chat.telegram.pacing import Pacing

QUESTIONS = ("What did Craig Murray say?", "What did Zarif tweet?")
_Times = defaultdict[int, list[float]]
_NOBODY = 10**12
"""Chats from this number on are nobody's."""
Answering = Callable[[Desk, int], Awaitable[None]]


class Ready:
    """Answers known questions at once."""

    def __init__(self, answers: dict[str, Answer | NotFound]) -> None:
        self._answers = answers

    def answer(self, question: Question) -> Answer | NotFound:
        """The answer made beforehand."""
        return self._answers[question.text]


@dataclass
class Watched:
    """When each chat's questions arrived, their answers were ready to go, and went: by the monotonic clock.

    Processor seconds are those of the whole process and of the loop's thread alone.
    """

    arrived: _Times = field(default_factory=lambda: defaultdict(list))
    ready: _Times = field(default_factory=lambda: defaultdict(list))
    went: _Times = field(default_factory=lambda: defaultdict(list))
    processor: float = 0.0
    loop: float = 0.0
    without: dict[str, Without] = field(default_factory=dict)


@dataclass(frozen=True)
class Without:
    """As many questions at once, without Telegram: seconds to each answer, and processor seconds for all."""

    seconds: Sequence[float]
    processor: float


class Paced(Pacing):
    """Telegram's pace, with the times of what goes."""

    def __init__(self, watched: Watched) -> None:
        super().__init__()
        self._watched = watched

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401 - the library's own signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:  # noqa: ANN401
        """As `Pacing.process_request`."""

        async def going(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            if endpoint == "sendMessage":
                self._watched.went[data["chat_id"]].append(monotonic())
            return await callback(*args, **kwargs)

        if endpoint == "sendMessage":
            self._watched.ready[data["chat_id"]].append(monotonic())
        return await super().process_request(going, args, kwargs, endpoint, data, rate_limit_args)


class Bot(Running):
    """The bot, with the times of what comes; `watched` is set before it starts."""

    watched: Watched

    async def accept(self, updates: Sequence[Update]) -> None:
        """As `Running.accept`."""
        for each in updates:
            if each.effective_chat is not None:
                self.watched.arrived[each.effective_chat.id].append(monotonic())
        await super().accept(updates)


async def main(data: Path) -> None:
    """Answer until standard input ends."""
    settings = Settings(_env_file=None, data_dir=data)  # type: ignore[call-arg] # the environment's
    shelf = given_collection(data, [REPOSITORY / SEED])
    real = ExtractiveAnswerer(shelf)
    ready = Ready({each: real.answer(Question(each, each)) for each in QUESTIONS})
    watched = Bot.watched = Watched()

    def converse(_: PassageFinder) -> Conversation:
        return Conversation(ready, FollowUpRewriter())

    async with AsyncExitStack() as stack:
        bot = await Bot.started(Ingredients(settings, lambda: shelf, converse), stack)
        bot.app.bot._rate_limiter = Paced(watched)
        await asyncio.sleep(3)  # commands and descriptions are set
        print("ready", flush=True)
        processor, loop = process_time(), thread_time()
        await asyncio.to_thread(sys.stdin.read)
        watched.processor, watched.loop = process_time() - processor, thread_time() - loop
        for name, answer in (("kept", kept), ("bare", bare)):
            watched.without[name] = await without_telegram(bot.desk, answer, len(watched.arrived))
        print(json.dumps(vars(watched), default=vars), flush=True)


async def without_telegram(desk: Desk, answer: Answering, chats: int) -> Without:
    """So many chats, none of which has asked before, ask at one moment; nothing is received or sent."""
    seconds: list[float] = []

    async def asked(chat: int) -> None:
        await answer(desk, chat)
        seconds.append(monotonic() - began)

    began, processor = monotonic(), process_time()
    await asyncio.gather(*(asked(each) for each in range(_NOBODY, _NOBODY + chats)))
    return Without(seconds, process_time() - processor)


async def kept(desk: Desk, chat: int) -> None:
    """Answer with what is kept of any answer: the chat's limits, the turn before, the turn made."""
    state = desk.state
    async with state.together():
        settings = await desk.chat_settings(chat)
        await state.limits.admit(chat, chat, desk.limits)
        before = await state.turns.latest(chat, chat)
    turns = [before.turn] if before else []
    reply = await desk.in_thread(
        lambda: desk.libraries.of(chat).conversation.resumed(turns, settings.voices).ask(QUESTIONS[0])
    )
    turn = Turn(reply.result.question, reply.result)
    await state.turns.save(turn, chat_id=chat, thread_id=None, user_id=chat)


async def bare(desk: Desk, chat: int) -> None:
    """Answer, and keep nothing."""
    await desk.in_thread(lambda: desk.libraries.of(chat).conversation.resumed(()).ask(QUESTIONS[0]))


if __name__ == "__main__":
    logs.quieten()
    asyncio.run(main(Path(sys.argv[1])))
