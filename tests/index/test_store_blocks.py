"""What a search looks at for every passage follows from the catalogue, change by change, at any size."""

import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.build import MADE_BY
from index.model import Document, Labelling, Passage, Span, Voice, VoicedSpan
from index.search import open_finder
from index.store import blocks, finding, lexical
from index.store.engine import LocalEngine, Lookup
from index.store.entries import Entry, Row
from index.store.vectors import MEASURED, Measuring, Rows
from index.store.writing import Change, Writer

Vectors = NDArray[np.float32]


def units(count: int, seed: int, dimension: int = 384) -> Vectors:
    """Unit vectors that crowd around some centres, as texts about some subjects do."""
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(max(1, count // 40), dimension))
    made = centres[chance.integers(0, len(centres), count)] + 0.7 * chance.normal(size=(count, dimension))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def entry(name: str, vectors: Vectors, site: str = "example", voice: Voice = Voice.REPORTED) -> Entry:
    """A document called `name` of one passage for each vector."""
    words = [f"The {name} bridge number {number} was opened. " for number in range(len(vectors))]
    document = Document(name, "".join(words), address=f"https://www.{site}.com/{name}")
    rows, start = [], 0
    for text in words:
        span = Span(start, start + len(text) - 1)
        passage = Passage(document.id, span, span.of(document.text), (VoicedSpan(span, voice),))
        rows.append(Row(passage.id, passage))
        start += len(text)
    return Entry(document.id, document, Labelling(()), tuple(rows), vectors)


def published(folder: Path, entries: Sequence[Entry], dropped: Sequence[int] = ()) -> list[int]:
    with Writer(folder, MADE_BY) as writer:
        keys = writer.stage(entries)
        writer.publish(Change(live=keys, dropped=dropped))
    return keys


def held(connection: sqlite3.Connection) -> dict[int, tuple[object, ...]]:
    """What the blocks of a catalogue say about each passage."""
    connection.execute("BEGIN")
    new = blocks.news(connection, {}, 0)
    connection.execute("ROLLBACK")
    return {
        int(key): (int(document), new.sites[site], int(voices), block.signs[:, at].tobytes())
        for block in new.blocks.values()
        for at, (key, document, site, voices) in enumerate(
            zip(block.keys, block.documents, block.sites, block.voices, strict=True)
        )
    }


def opened(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "v1" / "catalogue.db", isolation_level=None)


def without_blocks(folder: Path) -> None:
    """Make the catalogue one of the time before there were blocks."""
    connection = opened(folder)
    connection.executescript("DROP TABLE blocks; DROP TABLE sites; DELETE FROM meta WHERE name = 'blocks';")
    connection.close()


def test_blocks_are_what_the_catalogue_gives_after_any_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "_BITS", 3)
    chance = random.Random(3)  # noqa: S311 (changes, no secret)
    live: list[int] = []
    for round_ in range(12):
        new = [
            entry(f"{round_}-{n}", units(chance.randrange(1, 12), n), f"site{chance.randrange(4)}", voice)
            for n, voice in enumerate(chance.choices(list(Voice), k=chance.randrange(3)))
        ]
        gone = chance.sample(live, min(len(live), chance.randrange(3)))
        live = [key for key in [*live, *published(tmp_path, new, gone)] if key not in gone]
    connection = opened(tmp_path)
    kept = held(connection)
    assert connection.execute("SELECT count(*) FROM blocks").fetchone()[0] > 4
    assert blocks.size_of(connection) == len(kept) > 20
    connection.close()
    without_blocks(tmp_path)
    connection = opened(tmp_path)
    assert held(connection) == kept
    assert blocks.size_of(connection) == len(kept)
    connection.close()


def test_an_index_without_blocks_is_read_and_given_them_by_the_next_writer(tmp_path: Path) -> None:
    vectors = units(40, 1)
    published(tmp_path, [entry("amber", vectors[:20]), entry("birch", vectors[20:], "other")])
    before = LocalEngine.open(tmp_path)
    expected = before.search(Lookup(10, "the birch bridge", vectors[30]))
    before.close()
    without_blocks(tmp_path)
    engine = LocalEngine.open(tmp_path)
    assert engine.search(Lookup(10, "the birch bridge", vectors[30])) == expected
    (cedar,) = published(tmp_path, [entry("cedar", units(5, 2))])
    assert engine.size == 45
    assert engine.search(Lookup(45, vector=vectors[3]))[0].key == 4
    published(tmp_path, [], [cedar])
    assert engine.search(Lookup(10, "the birch bridge", vectors[30])) == expected
    engine.close()


def test_of_a_later_state_only_what_changed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_BITS", 4)
    published(tmp_path, [entry(str(number), units(8, number)) for number in range(20)])
    connection = opened(tmp_path)
    connection.execute("BEGIN")
    known = blocks.news(connection, {}, 1).changed
    connection.execute("ROLLBACK")
    published(tmp_path, [entry("new", units(3, 99))], [1])
    connection.execute("BEGIN")
    later = blocks.news(connection, known, 2)
    connection.execute("ROLLBACK")
    connection.close()
    assert len(later.changed) > 8
    assert len(later.blocks) == 2


def test_a_reader_follows_changes(tmp_path: Path) -> None:
    published(tmp_path, [entry("amber", units(30, 1))])
    finder, engine = open_finder(tmp_path), LocalEngine.open(tmp_path)
    assert [each.path for each in finder.documents()] == ["amber"]
    keys = published(tmp_path, [entry("birch", units(30, 2)), entry("alder", units(1, 3))])
    assert [each.path for each in finder.documents()] == ["alder", "amber", "birch"]
    assert engine.size == 61
    published(tmp_path, [], keys)
    assert [each.path for each in finder.documents()] == ["amber"]
    assert engine.size == 30
    finder.close()
    engine.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[LocalEngine, Vectors]:
    """More passages than are measured for a question."""
    folder, vectors = tmp_path_factory.mktemp("large"), units(6_000, 5)
    parts = np.split(vectors, 60)
    with Writer(folder, MADE_BY) as writer:
        entries = [entry(f"{number:02}", part) for number, part in enumerate(parts)]
        writer.publish(Change(live=writer.stage(entries)))
    return LocalEngine.open(folder), np.asarray(vectors.astype(np.float16), np.float32)


def test_the_nearest_of_many_are_found(large: tuple[LocalEngine, Vectors]) -> None:
    engine, vectors = large
    found = wanted = 0
    for near in units(6_000, 5)[::150] + 0.02 * units(40, 6):
        asked = np.asarray(near / np.linalg.norm(near), np.float32)
        cosines = vectors @ asked
        nearest = {int(row) + 1 for row in np.argsort(-cosines, kind="stable")[:10]}
        hits = engine.search(Lookup(10, vector=asked))
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert all(hit.score == pytest.approx(cosines[hit.key - 1], abs=1e-5) for hit in hits)
        found, wanted = found + len(nearest & {hit.key for hit in hits}), wanted + 10
    assert found / wanted > 0.98


def test_within_few_documents_of_many_the_search_is_exact(large: tuple[LocalEngine, Vectors]) -> None:
    engine, vectors = large
    chosen = [info for info in engine.documents() if info.path in ("07", "31")]
    mask = engine.mask([info.id for info in chosen])
    assert mask is not None
    rows = np.flatnonzero(mask)
    assert rows.tolist() == [*range(700, 800), *range(3_100, 3_200)]
    asked = units(1, 9)[0]
    expected = rows[np.argsort(-(vectors[rows] @ asked), kind="stable")][:20] + 1
    assert [hit.key for hit in engine.search(Lookup(20, vector=asked), mask)] == expected.tolist()
    both = engine.search(Lookup(50, "the 31 bridge", asked), mask)
    assert {hit.key - 1 for hit in both} <= set(rows.tolist())
    assert engine.search(Lookup(20, vector=asked), engine.mask([])) == []


def test_among_most_documents_the_words_find_what_a_search_within_them_finds(
    large: tuple[LocalEngine, Vectors], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, _ = large
    mask = engine.mask([info.id for info in engine.documents() if info.path != "31"])
    for words, deep in (("the 30 bridge", 8_000), ("the bridge", 500), ("number 7", 10), ("cedar", 10)):
        lookup = Lookup(100, words=words)
        monkeypatch.setattr(finding, "_FEW", 10_000)
        within = engine.search(lookup, mask)
        monkeypatch.setattr(finding, "_FEW", 10)
        monkeypatch.setattr(finding, "_DEEP", deep)
        found = engine.search(lookup, mask)
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in within])
        assert all(not 3_100 < hit.key <= 3_200 for hit in found)


def test_a_tie_is_cut_by_row(tmp_path: Path) -> None:
    same = np.repeat(units(1, 4), MEASURED + 500, axis=0)
    published(tmp_path, [entry("amber", same)])
    engine = LocalEngine.open(tmp_path)
    with engine.snapshot() as connection:
        rows = Rows.empty().renewed(connection, 1)
        assert rows.like(same[0], MEASURED).tolist() == list(range(MEASURED))
        every = np.ones(len(rows), bool)
        every[:100] = False
        assert rows.like(same[0], MEASURED, every).tolist() == list(range(100, MEASURED + 100))
        found, cosines = Measuring(connection, rows, same[0]).nearest(7)
        assert found.tolist() == list(range(7))
        assert cosines == pytest.approx(1.0, abs=1e-3)
    engine.close()


def test_opening_reads_no_passage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path, [entry("amber", units(50, 1))])

    def refuse(*_: object) -> None:
        raise AssertionError("a passage was read")

    monkeypatch.setattr(lexical, "lexical_rows", refuse)
    monkeypatch.setattr(blocks, "_rows", refuse)
    finder = open_finder(tmp_path)
    assert len(finder.documents()) == 1
    finder.close()
