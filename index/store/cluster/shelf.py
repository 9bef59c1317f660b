"""One generation of an owner's documents, as a reader holds it: all but their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

from index.model import DocumentInfo
from index.store.cluster.ledger import REMEMBERED, Ledger
from index.store.cluster.rows import Kept


class Shelf:
    """The live documents of a generation. Never changed: what was published since is another shelf."""

    def __init__(self, generation: int, live: Iterable[Kept]) -> None:
        self.generation = generation
        self.live = {each.key: each for each in live}

    @classmethod
    def empty(cls) -> Shelf:
        """No documents."""
        return cls(0, ())

    def later(self, ledger: Ledger, generation: int) -> Shelf:
        """The shelf of a later generation: what changed is read, or everything where that is not known."""
        changed = f"since > {self.generation} or (until > {self.generation} and until <= {generation})"
        if not self.generation or generation - self.generation > REMEMBERED:
            return Shelf(generation, _live(ledger.documents(f"until > {generation}"), generation))
        found = ledger.documents(changed)
        kept = {**self.live, **{each.key: each for each in found}}
        return Shelf(generation, _live(kept.values(), generation))

    @cached_property
    def passages(self) -> int:
        """How many passages are live."""
        return sum(each.passages for each in self.live.values())

    @cached_property
    def mean_stems(self) -> float:
        """Stems in a passage, mean."""
        return sum(each.words for each in self.live.values()) / max(self.passages, 1)

    @cached_property
    def mean_pairs(self) -> float:
        """Pairs in a passage, mean."""
        return sum(each.pairs for each in self.live.values()) / max(self.passages, 1)

    @cached_property
    def documents(self) -> list[DocumentInfo]:
        """The documents, by path."""
        infos = {each.info.id: each.info for each in self.live.values()}
        return sorted(infos.values(), key=lambda info: (info.path, info.id))

    def keys_of(self, documents: Collection[str]) -> list[int]:
        """The keys of these document ids."""
        return sorted(key for each in documents for key in self._keys.get(each, ()))

    def key_of(self, document: str) -> int | None:
        """The key of a document id; of two files with the same content and path the first."""
        keys = self.keys_of([document])
        return keys[0] if keys else None

    @cached_property
    def _keys(self) -> dict[str, list[int]]:
        keys = defaultdict(list)
        for key, each in self.live.items():
            keys[each.info.id].append(key)
        return keys


def _live(documents: Iterable[Kept], generation: int) -> list[Kept]:
    return [each for each in documents if each.live(generation)]
