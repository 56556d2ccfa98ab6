"""Compare the careful network in several precisions: `python -m rag.training.reader.precision --data PREPARED`.

Prints for each how long it takes to read three passages of about 190 tokens (median of interleaved rounds, and the
ratio to single precision), and the share of held-out windows whose span, or whose lack of one, is exactly as marked.
"""

import argparse
import copy
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from rag.reading.careful import CarefulModel
from rag.reading.readers import WEIGHTS
from rag.reading.windows import LONGEST
from rag.training.reader.batches import Batch, load
from rag.training.run import batches

Scores = tuple[Tensor, Tensor]
Forward = Callable[[Tensor, Tensor, Tensor], Scores]
_SHAPE = (3, 206)  # three passages of 190 tokens, each with a question of 13 and three tokens between


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=WEIGHTS, help="folder of the weights")
    parser.add_argument("--data", type=Path, required=True, help="folder of the prepared windows")
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--batches", type=int, default=40, help="of held-out windows")
    options = parser.parse_args()
    examples = load(options.data / "dev.jsonl.gz", LONGEST, titled=True)
    held_out = list(islice(batches(examples, 2048, 0, Batch.of), options.batches))
    with torch.inference_mode():
        forwards = variants(options.model)
        taken = timed(list(forwards.values()), options.rounds)
        print(f"{torch.get_num_threads()} threads, {torch.backends.cpu.get_cpu_capability()}")
        print("| precision | three passages, ms | ratio | windows exactly right |\n|---|---|---|---|")
        for (name, forward), times in zip(forwards.items(), taken, strict=True):
            ratio = statistics.median(a / b for a, b in zip(times, taken[0], strict=True))
            right = sum(exactly_right(forward, batch) for batch in held_out) / sum(len(b.ids) for b in held_out)
            print(f"| {name} | {1000 * statistics.median(times):.0f} | {ratio:.2f} | {right:.4f} |", flush=True)


def variants(folder: Path) -> dict[str, Forward]:
    """Return ways to compute the same scores, single precision first."""
    single, loaded = CarefulModel.to_train(folder).eval(), CarefulModel.load(folder, {})

    def half(*inputs: Tensor) -> Scores:
        with torch.autocast("cpu", torch.bfloat16):
            starts, ends = loaded(*inputs)
        return starts, ends

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        int8 = torch.ao.quantization.quantize_dynamic(  # type: ignore[no-untyped-call]
            copy.deepcopy(single), {nn.Linear: torch.ao.quantization.per_channel_dynamic_qconfig}
        )
    return {"single": single, "bfloat16": half, "8-bit": int8}


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
