"""What turns texts into vectors: a protocol, of which `index/embedding.py` has Byline's own form."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Name the model and its version; vectors of different names are never compared."""

    @property
    def dimension(self) -> int:
        """Return the length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text: shape (len(texts), dimension)."""
