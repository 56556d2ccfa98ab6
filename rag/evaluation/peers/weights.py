"""Byline's models as Hugging Face's libraries, and so the other systems, read them."""

from pathlib import Path
from typing import Any

from torch import Tensor
from transformers import BertForQuestionAnswering, BertTokenizer

from index.embedding import bundled_model
from rag.reading.quick import QuickModel
from rag.reading.readers import WEIGHTS

_NEVER = -1e9  # a score that no span has


class PassageReader(BertForQuestionAnswering):  # type: ignore[no-untyped-call]
    """Byline's weights for systems that tell a model neither which words are the question's nor which may answer.

    The types of the tokens are read from the first [SEP], as BERT is trained; the question's tokens and [CLS] score
    as no answer.
    """

    def forward(self, input_ids: Tensor, attention_mask: Tensor, **_: Any) -> Any:
        """Return the scores of starts and of ends."""
        parts = (input_ids == self.config.sep_token_id).long()
        types = ((parts.cumsum(1) - parts) > 0) & (attention_mask == 1)
        scores = super().forward(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=types.long())
        barred = ~types | (parts == 1)
        scores.start_logits = scores.start_logits.masked_fill(barred, _NEVER)
        scores.end_logits = scores.end_logits.masked_fill(barred, _NEVER)
        return scores


def models(folder: Path) -> Path:
    """Put Byline's reader and encoder into a folder as `reader` and `encoder`."""
    ours = QuickModel.load(WEIGHTS, {})
    tokenizer = BertTokenizer.from_pretrained(str(bundled_model()), model_max_length=512)
    made = BertForQuestionAnswering(ours.encoder.config)
    made.bert.load_state_dict(ours.encoder.state_dict(), strict=False)
    made.qa_outputs.load_state_dict(ours.ends.state_dict())
    made.config.sep_token_id = tokenizer.sep_token_id
    made.save_pretrained(folder / "reader")
    tokenizer.save_pretrained(folder / "reader")
    (folder / "encoder").symlink_to(bundled_model(), target_is_directory=True)
    return folder
