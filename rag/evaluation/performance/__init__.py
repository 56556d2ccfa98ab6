"""How fast, and how large a library may be."""
