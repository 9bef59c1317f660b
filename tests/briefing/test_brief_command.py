"""`bot.py brief` with its filters, on the real program and files of our own."""

from pathlib import Path

import pytest

from tests.chat.contract import check_briefing
from tests.running import bot, lines_of

ONE = """\
Ferry Alma sinks off Velmar

by Sam Reed

4 March 2026

The ferry Alma sank off Velmar on Tuesday night, two hours after it left Ostrand. Twelve people died when the
ferry Alma sank. Brinholt Lines has always been a shameless band of misers.
"""
TWO = """\
Velmar mourns the dead of the Alma

by Pia Kerr

5 March 2026

The ferry Alma sank off Velmar on Tuesday night, two hours after it left Ostrand. Nine people died when the
ferry Alma sank. Flags in Velmar fly at half mast.
"""
THREE = """\
Orlin dissolves its orchestra

by Omar Said

5 March 2026

The town of Orlin dissolved its orchestra in February. Forty players lost their posts in Orlin.
"""


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    for name, text in (("one", ONE), ("two", TWO), ("three", THREE)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def test_json_tells_stories_with_who_tells_what_and_what_differs(news: Path, data: Path) -> None:
    (value,) = lines_of(bot("brief", "--docs", str(news), "--json", data=data), check_briefing)
    story, other = value["items"]
    names = {Path(each["document"]).name for each in story["documents"]}
    assert (names, Path(other["document"]).name) == ({"one.txt", "two.txt"}, "three.txt")
    assert any(len(each["carried_by"]) == len(each["citations"]) == 2 for each in story["statements"])
    ((one, two),) = [each["versions"] for each in story["contradictions"]]
    assert {one["text"][:6], two["text"][:6]} == {"Twelve", "Nine p"}
    for each in value["citations"]:
        text = Path(each["document"]).read_text(encoding="utf-8")
        assert text[each["start"] : each["end"]] == each["text"]


def test_topic_voice_and_length_are_options(news: Path, data: Path) -> None:
    ran = bot("brief", "--docs", str(news), "--about", "orchestra", "--length", "short", "--json", data=data)
    (value,) = lines_of(ran, check_briefing)
    assert [Path(item["document"]).name for item in value["items"]] == ["three.txt"]
    ran = bot("brief", "--docs", str(news), "--voice", "opinion", "--json", data=data)
    (value,) = lines_of(ran, check_briefing)
    assert {each["voice"] for item in value["items"] for each in item["statements"]} == {"opinion"}


@pytest.mark.parametrize("option", [("--length", "endless"), ("--voice", "gossip")])
def test_a_mistaken_option_is_a_usage_mistake_with_what_to_write(option: tuple[str, str], data: Path) -> None:
    ran = bot("brief", *option, data=data)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"{option[1]!r}: use " in ran.stderr
