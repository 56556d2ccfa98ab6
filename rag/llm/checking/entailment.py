"""A small network that reads quotes and a claim together, and says whether they support it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import torch
from torch import Tensor, nn

from index.wordpieces import BEGIN, SEPARATE, tokenizer
from rag.reading.network import packed, padded, tensors, weights_fault
from rag.reading.quick import QuickModel

WEIGHTS = Path(__file__).with_name("weights")
FILE = "support.safetensors"
DIGEST = ""
Label = Literal["supported", "contradicted", "not said"]
LABELS: tuple[Label, ...] = get_args(Label)
_LONGEST = 320  # tokens
_CLAIM = 96  # tokens of a claim


class Ids(NamedTuple):
    """Quotes and a claim in tokens; the claim begins at `claim`."""

    ids: list[int]
    claim: int


class SupportModel(nn.Module):
    """Scores "quotes, claim" for each of `LABELS`: MiniLM-L6 with one linear layer on its first token.

    The embeddings of words are those of the encoder's package, as they are; all else is trained.
    """

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = QuickModel(attention).encoder
        self.labels = nn.Linear(self.encoder.config.hidden_size, len(LABELS))

    def forward(self, ids: Tensor, types: Tensor, attended: Tensor) -> Tensor:
        """Return scores of the shape (pairs, labels)."""
        hidden = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=attended).last_hidden_state
        scores: Tensor = self.labels(hidden[:, 0]).float()
        return scores

    @classmethod
    def load(cls, folder: Path = WEIGHTS, digests: Mapping[str, str] | None = None) -> "SupportModel":
        """Return the model with the trained weights in a folder; raises `RagFault` when they cannot be used."""
        trained = tensors(folder / FILE, {FILE: DIGEST} if digests is None else digests)
        model = cls()
        try:
            missing, unknown = model.load_state_dict(trained, strict=False)
        except RuntimeError as error:
            raise weights_fault(folder / FILE, f"cannot be read: {error}") from error
        if unknown or any(not name.startswith("encoder.embeddings.") for name in missing):
            raise weights_fault(folder / FILE, "are of another model")
        return model.eval()

    def shipped(self) -> dict[str, Tensor]:
        """Return what was trained, as `load` reads it."""
        named = self.state_dict().items()
        return packed({name: tensor for name, tensor in named if not name.startswith("encoder.embeddings.")})


def in_tokens(pairs: Sequence[tuple[str, Sequence[str]]]) -> list[Ids]:
    """Return claims with the sentences that they cite in tokens: what is too long of the sentences is left out."""
    reader = tokenizer()
    claims = reader.encode_batch([claim for claim, _ in pairs], add_special_tokens=False)
    quotes = reader.encode_batch([" ".join(quoted) for _, quoted in pairs], add_special_tokens=False)
    found = []
    for claim, quoted in zip(claims, quotes, strict=True):
        asked = claim.ids[:_CLAIM]
        read = quoted.ids[: _LONGEST - len(asked) - 3]
        found.append(Ids([BEGIN, *read, SEPARATE, *asked, SEPARATE], len(read) + 2))
    return found


class Entailment:
    """Tells how probable each label of a claim is. Safe to share between threads."""

    def __init__(self, model: SupportModel | None = None) -> None:
        self._model = model or SupportModel.load()

    def probabilities(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> list[dict[Label, float]]:
        """Return the probability of each label for claims with the sentences that they cite."""
        read = in_tokens(pairs)
        if not read:
            return []
        with torch.inference_mode():
            scores = self._model(*padded([one.ids for one in read], [one.claim for one in read])).softmax(-1)
        return [dict(zip(LABELS, map(float, row), strict=True)) for row in scores]
