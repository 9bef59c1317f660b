"""What the pointer learns from: questions with pages, and of each page's clauses which tell what is asked."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from index.model import Clause, Page, Span, Voice
from index.store.pointing import encode

_PAD = 0
_LATER = 0.2


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page, and which of its clauses are right."""

    page: Page
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the pages that are read for it; without a right clause nothing tells."""

    document: str
    question: str
    pages: tuple[Labelled, ...]


@dataclass(slots=True)
class Batch:
    """Pages side by side, shape (pages, pieces), padded.

    `places` and `owners` pair flat places of pieces with the clause that they belong to; of the clauses
    `example` and `right` are told.
    """

    ids: Tensor
    states: Tensor
    matches: Tensor
    mask: Tensor
    places: Tensor
    owners: Tensor
    example: Tensor
    right: Tensor
    examples: int


def read_examples(path: Path) -> Iterator[Example]:
    """The examples of a file that `python -m bench.weighing --pool FILE` wrote, the page that tells first."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            found = [_page(each) for each in fields["pages"]]
            told = [page for page in found if any(page.right)]
            if found and bool(told) == fields["answerable"]:
                others = (page for page in found if not any(page.right))
                yield Example(fields["document"], fields["question"], (*told[:1], *others))


def drawn(example: Example, chance: random.Random) -> Example:
    """The example with one of its pages: mostly the first, else another one, of which nothing tells."""
    later = chance.random() < _LATER and len(example.pages) > 1
    page = chance.choice(example.pages[1:]) if later else example.pages[0]
    return replace(example, pages=(page,))


def collate(tokenizer: Tokenizer, examples: Sequence[Example]) -> Batch:
    """The examples' pages as tensors."""
    read = [
        (at, page, encode(tokenizer, example.question, page.page))
        for at, example in enumerate(examples)
        for page in example.pages
    ]
    longest = max(len(row.ids) for _, _, row in read)
    ids, states, matches = (np.full((len(read), longest), _PAD, np.int64) for _ in range(3))
    mask = np.zeros((len(read), longest), np.int64)
    places, owners, of, right = [], [], [], []
    for at, (example, page, row) in enumerate(read):
        size = len(row.ids)
        ids[at, :size], states[at, :size], matches[at, :size], mask[at, :size] = (
            row.ids,
            row.states,
            row.matches,
            1,
        )
        for where, tells in zip(row.clauses, page.right, strict=True):
            if len(where):
                places.append(where + at * longest)
                owners.append(np.full(len(where), len(of), np.int64))
                of.append(example)
                right.append(tells)
    flat = [np.concatenate(each) if each else np.zeros(0, np.int64) for each in (places, owners)]
    arrays = (ids, states, matches, mask, *flat, np.array(of, np.int64), np.array(right, bool))
    return Batch(*map(torch.from_numpy, arrays), len(examples))


def _page(fields: dict[str, Any]) -> Labelled:
    given = fields["clauses"]
    clauses = tuple(
        Clause(tuple(Span(*span) for span in each["spans"]), Voice(each["voice"]), each["speaker"])
        for each in given
    )
    page = Page(fields["title"], fields["text"], clauses)
    return Labelled(page, tuple(each["right"] for each in given))
