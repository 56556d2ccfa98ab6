"""Byline with one setting changed at a time, beside Byline as it is: `python -m rag.evaluation.ablations`."""
