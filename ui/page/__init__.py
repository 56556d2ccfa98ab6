"""The page: results as HTML, its style and scripts, conversations as files."""
