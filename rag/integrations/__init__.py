"""Byline as a part of other programs."""
