"""Doors for programs, beside the page: REST, OpenAI's protocol, the Model Context Protocol."""
