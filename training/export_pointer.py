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

from index.store.pointing import MODEL
from training.export_voices import export, quantise
from training.pointer_model import PointerModel

_INPUTS = ("ids", "states", "matches")


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
        export(model, full, _INPUTS, "pages")
        quantise(full, args.out / MODEL)
    print(f'    {MODEL}: "{hashlib.sha256((args.out / MODEL).read_bytes()).hexdigest()}"')


if __name__ == "__main__":
    main()
