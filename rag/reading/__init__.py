"""Passages -> the words that answer a question, each with a probability."""
