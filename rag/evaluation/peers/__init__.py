"""Other systems beside Byline, on the same questions in the same run: `python -m rag.evaluation.peers`."""
