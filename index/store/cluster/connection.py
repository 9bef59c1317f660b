"""The two collections on a server, opened once in a process."""

from __future__ import annotations

import logging
import os
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from index.errors import StoreError
from index.store.cluster.failures import PATIENCE, ServerOutdated, busy_file, check_installed, told
from index.store.cluster.rows import LEDGER, PASSAGES
from index.store.places import Cluster

if TYPE_CHECKING:
    from index.store.cluster.passages import ClusterVectorStore

CLIENT: dict[str, Any] = {
    "timeout": PATIENCE,
    # The client pings every ten seconds while nobody asks; Lite takes that for abuse and hangs up.
    "grpc_options": {"grpc.keepalive_permit_without_calls": False, "grpc.keepalive_time_ms": 60_000},
}
_LEAST = (2, 5)  # BM25 functions and TEXT_MATCH came with it
_PARTITIONS = 64
_FIELDS = {"owner", "key", "since", "voices", "words", "embedding", "sparse_embedding", "text"}

_open: dict[str, Tables] = {}
_opening = threading.Lock()


class Tables:
    """The collections of a server through one client; safe to share between threads."""

    def __init__(self, cluster: Cluster, client: Any, version: str) -> None:  # noqa: ANN401 - it has no types
        self.cluster = cluster
        self.client = client
        self.lite = "lite" in version
        # Lite knows nothing else; on these words, which have no mark in them, both do the same.
        self._tokenizer = "standard" if self.lite else "whitespace"
        self._stores: dict[str, ClusterVectorStore] = {}

    def store(self, owner: str) -> ClusterVectorStore:
        """LlamaIndex's store over one owner's passages; its import costs seconds, so only writers need it."""
        from index.store.cluster.passages import ClusterVectorStore

        if owner not in self._stores:
            with told(self.cluster):
                self._stores[owner] = ClusterVectorStore(Cluster(self.cluster.uri, owner), self._tokenizer)
        return self._stores[owner]

    def make(self) -> None:
        """Make both collections unless they are there."""
        self.store(self.cluster.owner)
        with told(self.cluster):
            if not self.client.has_collection(LEDGER):
                _make_ledger(self.client)
        self.load()

    def load(self) -> bool:
        """Have the server load both; False when one is not there."""
        with told(self.cluster):
            there = all(self.client.has_collection(each) for each in (PASSAGES, LEDGER))
            if there:
                _check_format(self.client)
                for each in (PASSAGES, LEDGER):
                    self.client.load_collection(each)
            return there


def opened(cluster: Cluster) -> Tables:
    """The server's collections; connected when they are first asked for.

    Raises:
        MilvusMissing: the optional packages are not installed.
        ServerAway: it does not answer.
        ServerOutdated: it is too old, or its collections are another program's.
        StoreBusy: another process has the Lite file open.
    """
    with _opening:
        if cluster.uri not in _open:
            check_installed(cluster)
            _import_client()
            with told(cluster):
                _open[cluster.uri] = Tables(cluster, *_connected(cluster))
        return _open[cluster.uri]


def closed(cluster: Cluster) -> None:
    """Let go of the server, and of a Lite file, which one process alone may have open."""
    with _opening:
        tables = _open.pop(cluster.uri, None)
    if tables is not None:
        tables.client.close()
        if cluster.lite:
            from milvus_lite.server_manager import server_manager_instance

            server_manager_instance.release_server(cluster.uri)


def _import_client() -> None:
    """Import pymilvus without letting it read the settings.

    It reads `.env` into the environment, secrets and all, and fails where MILVUS_URI names a file.
    """
    kept = {name: os.environ.get(name) for name in ("MILVUS_URI", "PYTHON_DOTENV_DISABLED")}
    os.environ.update(MILVUS_URI="", PYTHON_DOTENV_DISABLED="1")
    try:
        import pymilvus  # noqa: F401
    finally:
        for name, value in kept.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


def _connected(cluster: Cluster) -> tuple[Any, str]:
    """A client and the server's version."""
    from pymilvus import MilvusClient

    # What goes wrong is told as an error; the client's own tracebacks would show what was asked.
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    if cluster.lite:
        _check_file(cluster)
    client = MilvusClient(cluster.uri, **CLIENT)
    version = str(client.get_server_version())
    found = re.match(r"v?(\d+)\.(\d+)", version)
    if found and (int(found[1]), int(found[2])) < _LEAST:
        raise ServerOutdated(
            f"{cluster} runs Milvus {version}; {'.'.join(map(str, _LEAST))} or later is needed"
        )
    return client, version


def _check_file(cluster: Cluster) -> None:
    path = Path(cluster.uri)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{cluster} cannot be made ({error.strerror}); choose another place") from error
    lock = path / "LOCK"
    if not lock.exists():
        return
    try:
        with FileLock(lock, timeout=0):
            pass
    except (Timeout, OSError) as error:
        raise busy_file(cluster) from error


def _check_format(client: Any) -> None:  # noqa: ANN401
    held = {each["name"] for each in client.describe_collection(PASSAGES)["fields"]}
    if not held >= _FIELDS:
        raise ServerOutdated(
            f"the collection {PASSAGES} on the Milvus server is of another format; drop it, or name another "
            "database in MILVUS_URI"
        )


def _make_ledger(client: Any) -> None:  # noqa: ANN401
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.VARCHAR, max_length=256, is_primary=True)
    schema.add_field("owner", DataType.VARCHAR, max_length=64, is_partition_key=True)
    schema.add_field("kind", DataType.VARCHAR, max_length=16)
    for name in ("key", "since", "until", "part"):
        schema.add_field(name, DataType.INT64)
    schema.add_field("data", DataType.VARCHAR, max_length=65_535)
    # Every collection must have vectors; nobody looks for these.
    schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)
    indexes = client.prepare_index_params()
    indexes.add_index("nothing", index_type="FLAT", metric_type="IP")
    client.create_collection(
        LEDGER, schema=schema, index_params=indexes, num_partitions=_PARTITIONS, consistency_level="Session"
    )
