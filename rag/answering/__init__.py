"""Passages and readings -> an answer with its citations, a summary, or a refusal."""
