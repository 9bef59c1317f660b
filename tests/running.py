"""Runs the program as people and programs run it: real processes, their output and their exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chat.settings import Settings

ROOT = Path(__file__).parent.parent
SEED = "seeds/000_4336830fb34440f3.txt"
Ran = subprocess.CompletedProcess[str]


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without any setting of the bot, and then the changes."""
    settings = {name.upper() for name in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name not in settings} | changes


def bot(*arguments: str, data: Path, stdin: str = "", cwd: Path = ROOT, **changes: str) -> Ran:
    """A run to its end; whatever happens, nobody sees a traceback."""
    ran = subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment(DATA_DIR=str(data), **changes),
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ran.stderr
    return ran


def lines_of(ran: Ran, check: Callable[[dict[str, Any]], None]) -> list[dict[str, Any]]:
    """The JSON objects on standard output, each checked; there must be nothing else."""
    assert ran.returncode == 0, ran.stderr
    objects = [json.loads(line) for line in ran.stdout.splitlines()]
    for value in objects:
        check(value)
    return objects
