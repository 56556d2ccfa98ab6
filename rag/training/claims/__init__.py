"""How the checker of claims learns: pairs of a claim and its quotes, a network for them, the weights of its score."""
