"""Train the pointer: seeded, with checkpoints it goes on from, and a line of progress as it runs.

    python -m training.train_pointer --data ../shared/data --encoder MINILM --work .data/pointer/0 --cloze 1
    python -m training.train_pointer --pool POOL --encoder MINILM --work .data/pointer/1 \
        --start .data/pointer/0/last.pt

The first run learns from questions made of texts, the second from questions that were written, in the
file that `python -m bench.weighing --pool POOL` makes. `--leave-out` names documents not to learn from.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from training.checkpoints import resume, save, schedule
from training.pointer_cloze import questions
from training.pointer_data import Example, collate, drawn, read_examples
from training.pointer_model import PointerModel, clause_scores, loss_of

_RATE, _HEAD_RATE = 1.5e-4, 1.0e-3
_SAVE_EVERY = 50


def batches(examples: Sequence[Example], epochs: int, seed: int, size: int) -> Iterator[list[Example]]:
    """The batches of all epochs, of questions with pages of like length; the same for the same seed."""
    for epoch in range(epochs):
        chance = random.Random(seed * 1000 + epoch)  # noqa: S311 (no secret)
        read = [drawn(each, chance) for each in examples]
        order = sorted(read, key=lambda each: (_length(each) // 80, chance.random()))
        found = [order[at : at + size] for at in range(0, len(order), size)]
        chance.shuffle(found)
        yield from found


def train(args: argparse.Namespace) -> None:
    """Run, or go on with, a training."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    planned = list(batches(_examples(args), args.epochs, args.seed, args.size))[: args.steps]
    model = PointerModel(args.encoder, args.layers)
    optimizer = _optimiser(model, args.rate)
    rates = [group["lr"] for group in optimizer.param_groups]
    done = resume(args.work / "last.pt", args.start, model, optimizer)
    print(f"{len(planned)} steps, from step {done}", flush=True)
    model.train()
    began, mean = time.time(), 1.0
    for step in range(done, len(planned)):
        torch.manual_seed(args.seed * 100_003 + step)
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * schedule(step, len(planned))
        batch = collate(tokenizer, planned[step])
        loss = loss_of(clause_scores(model, batch), batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        mean += 0.05 * (float(loss.detach()) - mean)
        if step % 20 == 19 or step + 1 == len(planned):
            left = (time.time() - began) / (step + 1 - done) * (len(planned) - step - 1)
            print(f"step {step + 1}/{len(planned)}, {left / 60:.1f} min left: loss {mean:.3f}", flush=True)
        if step % _SAVE_EVERY == _SAVE_EVERY - 1 or step + 1 == len(planned):
            save(args.work / "last.pt", model, optimizer, step + 1)


def _examples(args: argparse.Namespace) -> list[Example]:
    out = set(args.leave_out.read_text("utf-8").split()) if args.leave_out else set()
    found: list[Example] = []
    if args.cloze:
        found += questions(args.data / "polnear", random.Random(args.seed), args.cloze)  # noqa: S311
    if args.pool:
        found += read_examples(args.pool)
    kept = [each for each in found if each.document not in out]
    told = sum(any(any(page.right) for page in each.pages) for each in kept)
    print(f"{len(kept)} questions, {told} of them told", flush=True)
    return kept


def _length(example: Example) -> int:
    return max(len(each.page.text) + len(each.page.title) for each in example.pages) + len(example.question)


def _optimiser(model: PointerModel, scale: float) -> torch.optim.AdamW:
    slow = [p for n, p in model.encoder.named_parameters() if p.requires_grad]
    fast = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("encoder.")]
    groups = [{"params": slow, "lr": _RATE * scale}, {"params": fast, "lr": _HEAD_RATE * scale}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--data", type=Path, help="a folder with polnear/, for --cloze")
    parser.add_argument("--cloze", type=int, default=0, help="questions made of each passage of the texts")
    parser.add_argument("--pool", type=Path, help="written questions with their pages")
    parser.add_argument("--leave-out", type=Path, help="a file with the names of documents")
    parser.add_argument("--start", type=Path, help="a checkpoint to begin with")
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--steps", type=int, help="leave out what comes after")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--size", type=int, default=32, help="questions in a batch")
    parser.add_argument("--rate", type=float, default=1.0, help="scales both learning rates")
    parser.add_argument("--threads", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
