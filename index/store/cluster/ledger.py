"""One owner's ledger: which documents are live in which generation, with their texts, and what failed.

A change becomes visible by one row, the head: it says which generation is current. A document is written for
the next generation and shown from then on; one that is taken out is shown until then.
"""

from __future__ import annotations

import json
import os
import platform
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from index.model import Document, Labelling, digest
from index.store.cluster.failures import PATIENCE, told
from index.store.cluster.rows import (
    LEDGER,
    NEVER,
    PASSAGES,
    Kept,
    packed_body,
    packed_kept,
    packed_origin,
    unpacked_body,
    unpacked_kept,
    unpacked_origin,
)
from index.store.held import Failure
from index.store.places import Cluster

_PAGE = 1_000
_KEYS_AT_ONCE = 200
_STRONG = {"consistency_level": "Strong", "timeout": PATIENCE}
REMEMBERED = 100
"""Generations for which it is known what was taken out; who is further behind reads everything anew."""


class Ledger:
    """Reads and writes the rows of one owner."""

    def __init__(self, cluster: Cluster, client: Any) -> None:  # noqa: ANN401 - pymilvus has no types
        self._cluster = cluster
        self._client = client
        self._owner = cluster.owner
        self._mine = f"owner == {json.dumps(cluster.owner)}"

    def generation(self, *, strong: bool = False) -> int:
        """The current generation; 0 while nothing was published. `strong`: whoever published it, just now."""
        rows = self._query(f"id == {json.dumps(self._id('head'))}", ["since"], strong=strong)
        return int(rows[0]["since"]) if rows else 0

    def set_generation(self, generation: int) -> None:
        """Make a generation the current one: the moment at which a change becomes visible."""
        self._upsert([self._row("head", "head", since=generation)])
        self.generation(strong=True)  # from now on every read of this server sees it

    def documents(self, condition: str = "") -> list[Kept]:
        """The documents that meet a condition of Milvus's, live or not."""
        wanted = 'kind == "document"' + (f" and ({condition})" if condition else "")
        return [unpacked_kept(row) for row in self._all(wanted, ["key", "since", "until", "data"])]

    def put(self, documents: Iterable[Kept], *, emptied: bool = False) -> None:
        """Write documents' rows over those that are there; `emptied` when their passages were deleted."""
        rows = [
            self._row(
                f"d/{each.key:x}",
                "document",
                key=each.key,
                since=each.since,
                until=each.until,
                part=int(emptied),
                data=packed_kept(each),
            )
            for each in documents
        ]
        self._upsert(rows)

    def retired(self, generation: int) -> list[Kept]:
        """The documents that are no longer live in a generation and whose passages are still there."""
        return self.documents(f"until > 0 and until <= {generation} and part == 0")

    def put_body(self, key: int, document: Document, labelling: Labelling) -> None:
        """Write a document's text and voices."""
        pieces = enumerate(packed_body(document, labelling))
        self._upsert([self._row(f"b/{key:x}/{n}", "body", key=key, part=n, data=each) for n, each in pieces])

    def bodies(self, keys: Sequence[int]) -> dict[int, tuple[Document, Labelling]]:
        """The texts and voices of documents; those that are not there are left out."""
        pieces: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for some in _slices(keys):
            wanted = f'kind == "body" and key in {list(some)}'
            for row in self._all(wanted, ["key", "part", "data"]):
                pieces[row["key"]].append((row["part"], row["data"]))
        return {key: unpacked_body([each for _, each in sorted(found)]) for key, found in pieces.items()}

    def drop_contents(self, keys: Sequence[int]) -> None:
        """Delete the passages and texts of documents; their rows stay."""
        for some in _slices(keys):
            with told(self._cluster):
                theirs = f"{self._mine} and key in {list(some)}"
                self._client.delete(PASSAGES, filter=theirs, timeout=PATIENCE)
                self._client.delete(LEDGER, filter=f'{theirs} and kind == "body"', timeout=PATIENCE)

    def drop_rows(self, keys: Sequence[int]) -> None:
        """Delete documents' rows."""
        self._delete(f"d/{key:x}" for key in keys)

    def passages_of(self, keys: Sequence[int]) -> int:
        """How many passages of these documents the server has, as of now."""
        return sum(self._count(f"key in {list(some)}") for some in _slices(keys))

    def passage_rows(self, keys: Sequence[int], fields: Sequence[str]) -> Iterator[dict[str, Any]]:
        """The passages of documents, in no order."""
        for some in _slices(keys):
            yield from self._all(f"key in {list(some)}", ["id", *fields], PASSAGES)

    def failures(self) -> list[Failure]:
        """The files that could not be read."""
        found = (json.loads(row["data"]) for row in self._all('kind == "failure"', ["data"]))
        return [Failure(unpacked_origin(each["origin"]), *each["told"]) for each in found]

    def put_failures(self, failures: Iterable[Failure]) -> None:
        """Note files that could not be read."""
        self._upsert([self._failure(each) for each in failures])

    def drop_failures(self, places: Iterable[str]) -> None:
        """Forget that these files could not be read."""
        self._delete(f"f/{digest(place)}" for place in places)

    def tombstones(self) -> frozenset[str]:
        """The files that were removed by hand."""
        return frozenset(json.loads(row["data"]) for row in self._all('kind == "tombstone"', ["data"]))

    def put_tombstones(self, places: Iterable[str]) -> None:
        """Note files that were removed by hand."""
        rows = [self._row(f"t/{digest(each)}", "tombstone", data=json.dumps(each)) for each in places]
        self._upsert(rows)

    def drop_tombstones(self, places: Iterable[str]) -> None:
        """Let removed files in again."""
        self._delete(f"t/{digest(place)}" for place in places)

    def claims(self) -> dict[str, tuple[int, str]]:
        """Who wants to write: name -> until when (nanoseconds since 1970), and which process."""
        rows = self._query('kind == "claim"', ["until", "data", "id"], strong=True)
        return {row["id"].rsplit("/", 1)[1]: (row["until"], row["data"]) for row in rows}

    def claim(self, name: str, until: int) -> None:
        """Claim the right to write, or claim it for longer."""
        self._upsert([self._row(f"c/{name}", "claim", until=until, data=f"{machine()}/{os.getpid()}")])

    def unclaim(self, name: str) -> None:
        """Give the right to write back."""
        self._delete([f"c/{name}"])

    def _failure(self, failure: Failure) -> dict[str, Any]:
        packed = {
            "origin": packed_origin(failure.origin),
            "told": [failure.kind, failure.reason, failure.made_by],
        }
        return self._row(f"f/{digest(failure.origin.place)}", "failure", data=json.dumps(packed))

    def _id(self, name: str) -> str:
        return f"{self._owner}/{name}"

    def _row(self, name: str, kind: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
        empty = {"key": 0, "since": 0, "until": NEVER, "part": 0, "data": "", "nothing": [0.0, 0.0]}
        return {**empty, "id": self._id(name), "owner": self._owner, "kind": kind, **fields}

    def _upsert(self, rows: Sequence[dict[str, Any]]) -> None:
        with told(self._cluster):
            for start in range(0, len(rows), _KEYS_AT_ONCE):
                self._client.upsert(LEDGER, list(rows[start : start + _KEYS_AT_ONCE]), timeout=PATIENCE)

    def _delete(self, names: Iterable[str]) -> None:
        ids = [self._id(name) for name in names]
        with told(self._cluster):
            for start in range(0, len(ids), _PAGE):
                some = json.dumps(ids[start : start + _PAGE])
                self._client.delete(LEDGER, filter=f"{self._mine} and id in {some}", timeout=PATIENCE)

    def _query(self, condition: str, fields: list[str], *, strong: bool = False) -> list[dict[str, Any]]:
        options = _STRONG if strong else {"timeout": PATIENCE}
        with told(self._cluster):
            found = self._client.query(
                LEDGER, filter=f"{self._mine} and {condition}", output_fields=fields, limit=_PAGE, **options
            )
            return list(found)

    def _count(self, condition: str) -> int:
        with told(self._cluster):
            found = self._client.query(
                PASSAGES, filter=f"{self._mine} and {condition}", output_fields=["count(*)"], **_STRONG
            )
            return int(found[0]["count(*)"])

    def _all(self, condition: str, fields: list[str], table: str = LEDGER) -> Iterator[dict[str, Any]]:
        """Every row that meets a condition, page by page."""
        with told(self._cluster):
            pages = self._client.query_iterator(
                table,
                filter=f"{self._mine} and {condition}",
                output_fields=fields,
                batch_size=_KEYS_AT_ONCE,
                timeout=PATIENCE,
            )
            try:
                while page := pages.next():
                    yield from page
            finally:
                pages.close()


def machine() -> str:
    """The name of this machine or container, whose process numbers mean something here alone."""
    return f"{platform.node()}-{uuid.getnode():x}"


def _slices(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        yield keys[start : start + _KEYS_AT_ONCE]
