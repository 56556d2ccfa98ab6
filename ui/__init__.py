"""The doors: a web chat and a shell command."""
