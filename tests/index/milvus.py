"""A Milvus server for tests: Milvus Lite behind a real port, through the client that every server gets."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from index.store.cluster.connection import closed, opened
from index.store.places import Cluster, Place

INSTALLED = find_spec("pymilvus") is not None and find_spec("milvus_lite") is not None
# The packages warn of their own futures, which the tests take for errors.
NEEDS_MILVUS = [
    pytest.mark.skipif(not INSTALLED, reason="needs requirements-milvus.txt: run `make setup-milvus`"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def served(folder: Path) -> Iterator[str]:
    """The address of a server that keeps its data in a folder."""
    opened(Cluster(str(folder / "first.db")))  # has pymilvus imported as this program does it
    closed(Cluster(str(folder / "first.db")))
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    server, database, port = start_server_in_thread(str(folder / "server"))
    address = f"http://127.0.0.1:{port}"
    yield address
    closed(Cluster(address))
    closed(Cluster(other_bot(address)))
    server.stop(grace=0)
    database.close()


def other_bot(address: str) -> str:
    """Another name of the same server: this process takes it for another and connects anew."""
    return address.replace("127.0.0.1", "localhost")


class Cut(BaseException):
    """Ends a change as a kill would, but for the process."""


@contextmanager
def watched(before: Callable[[str, str], None]) -> Iterator[None]:
    """Call `before` with the name of each write on a server and its table, before it is done."""
    from pymilvus import MilvusClient

    real = {name: getattr(MilvusClient, name) for name in ("upsert", "delete")}

    def watching(name: str) -> Callable[..., object]:
        def write(client: object, table: str, *arguments: object, **options: object) -> object:
            if threading.current_thread().name != "milvus-lease":
                before(name, table)
            return real[name](client, table, *arguments, **options)

        return write

    for name in real:
        setattr(MilvusClient, name, watching(name))
    try:
        yield
    finally:
        for name, method in real.items():
            setattr(MilvusClient, name, method)


class CutAt:
    """From the given write on none is done; `count` were asked for before."""

    def __init__(self, moment: int) -> None:
        self.moment = moment
        self.count = 0

    def __call__(self, name: str, table: str) -> None:
        if self.count >= self.moment:
            raise Cut
        self.count += 1


class KillAt:
    """Ends the process at the given write, as `kill -9` does."""

    def __init__(self, moment: int) -> None:
        self.moment = moment
        self.count = 0

    def __call__(self, name: str, table: str) -> None:
        self.count += 1
        if self.count == self.moment:
            os.kill(os.getpid(), signal.SIGKILL)


def main(address: str, owner: str, folder: str, to: str, moment: str) -> None:
    """Move an index, and end this process at the given write on the server."""
    from index.moving import move

    cluster, kill = Cluster(address, owner), KillAt(int(moment))
    opened(cluster)
    places: tuple[Place, Place] = (Path(folder), cluster) if to == "milvus" else (cluster, Path(folder))
    with watched(kill):
        moved = move(*places)
    print(moved.documents, moved.passages, moved.earlier, kill.count)  # noqa: T201 - to the test


if __name__ == "__main__":
    main(*sys.argv[1:])
