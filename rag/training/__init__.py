"""How the readers are trained, from question sets to weights; needs `byline[train]`."""
