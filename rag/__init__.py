"""Questions answered from articles, every answer quoting its source."""
