"""One generation of an owner's passages searched on the server, in the order of `index.store.ranking`.

The server finds candidates by words and by vector; they are scored and ordered here as in the local store.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.model import Document, FoundPassage, Passage, Voice
from index.store.cluster.connection import Tables
from index.store.cluster.failures import PATIENCE, told
from index.store.cluster.rows import PASSAGES, Kept, unpacked_passage
from index.store.cluster.shelf import Shelf
from index.store.cluster.words import Collection as Statistics
from index.store.cluster.words import Counts, question_terms, question_words
from index.store.encoding import voice_mask
from index.store.entries import heading
from index.store.outlets import site_of
from index.store.pooling import DEPTH, SPREAD, Found, Telling, in_order, scored

_MOST_HITS = 16_384  # that Milvus gives
_EVERY_VOICE = range(8)
_REMEMBERED = 50_000  # terms whose number of passages is known
_DRIFT = 0.02  # by how much a collection may have grown until its terms are counted again


@dataclass(frozen=True)
class Candidate:
    """A passage that one of the searches found."""

    kept: Kept
    passage: Passage
    vector: NDArray[np.float32]

    @cached_property
    def counts(self) -> Counts:
        """Its stems and pairs."""
        info = self.kept.info
        head = heading(Document(info.path, "", info.title, info.author, info.published, info.address))
        return Counts.of(f"{head}\n{self.passage.text}")

    @property
    def site(self) -> str:
        """The site that its document is from."""
        return site_of(self.kept.info.address)

    @property
    def place(self) -> tuple[object, ...]:
        """Sorts candidates as they stand in their documents."""
        return (self.kept.info.path, self.passage.span, self.kept.key)


class Terms:
    """How many passages have each term, as far as they were asked for; counted by the server."""

    def __init__(self) -> None:
        self._having: dict[str, int] = {}
        self._passages = 0

    def statistics(self, search: Search, terms: Iterable[str]) -> Statistics:
        """What BM25 must know to score by these terms."""
        shelf = search.shelf
        if abs(shelf.passages - self._passages) > _DRIFT * self._passages or len(self._having) > _REMEMBERED:
            self._having, self._passages = {}, shelf.passages
        having = self._having
        unknown = [each for each in dict.fromkeys(terms) if each not in having]
        having.update(zip(unknown, search.counted(unknown), strict=True))
        return Statistics(shelf.passages, shelf.mean_stems, shelf.mean_pairs, having)


@dataclass(frozen=True)
class Search:
    """Searches one shelf, narrowed by document ids and voices; None means every one."""

    tables: Tables
    owner: str
    shelf: Shelf
    pool: ThreadPoolExecutor
    documents: Collection[str] | None = None
    voices: Collection[Voice] | None = None

    @cached_property
    def _mine(self) -> str:
        return f"owner == {json.dumps(self.owner)} and since <= {self.shelf.generation}"

    @cached_property
    def _narrowed(self) -> str:
        parts = [self._mine]
        if self.documents is not None:
            parts.append(f"key in {self.shelf.keys_of(self.documents)}")
        if self.voices is not None:
            wanted = voice_mask(self.voices)
            parts.append(f"voices in {[mask for mask in _EVERY_VOICE if mask & wanted]}")
        return " and ".join(parts)

    def by_words(self, words: str, limit: int) -> list[tuple[str, Candidate]]:
        """Row ids and passages that have the words, as the server orders them."""
        asked = question_words(words)
        return self._found([asked], "sparse_embedding", limit, {"metric_type": "BM25"}) if asked else []

    def by_vector(self, vector: NDArray[np.float32], limit: int) -> list[tuple[str, Candidate]]:
        """Row ids and passages nearest to a unit vector, as the server orders them."""
        params = {"metric_type": "IP", "params": {"ef": max(2 * limit, 256)}}
        return self._found([vector.tolist()], "embedding", limit, params)

    def counted(self, terms: Sequence[str]) -> list[int]:
        """How many passages of the whole shelf have each term."""
        if not self.tables.lite:
            return list(self.pool.map(self._counted, terms))
        return [
            hits if hits < _MOST_HITS else self._counted(term)
            for term, hits in zip(terms, self._hits(terms), strict=True)
        ]

    def _hits(self, terms: Sequence[str]) -> list[int]:
        """The same by searching for each: Lite has no index for TEXT_MATCH and reads every passage."""
        if not terms or not self.shelf.live:
            return [0] * len(terms)
        with told(self.tables.cluster):
            found = self.tables.client.search(
                PASSAGES,
                data=list(terms),
                anns_field="sparse_embedding",
                filter=self._mine,
                limit=min(self.shelf.passages, _MOST_HITS),
                output_fields=["key"],
                search_params={"metric_type": "BM25"},
                timeout=PATIENCE,
            )
        return [len(hits) for hits in found]

    def _counted(self, term: str) -> int:
        wanted = f"{self._mine} and TEXT_MATCH(words, {json.dumps(term)})"
        with told(self.tables.cluster):
            found = self.tables.client.query(
                PASSAGES, filter=wanted, output_fields=["count(*)"], timeout=PATIENCE
            )
            return int(found[0]["count(*)"])

    def _found(
        self, data: list[Any], field: str, limit: int, params: dict[str, Any]
    ) -> list[tuple[str, Candidate]]:
        if self.documents is not None and not self.shelf.keys_of(self.documents):
            return []
        with told(self.tables.cluster):
            (hits,) = self.tables.client.search(
                PASSAGES,
                data=data,
                anns_field=field,
                filter=self._narrowed,
                limit=limit,
                output_fields=["key", "text", "facts", "embedding"],
                search_params=params,
                timeout=PATIENCE,
            )
        return [(hit["id"], made) for hit in hits if (made := self._candidate(hit["entity"])) is not None]

    def _candidate(self, row: Mapping[str, Any]) -> Candidate | None:
        """The passage of a row; None when its document is not live: taken out, or not yet published."""
        kept = self.shelf.live.get(row["key"])
        if kept is None:
            return None
        passage, _, _ = unpacked_passage(row["text"], row["facts"])
        return Candidate(kept, passage, np.array(row["embedding"], np.float32))


class Ranking:
    """The passages for one question, in order."""

    def __init__(self, search: Search, terms: Terms, question: str, vector: NDArray[np.float32]) -> None:
        self._search = search
        self._terms = terms
        self._question = question
        self._vector = vector
        self._rows: dict[str, int] = {}
        self._candidates: list[Candidate] = []

    def best(self, limit: int, share: float) -> list[tuple[FoundPassage, Candidate]]:
        """The passages to show, best first."""
        pool, scores = scored(self._question, self._found(max(DEPTH, limit)), share)
        made = [self._candidates[row] for row in pool.rows]
        shown = sorted(range(len(made)), key=lambda at: (-round(float(scores[at]), 6), made[at].place))
        shown = shown[: max(limit, SPREAD)]
        ordered = in_order(scores, shown, self._telling([made[at] for at in shown[:SPREAD]]))
        return [
            (
                FoundPassage(
                    made[at].passage,
                    made[at].kept.info,
                    score,
                    float(pool.words[at]),
                    float(pool.cosines[at]),
                ),
                made[at],
            )
            for at, score in ordered[:limit]
        ]

    def _found(self, depth: int) -> Found:
        by_words = self._search.pool.submit(self._search.by_words, self._question, depth)
        nearest = self._taken(self._search.by_vector(self._vector, depth))
        words = self._by_words(self._question, self._taken(by_words.result()))
        return Found(words, nearest, self._part, self._sites, self._cosines)

    def _sites(self, rows: NDArray[np.int64]) -> list[str]:
        return [self._candidates[row].site for row in rows]

    def _cosines(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        vectors = np.array([self._candidates[row].vector for row in rows], np.float32)
        return np.asarray(vectors.reshape(len(rows), len(self._vector)) @ self._vector, np.float32)

    def _telling(self, shown: Sequence[Candidate]) -> Telling:
        stems, _ = question_terms(self._question)
        statistics = self._terms.statistics(self._search, stems)
        has = np.array([[float(stem in each.counts.stems) for stem in stems] for each in shown])
        rarity = np.array([statistics.rarity(stem) for stem in stems], np.float64)
        vectors = np.array([each.vector for each in shown], np.float32)
        return Telling(has.reshape(len(shown), len(stems)), rarity, vectors)

    def _part(self, words: str, limit: int) -> Mapping[int, float]:
        return self._by_words(words, self._taken(self._search.by_words(words, limit)))

    def _by_words(self, words: str, rows: Sequence[int]) -> dict[int, float]:
        stems, pairs = question_terms(words)
        statistics = self._terms.statistics(self._search, (*stems, *pairs))
        return {row: statistics.score(words, self._candidates[row].counts) for row in rows}

    def _taken(self, hits: Iterable[tuple[str, Candidate]]) -> list[int]:
        """The rows of hits, new ones put behind those known."""
        rows = []
        for name, candidate in hits:
            if name not in self._rows:
                self._rows[name] = len(self._candidates)
                self._candidates.append(candidate)
            rows.append(self._rows[name])
        return rows
