"""Whether quoted sentences support a sentence of a language model."""
