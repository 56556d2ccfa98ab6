"""The quick reader's neural network: MiniLM-L6 with one linear layer that scores where an answer begins and ends."""

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor, nn
from transformers import BertModel
from transformers.utils import logging

from index.embedding import bundled_model
from rag.reading.network import packed, tensors, weights_fault

QUICK = "quick.safetensors"


class QuickModel(nn.Module):
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
    def load(cls, folder: Path, digests: Mapping[str, str]) -> "QuickModel":
        """Return the model with the trained weights in a folder, ready to read.

        Raises `RagFault` when they are missing, are not of this model, or not those that `digests` names.
        """
        trained, model = tensors(folder / QUICK, digests), cls()
        try:
            missing, unknown = model.load_state_dict(trained, strict=False)
        except RuntimeError as error:
            raise weights_fault(folder / QUICK, f"cannot be read: {error}") from error
        if unknown or any(not name.startswith("encoder.embeddings.") for name in missing):
            raise weights_fault(folder / QUICK, "are of another model")
        return model.eval()

    def shipped(self) -> dict[str, dict[str, Tensor]]:
        """Return what was trained, by the name of the file that `load` reads it from."""
        named = self.state_dict().items()
        return {QUICK: packed({name: t for name, t in named if not name.startswith("encoder.embeddings.")})}
