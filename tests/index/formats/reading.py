"""Files read as the product reads them."""

from io import BytesIO
from pathlib import Path

import pytest

from index.formats import read
from index.types import Article, Rejected

CASES = Path(__file__).parents[4] / "shared/cases"


def one(data: bytes, name: str) -> Article:
    (article,) = read(BytesIO(data), name)
    assert isinstance(article, Article), article
    return article


def rejection(data: bytes, name: str) -> str:
    (found,) = read(BytesIO(data), name)
    assert isinstance(found, Rejected), found
    return found.reason


def case(name: str) -> bytes:
    """Return an input of the cases that lie beside the project; skip where they are absent."""
    if not (CASES / name).exists():
        pytest.skip(f"{CASES / name} is not there")
    return (CASES / name).read_bytes()
