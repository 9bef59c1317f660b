"""Many chats asking at once: `python -m bench chats`.

The real application, in a process of its own, answers through the Bot API server of the tests, which keeps
Telegram's pace of 30 messages a second. Its answers are ready beforehand, so that what is measured is the
Telegram side alone: receiving, keeping, order, limits, sending. First all chats ask at one moment; then one
after another, as fast as the pace allows; last two questions each, to be answered in their order.

"Added" is from a question's arrival in the bot's process to its answer leaving it, beyond what the pace makes
anyone wait who is served in order. "Work" is the part before the answer waits for the pace. Of what is added,
the last two rows say what is not Telegram's: the same process answers as many questions at one moment with
nothing received or sent, once with the state that is kept of any answer (limits, the turn before, the turn),
and once with none. "By Telegram" is what is added beyond the first of them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

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
_PATIENCE = 180.0
_ROUNDS = ("at once", "one by one")
_WITHOUT = {"kept": "at once without Telegram", "bare": "and with nothing kept"}
_QUESTIONS_OF_A_CHAT = len(_ROUNDS) + len(QUESTIONS)
_SHOWS = ("Craig Murray: ", "Zarif")
_ALLOWED_MS = 50


@dataclass(frozen=True, slots=True)
class Round:
    """What one way of asking took: seconds of work on each answer and seconds added; chats a second."""

    name: str
    work: Sequence[float]
    added: Sequence[float]
    rate: float

    @property
    def row(self) -> Sequence[str | int]:
        """As a row of the table, in milliseconds."""
        figures = [_median(self.work), _p95(self.work), _median(self.added), _p95(self.added)]
        return (self.name, len(self.added), *(f"{each:.0f}" for each in figures), f"{self.rate:.1f}")


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
            for between in (0.0, _BETWEEN):
                _asked(rooms, between)
            wrong = _in_order(rooms)
            wrong += _miscounted(rooms)
            saw = ended()
    rounds = [_round(name, number, saw) for number, name in enumerate(_ROUNDS)]
    without = [_without(name, saw["without"][each]) for each, name in _WITHOUT.items()]
    processor, loop = (1000 * saw[each] / (_QUESTIONS_OF_A_CHAT * count) for each in ("processor", "loop"))
    notes = [
        f"processor time of the bot: {processor:.1f} ms an answer, {loop:.1f} ms of it in its loop",
        f"sends refused by the server's pace: {world.pace.refusals}",
    ]
    heads = ("asked", "chats", "work p50 ms", "p95 ms", "added p50 ms", "p95 ms", "chats/s")
    Table("Chats that ask", heads, [*(each.row for each in rounds), *without], notes).show()
    at_once, one_by_one = (_p95(each.added) for each in rounds)
    print(
        f"{count} chats: {wrong} lost, doubled or out of order; added p95 {at_once:.0f} ms at once, "
        f"{_p95(_by_telegram(saw)):.0f} ms of it by Telegram, {one_by_one:.0f} ms one by one "
        f"(the aim is {_ALLOWED_MS})"
    )
    return 1 if wrong else 0


def _asked(rooms: Sequence[Room], between: float) -> None:
    """All chats ask once, and are answered."""
    before = [len(each.chat.messages) for each in rooms]
    for each in rooms:
        each.say(QUESTIONS[0])
        time.sleep(between)
    _until_more(rooms, before, 2)


def _round(name: str, number: int, saw: dict[str, Any]) -> Round:
    """What the bot saw of one question of each chat: of the first, or of the second."""
    arrived, ready, went = (
        {chat: moments[number] for chat, moments in saw[what].items()}
        for what in ("arrived", "ready", "went")
    )
    work = [ready[chat] - arrived[chat] for chat in arrived]
    # Who goes when is not asked for here: the k-th answer against the k-th moment that the pace allows.
    added = _beyond(_fair(list(arrived.values())), went.values())
    return Round(name, work, added, len(went) / (max(went.values()) - min(arrived.values())))


def _by_telegram(saw: dict[str, Any]) -> list[float]:
    """Of all that ask at once: what is added beyond the time in which as many are answered without."""
    arrived, went = ([moments[0] for moments in saw[what].values()] for what in ("arrived", "went"))
    took = sorted(saw["without"]["kept"]["seconds"])
    return _beyond(_fair([at + spent for at, spent in zip(sorted(arrived), took, strict=True)]), went)


def _beyond(fair: Sequence[float], went: Iterable[float]) -> list[float]:
    return [max(0.0, at - allowed) for at, allowed in zip(sorted(went), fair, strict=True)]


def _without(name: str, saw: dict[str, Any]) -> Sequence[str | int]:
    """A row of what the same questions at once take without Telegram."""
    seconds, processor = saw["seconds"], 1000 * saw["processor"] / len(saw["seconds"])
    work = f"{_median(seconds):.0f}", f"{_p95(seconds):.0f}"
    return (f"{name} ({processor:.1f} ms of processor each)", len(seconds), *work, "", "", "")


def _median(seconds: Sequence[float]) -> float:
    return 1000 * statistics.median(seconds)


def _p95(seconds: Sequence[float]) -> float:
    return 1000 * statistics.quantiles(seconds, n=20)[-1]


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
def _bot(world: World, data: str) -> Iterator[Callable[[], dict[str, Any]]]:
    """The bot, ready; what is given ends it and tells what it saw."""
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

    def ended() -> dict[str, Any]:
        assert process.stdin is not None  # noqa: S101
        process.stdin.close()
        saw: dict[str, Any] = json.loads(line())
        return saw

    try:
        if line() != "ready":
            raise WhoSaysError("the bot did not start")
        yield ended
    finally:
        process.terminate()
        process.wait()
