"""Where a library is kept: the truth, and what searches it. Two protocols, each with its forms."""
