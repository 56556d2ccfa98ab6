"""The careful reader's neural network: MPNet with a linear layer for where an answer begins and ends.

A second linear layer, on the first token, judges whether quotes support a claim.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

import torch
from torch import Tensor, nn
from transformers import MPNetConfig, MPNetModel
from transformers.utils import logging

from index.embedding import has_bfloat16
from index.wordpieces import BEGIN, SEPARATE
from rag.reading.network import packed, tensors, weights_fault

Label = Literal["supported", "contradicted", "not said"]
LABELS: tuple[Label, ...] = get_args(Label)
"""What quotes may say of a claim."""

LAYERS = 12
FROZEN = 4  # lowest layers, which training leaves as they are, with the embeddings
FILES = ("careful-base.safetensors", "careful.safetensors")
_SHIFT = 4  # MPNet's vocabulary is BERT's behind four tokens of its own
_OWN_BEGIN, _OWN_PAD, _OWN_SEPARATE = 0, 1, 2


class CarefulModel(nn.Module):
    """Scores each token of "question, title, passage" as the start and as the end of the answer; the first as "none".

    Reads the token ids of `rag.reading.windows`, which are BERT's. Made from the weights in the folder `base`, if any.
    """

    def __init__(self, base: Path | None = None, layers: int = LAYERS) -> None:
        super().__init__()
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        config = MPNetConfig(
            vocab_size=30527,
            max_position_embeddings=514,
            num_hidden_layers=layers,
            layer_norm_eps=1e-5,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.encoder = MPNetModel(config, add_pooling_layer=False)
        if base:
            self.encoder = MPNetModel.from_pretrained(
                str(base), config=config, add_pooling_layer=False, local_files_only=True
            )
        self.ends = nn.Linear(self.encoder.config.hidden_size, 2)
        self.labels = nn.Linear(self.encoder.config.hidden_size, len(LABELS))

    def forward(self, ids: Tensor, types: Tensor, attended: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores of starts and of ends, each of the shape (windows, tokens); `types` are not looked at."""
        starts, ends = self.ends(self._hidden(ids, attended)).float().unbind(-1)
        return starts, ends

    def judged(self, ids: Tensor, attended: Tensor) -> Tensor:
        """Return scores of `LABELS` for windows of a claim in place of the question: the shape (windows, labels)."""
        scores: Tensor = self.labels(self._hidden(ids, attended)[:, 0]).float()
        return scores

    def _hidden(self, ids: Tensor, attended: Tensor) -> Tensor:
        hidden: Tensor = self.encoder(input_ids=own_ids(ids, attended), attention_mask=attended).last_hidden_state
        return hidden

    @classmethod
    def to_train(cls, base: Path) -> "CarefulModel":
        """Return the model to train further: from MPNet's weights in a folder, or from shipped ones."""
        if not (base / FILES[-1]).exists():
            return cls(base)
        model = cls()
        model.load_state_dict(cls._shipped(base, {}).state_dict())
        return model

    @classmethod
    def load(cls, folder: Path, digests: Mapping[str, str]) -> "CarefulModel":
        """Return the model with the weights in a folder, ready to read: in bfloat16 where the processor has it.

        Raises `RagFault` when they are missing, are not of this model, or not those that `digests` names.
        """
        model = cls._shipped(folder, digests)
        if has_bfloat16():
            for module in model.modules():
                if isinstance(module, (nn.Linear, nn.Embedding)) and module not in (model.ends, model.labels):
                    module.to(torch.bfloat16)
        return model.eval()

    @classmethod
    def _shipped(cls, folder: Path, digests: Mapping[str, str]) -> "CarefulModel":
        kept = {name: tensor for file in FILES for name, tensor in tensors(folder / file, digests).items()}
        with torch.device("meta"):
            model = cls()
        try:
            model.load_state_dict(kept, assign=True)
        except (RuntimeError, KeyError) as error:
            raise weights_fault(folder / FILES[-1], f"are of another model: {error}") from error
        return model

    def shipped(self) -> dict[str, dict[str, Tensor]]:
        """Return the weights by the name of the file that `load` reads them from, rows of 8-bit numbers with a scale.

        What training leaves as it is has a file of its own, so that new weights are half as much to keep.
        """
        state = packed(self.state_dict())
        layers = "|".join(map(str, range(FROZEN)))
        lower = re.compile(rf"encoder\.(?:embeddings|encoder\.(?:layer\.(?:{layers})|relative_attention_bias))\.")
        return {
            file: {name: tensor for name, tensor in state.items() if bool(lower.match(name)) == below}
            for file, below in zip(FILES, (True, False), strict=True)
        }

    def freeze(self, layers: int) -> None:
        """Leave the embeddings and the first `layers` layers as they are; a backward pass stops above them."""
        frozen = [self.encoder.embeddings, *self.encoder.encoder.layer[:layers]]
        if layers:  # all layers share these
            frozen.append(self.encoder.encoder.relative_attention_bias)
        for module in frozen:
            module.requires_grad_(False)


def own_ids(ids: Tensor, attended: Tensor) -> Tensor:
    """Return MPNet's ids of BERT's tokens."""
    shifted = (ids + _SHIFT).masked_fill(ids == BEGIN, _OWN_BEGIN).masked_fill(ids == SEPARATE, _OWN_SEPARATE)
    return torch.where(attended.bool(), shifted, torch.full_like(ids, _OWN_PAD))
