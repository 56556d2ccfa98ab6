"""Public sets and sets of our own, asked and scored."""
