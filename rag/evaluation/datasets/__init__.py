"""Question sets and what is made of them."""
