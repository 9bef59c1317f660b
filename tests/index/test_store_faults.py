"""An index in trouble: two processes, a folder that cannot be written, a full disk, damaged files."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

import index.store.pipeline  # noqa: F401 (loaded once here, not once in every child)
from index.build import MADE_BY, add, remove, sync
from index.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly
from index.search import open_finder
from index.store.catalogue import FORMAT
from index.store.engine import LocalEngine
from index.store.failures import StoreOutdated
from index.store.writing import Writer
from tests.index.shelf import in_child, leave, words_of, write


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[Path, Path]:
    """An index of two documents and their folder."""
    docs, index_dir = tmp_path / "docs", tmp_path / "index"
    write(docs, "a.txt", "amber")
    write(docs, "b.txt", "birch")
    keep(index_dir, docs)
    return index_dir, docs


def keep(index_dir: Path, docs: Path) -> object:
    return sync(index_dir, [docs], mirror=True, shown=lambda path: path.name)


def test_a_second_writer_is_told_to_wait_and_readers_are_not(shelf: tuple[Path, Path]) -> None:
    index_dir, _ = shelf
    with Writer(index_dir, MADE_BY):
        status = in_child(
            lambda: _expect(StoreBusy, lambda: Writer(index_dir, MADE_BY, wait=0.2).__enter__())
        )
        assert status == 0
        assert in_child(lambda: _same(words_of(index_dir), {"a.txt": "amber", "b.txt": "birch"})) == 0
        assert in_child(lambda: keep(index_dir, shelf[1])) == 0, "an unchanged folder needs no lock"


def test_two_processes_add_at_once(tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    paths = [write(tmp_path / "docs", f"{number}.txt", f"word{number}") for number in range(4)]
    children = []
    for path in paths:
        child = os.fork()
        if child == 0:
            leave(lambda: add(index_dir, [path], shown=lambda each: each.name))  # noqa: B023 (run at once)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
    assert words_of(index_dir) == {path.name: f"word{number}" for number, path in enumerate(paths)}


def test_a_reader_sees_each_change_whole_while_another_process_writes(shelf: tuple[Path, Path]) -> None:
    index_dir, docs = shelf
    child = os.fork()
    if child == 0:
        leave(lambda: _change_again_and_again(index_dir, docs))
    finder, seen, done = open_finder(index_dir), set(), 0
    while not done:
        found = finder.find("the bridge of the even river opened by the mayor", limit=50)
        words = {each.passage.text.split()[1] for each in found if each.passage.text.startswith("The ")}
        each_document = {each.document.id for each in found}
        assert len(each_document) == 2
        assert words in ({"amber", "birch"}, {"bridge"}) or len(words - {"bridge"}) == 1
        seen |= words
        done, state = os.waitpid(child, os.WNOHANG)
    assert os.waitstatus_to_exitcode(state) == 0
    assert len(seen) > 3


def _change_again_and_again(index_dir: Path, docs: Path) -> None:
    for number in range(12):
        write(docs, "a.txt", f"even{number}")
        write(docs, "b.txt", f"even{number}")
        keep(index_dir, docs)


def test_threads_share_a_finder(shelf: tuple[Path, Path]) -> None:
    finder = open_finder(shelf[0])
    expected = finder.find("Who said they waited nine years?")
    results: list[object] = []

    def ask() -> None:
        results.extend(finder.find("Who said they waited nine years?") for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 20


READ_ONLY = """
    from pathlib import Path
    from index.build import add, sync
    from index.errors import StoreReadOnly
    from index.search import open_finder
    index_dir, docs = Path({index!r}), Path({docs!r})
    finder = open_finder(index_dir)
    assert [each.path for each in finder.documents()] == ["a.txt", "b.txt"]
    assert "birch" in finder.find("birch bridge")[0].passage.text
    report = sync(index_dir, [docs], mirror=True, shown=lambda path: path.name)
    assert not report.added and len(report.unchanged) == 2, report
    (docs / "c.txt").write_text("A third document, which says something new.")
    try:
        add(index_dir, [docs / "c.txt"])
    except StoreReadOnly as error:
        assert str(index_dir) in str(error)
    else:
        raise SystemExit("it was written")
    assert len(open_finder(index_dir).documents()) == 2
"""


@pytest.mark.parametrize("left_by", ["a clean end", "a kill"])
def test_an_index_in_a_folder_that_cannot_be_written_is_searched(
    shelf: tuple[Path, Path], left_by: str
) -> None:
    index_dir, docs = shelf
    if left_by == "a kill":  # the last change is still in the write-ahead log
        write(docs, "b.txt", "older")
        keep(index_dir, docs)
        write(docs, "b.txt", "birch")
        assert in_child(lambda: _published_but_not_closed(index_dir, docs)) == 7
        assert (index_dir / f"v{FORMAT}" / "catalogue.db-wal").stat().st_size > 0
    script = textwrap.dedent(READ_ONLY.format(index=str(index_dir), docs=str(docs)))
    result = _with_read_only(index_dir, script)
    assert result.returncode == 0, result.stderr


def _published_but_not_closed(index_dir: Path, docs: Path) -> None:
    Writer._close = lambda self: os._exit(7)  # type: ignore[method-assign]
    keep(index_dir, docs)


def _with_read_only(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run Python with `folder` read-only: root ignores permissions, so root mounts it for that process."""
    python = [sys.executable, "-c", script]
    if os.geteuid() != 0:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        return subprocess.run(python, capture_output=True, text=True, check=False)
    mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" || exit 99; exec "$@"'
    command = ["unshare", "-m", "sh", "-c", mount, str(folder), *python]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode == 99 or (result.returncode and "unshare" in result.stderr):
        pytest.skip("root may not mount here, and root ignores permissions")
    return result


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write(docs, "a.txt", "amber")
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreReadOnly, match="cannot be written"):
        keep(tmp_path / "file" / "index", docs)


@pytest.mark.parametrize("room", [0, 4_000, 20_000, 60_000, 100_000])
def test_a_full_disk_leaves_the_index_as_it_was(shelf: tuple[Path, Path], room: int) -> None:
    index_dir, docs = shelf
    for number in range(8):
        path = write(docs, f"new{number}.txt", f"word{number}")
        path.write_text(path.read_text("utf-8") * 6, "utf-8")

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        _expect(StoreFull, lambda: keep(index_dir, docs))

    assert in_child(fill) == 0
    assert words_of(index_dir) == {"a.txt": "amber", "b.txt": "birch"}
    keep(index_dir, docs)
    assert len(words_of(index_dir)) == 10


def test_another_format_is_kept_until_it_is_rebuilt(shelf: tuple[Path, Path]) -> None:
    index_dir, docs = shelf
    outside = write(docs.parent / "elsewhere", "c.txt", "cedar")
    add(index_dir, [outside], shown=lambda path: path.name)
    (index_dir / f"v{FORMAT}").rename(index_dir / "v0")
    with pytest.raises(StoreOutdated, match="another format"):
        open_finder(index_dir)
    report = sync(index_dir, [docs], mirror=False, shown=lambda path: path.name)
    assert report.rebuilt is not None
    assert "another format" in report.rebuilt
    assert words_of(index_dir) == {"a.txt": "amber", "b.txt": "birch", "c.txt": "cedar"}
    assert not (index_dir / "v0").exists()
    assert sync(index_dir, [docs], mirror=False, shown=lambda path: path.name).rebuilt is None


@pytest.mark.parametrize("damage", ["garbage", "empty", "another version"])
def test_a_damaged_catalogue_is_rebuilt_from_the_files(shelf: tuple[Path, Path], damage: str) -> None:
    index_dir, docs = shelf
    file = index_dir / f"v{FORMAT}" / "catalogue.db"
    if damage == "another version":
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()
    else:
        file.write_bytes(b"garbage" * 1000 if damage == "garbage" else b"")
    with pytest.raises(StoreError):
        open_finder(index_dir)
    report = sync(index_dir, [docs], mirror=True, shown=lambda path: path.name)
    assert report.rebuilt
    assert words_of(index_dir) == {"a.txt": "amber", "b.txt": "birch"}


@pytest.mark.parametrize("damage", ["gone", "garbage"])
def test_a_lexical_index_that_is_gone_is_made_from_the_catalogue(
    shelf: tuple[Path, Path], damage: str
) -> None:
    index_dir, docs = shelf
    (lexical,) = (index_dir / f"v{FORMAT}").glob("lexical-*")
    if damage == "gone":
        shutil.rmtree(lexical)
    else:
        (lexical / "meta.json").write_text("{")
    engine = LocalEngine.open(index_dir)
    assert engine.size
    assert "birch" in open_finder(index_dir).find("birch bridge")[0].passage.text
    engine.close()
    write(docs, "c.txt", "cedar")
    keep(index_dir, docs)
    assert words_of(index_dir) == {"a.txt": "amber", "b.txt": "birch", "c.txt": "cedar"}


def test_another_model_is_told_and_rebuilt_from_what_is_stored(shelf: tuple[Path, Path]) -> None:
    index_dir, docs = shelf
    gone = write(docs.parent / "elsewhere", "c.txt", "cedar")
    add(index_dir, [gone], shown=lambda path: path.name)
    gone.unlink()
    with sqlite3.connect(index_dir / f"v{FORMAT}" / "catalogue.db") as connection:
        connection.execute("UPDATE documents SET made_by = '1/another-model'")
    connection.close()
    with pytest.raises(StoreOutdated, match="another-model"):
        open_finder(index_dir)
    report = sync(index_dir, [docs], mirror=False, shown=lambda path: path.name)
    assert report.rebuilt == "the index was made with another embedding model"
    assert len(report.unchanged) == 3
    assert words_of(index_dir) == {"a.txt": "amber", "b.txt": "birch", "c.txt": "cedar"}


def test_an_index_that_is_not_there_is_empty(tmp_path: Path) -> None:
    finder = open_finder(tmp_path / "nowhere")
    assert finder.find("anything") == []
    assert finder.documents() == []
    assert finder.passages("0123456789abcdef") == []
    assert finder.document("0123456789abcdef") is None
    assert finder.labelling("0123456789abcdef") is None
    assert not (tmp_path / "nowhere").exists()


def test_removing_on_a_read_only_index_is_told_before_anything_happens(shelf: tuple[Path, Path]) -> None:
    script = f"""if True:
        from pathlib import Path
        from index.build import remove
        from index.errors import StoreReadOnly
        try:
            remove(Path({str(shelf[0])!r}), ["a.txt"])
        except StoreReadOnly:
            raise SystemExit(0)
        raise SystemExit(1)
    """
    assert _with_read_only(shelf[0], script).returncode == 0
    assert remove(shelf[0], ["a.txt"])[0].path == "a.txt"


def _expect(kind: type[Exception], work: object) -> None:
    try:
        work()  # type: ignore[operator]
    except kind:
        return
    raise AssertionError(f"{kind.__name__} was not raised")


def _same(left: object, right: object) -> None:
    assert left == right
