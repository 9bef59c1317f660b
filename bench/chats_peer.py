"""The bot that `bench.chats` asks, in a process of its own: the real application, answers ready beforehand.

`python -m bench.chats_peer DATA_DIR`: token and address come from the environment; it says "ready", answers
until its standard input ends, and then prints the seconds of processor time that it took since.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from time import process_time

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import FollowUpRewriter
from answering.model import Answer, NotFound, Question
from answering.ports import PassageFinder
from bench.corpus import REPOSITORY, SEED
from chat.collection import given_collection
from chat.conversation import Conversation
from chat.settings import Settings
from chat.telegram import logs
from chat.telegram.application import Ingredients, Running

QUESTIONS = ("What did Craig Murray say?", "What did Zarif tweet?")


class Ready:
    """Answers known questions at once."""

    def __init__(self, answers: dict[str, Answer | NotFound]) -> None:
        self._answers = answers

    def answer(self, question: Question) -> Answer | NotFound:
        """The answer made beforehand."""
        return self._answers[question.text]


async def main(data: Path) -> None:
    """Answer until standard input ends."""
    settings = Settings(_env_file=None, data_dir=data)  # type: ignore[call-arg] # the environment's
    shelf = given_collection(data, [REPOSITORY / SEED])
    real = ExtractiveAnswerer(shelf)
    ready = Ready({each: real.answer(Question(each, each)) for each in QUESTIONS})

    def converse(_: PassageFinder) -> Conversation:
        return Conversation(ready, FollowUpRewriter())

    async with AsyncExitStack() as stack:
        await Running.started(Ingredients(settings, lambda: shelf, converse), stack)
        await asyncio.sleep(3)  # commands and descriptions are set
        print("ready", flush=True)
        began = process_time()
        await asyncio.to_thread(sys.stdin.read)
        print(process_time() - began, flush=True)


if __name__ == "__main__":
    logs.quieten()
    asyncio.run(main(Path(sys.argv[1])))
