"""Compare the reader's network in several precisions:
`python -m rag.training.reader.precision --model M --data PREPARED`.

Prints for each how long it takes to read ten passages of about 190 tokens (median of interleaved rounds, and the ratio
to single precision), and the share of held-out windows whose span, or whose lack of one, comes out exactly as marked.
Needs `pip install onnx onnxruntime onnxscript`.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import quantize_dynamic
from torch import Tensor

from rag.reading.network import SpanModel
from rag.training.reader.batches import Batch, batches, load

Scores = tuple[Tensor, Tensor]
Forward = Callable[[Tensor, Tensor, Tensor], Scores]
_SHAPE = (10, 206)  # ten passages of 190 tokens, each with a question of 13 and three tokens between
_BATCHES = 40


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder of the weights, such as rag/reading/weights")
    parser.add_argument("--data", type=Path, required=True, help="folder of the prepared windows")
    parser.add_argument("--rounds", type=int, default=21)
    options = parser.parse_args()
    held_out = list(islice(batches(load(options.data / "dev.jsonl.gz", 384), 4096, seed=0), _BATCHES))
    with TemporaryDirectory() as folder, torch.inference_mode():
        forwards = variants(SpanModel.load(options.model / "reader.safetensors"), Path(folder))
        taken = timed(list(forwards.values()), options.rounds)
        print(f"{torch.get_num_threads()} threads, {torch.backends.cpu.get_cpu_capability()}")
        print("| precision | ten passages, ms | ratio | windows exactly right |\n|---|---|---|---|")
        for (name, forward), times in zip(forwards.items(), taken, strict=True):
            ratio = statistics.median(a / b for a, b in zip(times, taken[0], strict=True))
            right = sum(exactly_right(forward, batch) for batch in held_out) / sum(len(b.ids) for b in held_out)
            print(f"| {name} | {1000 * statistics.median(times):.0f} | {ratio:.2f} | {right:.4f} |", flush=True)


def variants(model: SpanModel, folder: Path) -> dict[str, Forward]:
    """Return ways to compute the same scores, single precision by torch first."""

    def half(*inputs: Tensor) -> Scores:
        with torch.autocast("cpu", torch.bfloat16):
            starts, ends = model(*inputs)
        return starts.float(), ends.float()

    whole, small = folder / "whole.onnx", folder / "small.onnx"
    example = tuple(torch.ones(2, 8, dtype=torch.long) for _ in range(3))
    axes = {name: {0: "windows", 1: "tokens"} for name in ("ids", "types", "attended", "starts", "ends")}
    torch.onnx.export(
        model,
        example,
        str(whole),
        input_names=["ids", "types", "attended"],
        output_names=["starts", "ends"],
        dynamic_axes=axes,
        dynamo=False,
    )
    quantize_dynamic(str(whole), str(small))
    layers = {torch.nn.Linear}
    int8 = torch.ao.quantization.quantize_dynamic(model, layers, torch.qint8)  # type: ignore[no-untyped-call]
    return {
        "single, torch": model,
        "bfloat16, torch": half,
        "8-bit layers, torch": int8,
        "single, ONNX Runtime": _session(whole),
        "8-bit layers, ONNX Runtime": _session(small),
    }


def _session(file: Path) -> Forward:
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])

    def forward(ids: Tensor, types: Tensor, attended: Tensor) -> Scores:
        inputs = {"ids": ids.numpy(), "types": types.numpy(), "attended": attended.numpy()}
        starts, ends = session.run(["starts", "ends"], inputs)
        return torch.from_numpy(starts), torch.from_numpy(ends)

    return forward


def timed(forwards: Sequence[Forward], rounds: int) -> list[list[float]]:
    """Return the seconds that each takes in each round; one after the other, so that noise hits all."""
    ids = torch.from_numpy(np.random.default_rng(0).integers(1000, 20000, _SHAPE))
    inputs = ids, torch.ones_like(ids), torch.ones_like(ids)
    taken: list[list[float]] = [[] for _ in forwards]
    for number in range(rounds + 2):
        for forward, times in zip(forwards, taken, strict=True):
            began = time.perf_counter()
            forward(*inputs)
            if number >= 2:
                times.append(time.perf_counter() - began)
    return taken


def exactly_right(forward: Forward, batch: Batch) -> int:
    """Count the windows whose best start and end are both marked."""
    scores = forward(*(torch.from_numpy(part) for part in (batch.ids, batch.types, batch.attended)))
    rows = np.arange(len(batch.ids))
    start, end = (np.where(batch.allowed, score.numpy(), -np.inf).argmax(1) for score in scores)
    return int(((batch.starts[rows, start] > 0) & (batch.ends[rows, end] > 0)).sum())


if __name__ == "__main__":
    main()
