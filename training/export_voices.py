"""Write the trained voices model as the bot loads it: an int8 graph, and what the chain of tags learned.

    python -m training.export_voices CHECKPOINT --encoder MINILM index/models

Prints the checksums that `index/voices/packaged.py` expects.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from index.voices.packaged import CHAIN, MODEL, TAGS
from training.voices_model import VoicesModel

_INPUTS = ("ids", "cases", "states")
_KEPT = re.compile(r"/layer\.[012]/output/dense/|/head/")


class Unpadded(nn.Module):
    """A model for texts without padding: the mask is all ones."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, *others: Tensor) -> Tensor:
        """Scores, the first two axes as those of `ids`."""
        return self.model(ids, *others, torch.ones_like(ids))


def export(model: nn.Module, target: Path, inputs: Sequence[str], texts: str) -> None:
    """Write the fp32 graph; `texts` is what the first axis counts."""
    example = torch.ones(1, 8, dtype=torch.long)
    torch.onnx.export(
        Unpadded(model),
        (example,) * len(inputs),
        str(target),
        input_names=list(inputs),
        output_names=["scores"],
        dynamic_axes={name: {0: texts, 1: "pieces"} for name in (*inputs, "scores")},
        dynamo=False,
        opset_version=17,
    )


def quantise(source: Path, target: Path) -> None:
    """Write the int8 graph, the products that suffer most from it with weights in half precision.

    Those are the second products of the three lowest layers, whose inputs have far outliers: the error of the
    tags' scores falls from .111 to .079, for 1.8 MB and a tenth of the speed. What else is as in
    `export_embedding`.
    """
    graph = onnx.load(str(source)).graph
    kept = [node.name for node in graph.node if node.op_type == "MatMul" and _KEPT.search(node.name)]
    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=kept,
        extra_options={"DefaultTensorType": 1, "MatMulConstBOnly": True},
    )
    model = onnx.load(str(target))
    weights = {node.input[1] for node in model.graph.node if node.name in kept}
    _halve(model.graph, weights)
    onnx.save(model, str(target))


def _halve(graph: onnx.GraphProto, names: set[str]) -> None:
    """Keep these weights as 16-bit floats, cast to 32 bits once at load."""
    for tensor in graph.initializer:
        if tensor.name in names:
            half = numpy_helper.to_array(tensor).astype("float16")
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(half, f"{name}_half"))
            graph.node.insert(0, helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))


def _weights(path: Path, beside: Path | None, share: float) -> dict[str, Tensor]:
    """A checkpoint's weights, or their mean with an earlier one's (WiSE-FT, Wortsman et al. 2022).

    The mean keeps what the longer training learned of spans, and judges with more doubt than it.
    """
    own: dict[str, Tensor] = torch.load(path, weights_only=True)["model"]
    if beside is None:
        return own
    other = torch.load(beside, weights_only=True)["model"]
    return {
        name: share * value + (1 - share) * other[name] if value.is_floating_point() else value
        for name, value in own.items()
    }


def main() -> None:
    """Export, quantise, print checksums."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--lean", type=float, nargs=len(TAGS), default=[0.0] * len(TAGS), help="added to each tag's scores"
    )
    parser.add_argument("--beside", type=Path, help="an earlier checkpoint of the same training to mix in")
    parser.add_argument("--share", type=float, default=1.0, help="the first one's part of the mixture")
    args = parser.parse_args()
    model = VoicesModel(args.encoder, attention="eager").eval()
    model.load_state_dict(_weights(args.checkpoint, args.beside, args.share))
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        full = Path(folder, "full.onnx")
        export(model, full, _INPUTS, "windows")
        quantise(full, args.out / MODEL)
    chain = {
        "lean": args.lean,
        "first": [round(value, 5) for value in model.crf.border.tolist()],
        "steps": [[round(value, 5) for value in row] for row in model.crf.inner.tolist()],
    }
    (args.out / CHAIN).write_text(json.dumps(chain, indent=1) + "\n", encoding="utf-8")
    for name in (MODEL, CHAIN):
        print(f'    {name}: "{hashlib.sha256((args.out / name).read_bytes()).hexdigest()}"')


if __name__ == "__main__":
    main()
