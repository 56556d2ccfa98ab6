"""Articles on disk: read, cut into passages, embedded, searched."""
