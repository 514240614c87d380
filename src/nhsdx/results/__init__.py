"""Published results: written, read and recomputed."""
