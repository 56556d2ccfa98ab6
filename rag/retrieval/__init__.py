"""A question -> the articles it is about, and their passages."""
