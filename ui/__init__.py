"""The doors: a web chat, a shell command, and what other programs speak."""
