"""Answers that a language model writes, every sentence checked against the sentences that it cites."""
