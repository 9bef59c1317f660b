"""The commands on the real program and the real seed: what they print, and what their JSON holds."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chat.contract import check_answer, check_article, check_briefing
from tests.running import ROOT, SEED, Ran, bot, environment, lines_of


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the seed is already indexed: importing and indexing costs seconds."""
    folder = tmp_path_factory.mktemp("data")
    ran = bot("documents", data=folder)
    assert ran.returncode == 0, ran.stderr
    return folder


# Reading


def test_read_json_keeps_the_contract_on_the_seed(tmp_path: Path) -> None:
    ran = bot("read", SEED, "--json", data=tmp_path / "data")
    (value,) = lines_of(ran, check_article)
    assert value["document"] == SEED
    assert value["text"] == (ROOT / SEED).read_bytes().decode("utf-8")
    assert value["author"] == "Stephen Lendman"
    assert not (tmp_path / "data").exists()


def test_read_shows_the_whole_article_with_its_voices(tmp_path: Path) -> None:
    ran = bot("read", SEED, data=tmp_path / "data")
    assert ran.returncode == 0
    for mark in ("[R] ", "[A: ", "[O] ", "[–] "):
        assert mark in ran.stdout
    assert "\x1b" not in ran.stdout


def test_read_of_a_broken_file_names_it(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    ran = bot("read", "broken.pdf", data=tmp_path / "data", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("broken.pdf: ")


# Answers on the seed


def test_run_without_a_keyboard_prints_a_cited_briefing_in_three_voices(data: Path) -> None:
    ran = bot(data=data)
    assert (ran.returncode, ran.stderr) == (0, "")
    for heading in ("\nReported\n", "\nAccording to others\n", "\nThe author's opinion (Stephen Lendman)\n"):
        assert heading in ran.stdout
    assert f"[1] Russia and Iran Expand Military Cooperation, by Stephen Lendman — {SEED}:" in ran.stdout


class Keyboard:
    """The bot on a terminal, with what it has shown so far."""

    def __init__(self, data: Path) -> None:
        self._ours, theirs = pty.openpty()
        # A run in the background ignores Ctrl-C, and would have its children ignore it.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            self.process = subprocess.Popen(
                [sys.executable, "bot.py"],
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                cwd=ROOT,
                env=environment(DATA_DIR=str(data), TERM="xterm-256color"),
            )
        finally:
            signal.signal(signal.SIGINT, before)
            os.close(theirs)
        self.shown = b""
        self._new = b""

    def type(self, line: str) -> None:
        os.write(self._ours, line.encode())

    def wait_for(self, *awaited: bytes) -> None:
        """Read until these have been shown, in order; fails after twenty silent seconds."""
        at = 0
        for each in awaited:
            while (found := self._new.find(each, at)) < 0:
                ready, _, _ = select.select([self._ours], [], [], 20)
                assert ready, f"{each!r} did not come after {self._new[-300:]!r}"
                self._new += os.read(self._ours, 4096)
            at = found + len(each)
        self.shown, self._new = self.shown + self._new[:at], self._new[at:]

    def interrupt(self) -> None:
        """Ctrl-C; again when it fell between the prompt and readline's waiting, where it is not seen."""
        for _ in range(10):
            self.process.send_signal(signal.SIGINT)
            if select.select([self._ours], [], [], 2)[0]:
                return

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


def test_a_keyboard_gets_colour_and_a_prompt_and_ctrl_c_ends_cleanly(data: Path) -> None:
    keyboard = Keyboard(data)
    try:
        keyboard.wait_for(b"Ask a question", b"> ")
        keyboard.type("/documents\n")
        keyboard.wait_for(b"1 document", b"1. ", b"> ")
        keyboard.interrupt()
        keyboard.wait_for(b"\n")
        assert keyboard.process.wait(timeout=20) == 0
    finally:
        keyboard.close()
    assert b"\x1b[1mReported\x1b[0m" in keyboard.shown
    assert b"Traceback" not in keyboard.shown


def test_chat_understands_a_follow_up_and_keeps_the_voices_apart(data: Path) -> None:
    stdin = "When did Shoigu and Dehghan sign the agreement?\nWhat did he call it?\n"
    first, second = lines_of(bot("chat", "--json", data=data, stdin=stdin), check_answer)
    (dated, *_) = [each for each in first["statements"] if "January 2015" in each["text"]]
    assert dated["voice"] == "reported"
    (said, *_) = [each for each in second["statements"] if "great step" in each["text"]]
    assert said["voice"] == "attributed"
    assert "Shoigu" in said["sources"][-1]
    assert {"rewrite", "find", "answer", "total"} <= set(first["milliseconds"])


def test_citations_open_from_the_current_directory_and_are_verbatim(data: Path) -> None:
    stdin = "Was the seizure of the Grace 1 legal?\n"
    (value,) = lines_of(bot("chat", "--json", data=data, stdin=stdin), check_answer)
    assert value["answered"]
    for citation in value["citations"]:
        text = (ROOT / citation["document"]).read_bytes().decode("utf-8")
        assert text[citation["start"] : citation["end"]] == citation["text"]
    verdicts = [each for each in value["statements"] if "flagrantly" in each["text"]]
    assert {each["voice"] for each in verdicts} == {"opinion"}


def test_lines_that_are_no_questions_get_their_object_in_order(data: Path) -> None:
    lines = [
        "What did Putin say?",
        "",
        "Что сказал Шойгу о соглашении?",
        "w" * 10_001,
        "\x1b[2J",
        "w" * 10_000,
    ]
    values = lines_of(bot("chat", "--json", data=data, stdin="\n".join(lines)), check_answer)
    assert len(values) == len(lines)
    assert not any(value["answered"] for value in values)
    assert "English" in values[2]["notice"]
    assert "10,001" in values[3]["notice"]


def test_ask_says_when_the_documents_do_not(data: Path) -> None:
    ran = bot("ask", "What did Putin say?", data=data)
    assert ran.returncode == 0
    assert ran.stdout.startswith("The documents do not say.\n")


def test_docs_answers_over_those_documents_alone_and_indexes_them_once(data: Path, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    article = "The bridge\n\nby Sam Reed\n\nThe council closed the Mill Road bridge on 4 May 2021.\n"
    (tmp_path / "news" / "bridge.txt").write_text(article)
    (tmp_path / "news" / "empty.txt").write_text("")
    arguments = ["chat", "--docs", "news", "--json"]
    stdin = "When was the Mill Road bridge closed?\nWhen did Shoigu and Dehghan sign the agreement?\n"
    ran = bot(*arguments, data=data, stdin=stdin, cwd=tmp_path)
    first, second = lines_of(ran, check_answer)
    assert first["citations"][0]["document"] == "news/bridge.txt"
    assert "4 May 2021" in first["statements"][0]["text"]
    assert not second["answered"]
    assert "empty.txt" in ran.stderr
    assert "Indexing" in ran.stderr
    again = bot(
        *arguments[:2], "../" + tmp_path.name + "/news", "--json", data=data, stdin=stdin, cwd=tmp_path
    )
    assert (
        lines_of(again, check_answer)[0]["citations"][0]["document"] == f"../{tmp_path.name}/news/bridge.txt"
    )
    assert "Indexing" not in again.stderr


def test_brief_json_keeps_the_contract_and_since_leaves_out_what_is_older(data: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("The council closed the Mill Road bridge on 4 May 2021, and Balfour Beatty repaired it.\n")
    os.utime(old, (1_600_000_000, 1_600_000_000))
    new = tmp_path / "new.txt"
    new.write_text("The council opened the Mill Road bridge on 9 June 2022, and 300 people came to Leeds.\n")
    ran = bot("brief", "--docs", str(tmp_path), "--since", "7 days", "--json", data=data)
    (value,) = lines_of(ran, check_briefing)
    assert [item["document"] for item in value["items"]] == [str(new)]
    assert value["since"] < value["until"]


def test_add_documents_remove(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "more").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text("The council closed the Mill Road bridge on 4 May 2021.\n")
    (tmp_path / "more" / "two.txt").write_text("Ida Lund opened the harbour of Otley on 3 June 2020.\n")

    def run(*arguments: str) -> Ran:
        return bot(*arguments, data=tmp_path / "data", cwd=tmp_path)

    def listed() -> list[str]:
        return [each["document"] for each in json.loads(run("documents", "--json").stdout)["documents"]]

    assert run("add", "more").stdout == "1 added, 0 changed, 0 unchanged.\n"
    assert listed() == ["more/two.txt", "seeds/one.txt"]
    missing = run("remove", "three.txt")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "three.txt" in missing.stderr
    assert run("remove", "more/two.txt").stdout == "Removed: more/two.txt\n"
    assert listed() == ["seeds/one.txt"]
    assert (tmp_path / "more" / "two.txt").exists()
