"""A server that is not there, too old or in use; changes cut short; a move killed at any moment."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import MADE_BY, sync
from index.errors import StoreBusy, StoreError, UsageError
from index.moving import move
from index.search import open_finder
from index.store.choosing import open_engine, open_writer, read_state
from index.store.cluster.connection import closed, opened
from index.store.cluster.failures import MilvusMissing, ServerAway, ServerOutdated
from index.store.places import Cluster
from index.store.writing import Change
from tests.index.milvus import INSTALLED, NEEDS_MILVUS, Cut, CutAt, other_bot, served, watched
from tests.index.shelf import write

ROOT = Path(__file__).parent.parent.parent


def needs_milvus(test: object) -> object:
    for mark in NEEDS_MILVUS:
        test = mark(test)
    return test


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(tmp_path_factory.mktemp("milvus"))


@pytest.mark.skipif(INSTALLED, reason="the optional packages are installed")
def test_without_the_packages_it_says_what_to_install() -> None:
    with pytest.raises(MilvusMissing, match=r"pymilvus.*make setup-milvus"):
        open_finder(Cluster("http://127.0.0.1:1"))


def test_a_password_is_never_shown() -> None:
    cluster = Cluster("https://ann:secret@milvus.example.org:19530/news", "common")
    assert str(cluster) == "the Milvus server at milvus.example.org:19530"
    assert "secret" not in repr(cluster) + str(cluster)


@pytest.mark.parametrize("owner", ["", "a b", 'x" or owner != "', "ä", "x" * 65])
def test_an_owner_cannot_reach_beyond_its_own(owner: str) -> None:
    with pytest.raises(UsageError):
        Cluster("http://127.0.0.1:1", owner)


@needs_milvus
def test_no_server_there() -> None:
    for attempt in (open_engine, read_state):
        with pytest.raises(ServerAway, match=r"127\.0\.0\.1:1 does not answer; start it, check MILVUS_URI"):
            attempt(Cluster("http://ann:secret@127.0.0.1:1"))


@needs_milvus
def test_no_address_at_all() -> None:
    with pytest.raises(StoreError, match="illegal"):
        open_engine(Cluster("ftp://127.0.0.1"))


@needs_milvus
def test_an_old_server(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from pymilvus import MilvusClient

    monkeypatch.setattr(MilvusClient, "get_server_version", lambda _: "v2.4.9")
    with pytest.raises(ServerOutdated, match=r"runs Milvus v2\.4\.9; 2\.5 or later is needed"):
        open_engine(Cluster(address))


@needs_milvus
def test_collections_of_another_program(tmp_path: Path) -> None:
    place = Cluster(str(tmp_path / "foreign.db"))
    client = opened(place).client
    client.create_collection("whosays_passages", dimension=3)
    client.create_collection("whosays_ledger", dimension=3)
    try:
        with pytest.raises(ServerOutdated, match="of another format; drop it"):
            open_engine(place).documents()
    finally:
        closed(place)


@needs_milvus
def test_a_lite_file_that_another_process_has_open(tmp_path: Path) -> None:
    place = Cluster(str(tmp_path / "index.db"))
    holder = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from index.store.places import Cluster\nfrom index.store.cluster.connection import opened\n"
        f"opened(Cluster({place.uri!r})); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        with pytest.raises(StoreBusy, match="another process has the Milvus Lite file"):
            open_engine(place)
        process.communicate("")
    assert open_engine(place).documents() == []
    closed(place)


@needs_milvus
def test_one_writer_at_a_time_whichever_bot_it_is(address: str) -> None:
    one, other = Cluster(address, "lease"), Cluster(other_bot(address), "lease")
    with open_writer(one, MADE_BY):
        with (
            pytest.raises(StoreBusy, match="another process is changing the documents"),
            open_writer(other, MADE_BY, wait=0),
        ):
            pass
        with open_writer(Cluster(address, "another"), MADE_BY, wait=0):
            pass
    with open_writer(other, MADE_BY, wait=0):
        pass


@needs_milvus
def test_of_many_that_want_to_write_at_once_never_two_do(address: str) -> None:
    inside, most, guard = 0, 0, threading.Lock()
    places = [Cluster(address, "crowd"), Cluster(other_bot(address), "crowd")]
    with open_writer(places[0], MADE_BY):
        pass  # the collections are there before the crowd comes

    def work(place: Cluster) -> None:
        nonlocal inside, most
        with open_writer(place, MADE_BY, wait=60):
            with guard:
                inside += 1
                most = max(most, inside)
            threading.Event().wait(0.05)
            with guard:
                inside -= 1

    threads = [threading.Thread(target=work, args=(place,)) for place in places * 2]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == 1


@needs_milvus
def test_a_change_cut_short_anywhere_is_seen_whole_or_not_at_all(address: str, tmp_path: Path) -> None:
    docs, place = tmp_path / "docs", Cluster(address, "cut")
    write(docs, "a.txt", "amber")
    write(docs, "b.txt", "birch")
    _synced(place, docs)
    engine, seen = open_engine(place), []
    for moment in range(100):
        before, after = _words(place), {"a.txt": f"alder{moment}", "b.txt": f"beech{moment}"}
        for name, word in after.items():
            write(docs, name, word)
        try:
            with watched(CutAt(moment)):
                _synced(place, docs)
        except Cut:
            _unclaim(place)
        else:
            break
        shown = _words(place)
        assert shown in (before, after)
        seen.append(shown == after)
        _synced(place, docs)
        assert _words(place) == after
    assert set(seen) == {False, True}
    assert _passages(place) == engine.size, "rows of what was taken out, or never published, are left"


def _synced(place: Cluster, docs: Path) -> None:
    sync(place, [docs], mirror=True, shown=lambda path: path.name)


def _unclaim(place: Cluster) -> None:
    """What the end of a process does: this one lives on, so its right to write would, too."""
    opened(place).client.delete("whosays_ledger", filter=f'owner == "{place.owner}" and kind == "claim"')


def _words(place: Cluster) -> dict[str, str]:
    """Path -> the word of each document shown, after making sure that all of it is there."""
    engine, words = open_engine(place), {}
    for info in engine.documents():
        document = engine.document(info.id)
        assert document is not None
        passages = engine.passages(info.id)
        assert passages
        assert all(each.text == each.span.of(document.text) for each in passages)
        words[info.path] = document.text.split()[1]
        found = open_finder(place).find(f"{words[info.path]} bridge", documents=[info.id])
        assert {each.passage.id for each in found} == {each.id for each in passages}
    return words


def _passages(place: Cluster) -> int:
    client = opened(place).client
    wanted = f'owner == "{place.owner}"'
    found = client.query("whosays_passages", filter=wanted, output_fields=["count(*)"])
    return int(found[0]["count(*)"])


@needs_milvus
def test_a_move_killed_again_and_again_ends_as_one_that_was_not(address: str, tmp_path: Path) -> None:
    docs, place, cluster = tmp_path / "docs", tmp_path / "index", Cluster(address, "killed")
    for number in range(24):
        write(docs, f"{number:02}.txt", f"amber{number}")
    sync(place, [docs], mirror=True)
    local = open_finder(place)
    found = {number: local.find(f"amber{number} bridge") for number in (0, 23)}
    held = {(each.id, each.origin) for each in read_state(place).held}
    local.close()

    # While the second batch is written, a little later, and when the source would have been emptied.
    outcomes = [_moved_in_a_process(address, place, "milvus", moment) for moment in (28, 4, 5)]
    assert [killed for killed, _ in outcomes] == [True] * 3
    assert {(each.id, each.origin) for each in read_state(place).held} == held, "the source has changed"
    killed, told = _moved_in_a_process(address, place, "milvus", 10_000)
    assert not killed
    assert told.split()[0] == "24"
    assert {(each.id, each.origin) for each in read_state(cluster).held} == held
    assert not read_state(place).held
    there = open_finder(cluster)
    for number, expected in found.items():
        assert [each.passage for each in there.find(f"amber{number} bridge")] == [
            each.passage for each in expected
        ]


def _moved_in_a_process(address: str, place: Path, to: str, moment: int) -> tuple[bool, str]:
    command = [sys.executable, "-m", "tests.index.milvus", address, "killed", str(place), to, str(moment)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -9), done.stderr[-2000:]
    return done.returncode == -9, done.stdout


@needs_milvus
def test_a_move_that_loses_passages_leaves_the_source(address: str, tmp_path: Path) -> None:
    docs, place, cluster = tmp_path / "docs", tmp_path / "index", Cluster(address, "lossy")
    write(docs, "a.txt", "amber")
    sync(place, [docs], mirror=True)

    def losing(name: str, table: str) -> None:
        if name == "upsert" and table == "whosays_ledger" and _passages(cluster):
            opened(cluster).client.delete("whosays_passages", filter='owner == "lossy"')

    with watched(losing), pytest.raises(StoreError, match="0 of 3 new passages"):
        move(place, cluster)
    assert len(read_state(place).held) == 1
    assert not read_state(cluster).held
    assert move(place, cluster).documents == 1


@needs_milvus
def test_nothing_to_move(address: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to move"):
        move(tmp_path / "index", Cluster(address, "nothing"))
    with pytest.raises(UsageError, match="nothing to move"):
        move(Cluster(address, "nothing"), tmp_path / "index")


@needs_milvus
def test_single_passages_are_not_taken_out(address: str) -> None:
    with (
        open_writer(Cluster(address, "single"), MADE_BY) as writer,
        pytest.raises(StoreError, match="document"),
    ):
        writer.publish(Change(dropped_passages=[1]))
