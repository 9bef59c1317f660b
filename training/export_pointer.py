"""Write the trained pointer as the bot loads it, as an int8 graph.

    python -m training.export_pointer CHECKPOINT --encoder MINILM index/models

Prints the checksum that `index/store/pointing.py` expects.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

from index.store.pointing import MODEL
from training.export_voices import quantise
from training.pointer_model import PointerModel

_INPUTS = ("ids", "states", "matches")


class Unpadded(nn.Module):
    """The model for pages without padding: the mask is all ones."""

    def __init__(self, model: PointerModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, states: Tensor, matches: Tensor) -> Tensor:
        """Scores of shape (pages, pieces, 2)."""
        return self.model(ids, states, matches, torch.ones_like(ids))


def export(model: PointerModel, target: Path) -> None:
    """Write the fp32 graph."""
    example = torch.ones(1, 8, dtype=torch.long)
    torch.onnx.export(
        Unpadded(model),
        (example, example, example),
        str(target),
        input_names=list(_INPUTS),
        output_names=["scores"],
        dynamic_axes={name: {0: "pages", 1: "pieces"} for name in (*_INPUTS, "scores")},
        dynamo=False,
        opset_version=17,
    )


def main() -> None:
    """Export, quantise, print the checksum."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=3)
    args = parser.parse_args()
    model = PointerModel(args.encoder, args.layers, attention="eager").eval()
    model.load_state_dict(torch.load(args.checkpoint, weights_only=True)["model"])
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        full = Path(folder, "full.onnx")
        export(model, full)
        quantise(full, args.out / MODEL)
    print(f'    {MODEL}: "{hashlib.sha256((args.out / MODEL).read_bytes()).hexdigest()}"')


if __name__ == "__main__":
    main()
