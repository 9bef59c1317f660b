"""What a question costs: `python -m bench asking`.

`python bot.py ask` on the seed as a process of its own: with nothing indexed yet, and with the index there.
Then many questions in one process, of which the first does not count. The peer is LlamaIndex as it comes over
the same document with the same embeddings: import, index and query.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import REPOSITORY, SEED, load
from bench.tables import Table, progress
from index.errors import WhoSaysError

_TIMES = 5
_ROUNDS = 10
_SETTINGS = ("TELEGRAM_", "OPENAI_", "DATABASE_", "MILVUS_", "DOCUMENTS_", "ALLOWED_", "OPERATOR_")


@dataclass(frozen=True, slots=True)
class Run:
    """A process that has ended: its CPU seconds, its peak memory in MB, and what it printed."""

    seconds: float
    memory: float
    output: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A cold run of the middle, one with many questions, and the milliseconds of each but the first."""

    cold: Run
    more: Run
    times: Sequence[float]

    def figures(self) -> tuple[float, ...]:
        """CPU seconds when cold, milliseconds of a question (median, 95th of a hundred, CPU), peak MB."""
        p95 = statistics.quantiles(self.times, n=20)[-1]
        cpu = 1000 * (self.more.seconds - self.cold.seconds) / len(self.times)
        return self.cold.seconds, statistics.median(self.times), p95, cpu, self.more.memory


class Failed(WhoSaysError):
    """A measured process did not end well; the message is what it said."""


def run(command: Sequence[str], data: Path, stdin: str = "") -> Run:
    """Run a program with its own data folder and none of the bot's settings, and see what it took.

    Raises:
        Failed: its exit status was not 0.
    """
    data.mkdir(exist_ok=True)  # it is the working directory, too, so that no .env is found
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
    environment = {**kept, "DATA_DIR": str(data), "PYTHONPATH": str(REPOSITORY)}
    with ExitStack() as opened:
        given, told, complained = (opened.enter_context(tempfile.TemporaryFile("w+")) for _ in range(3))
        given.write(stdin)
        given.seek(0)
        process = subprocess.Popen(  # noqa: S603 (our own programs)
            command, stdin=given, stdout=told, stderr=complained, cwd=data, env=environment
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            complained.seek(0)
            raise Failed(complained.read())
        told.seek(0)
        # Before it becomes another program a child has its parent's memory, so the parent must stay small.
        return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, told.read())


def questions() -> list[str]:
    """The seed's questions with known answers, and those it does not answer."""
    (seed,) = load("seed")
    return [*(each.question for each in seed.questions), *(each.question for each in seed.unanswerable)]


def main(arguments: Sequence[str]) -> int:
    """Print the table and the last line."""
    argparse.ArgumentParser(prog="python -m bench asking", description=__doc__).parse_args(arguments)
    asked = questions()
    many = "".join(f"{question}\n" for _ in range(_ROUNDS) for question in asked)
    with tempfile.TemporaryDirectory() as folder:
        first, ours = _ours(Path(folder), asked[0], many)
        peer = _peers(Path(folder), asked[0], many)
    mine, its = ours.figures(), peer.figures()
    ratios = [f"{other / own:.1f}×" for own, other in zip(mine, its, strict=True)]
    Table(
        f"Asking about the seed: {_TIMES} cold starts, {len(ours.times)} questions in one process",
        ("", "cold CPU s", "question ms", "p95 ms", "CPU ms", "peak MB", "first asked ms"),
        [
            ["WhoSays, index there", *_shown(mine), _first_asked(ours, asked)],
            [
                "WhoSays, nothing indexed yet",
                f"{first.seconds:.2f}",
                None,
                None,
                None,
                f"{first.memory:.0f}",
                None,
            ],
            ["LlamaIndex defaults", *_shown(its), _first_asked(peer, asked)],
            ["LlamaIndex defaults / WhoSays", *ratios, None],
        ],
        (
            "Cold: a process from start to end with one question; medians. Ours answers in statements with",
            "voices and citations, LlamaIndex's with the nearest chunks. CPU ms: of all threads, little",
            "disturbed by other work on the machine. First asked: median of the first round, in",
            "which few clauses were weighed before; the others are over all rounds.",
        ),
    ).show()
    cold, middle, _, cpu, memory = _shown(mine)
    print(f"asking cold CPU s: {cold} question ms: {middle} CPU ms: {cpu} peak MB: {memory}", flush=True)
    return 0


def _first_asked(asked: Asked, questions: Sequence[str]) -> str:
    return f"{statistics.median(asked.times[: len(questions) - 1]):.1f}"


def _shown(figures: Sequence[float]) -> list[str]:
    return [f"{each:.{places}f}" for each, places in zip(figures, (2, 1, 1, 1, 0), strict=True)]


def _ours(folder: Path, question: str, many: str) -> tuple[Run, Asked]:
    """The run that has to index first, and the figures of those that find the index there."""
    bot = [sys.executable, str(REPOSITORY / "bot.py")]
    ask = [*bot, "ask", question, "--docs", str(SEED), "--json"]
    progress("asking: WhoSays")
    first = _median([run(ask, folder / f"new{time}") for time in range(_TIMES)])
    cold = _median([run(ask, folder / "new0") for _ in range(_TIMES)])
    more = run([*bot, "chat", "--docs", str(SEED), "--json"], folder / "new0", many)
    times = [json.loads(line)["milliseconds"]["total"] for line in more.output.splitlines()]
    return first, Asked(cold, more, times[1:])


def _peers(folder: Path, question: str, many: str) -> Asked:
    peer = [sys.executable, "-m", "bench.asking_peer", str(SEED)]
    progress("asking: LlamaIndex")
    cold, more = _median([run(peer, folder, question) for _ in range(_TIMES)]), run(peer, folder, many)
    return Asked(cold, more, [float(line) for line in more.output.splitlines()][1:])


def _median(runs: Sequence[Run]) -> Run:
    """The run in the middle by CPU time."""
    return sorted(runs, key=lambda each: each.seconds)[len(runs) // 2]
