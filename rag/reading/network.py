"""The reader's neural network: MiniLM-L6 with one linear layer that scores where an answer begins and ends."""

import threading
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor, nn
from transformers import BertModel
from transformers.utils import logging

from index.embedding import bundled_model, has_bfloat16
from index.faults import RagFault

_AT_ONCE = 2048  # tokens of a batch, padding included: bounds the memory

Floats = NDArray[np.float32]


class SpanModel(nn.Module):
    """Scores each token of "question, passage" as the start and as the end of the answer; the first as "no answer".

    The embeddings of words are those of the encoder's package, as they are; all else is trained. `attention` is "eager"
    to train: the fused kernel is the quicker one forwards, and slow backwards on a processor.
    """

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        self.encoder = BertModel.from_pretrained(
            str(bundled_model()),
            add_pooling_layer=False,
            attn_implementation=attention,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            local_files_only=True,
        )
        self.encoder.embeddings.requires_grad_(False)
        self.ends = nn.Linear(self.encoder.config.hidden_size, 2)

    def forward(self, ids: Tensor, types: Tensor, attended: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores of starts and of ends, each of the shape (windows, tokens)."""
        hidden = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=attended).last_hidden_state
        starts, ends = self.ends(hidden).float().unbind(-1)
        return starts, ends

    def freeze(self, layers: int) -> None:
        """Leave the first `layers` layers as they are, besides the embeddings."""
        self.encoder.encoder.layer[:layers].requires_grad_(False)

    @classmethod
    def load(cls, weights: Path, digest: str | None = None) -> "SpanModel":
        """Return the model with the trained weights of a safetensors file, ready to read.

        Raises `RagFault` when the file is missing, is not of this model, or its SHA-256 is not `digest`.
        """
        try:
            data = weights.read_bytes()
            if digest and (found := sha256(data).hexdigest()) != digest:
                raise _fault(weights, f"were altered: their SHA-256 is {found}, not {digest}")
            trained = {name: tensor.float() for name, tensor in load(data).items()}
            model = cls()
            missing, unknown = model.load_state_dict(trained, strict=False)
        except OSError as error:
            raise _fault(weights, f"are missing: {error.strerror}") from error
        except (SafetensorError, RuntimeError) as error:
            raise _fault(weights, f"cannot be read: {error}") from error
        if unknown or any(not name.startswith("encoder.embeddings.") for name in missing):
            raise _fault(weights, "are of another model")
        return model.eval()

    def trained(self) -> dict[str, Tensor]:
        """Return what was trained, in half precision, as `load` reads it."""
        named = self.state_dict().items()
        return {name: t.half().contiguous() for name, t in named if not name.startswith("encoder.embeddings.")}


class Network:
    """A model that reads windows, in batches of about the same length. Safe to share between threads.

    Computes in bfloat16 where the processor has it, which moves a score by less than 0.1.
    """

    def __init__(self, model: SpanModel) -> None:
        self._model = model
        self._half = has_bfloat16()
        self._lock = threading.Lock()  # two batches at once would share the same cores and both be slower

    def scores(self, windows: Sequence[Sequence[int]], firsts: Sequence[int]) -> list[tuple[Floats, Floats]]:
        """Return the scores of starts and ends for each window of token ids; the passage begins at `firsts`."""
        order = sorted(range(len(windows)), key=lambda i: len(windows[i]))
        scores: dict[int, tuple[Floats, Floats]] = {}
        while order:
            longest = len(windows[order[-1]])
            batch = [order.pop() for _ in range(min(len(order), max(1, _AT_ONCE // longest)))]
            with self._lock, torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self._half):
                starts, ends = self._model(*padded([windows[i] for i in batch], [firsts[i] for i in batch]))
            for row, i in enumerate(batch):
                scores[i] = (starts[row, : len(windows[i])].numpy(), ends[row, : len(windows[i])].numpy())
        return [scores[i] for i in range(len(windows))]


def padded(windows: Sequence[Sequence[int]], firsts: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids, types and which are attended to, each of the shape (windows, longest); padding is 0 in all."""
    ids, types, attended = (torch.zeros(len(windows), max(map(len, windows)), dtype=torch.long) for _ in range(3))
    for row, (window, first) in enumerate(zip(windows, firsts, strict=True)):
        ids[row, : len(window)] = torch.tensor(window)
        types[row, first : len(window)] = 1
        attended[row, : len(window)] = 1
    return ids, types, attended


def _fault(weights: Path, what: str) -> RagFault:
    return RagFault(f"The reader's weights in {weights} {what}. Install byline again.")
