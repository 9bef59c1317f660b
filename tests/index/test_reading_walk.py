"""Folders to files."""

import os
from pathlib import Path

from index.errors import UnknownFormat, UnreadableFile
from index.reading import walk


def _touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("words")
    return path


def test_folders_are_taken_whole_in_order_without_hidden_names(tmp_path: Path) -> None:
    kept = [
        _touch(tmp_path / name) for name in ("a.txt", "b.PDF", "one/c.md", "one/two/d.html", "three/e.eml")
    ]
    for hidden in (".x.txt", ".git/y.txt", "one/.z/z.md"):
        _touch(tmp_path / hidden)
    found = walk([tmp_path])
    assert found.files == (kept[0], kept[1], kept[2], kept[3], kept[4])
    assert found.skipped == ()


def test_each_file_once(tmp_path: Path) -> None:
    path = _touch(tmp_path / "one" / "a.txt")
    assert walk([tmp_path, tmp_path / "one", path]).files == (path,)


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    path = _touch(tmp_path / "one" / "a.txt")
    os.symlink(tmp_path, tmp_path / "one" / "back")
    os.symlink(tmp_path / "self", tmp_path / "self")
    assert walk([tmp_path]).files == (path,)


def test_what_is_passed_over_is_named(tmp_path: Path) -> None:
    strange = _touch(tmp_path / "table.xlsx")
    missing = tmp_path / "missing"
    skipped = walk([tmp_path, missing]).skipped
    assert [(type(error), error.path) for error in skipped] == [
        (UnknownFormat, str(strange)),
        (UnreadableFile, str(missing)),
    ]


def test_a_file_named_itself_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    path = _touch(tmp_path / "notes.log")
    assert walk([path]).files == (path,)
