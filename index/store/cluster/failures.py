"""What goes wrong with a Milvus server, told as errors an operator can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from index.errors import StoreBusy, StoreError
from index.store.places import Cluster

_INSTALL = "run `make setup-milvus`, or install what requirements-milvus.txt names"
PATIENCE = 30.0
"""Seconds for an answer of a busy server; the client itself would try for minutes."""
_AWAY = ("unavailable", "connect", "deadline", "timeout", "timed out")


class MilvusMissing(StoreError):
    """The optional packages for Milvus are not installed."""


class ServerAway(StoreError):
    """The server does not answer."""


class ServerOutdated(StoreError):
    """The server lacks what is needed, or holds collections of another format."""


def check_installed(cluster: Cluster) -> None:
    """Make sure that the optional packages are there.

    Raises:
        MilvusMissing: one is not.
    """
    names = ["pymilvus", "llama_index.vector_stores.milvus", *(["milvus_lite"] if cluster.lite else [])]
    missing = [name for name in names if not _found(name)]
    if missing:
        raise MilvusMissing(f"MILVUS_URI is set, but {' and '.join(missing)} cannot be imported; {_INSTALL}")


def _found(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@contextmanager
def told(cluster: Cluster) -> Iterator[None]:
    """Turn what pymilvus and Milvus Lite raise into a `StoreError` that names the server."""
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except MilvusException as error:
        raise _told(cluster, error) from error
    except OSError as error:
        raise StoreError(f"{cluster} cannot be used ({error.strerror or error}); check its folder") from error
    except Exception as error:
        if type(error).__module__.split(".")[0] not in ("grpc", "milvus_lite"):
            raise
        raise _told(cluster, error) from error


def _told(cluster: Cluster, error: Exception) -> StoreError:
    detail = _detail(error)
    if "DataDirLockedError" in type(error).__name__ or "locked" in detail.lower():
        return busy_file(cluster)
    if any(sign in detail.lower() for sign in _AWAY):
        return ServerAway(
            f"{cluster} does not answer; start it, check MILVUS_URI and the network, and try again"
        )
    return StoreError(f"{cluster} refused: {detail}; see the server's log")


def _detail(error: Exception) -> str:
    """The message in one line, without what the client wraps around it."""
    return " ".join(str(getattr(error, "message", "") or error).split())[:300]


def busy_file(cluster: Cluster) -> StoreBusy:
    """The error for a Lite file that another process has open."""
    return StoreBusy(
        f"another process has {cluster} open, and a Lite file takes one at a time; stop it, or run a "
        "Milvus server for several"
    )
