"""`python bot.py watch`, as an operator runs it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.newsstand import Newsstand, item, page
from tests.running import Ran, bot

JOBS = (
    "Marlow Shipping cut forty jobs in Norfolk on Monday. The firm closed its smaller yard the same day.",
    "“We had no other choice,” said Edith Marlow, the chairwoman of the firm.",
)
OLD = "Harbour keeps its lights\n\nBy Ines Quill\n\nThe harbour of Norfolk kept its lights on all night.\n"


def test_what_is_watched_is_read_and_answered_from(tmp_path: Path, newsstand: Newsstand) -> None:
    data, folder, own = tmp_path / "data", tmp_path / "watched", tmp_path / "own"
    for each in (folder, own):
        each.mkdir()
    (own / "old.txt").write_text(OLD, "utf-8")
    (folder / "lights.txt").write_text(OLD.replace("Norfolk", "Quillfeather"), "utf-8")
    newsstand.show("/jobs", page("Forty jobs go", *JOBS))
    newsstand.feed("/feed", item("Forty jobs go", "/jobs", "1"))
    feed, dead = f"{newsstand.address}/feed", "http://127.0.0.1:9/feed"

    def run(*arguments: str) -> Ran:
        return bot(*arguments, data=data, FEEDS=f"{feed}, {folder}", DOCUMENTS_DIR=str(own))

    assert run("watch", "add", dead).returncode == 0
    polled = run("watch", "poll")
    assert polled.returncode == 0
    assert f"Harbour News — {feed}; 1 new" in polled.stdout
    assert f"{folder}; 1 new" in polled.stdout
    assert f"{dead}; trouble: nobody answers there" in polled.stdout

    (line,) = run("watch", "list", "--json").stdout.splitlines()
    listed = {each["source"]: each for each in json.loads(line)["sources"]}
    assert (listed[feed]["kind"], listed[feed]["by"], listed[feed]["read"]) == ("feed", "settings", 1)
    assert (listed[dead]["by"], listed[dead]["trouble"]) == ("operator", "UNREACHABLE")

    answer = run("ask", "What did Edith Marlow say?", "--json")
    told = json.loads(answer.stdout)
    assert told["answered"]
    assert told["citations"][0]["title"] == "Forty jobs go"
    assert told["citations"][0]["author"] == "Tom Bell"

    named = run("watch", "remove", feed)
    assert named.returncode == 2
    assert "FEEDS" in named.stderr
    assert "No longer watched" in run("watch", "remove", dead).stdout
    assert dead not in run("watch", "list").stdout


def test_mistakes_are_usage_mistakes(tmp_path: Path) -> None:
    assert "Nothing is watched" in bot("watch", "list", data=tmp_path).stdout
    for command in (["add", "not/there"], ["add", "ftp://x.example/feed"], ["remove", "3"]):
        assert bot("watch", *command, data=tmp_path).returncode == 2
    ran = bot("watch", "list", data=tmp_path, FEEDS="https://news.example/feed, not/there")
    assert ran.returncode == 2
    assert "not/there is neither an address" in ran.stderr
