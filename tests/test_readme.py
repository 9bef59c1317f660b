"""What the README shows is what the program prints."""

import re
import shlex
from pathlib import Path

import pytest

from tests.running import ROOT, bot

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```console\n\$ python bot\.py ?([^\n]*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_readme_shows_a_real_answer() -> None:
    assert any(command.startswith("ask ") for command, _ in SHOWN)


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_what_the_readme_shows_is_printed(tmp_path: Path, command: str, shown: str) -> None:
    arguments, _, piped = command.partition(" <<< ")
    ran = bot(*shlex.split(arguments), data=tmp_path, stdin=piped.strip("'").replace("\\n", "\n"))
    assert ran.returncode == 0
    assert shown.strip() in ran.stdout


@pytest.mark.parametrize("target", ["run", "test", "check", "bench"])
def test_the_commands_of_the_readme_are_there(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
