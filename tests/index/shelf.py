"""Small folders of documents and a look at an index from all sides, for the store's tests."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from index.store.engine import LocalEngine, Lookup
from index.store.lexical import Lexical

PARAGRAPH = (
    "The {word} bridge was opened in the spring by the mayor of {word}town, who cut the ribbon.\n\n"
    "“We waited nine years for the {word} crossing,” said Ann {word}son, a baker from the north bank.\n\n"
    "It is a shame that the {word} ferry had to go, since nothing on the river was ever as pretty.\n"
)


def write(folder: Path, name: str, word: str) -> Path:
    """A document in which `word` stands in every passage."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"The {word} bridge\n\n{PARAGRAPH.format(word=word)}", encoding="utf-8")
    return path


def words_of(index_dir: Path) -> dict[str, str]:
    """Path -> the word of each document, after making sure that all parts of the index agree."""
    engine = LocalEngine.open(index_dir)
    try:
        return {info.path: _agreed(engine, info.id) for info in engine.documents()}
    finally:
        _check_whole(engine, index_dir)
        engine.close()


def _agreed(engine: LocalEngine, document_id: str) -> str:
    document = engine.document(document_id)
    assert document is not None
    word = document.text.split()[1]
    keys = engine.keys_of(document_id)
    assert keys
    mask = engine.mask(documents=[document_id])
    by_words = {hit.key for hit in engine.search(Lookup(1000, words=word))}
    assert set(keys) <= by_words, "the lexical index lacks a live passage"
    assert mask is not None
    assert int(mask.sum()) == len(keys), "the vectors lack a live passage"
    for passage in engine.passages(document_id):
        assert passage.text == document.text[passage.span.start : passage.span.end]
    return word


def _check_whole(engine: LocalEngine, index_dir: Path) -> None:
    with engine.snapshot() as connection:
        live = connection.execute(
            "SELECT count(*) FROM passages p JOIN documents d ON d.key = p.document WHERE d.live = 1"
        ).fetchone()[0]
        orphans = connection.execute(
            "SELECT count(*) FROM passages WHERE key NOT IN (SELECT passage FROM vectors)"
        ).fetchone()[0]
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert orphans == 0
        derived = connection.execute("SELECT sum(size) FROM blocks").fetchone()[0] if engine.backed else live
        assert (derived or 0) == live, "the blocks lack a live passage, or have one that is not"
        assert engine.size == live
        if engine.backed and live:
            on_disk = Lexical.on_disk(index_dir / "v1", connection)
            assert on_disk.size >= live, "the lexical index on disk lacks live passages"


def in_child(work: Callable[[], object]) -> int:
    """Run `work` in a forked process; its exit status, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        leave(work)
    _, state = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(state)


def leave(work: Callable[[], object]) -> NoReturn:
    """Run `work` and end this forked process, without the clean-up that is its parent's."""
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def kill_self() -> None:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)
