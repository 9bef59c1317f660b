"""Windows gathered into batches of tensors."""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from index.voices.pieces import OTHER
from training import voices_data as data
from training.voices_data import IGNORED, Sample

CLS, SEP = 101, 102
_POLNEAR_FORMS = 2


@dataclass(slots=True)
class Batch:
    """Windows side by side, shape (windows, pieces + 2), padded; clause targets in one row for all."""

    ids: Tensor
    cases: Tensor
    states: Tensor
    mask: Tensor
    firsts: Tensor
    tags: Tensor
    attributed: Tensor
    nested: Tensor
    loaded: Tensor
    clause: Tensor
    opinion: Tensor
    speculative: Tensor
    weights: Tensor


def load_samples(args: argparse.Namespace, tokenizer: Tokenizer) -> list[Sample]:
    """The windows of the sources named, PolNeAR's articles half as printed and half as tokens."""
    tokenizer.no_padding()
    tokenizer.no_truncation()
    wanted = args.sources.split(",")
    chance = random.Random(args.seed)  # noqa: S311 (no secret)
    found: list[Sample] = []
    if "polnear" in wanted:
        for forms in data.polnear_samples(args.data, tokenizer):
            if chance.random() < args.polnear_share:
                found += forms[chance.randrange(_POLNEAR_FORMS)]
    if "newssd" in wanted:
        found += data.newssd_samples(args.data, tokenizer)
    if "webis" in wanted:
        found += [s for s in data.webis_samples(args.data, tokenizer) if chance.random() < args.webis_share]
    if "corpus" in wanted:
        found += list(data.corpus_samples(tokenizer)) * args.copies
    if "labels" in wanted:
        found += [s for s in data.label_samples(args.data, tokenizer) if chance.random() < args.labels_share]
    counts = Counter(sample.source for sample in found)
    print(f"windows: {dict(counts)}, {sum(len(sample.pieces) for sample in found):,} pieces", flush=True)
    return found


def plan(samples: Sequence[Sample], chance: random.Random, size: int = 8) -> Iterator[list[Sample]]:
    """Batches of windows of like length, up to `size` full ones, every window once, in a random order."""
    order = sorted(range(len(samples)), key=lambda at: (len(samples[at].pieces) // 24, chance.random()))
    batches: list[list[Sample]] = [[]]
    longest = 0
    for at in order:
        longest = max(longest, len(samples[at].pieces) + 2)
        if (batches[-1] and (len(batches[-1]) + 1) * longest > size * 256) or len(batches[-1]) == 2 * size:
            batches.append([])
            longest = len(samples[at].pieces) + 2
        batches[-1].append(samples[at])
    chance.shuffle(batches)
    return iter(batches)


def collate(samples: Sequence[Sample]) -> Batch:
    """The windows of one batch as tensors."""
    width = max(len(sample.pieces) for sample in samples) + 2
    shape = (len(samples), width)
    ids, cases = np.zeros(shape, np.int64), np.full(shape, OTHER)
    states, mask, firsts = (np.zeros(shape, np.int64) for _ in range(3))
    targets = {name: np.full(shape, IGNORED) for name in ("tags", "attributed", "nested", "loaded", "clause")}
    clauses: list[data.Clause] = []
    for row, sample in enumerate(samples):
        end = len(sample.pieces) + 1
        ids[row, 0], ids[row, end] = CLS, SEP
        ids[row, 1:end], cases[row, 1:end] = sample.pieces.ids, sample.pieces.cases
        states[row, 1:end], firsts[row, 1:end] = sample.pieces.states, sample.firsts
        mask[row, : end + 1] = 1
        for name, values in targets.items():
            given = getattr(sample, name)
            values[row, 1:end] = (
                np.where(given >= 0, given + len(clauses), IGNORED) if name == "clause" else given
            )
        clauses += sample.clauses
    inputs = [torch.from_numpy(a) for a in (ids, cases, states, mask, firsts)]
    return Batch(
        *inputs,
        **{name: torch.from_numpy(values) for name, values in targets.items()},
        opinion=torch.tensor([c.opinion for c in clauses], dtype=torch.long),
        speculative=torch.tensor([c.speculative for c in clauses], dtype=torch.long),
        weights=torch.tensor([c.weight for c in clauses], dtype=torch.float),
    )
