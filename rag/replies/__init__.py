"""What is said back to small talk, and about the library itself."""
