"""What is asked: whether it can be, and for what kind of thing."""
