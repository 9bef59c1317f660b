"""The documents of an index, listed: of a later state of it only the new ones are read."""

from __future__ import annotations

import json
import sqlite3

from index.model import DocumentInfo
from index.store.encoding import unpacked_info


class Listing:
    """The live documents of a catalogue, remembered from one state to the next."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[int, DocumentInfo] = {}
        self._ordered: list[DocumentInfo] = []
        self._generation = -1

    def at(self, generation: int) -> list[DocumentInfo]:
        """The documents by path, in the state that the connection sees, which is of this generation.

        As long as that is the same, so is the list, which nobody may change: each question asks for it.
        """
        if generation != self._generation:
            self._renew()
            self._generation = generation
        return self._ordered

    def _renew(self) -> None:
        live = [key for (key,) in self._connection.execute("SELECT key FROM documents WHERE live = 1")]
        missing = [key for key in live if key not in self._known]
        query = "SELECT d.key, d.id, d.record FROM json_each(?) j JOIN documents d ON d.key = j.value"
        for key, document_id, record in self._connection.execute(query, (json.dumps(missing),)):
            self._known[key] = unpacked_info(document_id, record)
        self._known = {key: self._known[key] for key in live}
        # A document may be held twice under one id, as LlamaIndex adds nodes to it.
        once = {info.id: info for info in self._known.values()}
        self._ordered = sorted(once.values(), key=lambda info: (info.path, info.id))
