"""Measuring how good the answers are: questions with known answers in, scores out."""
