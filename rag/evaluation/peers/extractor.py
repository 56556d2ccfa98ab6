"""txtai's extractive pipeline with Byline's weights, behind its embeddings database with Byline's encoder."""

from pathlib import Path
from typing import Any

from txtai import Embeddings
from txtai.pipeline import Extractor, Questions


class Txtai:
    """Paragraphs, of which the three best, its default, are read as one text. It gives no answer below 0.05."""

    def __init__(self, encoder: Path, reader: Any) -> None:
        self._embeddings = Embeddings(path=str(encoder), content=True)
        self._extractor = Extractor(self._embeddings, reader, output="flatten")

    def hold(self, text: str) -> None:
        """Take an article in place of the one before."""
        self._embeddings.index([part.strip() for part in text.split("\n\n") if part.strip()])

    def answer(self, question: str) -> str:
        """Return its answer, empty where it gives none or fails."""
        try:
            return str(self._extractor(question) or "")
        except TypeError:  # its span began or ended at [CLS] or [SEP], which are no words: the model says "no answer"
            return ""


def load(models: Path, mended: bool) -> Txtai:
    """Load it; mended, the model scores the words of the article alone."""
    reader: Any = str(models / "reader")
    if mended:
        from rag.evaluation.peers.weights import PassageReader

        reader = Questions((PassageReader.from_pretrained(reader), reader))
    return Txtai(models / "encoder", reader)
