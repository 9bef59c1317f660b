"""Keeping an index in step with files: what is read, what is left alone, what is reported."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.build import BuildReport, add, remove, sync
from index.errors import EmptyFile, ReadingError, UnreadableFile, UsageError
from index.search import open_finder
from tests.index.shelf import words_of, write


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    write(folder, "a.txt", "amber")
    write(folder / "deep", "b.txt", "birch")
    return folder


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "data" / "index"


def name(path: Path) -> str:
    return path.name


def keep(index_dir: Path, docs: Path, *, mirror: bool = True) -> BuildReport:
    return sync(index_dir, [docs], mirror=mirror, shown=name)


def test_a_folder_is_taken_whole_and_once(index_dir: Path, docs: Path) -> None:
    assert keep(index_dir, docs) == BuildReport(added=("a.txt", "b.txt"))
    assert keep(index_dir, docs) == BuildReport(unchanged=("a.txt", "b.txt"))
    assert words_of(index_dir) == {"a.txt": "amber", "b.txt": "birch"}


def test_only_what_changed_is_read(index_dir: Path, docs: Path) -> None:
    keep(index_dir, docs)
    write(docs, "a.txt", "alder")
    write(docs, "c.txt", "cedar")
    report = keep(index_dir, docs)
    assert (report.added, report.changed, report.unchanged) == (("c.txt",), ("a.txt",), ("b.txt",))
    assert words_of(index_dir) == {"a.txt": "alder", "b.txt": "birch", "c.txt": "cedar"}


def test_a_change_at_once_that_keeps_size_and_second_is_seen(index_dir: Path, docs: Path) -> None:
    keep(index_dir, docs)
    path = docs / "a.txt"
    status = path.stat()
    write(docs, "a.txt", "alder")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert keep(index_dir, docs).changed == ("a.txt",)


def test_a_file_that_only_looks_newer_is_not_read_again(index_dir: Path, docs: Path) -> None:
    keep(index_dir, docs)
    os.utime(docs / "a.txt", (1_000_000_000, 1_000_000_000))
    assert keep(index_dir, docs).unchanged == ("a.txt", "b.txt")
    began = time.process_time()
    assert keep(index_dir, docs).unchanged == ("a.txt", "b.txt")
    assert time.process_time() - began < 0.1


def test_vanished_files_go_only_from_a_mirror(index_dir: Path, docs: Path) -> None:
    keep(index_dir, docs)
    (docs / "a.txt").unlink()
    assert keep(index_dir, docs, mirror=False).removed == ()
    assert keep(index_dir, docs).removed == ("a.txt",)
    assert words_of(index_dir) == {"b.txt": "birch"}


def test_a_mirror_leaves_other_folders_alone(index_dir: Path, docs: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", "c.txt", "cedar")
    add(index_dir, [other], shown=name)
    keep(index_dir, docs)
    other.unlink()
    keep(index_dir, docs)
    assert set(words_of(index_dir)) == {"a.txt", "b.txt", "c.txt"}


def test_bad_files_are_reported_each_time_and_the_others_indexed(index_dir: Path, docs: Path) -> None:
    (docs / "empty.txt").write_text("")
    (docs / "broken.pdf").write_bytes(b"nothing of the kind")
    os.mkfifo(docs / "pipe.txt")
    first = keep(index_dir, docs)
    assert first.added == ("a.txt", "b.txt")
    assert {error.path for error in first.skipped} == {"empty.txt", "broken.pdf", "pipe.txt"}
    again = keep(index_dir, docs)
    assert {(type(each), str(each)) for each in again.skipped} == {
        (type(each), str(each)) for each in first.skipped
    }
    assert again.unchanged == ("a.txt", "b.txt")


def test_a_file_that_became_empty_is_no_longer_cited(index_dir: Path, docs: Path) -> None:
    keep(index_dir, docs)
    (docs / "a.txt").write_text("")
    report = keep(index_dir, docs, mirror=False)
    assert isinstance(report.skipped[0], EmptyFile)
    assert report.removed == ("a.txt",)
    assert words_of(index_dir) == {"b.txt": "birch"}
    write(docs, "a.txt", "alder")
    assert keep(index_dir, docs).added == ("a.txt",)


def test_a_root_that_is_not_there_takes_nothing_away(index_dir: Path, docs: Path) -> None:
    keep(index_dir, docs)
    report = sync(index_dir, [docs, docs.parent / "gone"], mirror=True, shown=name)
    assert report.unchanged == ("a.txt", "b.txt")
    assert isinstance(report.skipped[0], UnreadableFile)
    docs.rename(docs.parent / "moved")
    assert keep(index_dir, docs).removed == ()
    assert set(words_of(index_dir)) == {"a.txt", "b.txt"}


def test_what_was_removed_stays_out_until_it_is_added_again(index_dir: Path, docs: Path) -> None:
    keep(index_dir, docs)
    assert [each.path for each in remove(index_dir, ["a.txt"])] == ["a.txt"]
    assert keep(index_dir, docs).added == ()
    write(docs, "a.txt", "alder")
    assert keep(index_dir, docs).added == ()
    assert add(index_dir, [docs], shown=name).added == ("a.txt",)
    assert keep(index_dir, docs).unchanged == ("a.txt", "b.txt")


@pytest.mark.parametrize("way", ["path", "id", "title", "place", "folder"])
def test_a_document_is_removed_by_any_of_its_names(index_dir: Path, docs: Path, way: str) -> None:
    keep(index_dir, docs)
    info = open_finder(index_dir).documents()[1]
    called = {
        "path": info.path,
        "id": info.id,
        "title": str(info.title),
        "place": str(docs / "deep" / "b.txt"),
        "folder": str(docs / "deep"),
    }
    remove(index_dir, [called[way]])
    assert words_of(index_dir) == {"a.txt": "amber"}


def test_a_name_that_fits_nothing_removes_nothing(index_dir: Path, docs: Path) -> None:
    keep(index_dir, docs)
    with pytest.raises(UsageError, match=r"“b\.tx”; near it: b\.txt"):
        remove(index_dir, ["a.txt", "b.tx"])
    with pytest.raises(UsageError, match="no document"):
        remove(index_dir, ["\0"])
    assert set(words_of(index_dir)) == {"a.txt", "b.txt"}
    with pytest.raises(UsageError, match="empty"):
        remove(index_dir.parent / "nowhere", ["a.txt"])
    assert not (index_dir.parent / "nowhere").exists()


def test_a_title_of_several_documents_is_not_guessed(index_dir: Path, docs: Path) -> None:
    write(docs, "a2.txt", "amber")
    keep(index_dir, docs)
    title = open_finder(index_dir).documents()[0].title
    with pytest.raises(UsageError, match=r"several documents.*a\.txt, a2\.txt"):
        remove(index_dir, [str(title)])


def test_a_document_shown_under_another_path_is_renamed(index_dir: Path, docs: Path) -> None:
    keep(index_dir, docs)
    report = sync(index_dir, [docs], mirror=True, shown=lambda path: f"x/{path.name}")
    assert report.unchanged == ("x/a.txt", "x/b.txt")
    assert set(words_of(index_dir)) == {"x/a.txt", "x/b.txt"}


def test_two_links_to_one_file_are_one_document(index_dir: Path, docs: Path) -> None:
    (docs / "link.txt").symlink_to(docs / "a.txt")
    assert len(keep(index_dir, docs).added) == 2


def test_strange_names_and_texts_come_back_whole(index_dir: Path, docs: Path) -> None:
    strange = os.fsdecode(os.fsencode(docs) + b"/caf\xe9.txt")
    text = (
        "Bells\u00ad and 𝕬stral “letters” stand here, said Zoë.\r\n\r\nA line\u2028with a break of its own.\n"
    )
    Path(strange).write_text(text, encoding="utf-8", newline="")
    sync(index_dir, [docs], mirror=True)
    finder = open_finder(index_dir)
    (info,) = [each for each in finder.documents() if each.path == strange]
    document = finder.document(info.id)
    assert document is not None
    assert document.text == text
    for passage in finder.passages(info.id):
        assert passage.text == text[passage.span.start : passage.span.end]


def test_progress_counts_documents(index_dir: Path, docs: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    sync(index_dir, [docs], mirror=True, shown=name, progress=lambda *call: calls.append(call))
    assert calls == [("a.txt", 0, 2), ("b.txt", 1, 2), ("b.txt", 2, 2)]
    calls.clear()
    sync(index_dir, [docs], mirror=True, shown=name, progress=lambda *call: calls.append(call))
    assert calls == []


def test_an_unchanged_folder_costs_neither_llama_index_nor_the_model(index_dir: Path, docs: Path) -> None:
    keep(index_dir, docs)
    script = f"""if True:
        import sys
        from pathlib import Path
        from index.build import sync
        index_dir, docs = Path({str(index_dir)!r}), Path({str(docs)!r})
        report = sync(index_dir, [docs], mirror=True, shown=lambda path: path.name)
        assert len(report.unchanged) == 2, report
        from index.search import open_finder
        assert "llama_index.core" not in sys.modules and "onnxruntime" not in sys.modules
        assert open_finder(index_dir).find("amber bridge")
        assert "llama_index.core" not in sys.modules
    """
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_reading_errors_keep_their_kind(index_dir: Path, docs: Path) -> None:
    (docs / "empty.txt").write_text(" \n")
    for _ in range(2):
        (error,) = keep(index_dir, docs).skipped
        assert isinstance(error, ReadingError)
        assert type(error) is EmptyFile
