"""The lexical index: BM25 over stems and pairs of them, kept by tantivy, derived from the catalogue.

On disk it always holds at least the live passages: they are added before a change is published and retired
ones are deleted after. So a reader needs no lock and no catching up; it drops the hits that are not live.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log
from pathlib import Path

import tantivy

from index.store.catalogue import lexical_rows, meta
from index.store.encoding import encodable
from index.store.entries import heading
from index.store.stopwords import STOP_WORDS

_ANALYSER = "whosays"
_JOINED = "whosays-pairs"
_LONGEST_WORD = 40
MOST_WORDS = 128
_HEAP = 15_000_000  # bytes, the least tantivy takes; an indexing thread spills to a segment beyond it
_LARGE_HEAP = 100_000_000  # where more documents than these come at once: fewer segments to merge
_MANY = 100
_LAYOUT = 2
# Two words that stand together in question and passage ("Steam Deck") tell more than each alone. On the dev
# queries of MultiHop-RAG pairs at this weight found .014 more of the evidence in ten passages, and a first
# piece of it among four .034 oftener; a weight of 1 gained nothing.
PAIR_WEIGHT = 0.5


def _analyser() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name=_ANALYSER, index_option="freq")
    builder.add_text_field("pairs", tokenizer_name=_JOINED, index_option="freq")
    builder.add_integer_field("key", indexed=True, fast=True)
    return builder.build()


def _register(index: tantivy.Index) -> None:
    index.register_tokenizer(_ANALYSER, _analyser())
    index.register_tokenizer(_JOINED, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


class Words:
    """Texts as the index knows them: the stems of their words."""

    def __init__(self) -> None:
        self._splitter = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()
        )
        self._stems = _analyser()
        self._stop = frozenset(self._stems.analyze(" ".join(sorted(STOP_WORDS))))

    def telling(self, text: str) -> list[str]:
        """Each stem once, in order, without the words that do not tell what a question is about."""
        split = dict.fromkeys(self._splitter.analyze(encodable(text)))
        telling = [word for word in split if word not in STOP_WORDS] or list(split)
        return list(dict.fromkeys(self._stems.analyze(" ".join(telling))))

    def stems(self, text: str) -> list[str]:
        """Every stem, in order."""
        return list(self._stems.analyze(encodable(text)))

    def pairs(self, text: str) -> list[str]:
        """Two stems and two again, stop words passed over, as they are joined in the index."""
        stems = [each for each in self.stems(text) if each not in self._stop]
        return [f"{one}_{other}" for one, other in pairwise(stems)]


class Lexical:
    """An open lexical index. Not safe for two threads at once."""

    def __init__(self, index: tantivy.Index) -> None:
        _register(index)
        # By default a thread watches the folder, taking locks in it long after the index was let go of.
        index.config_reader("manual")
        self._index = index
        self._words = Words()
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def on_disk(cls, folder: Path, connection: sqlite3.Connection) -> Lexical:
        """The index that belongs to this catalogue.

        Raises:
            ValueError: it is not there, is damaged, or lies where tantivy cannot take its reading lock.
        """
        place = _place(folder, connection)
        if not place.is_dir():
            raise ValueError(f"{place} is not there")
        return cls(tantivy.Index.open(str(place)))

    @classmethod
    def empty(cls) -> Lexical:
        """An index of no passages."""
        return cls(tantivy.Index(_schema()))

    @classmethod
    def in_memory(cls, connection: sqlite3.Connection) -> Lexical:
        """An index of the live passages that leaves the disk alone: about a second for 20,000 passages."""
        lexical = cls.empty()
        writer = lexical._index.writer(_LARGE_HEAP, 1)
        _add(writer, connection, None)
        writer.commit()
        writer.wait_merging_threads()
        lexical.refresh()
        return lexical

    def refresh(self) -> None:
        """See what has been committed since."""
        self._index.reload()
        self._searcher = self._index.searcher()

    @property
    def size(self) -> int:
        """How many passages it holds, retired ones that were not deleted yet included."""
        return int(self._searcher.num_docs)

    def search(self, words: str, limit: int, keys: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Passage keys with their BM25 scores, best first, optionally among these keys alone."""
        terms = self._terms(words)
        if not terms or limit < 1 or (keys is not None and not len(keys)):
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        if keys is not None:
            among = tantivy.Query.term_set_query(self._schema, "key", list(keys))
            query = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Must, query),
                    (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0)),
                ]
            )
        hits = self._searcher.search(query, limit, count=False).hits
        found = self._searcher.fast_field_values("key", [address for _, address in hits])
        ranked = [(int(key or 0), float(score)) for key, (score, _) in zip(found, hits, strict=True)]
        return sorted(ranked, key=lambda each: (-each[1], each[0]))

    def _terms(self, words: str) -> list[tantivy.Query]:
        stems = self._words.telling(words)[:MOST_WORDS]
        pairs = dict.fromkeys(self._words.pairs(words)[:MOST_WORDS])
        return [
            *(tantivy.Query.term_query(self._schema, "text", stem, "freq") for stem in stems),
            *(
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, "pairs", pair, "freq"), PAIR_WEIGHT
                )
                for pair in pairs
            ),
        ]

    def rarities(self, words: str) -> dict[str, float]:
        """The stems that tell what a question is about, each with how rare it is among the passages (idf)."""
        return {stem: self._rarity(stem) for stem in self._words.telling(words)[:MOST_WORDS]}

    def _rarity(self, stem: str) -> float:
        having, every = int(self._searcher.doc_freq("text", stem)), self.size
        return log(1 + (every - having + 0.5) / (having + 0.5)) if having else 0.0

    def stems(self, text: str) -> frozenset[str]:
        """The stems of a text."""
        return frozenset(self._words.stems(text))


class LexicalWriter:
    """Changes the index on disk. The caller holds the store's lock."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._place = _place(folder, connection)
        self._index = self._opened()

    def _opened(self) -> tantivy.Index:
        try:
            return self._registered(tantivy.Index.open(str(self._place)))
        except ValueError:  # not there, or damaged: made anew from the catalogue
            shutil.rmtree(self._place, ignore_errors=True)
            fresh = self._place.with_name(f"{self._place.name}.new")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
            self._rewrite(self._registered(tantivy.Index(_schema(), path=str(fresh))))
            fresh.rename(self._place)
            return self._registered(tantivy.Index.open(str(self._place)))

    @staticmethod
    def _registered(index: tantivy.Index) -> tantivy.Index:
        index.config_reader("manual")
        _register(index)
        return index

    def add(self, documents: Sequence[int]) -> None:
        """Add the passages of these documents; adding them again changes nothing."""
        writer = self._index.writer(_HEAP if len(documents) < _MANY else _LARGE_HEAP, 1)
        _add(writer, self._connection, documents, anew=True)
        _finish(writer)

    def delete(self, passages: Iterable[int]) -> None:
        """Take these passages out."""
        writer = self._index.writer(_HEAP, 1)
        for key in passages:
            writer.delete_documents_by_term("key", key)
        _finish(writer)

    def rewrite(self) -> None:
        """Make the whole index anew from the live passages, in one commit."""
        self._rewrite(self._index)

    def _rewrite(self, index: tantivy.Index) -> None:
        writer = index.writer(_LARGE_HEAP, 1)
        writer.delete_all_documents()
        _add(writer, self._connection, None)
        _finish(writer)


def _finish(writer: tantivy.IndexWriter) -> None:
    writer.commit()
    # A merge cut short by the end of the process would be begun again by the next one, for ever.
    writer.wait_merging_threads()


def _add(
    writer: tantivy.IndexWriter,
    connection: sqlite3.Connection,
    documents: Sequence[int] | None,
    *,
    anew: bool = False,
) -> None:
    words = Words()
    for key, document, text in lexical_rows(connection, documents):
        if anew:
            writer.delete_documents_by_term("key", key)
        whole = encodable(f"{heading(document)}\n{text}")
        writer.add_document(tantivy.Document(key=key, text=whole, pairs=" ".join(words.pairs(whole))))


def _place(folder: Path, connection: sqlite3.Connection) -> Path:
    # Named after the catalogue, so that an index left over from another is never taken for its own.
    return folder / f"lexical-{_LAYOUT}-{meta(connection, 'store')}"
