"""How the checker of claims learns: pairs of a claim and its quotes in batches, the weights of its score."""
