"""Who may do what: users, tokens, sign-in, and a log of changes."""
