"""Texts -> word pieces, as the embedding model and both readers see them."""

from functools import cache

from tokenizers import Tokenizer

from index.embedding import bundled_model

BEGIN, SEPARATE = 101, 102
"""The ids of the tokens at the beginning of a text and between two, [CLS] and [SEP]."""


@cache
def tokenizer() -> Tokenizer:
    """Return the tokenizer of the embedding model, without truncation or padding."""
    made = Tokenizer.from_file(str(bundled_model() / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made
