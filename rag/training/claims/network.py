"""A small network that reads quotes and a claim together, and says whether they support it."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from torch import Tensor, nn

from index.wordpieces import BEGIN, SEPARATE, tokenizer
from rag.reading.network import packed
from rag.reading.quick import QuickModel

FILE = "support.safetensors"
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

    def shipped(self) -> dict[str, Tensor]:
        """Return what was trained."""
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
