"""An index filled up to a size with variations of documents already in it: growth, measured quickly.

A variation is its model with most of its longer words exchanged for others of about the same frequency, names
for names: the same shape and the same spread of common and rare words, telling of something else. Its vectors
are the model's, each moved along the difference of two other passages' vectors. With 60 % of the words
exchanged 81 passages that were embedded anew had cosines of .31 to .82 to their models (5th and 95th of a
hundred, median .63); moved by the lengths here, .49 to .78 (median .65). None is a near-duplicate of another.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.model import Document, Labelling, Passage, Span, VoicedSpan
from index.store.embedding import DIMENSION
from index.store.engine import LocalEngine
from index.store.entries import Entry, Row
from index.store.writing import Change, Writer

_EXCHANGED = 0.6  # share of the longer words, by kind
_MOVED = (0.8, 1.6)  # length of what is added to a unit vector
_WORD = re.compile(r"[^\W\d_]{4,}")
Words = Mapping[str, str]


def models_of(index_dir: Path) -> list[Entry]:
    """The documents of an index with their passages and vectors."""
    engine = LocalEngine.open(index_dir)
    entries = []
    with engine.snapshot() as connection:
        for info in engine.documents():
            document, labelling = engine.document(info.id), engine.labelling(info.id)
            keys = engine.keys_of(info.id)
            halves = [
                connection.execute("SELECT vector FROM vectors WHERE passage = ?", (key,)).fetchone()[0]
                for key in keys
            ]
            vectors = np.frombuffer(b"".join(halves), np.float16).astype(np.float32).reshape(-1, DIMENSION)
            rows = tuple(Row(each.id, each) for each in engine.passages(info.id))
            if rows and document is not None:
                entries.append(Entry(info.id, document, labelling or Labelling(()), rows, vectors))
    engine.close()
    return entries


def variations(models: Sequence[Entry]) -> Iterator[Entry]:
    """Documents without end: all models with some words exchanged, then with others, and so on."""
    vectors = np.concatenate([model.vectors for model in models])
    kinds = _kinds(model.document.text for model in models)
    number = 0
    while True:
        words = _exchange(kinds, number)
        chance = np.random.default_rng(number)
        for at, model in enumerate(models):
            moved = _moved(model.vectors, vectors, chance)
            yield _varied(model, words, f"variation-{number}-{at}", number + 1, moved)
        number += 1


def fill(index_dir: Path, source: Iterator[Entry], made_by: str, size: int) -> list[Entry]:
    """Publish documents until the index holds `size` passages; those added come out."""
    engine = LocalEngine.open(index_dir)
    missing = size - engine.size
    engine.close()
    added: list[Entry] = []
    while missing > 0:
        entry = next(source)
        added.append(entry)
        missing -= len(entry.rows)
    if added:
        with Writer(index_dir, made_by) as writer:
            writer.publish(Change(live=writer.stage(added)))
    return added


def _kinds(texts: Iterable[str]) -> list[list[str]]:
    """The longer words, those together that may stand for each other: as common, and as often a name."""
    counts = Counter(word for text in texts for word in _WORD.findall(text))
    kinds: dict[tuple[bool, int], list[str]] = defaultdict(list)
    for word in sorted(counts):
        kinds[word[0].isupper(), counts[word].bit_length()].append(word)
    return list(kinds.values())


def _exchange(kinds: Sequence[Sequence[str]], seed: int) -> Words:
    chance = random.Random(seed)  # noqa: S311 (test material, no secret)
    words: dict[str, str] = {}
    for kind in kinds:
        some = [word for word in kind if chance.random() < _EXCHANGED]
        words.update(zip(some, chance.sample(some, len(some)), strict=True))
    return words


def _exchanged(text: str, words: Words) -> tuple[str, Callable[[Span], Span]]:
    """The text with words exchanged, and where its spans are then."""
    parts: list[str] = []
    ends, shifts = [0], [0]
    last = shift = 0
    for match in _WORD.finditer(text):
        word = match.group()
        other = words.get(word, word)
        parts += (text[last : match.start()], other)
        last = match.end()
        if len(other) != len(word):
            shift += len(other) - len(word)
            ends.append(last)
            shifts.append(shift)

    def at(place: int) -> int:
        return place + shifts[bisect_right(ends, place) - 1]

    return "".join([*parts, text[last:]]), lambda span: Span(at(span.start), at(span.end))


def _varied(model: Entry, words: Words, path: str, days: int, vectors: NDArray[np.float32]) -> Entry:
    old = model.document
    text, moved = _exchanged(old.text, words)
    document = replace(
        old,
        path=path,
        text=text,
        title=_exchanged(old.title, words)[0] if old.title else None,
        published=old.published + timedelta(days) if old.published else None,
        boilerplate=tuple(map(moved, old.boilerplate)),
    )
    passages = [_passage(row.passage, document, moved) for row in model.rows]
    labelling = Labelling(tuple(_voiced(each, moved) for each in model.labelling.spans))
    rows = tuple(Row(each.id, each) for each in passages)
    return Entry(document.id, document, labelling, rows, vectors)


def _passage(passage: Passage, document: Document, moved: Callable[[Span], Span]) -> Passage:
    span = moved(passage.span)
    voiced = tuple(_voiced(each, moved) for each in passage.voiced)
    return Passage(document.id, span, span.of(document.text), voiced)


def _voiced(each: VoicedSpan, moved: Callable[[Span], Span]) -> VoicedSpan:
    return replace(each, span=moved(each.span), loaded=tuple(map(moved, each.loaded)))


def _moved(
    vectors: NDArray[np.float32], every: NDArray[np.float32], chance: np.random.Generator
) -> NDArray[np.float32]:
    one = chance.integers(0, len(every), len(vectors))
    other = (one + chance.integers(1, len(every), len(vectors))) % len(every)
    apart = every[one] - every[other]
    apart /= np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-6)
    moved = vectors + chance.uniform(*_MOVED, (len(vectors), 1)) * apart
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)
