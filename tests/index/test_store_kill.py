"""`kill -9` at any moment leaves the index as it was before or as it is after, never between."""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import pytest

import index.store
import index.store.pipeline
from index.build import add, remove, sync
from tests.index.shelf import in_child, kill_self, leave, words_of, write

STORE = str(Path(index.store.__file__).parent)
Operation = Callable[[Path, Path], object]


def mirrored(index_dir: Path, docs: Path) -> object:
    return sync(index_dir, [docs], mirror=True, shown=lambda path: path.name)


def added(index_dir: Path, docs: Path) -> object:
    return add(index_dir, [docs / "e.txt"], shown=lambda path: path.name)


def removed(index_dir: Path, docs: Path) -> object:
    return remove(index_dir, ["b.txt"])


@pytest.fixture
def before(tmp_path: Path) -> tuple[Path, Path]:
    """An index of four documents, and the folder as it has changed since."""
    docs, base = tmp_path / "docs", tmp_path / "base"
    for name, word in (("a", "amber"), ("b", "birch"), ("c", "cedar"), ("d", "dogwood")):
        write(docs, f"{name}.txt", word)
    mirrored(base, docs)
    write(docs, "a.txt", "alder")
    (docs / "c.txt").unlink()
    write(docs, "e.txt", "elder")
    return base, docs


def killed_at(moment: int, operation: Callable[[], object]) -> int:
    """Run in a child that ends itself at the given call into, or return from, C in the store's functions."""

    def work() -> None:
        count, publishing = 0, False

        def watch(frame: FrameType, event: str, _: object) -> None:
            nonlocal count, publishing
            publishing = publishing or frame.f_code.co_name == "publish"
            # Until then nothing is done but staging, which the random kills go through.
            if not publishing:
                return
            if event in ("c_call", "c_return") and frame.f_code.co_filename.startswith(STORE):
                count += 1
                if count == moment:
                    kill_self()

        sys.setprofile(watch)
        operation()

    return in_child(work)


@pytest.mark.parametrize("operation", [mirrored, added, removed])
def test_killed_at_every_step(before: tuple[Path, Path], tmp_path: Path, operation: Operation) -> None:
    base, docs = before
    old = words_of(base)
    done = tmp_path / "done"
    shutil.copytree(base, done)
    operation(done, docs)
    new = words_of(done)
    assert old != new

    outcomes: list[bool] = []
    moment, step = 1, 7
    while True:
        scratch = tmp_path / f"scratch-{moment}"
        shutil.copytree(base, scratch)
        status = killed_at(moment, partial(operation, scratch, docs))
        found = words_of(scratch)
        if status == 0:
            assert found == new
            break
        assert status == -signal.SIGKILL
        assert found in (old, new), f"between at step {moment}"
        outcomes.append(found == new)
        if moment % 4 == 0:
            if found == old or operation is not removed:
                operation(scratch, docs)
            assert words_of(scratch) == new
        moment += step
    assert not all(outcomes), "no kill came before the switch"
    assert any(outcomes), "no kill came after the switch"


def test_killed_at_random_moments(before: tuple[Path, Path]) -> None:
    base, docs = before
    chance = random.Random(7)  # noqa: S311 (moments, not secrets)
    names = ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]
    mirrored(base, docs)
    killed = 0
    for round_ in range(25):
        old = words_of(base)
        name = chance.choice(names)
        if (docs / name).exists() and chance.random() < 0.4:
            (docs / name).unlink()
        else:
            write(docs, name, f"word{round_}")
        new = {path.name: path.read_text("utf-8").split()[1] for path in docs.iterdir()}
        child = os.fork()
        if child == 0:
            leave(lambda: mirrored(base, docs))
        time.sleep(chance.random() * 0.3)
        os.kill(child, signal.SIGKILL)
        _, state = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(state)
        assert words_of(base) in (old, new)
    mirrored(base, docs)
    assert words_of(base) == new
    assert killed > 5


def test_an_interrupted_run_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    docs, index_dir = tmp_path / "docs", tmp_path / "index"
    for number in range(24):
        path = write(docs, f"{number:02}.txt", f"word{number}")
        path.write_text(path.read_text("utf-8") * 7, "utf-8")

    def stop_half_way(_: str, done: int, total: int) -> None:
        if done == total - 2:
            kill_self()

    status = in_child(lambda: sync(index_dir, [docs], mirror=True, progress=stop_half_way))
    assert status == -signal.SIGKILL
    assert words_of(index_dir) == {}
    began = time.process_time()
    sync(index_dir, [docs], mirror=True)
    again = time.process_time() - began
    assert len(words_of(index_dir)) == 24
    began = time.process_time()
    sync(tmp_path / "other", [docs], mirror=True)
    assert again < 0.7 * (time.process_time() - began), "what was staged was made again"
