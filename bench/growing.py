"""An index filled up to a size with variations of documents already in it: growth, measured quickly."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.model import Document, Labelling
from index.store.embedding import DIMENSION
from index.store.engine import LocalEngine
from index.store.entries import Entry, Row
from index.store.writing import Change, Writer

_TURNED = 0.6  # length of the random part added to a unit vector
_CHANGED = 0.3  # share of the longer words that are spelt anew, at the same length


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


def variations(models: list[Entry]) -> Iterator[Entry]:
    """Documents without end, each with the spans of a model, other words and other vectors."""
    chance = random.Random(5)  # noqa: S311 (test material, no secret)
    noise = np.random.default_rng(5)
    number = 0
    while True:
        for model in models:
            number += 1
            text = re.sub(
                r"\b[a-z]{5,}\b", lambda match: _respelt(match.group(), chance), model.document.text
            )
            document = replace(model.document, path=f"variation-{number}", text=text)
            yield _varied(model, document, noise)


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


def _varied(model: Entry, document: Document, noise: np.random.Generator) -> Entry:
    passages = [
        replace(row.passage, document_id=document.id, text=row.passage.span.of(document.text))
        for row in model.rows
    ]
    rows = tuple(Row(each.id, each) for each in passages)
    return replace(
        model, document_id=document.id, document=document, rows=rows, vectors=_turned(model.vectors, noise)
    )


def _turned(vectors: NDArray[np.float32], noise: np.random.Generator) -> NDArray[np.float32]:
    moved = vectors + noise.normal(0, _TURNED / DIMENSION**0.5, vectors.shape)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)


def _respelt(word: str, chance: random.Random) -> str:
    if chance.random() > _CHANGED:
        return word
    letters = "".join(
        chance.choice("aeiou" if place % 2 else "bdfgklmnprstv") for place in range(len(word) - 2)
    )
    return letters + word[-2:]
