"""Finds plans by the engine's own rules: the cheapest steps to a score, or the best score for an effort."""
