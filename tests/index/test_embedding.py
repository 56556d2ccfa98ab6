"""The real embedding model, with pinned values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding import MiniLMEncoder

TEXTS = ["The harbour wall collapsed in the storm.", "A storm destroyed the port's wall.", "Bees pollinate apples."]

_HALF = 5e-3
"""How far bfloat16, used where the processor has it, may be off; the values are those of single precision."""


def test_vectors_have_length_one_and_the_values_that_the_model_gives(encoder: MiniLMEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (3, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    likeness = vectors @ vectors.T
    assert [likeness[0, 1], likeness[0, 2]] == pytest.approx([0.6936, -0.0427], abs=_HALF)


def test_nothing_gives_no_rows(encoder: MiniLMEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


@settings(max_examples=25)
@given(st.text(max_size=80), st.text(max_size=80))
def test_a_text_alone_and_in_company_has_the_same_vector(encoder: MiniLMEncoder, one: str, other: str) -> None:
    together = encoder.encode([one, other])
    assert encoder.encode([one])[0] == pytest.approx(together[0], abs=_HALF)
    assert encoder.encode([one])[0] == pytest.approx(together[0], abs=_HALF)


def test_what_is_given_out_may_be_changed(encoder: MiniLMEncoder) -> None:
    first = encoder.encode(TEXTS[:1])
    first[:] = 0
    assert np.linalg.norm(encoder.encode(TEXTS[:1])) == pytest.approx(1, abs=1e-6)
