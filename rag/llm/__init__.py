"""Fluent answers by a language model; imported only where one is in use."""
