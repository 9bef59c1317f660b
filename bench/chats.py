"""Many chats asking at once: `python -m bench chats`.

The real application, in a process of its own, answers through the Bot API server of the tests, which keeps
Telegram's pace of 30 messages a second. Its answers are ready beforehand, so that what is measured is the
Telegram side alone: receiving, keeping, order, limits, sending. "Added" is the time to an answer beyond what
the pace makes anyone wait who is served in order. First all chats ask at one moment; then one after another,
as fast as the pace allows; last two questions each, of which the second must be answered second.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.chats_peer import QUESTIONS
from bench.corpus import REPOSITORY
from bench.tables import Table, progress
from chat.telegram.pacing import MARGIN
from index.errors import WhoSaysError
from tests.telegram.room import Room
from tests.telegram.server import Server
from tests.telegram.world import World

_PACE = 30
_BETWEEN = 1.3 / _PACE
"""Seconds between questions that come one after another: a little slower than the pace."""
_PATIENCE = 120.0
_QUESTIONS_OF_A_CHAT = 4
_SHOWS = ("Craig Murray: ", "Zarif")


@dataclass(frozen=True, slots=True)
class Round:
    """What one way of asking took: seconds added to each answer, and chats a second from first to last."""

    name: str
    added: Sequence[float]
    rate: float

    @property
    def median(self) -> float:
        """Milliseconds."""
        return 1000 * statistics.median(self.added)

    @property
    def p95(self) -> float:
        """Milliseconds."""
        return 1000 * statistics.quantiles(self.added, n=20)[-1]


def main(arguments: Sequence[str]) -> int:
    """Run the bench; 1 where a question was lost, answered twice or out of order."""
    parser = argparse.ArgumentParser(prog="bench chats", description=__doc__)
    parser.add_argument("--chats", type=int, default=200, metavar="N")
    count = parser.parse_args(arguments).chats
    with Server() as server, tempfile.TemporaryDirectory() as data:
        world = server.world()
        rooms = [world.private(world.person(f"P{number}")) for number in range(count)]
        progress(f"chats: {count} chats of the test server and the bot in a process of its own")
        with _bot(world, data) as ended:
            world.pace.on = True
            rounds = [_asked(world, rooms, "at once", 0.0), _asked(world, rooms, "one by one", _BETWEEN)]
            wrong = _in_order(rooms)
            processor = 1000 * ended() / (_QUESTIONS_OF_A_CHAT * count)
        wrong += _miscounted(rooms)
    rows = [
        (each.name, count, f"{each.median:.0f}", f"{each.p95:.0f}", f"{each.rate:.1f}") for each in rounds
    ]
    refused = f"sends refused by the server's pace: {world.pace.refusals}"
    notes = [f"processor time of the bot: {processor:.1f} ms an answer; {refused}"]
    Table("Chats that ask", ("asked", "chats", "p50 ms", "p95 ms", "chats/s"), rows, notes).show()
    at_once, one_by_one = rounds
    print(
        f"{count} chats: {wrong} lost, doubled or out of order; added p95 {at_once.p95:.0f} ms at once, "
        f"{one_by_one.p95:.0f} ms one by one; {at_once.rate:.1f} chats/s"
    )
    return 1 if wrong else 0


def _asked(world: World, rooms: Sequence[Room], name: str, between: float) -> Round:
    """All chats ask once; what was added to each answer."""
    before = [len(each.chat.messages) for each in rooms]
    asked: list[float] = []
    for each in rooms:
        each.say(QUESTIONS[0])
        asked.append(world.clock.now())
        time.sleep(between)
    _until_more(rooms, before, 2)
    came = [each.answers()[-1].message.at for each in rooms]
    # Who comes when is not asked for here: the k-th answer against the k-th moment that the pace allows.
    added = [max(0.0, at - allowed) for at, allowed in zip(sorted(came), _fair(asked), strict=True)]
    return Round(name, added, len(rooms) / (max(came) - min(asked)))


def _fair(asked: Sequence[float]) -> list[float]:
    """When each would be answered at best: at once, or when the pace has room."""
    served: list[float] = []
    for number, moment in enumerate(sorted(asked)):
        room = served[number - _PACE] + 1 + MARGIN if number >= _PACE else moment
        served.append(max(moment, room))
    return served


def _in_order(rooms: Sequence[Room]) -> int:
    """Two questions each at one moment; how many chats got other answers, or in another order."""
    before = [len(each.chat.messages) for each in rooms]
    for question in QUESTIONS:
        for each in rooms:
            each.say(question)
    _until_more(rooms, before, 4)
    wrong = 0
    for each in rooms:
        texts = [answer.text for answer in each.answers()[-len(QUESTIONS) :]]
        wrong += not all(shows in text for shows, text in zip(_SHOWS, texts, strict=False))
    return wrong


def _miscounted(rooms: Sequence[Room]) -> int:
    """Chats with more or fewer answers than questions."""
    time.sleep(2)
    return sum(len(each.answers()) != _QUESTIONS_OF_A_CHAT for each in rooms)


def _until_more(rooms: Sequence[Room], before: Sequence[int], more: int) -> None:
    """Return once each chat has so many more messages; looking must cost the server next to nothing."""
    ends = time.monotonic() + _PATIENCE
    while any(len(each.chat.messages) < held + more for each, held in zip(rooms, before, strict=True)):
        if time.monotonic() > ends:
            raise WhoSaysError("questions stayed unanswered")
        time.sleep(0.2)


@contextmanager
def _bot(world: World, data: str) -> Iterator[Callable[[], float]]:
    """The bot, ready; what is given ends it and tells its seconds of processor time."""
    settings = {"TELEGRAM_BOT_TOKEN": world.token, "TELEGRAM_API_URL": world.address}
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "bench.chats_peer", data],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, **settings},
    )

    def line() -> str:
        assert process.stdout is not None  # noqa: S101 - for the type checker
        return process.stdout.readline().strip()

    def ended() -> float:
        assert process.stdin is not None  # noqa: S101
        process.stdin.close()
        return float(line() or "nan")

    try:
        if line() != "ready":
            raise WhoSaysError("the bot did not start")
        yield ended
    finally:
        process.terminate()
        process.wait()
