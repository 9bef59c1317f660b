"""One of several processes on one database: `python -m tests.chat.state.racer URL`, then a line a race.

Prints a line when it is ready, and then for each race a JSON list: what it got.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from chat.state.model import Allowance, Limits
from chat.state.opening import open_state
from chat.state.state import State
from tests.chat.state.conftest import NOON

TURNS = 40
ALLOWED = 25
BUDGET = 1000
TOKENS = 30


async def questions(state: State) -> list[int]:
    """The ids of the questions that this process claimed and finished."""
    mine = []
    for _ in range(TURNS * 4):
        question = await state.questions.claim_next()
        if question is None:
            await asyncio.sleep(0.005)
            continue
        if await state.questions.begin_sending(question.id) and await state.questions.finish(question.id):
            mine.append(question.id)
    return mine


async def admissions(state: State) -> list[int]:
    """A 1 for every question that was admitted; two people in one chat, several at once."""
    limits = Limits(chat=Allowance(questions=ALLOWED))
    asked = [state.limits.admit(-50, user, limits) for user in (7, 8) * (TURNS // 2)]
    return [1 for each in await asyncio.gather(*asked) if each.allowed]


async def tokens(state: State) -> list[int]:
    """The tokens that each admitted question reserved; one person in many chats."""
    limits = Limits(user=Allowance(tokens=BUDGET))
    asked = [state.limits.admit(-chat, 7, limits, tokens=TOKENS) for chat in range(TURNS)]
    return [each.reserved for each in await asyncio.gather(*asked) if each.allowed]


async def updates(state: State) -> list[int]:
    """The updates that were new to this process."""
    return [each for each in range(TURNS) if await state.updates.first_time(each)]


async def deliveries(state: State) -> list[int]:
    """The deliveries that this process was to send."""
    return [each for each in range(TURNS) if await state.deliveries.claim(str(each), 5)]


RACES = {each.__name__: each for each in (questions, admissions, tokens, updates, deliveries)}


async def run(url: str) -> None:
    async with await open_state(Path(), url, now=lambda: NOON) as state:
        tell("ready")
        for line in sys.stdin:
            tell(await RACES[line.strip()](state))


def tell(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1]))
