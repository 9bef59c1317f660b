"""What every training here does alike: the rate's course, and checkpoints that a run goes on from."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import nn


def schedule(step: int, steps: int, floor: float = 0.0) -> float:
    """Up over the first 60 steps, or a tenth of them all, then down by a cosine to `floor`."""
    rise = max(1, min(60, steps // 10))
    if step < rise:
        return (step + 1) / rise
    share = (step - rise) / max(1, steps - rise)
    return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * min(1.0, share)))


def resume(last: Path, start: Path | None, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """The step to go on from: that of `last` if it is there, else 0, with the weights of `start` if given."""
    if last.exists():
        state = torch.load(last, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        return int(state["step"])
    if start:
        model.load_state_dict(torch.load(start, weights_only=True)["model"])
    return 0


def save(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, step: int) -> None:
    """Write a checkpoint; one that is there is replaced when the new one is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, fresh)
    fresh.replace(path)
