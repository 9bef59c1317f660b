"""Train the voices model: seeded, with checkpoints it goes on from, and a line of progress as it runs.

    python -m training.train_voices --data ../shared/data --encoder MINILM --work .data/voices --epochs 3

`--sources` names what to learn from; `--start CHECKPOINT` begins with its weights and a fresh schedule.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.checkpoints import resume, save, schedule
from training.voices_batches import Batch, collate, load_samples, plan
from training.voices_data import TAGS, Sample
from training.voices_model import HEADS, VoicesModel

_RATE, _HEAD_RATE = 1.0e-4, 1.0e-3
_WEIGHTS = {"attributed": 0.5, "nested": 0.2, "opinion": 1.0, "speculative": 0.3, "loaded": 0.3}
_SAVE_EVERY = 50


def losses(model: VoicesModel, batch: Batch) -> dict[str, Tensor]:
    """Each task's loss on a batch; tasks without a target in it are missing."""
    scores = model(batch.ids, batch.cases, batch.states, batch.mask)
    found: dict[str, Tensor] = {}
    tagged = batch.tags[:, 1] >= 0
    if tagged.any():
        # The first and last place are the window's own marks, no pieces.
        rows = scores[tagged][:, 1:-1, : len(TAGS)].float()
        mask = batch.mask[tagged][:, 2:]
        found["tags"] = model.crf.loss(
            rows, batch.tags[tagged][:, 1:-1].clamp(min=0), batch.firsts[tagged][:, 1:-1], mask
        )
    logits = {name: scores[..., len(TAGS) + at].float() for at, name in enumerate(HEADS)}
    for name in ("attributed", "nested", "loaded"):
        target = getattr(batch, name)
        known = target >= 0
        if known.any():
            found[name] = nn.functional.binary_cross_entropy_with_logits(
                logits[name][known], target[known].float()
            )
    if len(batch.opinion):
        inside = batch.clause >= 0
        for name, target in (("opinion", batch.opinion), ("speculative", batch.speculative)):
            sums = torch.zeros(len(target)).index_add(0, batch.clause[inside], logits[name][inside])
            counts = torch.zeros(len(target)).index_add(
                0, batch.clause[inside], torch.ones(int(inside.sum()))
            )
            known = (target >= 0) & (counts > 0)
            if known.any():
                each = nn.functional.binary_cross_entropy_with_logits(
                    (sums / counts.clamp(min=1))[known], target[known].float(), reduction="none"
                )
                found[name] = (each * batch.weights[known]).sum() / known.sum()
    return found


def total(found: dict[str, Tensor]) -> Tensor:
    """The tasks' losses as one."""
    return sum((_WEIGHTS.get(name, 1.0) * loss for name, loss in found.items()), torch.zeros(()))


def optimiser(model: VoicesModel, scale: float) -> torch.optim.AdamW:
    """AdamW, with a higher rate for what begins untrained."""
    slow = [p for n, p in model.encoder.named_parameters() if p.requires_grad]
    fast = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("encoder.")]
    groups = [{"params": slow, "lr": _RATE * scale}, {"params": fast, "lr": _HEAD_RATE * scale}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))


def freeze(model: VoicesModel, layers: int) -> None:
    """Leave the lowest layers and what goes into them as they are: steps then cost less."""
    if layers:
        lowest = [model.encoder.embeddings, model.case, model.state, *model.encoder.encoder.layer[:layers]]
        for parameter in (p for module in lowest for p in module.parameters()):
            parameter.requires_grad = False


def epochs(samples: Sequence[Sample], count: int, seed: int, size: int) -> Iterator[list[Sample]]:
    """The batches of all epochs, the same for the same seed."""
    for epoch in range(count):
        yield from plan(samples, random.Random(seed * 1000 + epoch), size)  # noqa: S311 (no secret)


def train(args: argparse.Namespace) -> None:
    """Run, or go on with, a training."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    model = VoicesModel(args.encoder)
    batches: list[list[Sample]] = []
    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    samples = load_samples(args, tokenizer)
    batches = list(epochs(samples, args.epochs, args.seed, args.size))
    steps = min(len(batches), args.steps or len(batches))
    freeze(model, args.freeze)
    optimizer = optimiser(model, args.rate)
    rates = [group["lr"] for group in optimizer.param_groups]
    done = resume(args.work / "last.pt", args.start, model, optimizer)
    print(f"{len(samples)} windows, {steps} steps, from step {done}", flush=True)
    model.train()
    began, mean = time.time(), {}
    for step in range(done, min(steps, args.stop or steps)):
        torch.manual_seed(args.seed * 100_003 + step)
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * schedule(step, steps, args.floor)
        found = losses(model, collate(batches[step]))
        loss = total(found)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        for name, value in found.items():
            mean[name] = 0.95 * mean.get(name, float(value.detach())) + 0.05 * float(value.detach())
        if step % 20 == 19 or step + 1 == steps:
            left = (time.time() - began) / (step + 1 - done) * (steps - step - 1)
            shown = " ".join(f"{name} {value:.3f}" for name, value in sorted(mean.items()))
            print(f"step {step + 1}/{steps}, {left / 60:.1f} min left: {shown}", flush=True)
        if step % _SAVE_EVERY == _SAVE_EVERY - 1 or step + 1 in (steps, args.stop):
            save(args.work / "last.pt", model, optimizer, step + 1)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--freeze", type=int, default=0, help="the lowest layers that stay as they are")
    parser.add_argument("--size", type=int, default=8, help="windows in a batch")
    parser.add_argument("--stop", type=int, help="end after this many steps, as if cut off")
    parser.add_argument("--steps", type=int, help="leave out what comes after; the schedule ends there")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1.0, help="scales both learning rates")
    parser.add_argument("--floor", type=float, default=0.0, help="the rate's share left at the end")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--sources", default="polnear,newssd,webis,corpus,labels")
    parser.add_argument("--polnear-share", type=float, default=1.0, help="of PolNeAR's windows, an epoch")
    parser.add_argument("--webis-share", type=float, default=1.0, help="of Webis' windows, an epoch")
    parser.add_argument("--labels-share", type=float, default=1.0, help="of the labels' windows, an epoch")
    parser.add_argument("--copies", type=int, default=1, help="of our own documents, an epoch")
    np.random.seed(0)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
